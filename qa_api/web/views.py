"""What the pages show of clauses and answers: addresses, readable text, tables, outlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from urllib.parse import quote, urlencode

from index.records import ClauseRecord
from qa_api.model import AnswerFact, Citation

STATES = {"open": "未截止", "closing": "即将截止", "closed": "已截止", "coming": "尚未开始"}
FIELDS = {
    "office": "部门",
    "name": "联系人",
    "phone": "电话",
    "email": "邮箱",
    "address": "地址",
    "url": "网址",
}
CARDS = ("contact", "address")
HEADINGS = ("section", "article", "table")
FULL_LINE = 16  # characters; a shorter line ends because its writer ended it
_ENDS_INSIDE = re.compile(r"[\u4e00-\u9fff，、“（《]$")
_BREAK = re.compile(r"\n[ \t　]*")


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


def notice_url(notice_id: str) -> str:
    return f"/notices/{quote(notice_id, safe='')}"


def citation_url(citation: Citation) -> str:
    """The clause in its notice, with the quote marked."""
    clause = citation.clause
    where = {"clause": clause.clause_id, "quote": f"{citation.start}-{citation.end}"}
    return f"{notice_url(clause.notice_id)}?{urlencode(where)}#c-{clause.ordinal}"


def question_url(question: str) -> str:
    return f"/?{urlencode({'q': question})}"


def state_text(fact: AnswerFact) -> str:
    """未截止，还剩 8 天 …; empty where the fact has no state."""
    if fact.state is None:
        return ""
    state = STATES.get(fact.state, fact.state)
    if fact.days_left is None or fact.state == "closed":
        return state
    return f"{state}，{'今天截止' if fact.days_left == 0 else f'还剩 {fact.days_left} 天'}"


def fact_fields(fact: AnswerFact) -> list[tuple[str, str]]:
    """The parts of a contact in reading order; none for other kinds."""
    parts = fact.fields if fact.kind in CARDS else {}
    return [(label, parts[name]) for name, label in FIELDS.items() if parts.get(name)]


def flowing(text: str) -> str:
    """``text`` for reading: lines that a page's width broke are joined, others stay.

    Only white space changes. A line is joined to the next where it is about as long as the longest
    and ends within a Chinese sentence; after a number or an address the break stays.
    """
    lines = _BREAK.split(text.strip("\n"))
    full = max(FULL_LINE, 0.8 * max(map(len, lines)))
    out = lines[0]
    for before, line in pairwise(lines):
        broken = len(before) >= full and _ENDS_INSIDE.search(before)
        out += line if broken else "\n" + line
    return out


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
