"""What the layout of PDF pages says: which lines are furniture, which begin a paragraph.

Follows GB/T 9704-2012: body text is set full, the first line of a paragraph indented by two
characters (7.3.3), page numbers stand outside the type area (7.5). All lengths in points.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ingest.model import Line, Page
from ingest.readers.furniture import PAGE_NUMBER, RUNNING_HEAD, is_bare_number, is_page_number

#: Top and bottom share of a page in which a bare number is a page number.
_MARGIN = 0.14
#: A head that runs stands on at least so many pages, and on half of them.
_RUNNING_PAGES = 3

_ENDS = tuple("。！？；：…”）》.;:!?")


class Frame(NamedTuple):
    """The type area of a page: where full lines begin and end."""

    left: float
    right: float


def furniture(pages: Sequence[Sequence[Line]], sizes: Sequence[Page]) -> dict[int, str]:
    """Reason of removal by ``id`` of the line, for page numbers and running heads."""
    reasons: dict[int, str] = {}
    for lines, size in zip(pages, sizes, strict=True):
        for line in _outermost(lines):
            if is_page_number(line.text) or (is_bare_number(line.text) and _outside(line, size)):
                reasons[id(line)] = PAGE_NUMBER
    rest = [[line for line in lines if id(line) not in reasons] for lines in pages]
    edges = [
        (line, _shape(line, size))
        for lines, size in zip(rest, sizes, strict=True)
        for line in {id(edge): edge for edge in lines[:1] + lines[-1:]}.values()
        if line.kind == "text"
    ]
    seen = Counter(shape for _, shape in edges)
    least = max(_RUNNING_PAGES, len(pages) / 2)
    for line, shape in edges:
        if seen[shape] >= least:
            reasons[id(line)] = RUNNING_HEAD
    return reasons


def _outermost(lines: Sequence[Line]) -> list[Line]:
    """The first two and the last two lines of a page, where page numbers stand."""
    return [line for line in [*lines[:2], *lines[2:][-2:]] if line.kind == "text"]


def _outside(line: Line, page: Page) -> bool:
    assert line.box is not None
    return line.box[3] < _MARGIN * page.height or line.box[1] > (1 - _MARGIN) * page.height


def _shape(line: Line, page: Page) -> tuple[str, int]:
    """Text without its digits, and the hundredth of the page where it stands: what heads share."""
    assert line.box is not None
    return re.sub(r"\d+|\s+", "", line.text), round(100 * line.box[1] / page.height)


def frame(lines: Sequence[Line]) -> Frame:
    """The type area as most long lines show it."""
    boxes = [line.box for line in lines if line.kind == "text" and line.box]
    if not boxes:
        return Frame(0.0, 0.0)
    widest = max(box[2] - box[0] for box in boxes)
    long = [box for box in boxes if box[2] - box[0] >= 0.75 * widest]
    lefts = Counter(round(box[0]) for box in long)
    often = max(lefts.values())
    left = min(x for x, times in lefts.items() if times >= max(1, 0.34 * often))
    rights = sorted(box[2] for box in long)
    return Frame(float(left), rights[int(0.75 * (len(rights) - 1))])


def opens(line: Line, before: Line | None, area: Frame) -> bool | None:
    """Whether a text line begins a paragraph; ``before`` is the text line above, if any."""
    assert line.box is not None
    em = min(line.box[3] - line.box[1], 40.0)
    indent, short = line.box[0] - area.left, area.right - line.box[2]
    if before is None or before.kind == "row" or before.box is None:
        return True if before is not None or indent > 1.2 * em else None
    full = before.box[2] > area.right - 1.6 * em
    if indent > 1.6 * em and abs(indent - short) < 1.2 * em:
        return True
    if indent > 1.2 * em:
        hanging = abs(before.box[0] - line.box[0]) < 0.3 * em and full
        return None if hanging and not before.text.endswith(_ENDS) else True
    if not full:
        return True
    return False if not before.text.endswith(("。", "：", "；")) else None
