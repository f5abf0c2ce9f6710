"""What the pages show of notices: addresses, clauses as blocks and tables, outlines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, takewhile
from urllib.parse import quote, urlencode

from index.records import ClauseRecord, NoticeRecord
from ingest.aligned import cells_of
from qa_api.model import Citation
from qa_api.web.flow import flowing
from qa_api.web.names import bare_title

_LABEL = re.compile(r"^[-—]*[（(]?[一二三四五六七八九十\d]+[）)、.．]*")
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


def blocks(
    notice: NoticeRecord, clauses: Sequence[ClauseRecord], cited: range | None
) -> Iterator[Block]:
    """The clauses in order; a table's head and rows become one block."""
    for table, group in groupby(clauses, key=_table_of):
        if table is None:
            for clause in group:
                flow = partial(_flowing_head, notice) if clause.kind == "head" else flowing
                yield Block(clause, tuple(_pieces(clause, cited, flow)))
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
    rows = [(clause, tuple(cells_of(clause.text))) for clause in clauses if clause.kind == "row"]
    heads = [tuple(cells) for line in lines if len(cells := cells_of(line)) > 1]
    return Block(
        first,
        caption=" ".join(line for line in lines if len(cells_of(line)) < 2),
        heads=tuple(heads),
        rows=tuple(rows),
    )


def _flowing_head(notice: NoticeRecord, text: str) -> str:
    """Lines as printed, but for a broken title, and what follows the recipients."""
    lines = text.split("\n")
    title, to = bare_title(notice.title), bare_title(notice.recipients or "\n")[:4]
    out = lines[:1]
    for at, line in enumerate(lines[1:], 1):
        if to and bare_title(line).startswith(to):
            return "\n".join([*out, flowing("\n".join(lines[at:]))])
        if bare_title(out[-1] + line) in title:
            out[-1] += line.strip()
        else:
            out.append(line)
    return "\n".join(out)


def _pieces(
    clause: ClauseRecord, cited: range | None, flow: Callable[[str], str]
) -> Iterator[Piece]:
    start, end = (cited.start, cited.stop) if cited else (0, 0)
    start, end = max(start, clause.start) - clause.start, min(end, clause.end) - clause.start
    if start >= end:
        yield Piece(flow(clause.text))
        return
    text = clause.text
    for part, marked in ((text[:start], False), (text[start:end], True), (text[end:], False)):
        if part:
            yield Piece(flow(part), marked)


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


@dataclass(frozen=True, slots=True)
class Source:
    """A notice and its quotes, each with the headings it stands under, those of all apart."""

    clause: ClauseRecord
    above: str
    quotes: tuple[tuple[Citation, str], ...]


def by_notice(citations: Iterable[Citation]) -> list[Source]:
    """Citations of a notice together, notices and quotes in the order of the answer."""
    groups: dict[str, list[Citation]] = {}
    for citation in citations:
        groups.setdefault(citation.clause.notice_id, []).append(citation)
    return [_source(group) for group in groups.values()]


def _source(group: list[Citation]) -> Source:
    trails = [trail(citation) for citation in group]
    levels = zip(*trails, strict=False)
    shared = sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, levels))
    quotes = ((c, _joined(t[shared:])) for c, t in zip(group, trails, strict=True))
    return Source(group[0].clause, _joined(trails[0][:shared]), tuple(quotes))


def _joined(headings: Iterable[str]) -> str:
    return " › ".join(headings)


def trail(citation: Citation) -> tuple[str, ...]:
    """The headings above a quote; the last one is left out where the quote or number says it."""
    clause = citation.clause
    last = clause.path[-1] if clause.path else ""
    said = last == clause.number or (last and _bare(last) in _bare(citation.quote))
    return clause.path[:-1] if said else clause.path


def _bare(text: str) -> str:
    """Without spaces, a number in front, and what a cut heading ends with."""
    return _LABEL.sub("", "".join(text.split())).rstrip("…")
