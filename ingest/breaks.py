"""Line breaks found again in text that has lost them (a whole notice on one line).

Where a page was copied as one string, each break left white space behind, and sometimes nothing.
``restored`` cuts such lines where white space stands between sentences, before a label, before a
date of signature, or between two Chinese characters outside brackets; it drops only that white
space. A line of a text with breaks of its own is cut only where it plainly swallowed others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.model import Line
from ingest.numbering import label_at_start
from ingest.origin import ORGAN

_LOST = 150  # characters; a shorter line is a paragraph as printed
_HEADLINE = 60
_BRACKET_REACH = 60
_FEW = 3  # lines; a file of no more is a notice that has lost its breaks
_GAP = re.compile(r"[\s　]+")
_STOP = "。！？!?；;：:…"
_CLOSER = "”’」』》）)】］]"
_HAN = re.compile(r"[\u4e00-\u9fff“”《》（）【】、，。：；—]")
_DATELINE = re.compile(r"(?:\d{1,2}\s*月\s*)?\d{1,2}\s*日|\d{4}\s*年")
_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?=\s|$)")
_SIGNATURE = re.compile(rf"([\u4e00-\u9fff]{{4,30}})\s*{_DATE.pattern}")
_BARE_LABEL = re.compile(
    r"[（(]?[\d〇零一二三四五六七八九十百]+[)）、.．]?|第[\d〇零一二三四五六七八九十百千]+[编章节条]|附\s*件\s*\d*|[—─-]+"
)
_WRAP = 20  # characters; a longer piece without a stop may go on in the next one


def restored(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with each line that has swallowed others cut into them, in the same order."""
    lost = len(lines) <= _FEW
    result: list[Line] = []
    for line in lines:
        if lost and len(line.text) >= _LOST:  # tabs of a lost layout make no table
            line = replace(line, kind="text", cells=(), table=None)
        cuts = _cuts(line.text) if line.kind == "text" and len(line.text) >= _LOST else []
        result += _pieces(line, cuts) if lost or _swallowed(line.text, cuts) else [line]
    return result


def _swallowed(text: str, cuts: Sequence[tuple[int, int]]) -> bool:
    """Several cuts after a stop or before a label: not the odd space in a paragraph."""
    sure = sum(_after_stop(text, start) or _before_label(text, end) for start, end in cuts)
    return sure >= 2 and 2 * sure >= len(cuts)


def _cuts(text: str) -> list[tuple[int, int]]:
    """Spans of white space that were line breaks."""
    found: list[tuple[int, int]] = []
    begin = 0
    for gap in _GAP.finditer(text):
        inside = gap.start() > 0 and gap.end() < len(text)
        if inside and _is_break(text, begin, *gap.span()):
            found.append(gap.span())
            begin = gap.end()
    return found


def _is_break(text: str, begin: int, start: int, end: int) -> bool:
    """Whether the white space ``text[start:end]`` ends the piece that starts at ``begin``."""
    piece = text[begin:start]
    if _BARE_LABEL.fullmatch(piece.strip()):
        return False
    if _after_stop(text, start) or _before_label(text, end):
        return not _open(piece, "（", "）")
    if _signed(text, end):
        return True
    headline = not begin and start <= _HEADLINE and text[start - 1] not in "年月"
    if _DATE.match(text, end) or (headline and _DATELINE.match(text, end)):
        return bool(_HAN.match(text, start - 1))
    if not _HAN.match(text, end) or _letter_spaced(text, start, end):
        return False
    if not (_HAN.match(text, start - 1) or _DATE.search(piece) or end - start > 1):
        return False
    return not any(_open(piece, *pair) for pair in ("（）", "《》", "“”", "()"))


def _letter_spaced(text: str, start: int, end: int) -> bool:
    """财　政　部: a character alone before the white space, and one alone after it."""
    return bool(re.search(r"(?:^|\s)[\u4e00-\u9fff]$", text[max(0, start - 2) : start])) and bool(
        re.match(r"[\u4e00-\u9fff](?:\s|$)", text[end : end + 2])
    )


def _signed(text: str, end: int) -> bool:
    """An organ with its date: the signature, whatever stands before it."""
    found = _SIGNATURE.match(text, end)
    return found is not None and ORGAN.fullmatch(found[1]) is not None


def _after_stop(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(_CLOSER)
    return bool(before) and before[-1] in _STOP


def _before_label(text: str, end: int) -> bool:
    label = label_at_start(text[end : end + 40])
    return label is not None and label.family not in ("circle", "half_paren")


def _open(piece: str, opening: str, closing: str) -> bool:
    near = piece[-_BRACKET_REACH:]  # one left open further back was never closed
    return near.count(opening) > near.count(closing)


def _pieces(line: Line, cuts: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """The line cut at ``cuts``; a long piece without a stop may go on (``opens`` None)."""
    at, before = 0, ""
    for start, end in [*cuts, (len(line.text), len(line.text))]:
        if piece := line.text[at:start].strip(" 　"):
            opens = (None if _goes_on(before, piece) else True) if at else line.opens
            yield replace(line, text=piece, opens=opens)
            before = piece if at else ""  # nothing goes on after the title
        at = end


def _goes_on(before: str, piece: str) -> bool:
    """Whether the break may be one inside a paragraph, which ``layout`` then decides."""
    whole = _after_stop(before, len(before)) or label_at_start(before) or ORGAN.fullmatch(piece)
    return len(before) >= _WRAP and not whole
