"""The clause tree of one notice, read paragraph by paragraph (GB/T 9704-2012, 7.3).

``build`` walks the paragraphs once. Each is the head, a table of contents, an annex title, a
signature, an imprint, a row, a labelled clause, a dash heading, or more text of the open clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import tables
from ingest.annexes import annex, annex_list, contents
from ingest.facts.spans import sentences
from ingest.head import Head
from ingest.inline import inline_labels
from ingest.layout import KEY_VALUE, Paragraph
from ingest.model import Clause
from ingest.numbering import (
    FROM_FIRST,
    RANK,
    Label,
    bare_heading,
    bare_headings,
    label_at_start,
    spaced_decimal,
)
from ingest.outline import Outline, heading_of
from ingest.reading import Reading
from ingest.rows import is_caption, open_table, table_rows
from ingest.tail import imprint, signature
from ingest.unnumbered import unnumbered_headings

_DASH = re.compile(r"^\s*(?:——|—|--|──)\s*\**\s*(?=[^\s—\d-])")
_AMENDS = re.compile(r"(?:修改为|修订为|增加|改为|表述为)[^“”]{0,30}[:：]\s*“")
_LONG_BODY = 160  # characters; longer paragraphs without a number are clauses of their own
_LONGEST_BODY = 400  # characters; longer still, groups of sentences are
_GROUP = 300  # characters of a group of sentences
_INNER_RANK = RANK["paren"]


def build(
    paragraphs: Sequence[Paragraph], head: Head, notice_id: str
) -> tuple[str, tuple[Clause, ...]]:
    """Text of the notice (paragraphs joined by line feeds) and its clauses in order."""
    starts, at = [], 0
    for paragraph in paragraphs:
        starts.append(at)
        at += len(paragraph.text) + 1
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    headings = bare_headings([paragraph.text for paragraph in paragraphs])
    unnumbered = unnumbered_headings(paragraphs, head.end)
    reading = Reading(paragraphs, starts, headings=headings, unnumbered=unnumbered)
    if head.end:
        reading.place("文头", "head", 0, head.end)
    index = head.end
    while index < len(paragraphs):
        index = _step(reading, index)
    reading.outline.split_bodies(lambda start, end: _groups(text, start, end))
    return text, reading.outline.clauses(notice_id)


def _step(reading: Reading, at: int) -> int:
    """Read the paragraph ``at`` (and those bound to it); the index of the next one."""
    if reading.quoted:
        _quotation(reading, at)
        return at + 1
    for rule in (_rows, contents, annex, annex_list, signature, imprint):
        if after := rule(reading, at):
            reading.inline_depth = None
            return after
    _clause(reading, at)
    return at + 1


def _rows(reading: Reading, at: int) -> int:
    """A table, or lines with tabs that are none."""
    if not reading.paragraphs[at].is_row:
        return 0
    rows = table_rows(reading, at)
    end = at + len(rows)
    if tables.is_table(rows):
        open_table(reading, at, rows)
        reading.after_table = True
    else:
        for index in range(at, end):
            _more(reading, reading.text(index), *reading.span(index))
    return end


def _quotation(reading: Reading, at: int) -> None:
    """More of the text that an amendment gives another notice: 将第三条修改为：“…”."""
    text = reading.text(at)
    reading.outline.extend(reading.span(at)[1])
    reading.quoted = not text.rstrip("。；;").endswith("”")


def _clause(reading: Reading, at: int) -> None:
    """A labelled paragraph, a dash heading, or more of the open clause; then labels inside."""
    outline, text = reading.outline, reading.text(at)
    start, end = reading.span(at)
    if is_caption(reading, at):
        return
    label = _label(reading, at)
    dash = _DASH.match(text)
    if label:
        outline.open(label, heading_of(text, label.end), start, end)
    elif dash:
        outline.unnumbered(_dash_heading(text, dash.end()), start, end)
    elif at in reading.unnumbered:
        heading = reading.unnumbered[at]
        outline.unnumbered(heading.text, start, end, outer=heading.outer)
    else:
        _more(reading, text, start, end)
    reading.after_table = False
    reading.inline_depth = _split_inline(outline, text, start, label)
    opened = _AMENDS.search(text)
    reading.quoted = bool(opened) and text.rfind("“") > text.rfind("”")


def _label(reading: Reading, at: int) -> Label | None:
    """The label that opens the paragraph, read with what is open."""
    outline, text = reading.outline, reading.text(at)
    if at in reading.headings:
        return bare_heading(text)
    label = label_at_start(text, outline.last.get("article"))
    if (
        label
        and label.family == "arabic"
        and any(node.family == "arabic" and node.value == label.value for node in outline.stack)
    ):
        label = spaced_decimal(text) or label
    return _believed(outline, label)


def _believed(outline: Outline, label: Label | None) -> Label | None:
    """Items inside an article belong to it; 1.1 needs its 1, or the decimal before it."""
    if label is None or (outline.within("article") and label.rank > RANK["article"]):
        return None
    if label.family == "decimal" and not _counts_on(outline, label):
        return None
    if label.family in FROM_FIRST and not _next_letter(outline, label):
        return None
    return label


def _next_letter(outline: Outline, label: Label) -> bool:
    """What is believed from the first on (A, A1, 甲, 项目一), and where it counts on."""
    before = [node.value for node in outline.stack if node.family == label.family]
    *same, count = label.value
    return count == 1 or any(value == (*same, count - 1) for value in before)


def _counts_on(outline: Outline, label: Label) -> bool:
    """Whether a decimal stands below its parent, or next to its sibling, or is the first: 1.1."""
    for node in outline.stack:
        if node.family in ("arabic", "decimal") and node.value[0] == label.value[0]:
            return True
        if (
            node.family == "decimal"
            and label.value[0] == node.value[0] + 1
            and label.value[-1] == 1
        ):
            return True
    return label.value == (1, 1) and not outline.within("arabic")


def _more(reading: Reading, text: str, start: int, end: int) -> None:
    """Unlabelled text: of the open clause, or of the one above when a list has ended."""
    outline = reading.outline
    if not outline.stack:
        last = outline.drafts[-1] if outline.drafts else None
        fits = (
            last and last.number == "正文" and max(last.end - last.start, end - start) < _LONG_BODY
        )
        outline.extend(end) if fits else outline.place("正文", "body", start, end)
    elif reading.inline_depth is not None:
        outline.resume(reading.inline_depth, start, end)
    elif [node.family for node in outline.stack] == ["ordinal"]:
        outline.place("正文", "body", start, end)
    elif reading.after_table:
        outline.resume(len(outline.stack), start, end)
    elif outline.stack[-1].rank >= _INNER_RANK and KEY_VALUE.match(text) and end - start <= 60:
        outline.resume(outline.depth_above(_INNER_RANK), start, end)
    else:
        outline.extend(end)


def _split_inline(outline: Outline, text: str, start: int, label: Label | None) -> int | None:
    """Open the clauses inside a paragraph; the stack depth to return to after them, if any."""
    floor = label.rank if label else (outline.stack[-1].rank if outline.stack else 0)
    families = [family for family, rank in RANK.items() if rank >= floor or len(text) > 600]
    if outline.within("article"):
        families = ["article"]
    found = [
        item for item in inline_labels(text, outline.last, families) if _believed(outline, item)
    ]
    if not found:
        return None
    depth = len(outline.stack) - (1 if label and label.rank >= _INNER_RANK else 0)
    for item, after in zip(found, [*found[1:], None], strict=True):
        outline.extend(start + item.start)
        end = start + (after.start if after else len(text))
        piece = text[item.start : after.start if after else len(text)]
        outline.open(item, heading_of(piece, item.end - item.start), start + item.start, end)
    return None if found[0].family == "article" else depth


def _dash_heading(text: str, content: int) -> str:
    bold = re.match(r"\s*(.{2,40}?)(?:\*\*|\s{2,}|[。：])", text[content:])
    return heading_of("——" + (bold[1] if bold else text[content:]), 2)


def _groups(text: str, start: int, end: int) -> list[int]:
    """Where groups of sentences begin in a long body ``text[start:end]``, the first excepted."""
    if end - start <= _LONGEST_BODY:
        return []
    cuts, begin = [], start
    for first, last in sentences(text[start:end]):
        if start + last - begin > _GROUP and start + first > begin:
            begin = start + first
            cuts.append(begin)
    return cuts
