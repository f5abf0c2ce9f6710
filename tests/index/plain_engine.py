"""A second engine behind the same seam: lists in memory, words counted, nothing learned.

It is what the contract test is for. An engine that keeps the contract may stand in for the local
one, however it finds and orders the clauses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.document_numbers import read_number
from index.query import Query
from index.records import ClauseRecord, Hit, NoticeRecord
from index.search import SearchResult
from index.snippets import marks, snippet
from index.words import characters, words
from ingest.model import Notice, SourceFile
from ingest.normal import squeezed

FACETS = ("issuer", "type", "year", "validity")


class PlainEngine:
    """Implements ``index.retriever.Retriever`` over the notices it is given, oldest first."""

    def __init__(self, given: Sequence[tuple[Notice, SourceFile]]) -> None:
        self._notices: list[NoticeRecord] = []
        self._clauses: list[tuple[NoticeRecord, ClauseRecord]] = []
        newest = {notice.document_number: notice.notice_id for notice, _ in given}
        for notice, source in given:
            later = newest[notice.document_number]
            record = _record(notice, source, later if later != notice.notice_id else None)
            self._notices.append(record)
            self._clauses += [(record, clause) for clause in _clauses(notice, record)]

    def search(self, query: Query) -> SearchResult:
        scored = sorted(self._matching(query), key=lambda one: -one[0])
        page = scored[query.offset : query.offset + query.limit]
        hits = tuple(_hit(score, clause, found, query) for score, _, clause, found in page)
        either = self._matching(replace(query, validity=None, include_superseded=True))
        facets = {name: _counts(name, [one[1] for one in scored]) for name in FACETS}
        facets["validity"] = _counts("validity", [one[1] for one in either])
        return SearchResult(hits, len(scored), facets)

    def _matching(self, query: Query) -> list[tuple[float, NoticeRecord, ClauseRecord, list[str]]]:
        asked = list(dict.fromkeys(words(query.text)))
        out = []
        for notice, clause in self._clauses:
            found = _found(clause, asked)
            if _passes(notice, query) and _holds(clause, query, found):
                out.append((len(found) / max(1, len(asked)), notice, clause, found))
        return out

    def notices(self, *, include_superseded: bool = True) -> list[NoticeRecord]:
        return [n for n in self._notices if include_superseded or not n.superseded_by]

    def clauses_by_id(self, clause_ids: Sequence[str]) -> list[ClauseRecord]:
        known = {clause.clause_id: clause for _, clause in self._clauses}
        return [known[clause_id] for clause_id in clause_ids if clause_id in known]


def _record(notice: Notice, source: SourceFile, superseded_by: str | None) -> NoticeRecord:
    return NoticeRecord(
        notice.notice_id, notice.title, notice.document_number, notice.issuer, notice.issued_on,
        notice.recipients, notice.type, notice.aliases, source.name, source.sha256,
        len(notice.clauses), "", superseded_by,
    )  # fmt: skip


def _clauses(notice: Notice, record: NoticeRecord) -> Iterator[ClauseRecord]:
    for ordinal, clause in enumerate(notice.clauses):
        yield ClauseRecord(
            clause.clause_id, notice.notice_id, notice.title, notice.document_number,
            notice.issuer, notice.issued_on, clause.number, clause.kind, clause.path,
            notice.quote(clause), clause.context, clause.start, clause.end, ordinal,
            clause.parent, record.source,
        )  # fmt: skip


def _found(clause: ClauseRecord, asked: Sequence[str]) -> list[str]:
    here = {*words(clause.text), *words(" ".join(clause.path)), *words(clause.notice_title)}
    return [word for word in asked if word in here]


def _holds(clause: ClauseRecord, query: Query, found: Sequence[str]) -> bool:
    letters = "".join(characters(clause.text))
    phrases = all("".join(characters(phrase)) in letters for phrase in query.phrases)
    number = not query.clause or squeezed(clause.number).endswith(squeezed(query.clause))
    return phrases and number and (bool(found) or not query.text.strip())


def _passes(notice: NoticeRecord, query: Query) -> bool:
    wanted, own = (
        read_number(query.document_number or ""),
        read_number(notice.document_number or ""),
    )
    superseded, issued = notice.superseded_by is not None, notice.issued_on or ""
    if query.validity and superseded != (query.validity == "superseded"):
        return False
    if superseded and not (query.validity or query.include_superseded or query.notice_ids):
        return False
    return (
        (not query.notice_ids or notice.notice_id in query.notice_ids)
        and (not query.issuer or query.issuer in (notice.issuer or ""))
        and (not query.kind or query.kind in (notice.type or ""))
        and (not query.document_number or bool(wanted and own and wanted.names(own)))
        and (not query.year or issued.startswith(query.year))
        and (query.issued_from or "") <= issued <= (query.issued_to or "9999")
    )


def _counts(facet: str, notices: Sequence[NoticeRecord]) -> dict[str, int]:
    counts = Counter(value for notice in notices for value in _facet_values(notice)[facet])
    return dict(counts.most_common())


def _facet_values(notice: NoticeRecord) -> dict[str, list[str]]:
    return {
        "issuer": (notice.issuer or "").split(),
        "type": [notice.type] if notice.type else [],
        "year": [notice.issued_on[:4]] if notice.issued_on else [],
        "validity": ["superseded" if notice.superseded_by else "current"],
    }


def _hit(score: float, clause: ClauseRecord, found: Sequence[str], query: Query) -> Hit:
    spans = marks(clause.text, [*found, *query.phrases])
    why = {"words": sorted(found)}
    return Hit(clause, score, why, tuple(spans), snippet(clause.text, spans))
