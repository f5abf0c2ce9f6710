"""Item → notice → passage → verdicts on quote and claim: ``verify`` is the whole way.

Where a name or a reference can mean several, the one that serves the citation best is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from index import KnowledgeBase
from index.query import Query
from index.records import ClauseRecord, NoticeRecord
from ingest.normal import squeezed
from qa_api.verify.claims import ClaimResult, judge_claim
from qa_api.verify.clauses import Passage, passages
from qa_api.verify.fold import fold
from qa_api.verify.model import ClaimVerdict, Difference, Item, Verification
from qa_api.verify.notices import Named, document_number, find_notices, title_in
from qa_api.verify.quotes import QuoteResult, judge_quote
from qa_api.verify.reasons import reason

_TRIED = 5  # places tried for a claim that names no clause
_LEAST_TITLE = 6  # characters of a title by which an annex is known
_QUOTE_RANK = {"exact": 0, "spacing": 1, "altered": 2, "elsewhere": 3, "absent": 4, "none": 5}


@dataclass(slots=True)
class Desk:
    """A knowledge base with what checking many items needs again and again."""

    kb: KnowledgeBase
    shelf: list[NoticeRecord] = field(default_factory=list)
    _clauses: dict[str, list[ClauseRecord]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shelf = self.kb.notices()

    def clauses(self, notice_id: str) -> list[ClauseRecord]:
        if notice_id not in self._clauses:
            self._clauses[notice_id] = self.kb.clauses(notice_id)
        return self._clauses[notice_id]

    def whole(self, notice_id: str) -> Passage | None:
        found = self.clauses(notice_id)
        return Passage(tuple(found)) if found else None

    def persons(self, passage: Passage) -> list[str]:
        ids = [clause.clause_id for clause in passage.clauses]
        facts = self.kb.facts(kinds=["contact"], clause_ids=ids, include_superseded=True)
        return [record.fact.fields["name"] for record in facts if "name" in record.fact.fields]


def verify(kb: KnowledgeBase, items: Iterable[Item]) -> Iterator[Verification]:
    """The verdicts on each of ``items``, in order."""
    desk = Desk(kb)
    for item in items:
        found = verify_item(desk, item)
        yield replace(found, reason=reason(found))


def verify_item(desk: Desk, item: Item) -> Verification:
    named, meant = _named(desk, item), item
    if not named.notices and item.notice:
        named, meant = _annex_named(desk, item)
    if not named.notices:
        return _without_notice(desk, item)
    tried = [_in_notice(desk, meant, notice) for notice in named.notices]
    best = replace(min(tried, key=_rank), item=item)
    if named.number_claimed:
        own = next(n.document_number or "" for n in named.notices)
        wrong = Difference("number", named.number_claimed, own)
        best = replace(best, differences=(wrong, *best.differences))
    return best


def _named(desk: Desk, item: Item) -> Named:
    """By the notice's name, else by a clause_id, which begins with its notice's id."""
    if not item.notice and "#" in item.clause:
        return find_notices(item.clause.partition("#")[0], desk.shelf)
    return find_notices(item.notice, desk.shelf) if item.notice else Named()


def _annex_named(desk: Desk, item: Item) -> tuple[Named, Item]:
    """The notice that has an annex of this title, and the item with the annex in its clause."""
    title = title_in(item.notice)
    if len(title) < _LEAST_TITLE:
        return Named(), item
    for hit in desk.kb.search(Query(text=title, limit=_TRIED, include_superseded=True)).hits:
        annex = hit.clause.number.split("/")[0]
        heading = fold(hit.clause.path[0]).chars if hit.clause.path else ""
        notice = desk.kb.notice(hit.clause.notice_id)
        if annex.startswith("附件") and heading.removeprefix(annex) == title and notice:
            inner = item.clause if "附件" in item.clause else f"{annex}{item.clause}"
            return Named((notice,)), replace(item, clause=inner)
    return Named(), item


def _in_notice(desk: Desk, item: Item, notice: NoticeRecord) -> Verification:
    clauses = desk.clauses(notice.notice_id)
    whole = desk.whole(notice.notice_id)
    if not item.clause:
        return _anywhere_in(desk, item, notice, whole)
    found = passages(item.clause, clauses)
    if not found:
        quoted = judge_quote(item.quote, None, whole, desk.kb)
        verdict: ClaimVerdict = "not_covered" if item.claim else "none"
        return Verification(
            item, True, False, None, quoted.verdict, _where(quoted), verdict, quoted.differences
        )
    return min((_at(desk, item, notice, passage, whole) for passage in found), key=_rank)


def _at(
    desk: Desk, item: Item, notice: NoticeRecord, passage: Passage, whole: Passage | None
) -> Verification:
    """The verdicts for one place."""
    quoted = judge_quote(item.quote, passage, whole, desk.kb)
    claimed = _claim(desk, item.claim, passage, notice)
    return Verification(
        item, True, True, passage.clause.clause_id, quoted.verdict, _moved(quoted, passage),
        claimed.verdict, _merged(quoted, claimed), passage.text,
    )  # fmt: skip


def _anywhere_in(
    desk: Desk, item: Item, notice: NoticeRecord, whole: Passage | None
) -> Verification:
    """No clause was cited: the one that holds the quote, else those nearest to the claim."""
    quoted = judge_quote(item.quote, whole, None, desk.kb)
    inside = (
        quoted.clause if quoted.clause and quoted.clause.notice_id == notice.notice_id else None
    )
    places = [inside] if inside else _nearest(desk, item.claim, notice)
    judged = [(_claim(desk, item.claim, Passage((place,)), notice), place) for place in places]
    claimed, place = min(judged, key=lambda pair: pair[0].rank, default=(ClaimResult("none"), None))
    if item.claim and not inside and claimed.verdict == "contradicted" and len(judged) > 1:
        claimed, place = judged[0]  # what contradicts must be the place that the claim is about
    if item.claim and place is None:
        claimed = ClaimResult("not_covered")
    shown = inside or (place if claimed.verdict in ("supported", "contradicted") else None)
    return Verification(
        item, True, shown is not None, shown.clause_id if shown else None, quoted.verdict,
        None if inside else _where(quoted), claimed.verdict, _merged(quoted, claimed),
        shown.text if shown else "",
    )  # fmt: skip


def _nearest(desk: Desk, claim: str, notice: NoticeRecord) -> list[ClauseRecord]:
    if not claim:
        return []
    query = Query(text=claim, notice_ids=(notice.notice_id,), limit=_TRIED)
    return [hit.clause for hit in desk.kb.search(query).hits]


def _claim(desk: Desk, claim: str, passage: Passage, notice: NoticeRecord) -> ClaimResult:
    clause = passage.clause
    text = passage.text if passage.inside else "\n".join(map(_as_sentence, passage.clauses))
    lines = {squeezed(line) for line in text.splitlines()}
    heads = [head for head in clause.path if squeezed(head) in lines or not _opens(head, text)]
    around = "\n".join((*heads, notice.title, notice.issuer or "", *notice.aliases, clause.context))
    year = int(notice.issued_on[:4]) if notice.issued_on else None
    return judge_claim(claim, text, around, year, desk.persons(passage) if claim else ())


def _opens(head: str, text: str) -> bool:
    """Is ``head`` no heading, but the beginning of the text itself?"""
    return squeezed(text).startswith(squeezed(head.rstrip("…")))


def _as_sentence(clause: ClauseRecord) -> str:
    """A clause's text; a table row as one sentence with its column heads."""
    return (
        clause.context.replace("；", "，")
        if clause.kind == "row" and clause.context
        else clause.text
    )


def _without_notice(desk: Desk, item: Item) -> Verification:
    """The notice is unknown, or none was named: the quote may still stand somewhere."""
    quoted = judge_quote(item.quote, None, None, desk.kb)
    named = bool(item.notice or document_number(item.claim) or item.clause)
    if quoted.clause and not named:
        notice = desk.kb.notice(quoted.clause.notice_id)
        if notice is not None:
            return _in_notice(desk, item, notice)
    verdict: ClaimVerdict = "not_covered" if item.claim else "none"
    return Verification(
        item, False, False, None, quoted.verdict, _where(quoted), verdict, quoted.differences
    )


def _where(quoted: QuoteResult) -> str | None:
    return quoted.clause.clause_id if quoted.clause else None


def _moved(quoted: QuoteResult, passage: Passage) -> str | None:
    """Where the quote stands if that is not in the passage cited."""
    inside = quoted.clause and any(c.clause_id == quoted.clause.clause_id for c in passage.clauses)
    return None if inside and quoted.verdict != "elsewhere" else _where(quoted)


def _merged(quoted: QuoteResult, claimed: ClaimResult) -> tuple[Difference, ...]:
    return tuple(dict.fromkeys((*quoted.differences, *claimed.differences)))


def _rank(found: Verification) -> tuple[int, int, int, int]:
    """Better verdicts first."""
    claim = ClaimResult(found.claim_verdict, found.differences).rank
    return int(not found.clause_found), _QUOTE_RANK[found.quote_verdict], *claim


def items_of(rows: Sequence[dict[str, str]]) -> list[Item]:
    """Rows with the names of the contract as items; rows without an id are numbered."""
    return [
        Item(
            row.get("id") or str(order),
            *(row.get(key, "") for key in ("claim", "notice", "clause", "quote")),
        )
        for order, row in enumerate(rows, start=1)
    ]
