"""The clause tree of one notice, read paragraph by paragraph (GB/T 9704-2012, 7.3).

``build`` walks the paragraphs once. Each is the head, an annex title, a signature, a row, a
labelled clause, a dash heading, or more text of the clause that is open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import tables
from ingest.head import Head
from ingest.inline import inline_labels
from ingest.layout import DATE, KEY_VALUE, Paragraph, ends_sentence, looks_like_title
from ingest.model import Clause
from ingest.normal import squeezed
from ingest.numbering import RANK, Label, label_at_start
from ingest.origin import ORGAN
from ingest.outline import Outline, heading_of

_ANNEX = re.compile(r"^\s*附\s*件\s*([\d一二三四五六七八九十]*)\s*[:：]?\s*$")
_ANNEX_TITLED = re.compile(r"^\s*附\s*件\s*([\d一二三四五六七八九十]+)\s*[:：\s]\s*(\S.{3,80})$")
_ANNEX_LIST = re.compile(r"^\s*附\s*件\s*[:：]")
_LISTED = re.compile(r"^[\s\-·*]*(?:附\s*件\s*)?(\d{1,2}|[一二三四五六七八九十])?\s*[、.．:：]?\s*(.{4,100})$")
_IMPRINT = re.compile(rf"^\s*抄\s*送\s*[:：]|{DATE}\s*印发\s*$")
_DASH = re.compile(r"^\s*(?:——|—|--|──)\s*\**\s*(?=\S)")
_LONG_BODY = 160  # characters; longer paragraphs without a number are clauses of their own
_INNER_RANK = RANK["paren"]


@dataclass(slots=True)
class _Reading:
    """The paragraphs with their places in the notice text, and the outline so far."""

    paragraphs: Sequence[Paragraph]
    starts: Sequence[int]
    outline: Outline
    annexes: dict[str, str]
    inline_depth: int | None = None
    after_table: bool = False

    def text(self, at: int) -> str:
        return self.paragraphs[at].text

    def span(self, at: int) -> tuple[int, int]:
        return self.starts[at], self.starts[at] + len(self.text(at))


def build(paragraphs: Sequence[Paragraph], head: Head, notice_id: str) -> tuple[str, tuple[Clause, ...]]:
    """Text of the notice (paragraphs joined by line feeds) and its clauses in order."""
    starts, at = [], 0
    for paragraph in paragraphs:
        starts.append(at)
        at += len(paragraph.text) + 1
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    reading = _Reading(paragraphs, starts, Outline(), {})
    if head.end:
        reading.outline.place("文头", "head", 0, reading.span(head.end - 1)[1])
    index = head.end
    while index < len(paragraphs):
        index = _step(reading, index)
    return text, reading.outline.clauses(notice_id)


def _step(reading: _Reading, at: int) -> int:
    """Read the paragraph ``at`` (and those bound to it); the index of the next one."""
    for rule in (_rows, _annex, _annex_list, _signature, _imprint):
        if after := rule(reading, at):
            reading.inline_depth = None
            return after
    _clause(reading, at)
    return at + 1


def _annex(reading: _Reading, at: int) -> int:
    text = reading.text(at).strip()
    found = _ANNEX.match(text)
    titled = _ANNEX_TITLED.match(text) if not found else None
    if found and not _ANNEX_LIST.match(text):
        number, end = found[1], _annex_title_end(reading, at + 1)
        title = "".join(reading.text(i) for i in range(at + 1, end))
    elif titled and _settled(reading, at) and looks_like_title(titled[2]):
        number, title, end = titled[1], titled[2], at + 1
    elif (number := _listed_title(reading, at)) is not None:
        title, end = text, at + 1
    else:
        return 0
    heading = heading_of(f"附件{number} {title}".strip())
    reading.outline.annex(f"附件{number}", heading, reading.starts[at], reading.span(end - 1)[1])
    reading.annexes.pop(number, None)
    return end


def _annex_title_end(reading: _Reading, at: int) -> int:
    """Index after the annex title: up to three short lines before the text begins."""
    end = at
    while end < min(at + 3, len(reading.paragraphs)):
        text = reading.text(end).strip()
        plain = len(text) <= 60 and not re.search("[。；：:]", text)
        if reading.paragraphs[end].is_row or not plain or label_at_start(text) or _DASH.match(text):
            break
        end += 1
        if looks_like_title(text):
            break
    return end


def _settled(reading: _Reading, at: int) -> bool:
    """Annexes stand after the signature, so a titled 附件1：… before it is the list of them."""
    return any(draft.number == "落款" for draft in reading.outline.drafts) or reading.outline.within("annex")


def _listed_title(reading: _Reading, at: int) -> str | None:
    """The number of a listed annex whose title stands here without its 附件 label."""
    here = squeezed(reading.text(at))
    for number, title in reading.annexes.items():
        if len(title) >= 8 and here == title and not reading.paragraphs[at].is_row:
            return number
    return None


def _annex_list(reading: _Reading, at: int) -> int:
    """附件说明: the list of annexes below the letter, which opens no clauses."""
    if not _ANNEX_LIST.match(reading.text(at)) or reading.outline.within("annex"):
        return 0
    first = _ANNEX_LIST.sub("", reading.text(at)).strip()
    end = at + 1
    _note_annex(reading, first)
    while end < len(reading.paragraphs) and end - at < 40:
        text = reading.text(end).strip()
        listed = _LISTED.match(text)
        numbered = bool(listed and listed[1]) or not ORGAN.fullmatch(text)
        if _signature_end(reading, end) or re.fullmatch(DATE, text) or ends_sentence(text):
            break
        if not numbered or _ANNEX.match(text) or len(text) > 100 or KEY_VALUE.match(text):
            break
        _note_annex(reading, text)
        end += 1
    reading.outline.place("附件说明", "body", reading.starts[at], reading.span(end - 1)[1])
    return end


def _note_annex(reading: _Reading, text: str) -> None:
    if text and (found := _LISTED.match(text)):
        reading.annexes[found[1] or ""] = squeezed(found[2]).strip("《》")


def _signature(reading: _Reading, at: int) -> int:
    end = _signature_end(reading, at)
    if end:
        reading.outline.place("落款", "tail", reading.starts[at], reading.span(end - 1)[1])
    return end


def _signature_end(reading: _Reading, at: int) -> int:
    """Index after organ and date lines that begin at ``at``, 0 if there are none."""
    end = at
    while end < len(reading.paragraphs) and end - at < 6:
        text = reading.text(end).strip()
        if re.fullmatch(rf"[（(]?{DATE}[）)]?", text):
            return end + 1
        if not (len(text) <= 40 and ORGAN.fullmatch(text)):
            return 0
        end += 1
    return 0


def _imprint(reading: _Reading, at: int) -> int:
    """版记: 抄送 and 印发 lines, up to the end or the next annex."""
    begins = _IMPRINT.search(reading.text(at)) or (
        at + 1 < len(reading.paragraphs)
        and len(reading.text(at)) <= 30
        and re.fullmatch(rf"\s*{DATE}\s*印发\s*", reading.text(at + 1))
        and ORGAN.fullmatch(reading.text(at).strip())
    )
    if not begins or len(reading.text(at)) > 400:
        return 0
    end = at + 1
    while end < len(reading.paragraphs) and not _ANNEX.match(reading.text(end)) and end - at < 8:
        if label_at_start(reading.text(end)) or reading.paragraphs[end].is_row:
            break
        end += 1
    reading.outline.place("版记", "tail", reading.starts[at], reading.span(end - 1)[1])
    return end


def _clause(reading: _Reading, at: int) -> None:
    """A labelled paragraph, a dash heading, or more of the open clause; then the labels inside it."""
    outline, text = reading.outline, reading.text(at)
    start, end = reading.span(at)
    if _is_caption(reading, at):
        return
    label = _believed(outline, label_at_start(text))
    dash = _DASH.match(text)
    if label:
        outline.open(label, heading_of(text, label.end), start, end)
    elif dash:
        outline.dash(_dash_heading(text, dash.end()), start, end)
    else:
        _more(reading, text, start, end)
    reading.after_table = False
    reading.inline_depth = _split_inline(outline, text, start, label)


def _believed(outline: Outline, label: Label | None) -> Label | None:
    """Items inside an article belong to it; 1.1 needs its 1."""
    if label is None or (outline.within("article") and label.rank > RANK["article"]):
        return None
    if label.family == "decimal" and not any(
        node.family in ("arabic", "decimal") and node.value[0] == label.value[0]
        for node in outline.stack
    ):
        return None
    return label


def _more(reading: _Reading, text: str, start: int, end: int) -> None:
    """Unlabelled text: of the open clause, or of the one above when a list has ended."""
    outline = reading.outline
    if not outline.stack:
        last = outline.drafts[-1] if outline.drafts else None
        fits = last and last.number == "正文" and max(last.end - last.start, end - start) < _LONG_BODY
        outline.extend(end) if fits else outline.place("正文", "body", start, end)
    elif reading.inline_depth is not None:
        outline.resume(reading.inline_depth, start, end)
    elif reading.after_table:
        outline.resume(len(outline.stack), start, end)
    elif outline.stack[-1].rank >= _INNER_RANK and KEY_VALUE.match(text) and end - start <= 60:
        outline.resume(outline.depth_above(_INNER_RANK), start, end)
    else:
        outline.extend(end)


def _split_inline(outline: Outline, text: str, start: int, label: Label | None) -> int | None:
    """Open the clauses inside a paragraph; the stack depth to return to after them, if any."""
    if outline.within("article"):
        return None
    floor = label.rank if label else (outline.stack[-1].rank if outline.stack else 0)
    families = [family for family, rank in RANK.items() if rank >= floor or len(text) > 600]
    found = [item for item in inline_labels(text, outline.last, families) if _believed(outline, item)]
    if not found:
        return None
    depth = len(outline.stack) - (1 if label and label.rank >= _INNER_RANK else 0)
    for item, after in zip(found, [*found[1:], None], strict=True):
        outline.extend(start + item.start)
        end = start + (after.start if after else len(text))
        piece = text[item.start : after.start if after else len(text)]
        outline.open(item, heading_of(piece, item.end - item.start), start + item.start, end)
    return depth


def _dash_heading(text: str, content: int) -> str:
    bold = re.match(r"\s*(.{2,40}?)(?:\*\*|\s{2,}|[。：])", text[content:])
    return heading_of("——" + (bold[1] if bold else text[content:]), 2)


def _rows(reading: _Reading, at: int) -> int:
    """A table: its head row and each row below it are clauses that carry their column heads."""
    if not reading.paragraphs[at].is_row:
        return 0
    rows = _table_rows(reading, at)
    end = at + len(rows)
    if tables.is_table(rows):
        _table(reading, at, rows)
        reading.after_table = True
    else:
        for index in range(at, end):
            _more(reading, reading.text(index), *reading.span(index))
    return end


def _table_rows(reading: _Reading, at: int) -> list[tuple[str, ...]]:
    """Cells of the rows from ``at`` on that belong to one table."""
    rows: list[tuple[str, ...]] = []
    first = reading.paragraphs[at].lines[0] if at < len(reading.paragraphs) else None
    for paragraph in reading.paragraphs[at:]:
        line = paragraph.lines[0]
        if first is None or line.kind != "row" or line.table != first.table:
            break
        rows.append(line.cells)
    return rows


def _table(reading: _Reading, at: int, rows: Sequence[Sequence[str]]) -> None:
    """The table's clause holds its caption and column heads; a row's clause the row."""
    outline = reading.outline
    captioned = at > 0 and _is_caption(reading, at - 1)
    caption = heading_of(reading.text(at - 1).strip().rstrip("：:")) if captioned else ""
    name = f"表{_next_table(outline)}"
    heading = f"{name} {caption}".strip()
    skip = tables.header_rows(rows)
    names = tables.heads(rows[0]) if skip else []
    if skip or captioned:
        last = at if skip else at - 1
        span = reading.starts[at - 1 if captioned else at], reading.span(last)[1]
        outline.row(name, heading, "table", span, caption)
    above: Sequence[str] = ()
    for index, row in enumerate(rows[skip:], start=1):
        above = tables.carried(row, above)
        context = tables.meaning(above, names)
        outline.row(f"{name}/行{index}", heading, "row", reading.span(at + skip + index - 1), context)


def _next_table(outline: Outline) -> int:
    if not outline.stack:
        return 1 + sum(draft.kind == "table" for draft in outline.drafts)
    outline.stack[-1].tables += 1
    return outline.stack[-1].tables


def _is_caption(reading: _Reading, at: int) -> bool:
    """A short line right above a table that names it."""
    text = reading.text(at).strip()
    rows = _table_rows(reading, at + 1)
    return (
        bool(rows)
        and tables.is_table(rows)
        and not reading.paragraphs[at].is_row
        and 4 <= len(text) <= 60
        and not re.search("[。；]|(?:如下|下表)[:：]?$", text)
        and label_at_start(text) is None
        and not KEY_VALUE.match(text[:-1])
    )
