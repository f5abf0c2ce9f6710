"""What the pages show of notices: addresses, clauses as blocks and tables, outlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import quote, urlencode

from index.records import ClauseRecord
from qa_api.model import Citation
from qa_api.web.flow import flowing

HEADINGS = ("section", "article", "table")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a clause's text; ``marked`` where it is the quote."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One clause as read: ``pieces`` of its text, or the ``heads`` and ``rows`` of a table."""

    clause: ClauseRecord
    pieces: tuple[Piece, ...] = ()
    caption: str = ""
    heads: tuple[tuple[str, ...], ...] = ()
    rows: tuple[tuple[ClauseRecord, tuple[str, ...]], ...] = field(default=())

    @property
    def depth(self) -> int:
        return min(self.clause.number.count("/"), 4)

    @property
    def is_heading(self) -> bool:
        return self.clause.kind == "section" and len(self.clause.text) < 60


def address(path: str, **values: object) -> str:
    """``path`` with those of ``values`` that say something as its query."""
    given = {name: value for name, value in values.items() if value not in ("", None, False)}
    return f"{path}?{urlencode(given)}" if given else path


def notice_url(notice_id: str) -> str:
    return f"/notices/{quote(notice_id, safe='')}"


def clause_url(clause: ClauseRecord) -> str:
    """The lasting address of a clause in its notice."""
    where = address(notice_url(clause.notice_id), clause=clause.clause_id)
    return f"{where}#c-{clause.ordinal}"


def citation_url(citation: Citation, question: str = "", as_of: str = "", within: str = "") -> str:
    """The clause in its notice, with the quote marked; the question leads to its other quotes."""
    clause = citation.clause
    where = address(
        notice_url(clause.notice_id),
        clause=clause.clause_id,
        quote=f"{citation.start}-{citation.end}",
        q=question,
        as_of=as_of,
        within=within,
    )
    return f"{where}#c-{clause.ordinal}"


def question_url(question: str, as_of: str = "", notice: str = "") -> str:
    return address("/", q=question, as_of=as_of, notice=notice)


def blocks(clauses: Sequence[ClauseRecord], cited: range | None) -> Iterator[Block]:
    """The clauses in order; a table's head and rows become one block."""
    for table, group in groupby(clauses, key=_table_of):
        if table is None:
            for clause in group:
                yield Block(clause, tuple(_pieces(clause, cited)))
        else:
            yield _table(list(group))


def _table_of(clause: ClauseRecord) -> str | None:
    """Number of the table that a clause is the head or a row of."""
    if clause.kind == "table":
        return clause.number
    return clause.number.rpartition("/")[0] if clause.kind == "row" else None


def _table(clauses: list[ClauseRecord]) -> Block:
    first = clauses[0]
    lines = first.text.split("\n") if first.kind == "table" else []
    rows = [(clause, tuple(clause.text.split("\t"))) for clause in clauses if clause.kind == "row"]
    return Block(
        first,
        caption=" ".join(line for line in lines if "\t" not in line),
        heads=tuple(tuple(line.split("\t")) for line in lines if "\t" in line),
        rows=tuple(rows),
    )


def _pieces(clause: ClauseRecord, cited: range | None) -> Iterator[Piece]:
    start, end = (cited.start, cited.stop) if cited else (0, 0)
    start, end = max(start, clause.start) - clause.start, min(end, clause.end) - clause.start
    if start >= end:
        yield Piece(flowing(clause.text))
        return
    text = clause.text
    for part, marked in ((text[:start], False), (text[start:end], True), (text[end:], False)):
        if part:
            yield Piece(flowing(part), marked)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline."""

    ordinal: int
    text: str
    depth: int


def outline(clauses: Sequence[ClauseRecord]) -> list[Heading]:
    """Sections, articles and tables, and whatever has clauses below it."""
    parents = {clause.parent for clause in clauses}
    return [
        Heading(clause.ordinal, clause.path[-1], min(clause.number.count("/"), 4))
        for clause in clauses
        if clause.path and (clause.kind in HEADINGS or clause.clause_id in parents)
    ]


def spots(citations: Iterable[Citation]) -> list[Citation]:
    """Citations without repeats, in order."""
    seen: dict[tuple[str, int, int], Citation] = {}
    for citation in citations:
        seen.setdefault((citation.clause.clause_id, citation.start, citation.end), citation)
    return list(seen.values())


def by_notice(citations: Iterable[Citation]) -> list[list[Citation]]:
    """Citations of a notice together, notices and quotes in the order of the answer."""
    groups: dict[str, list[Citation]] = {}
    for citation in citations:
        groups.setdefault(citation.clause.notice_id, []).append(citation)
    return list(groups.values())


def trail(citation: Citation) -> str:
    """The headings above a quote; the last one is left out where the quote begins with it."""
    path = citation.clause.path
    opening = "".join(citation.quote.split())
    last = "".join(path[-1].rstrip("…").split()) if path else ""
    return " › ".join(path[:-1] if last and opening.startswith(last) else path)
