"""What a page of an OFD file draws (GB/T 33190-2016, 8.5 and 11): characters and straight strokes.

Coordinates in the file are millimetres from the top left corner; an object's own coordinates go
through its CTM and then to the corner of its Boundary. Results are in points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from ingest.model import Box
from ingest.readers.pdf_glyphs import Glyph
from ingest.readers.ruled import Stroke

#: Points in a millimetre.
POINTS = 72 / 25.4

#: Ascent and descent of a Chinese font as shares of its size.
_ASCENT, _DESCENT = 0.88, 0.12
#: A filled shape thinner than this (mm) is a ruling line.
_THIN = 1.0
#: A stroke shorter than this (mm) is no ruling line.
_SHORT = 2.0
#: Numbers that follow each operator of AbbreviatedData (table 38).
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

#: Millimetres, or any other number in a page's XML.
_FAR = 1e9
#: Size of body text in millimetres (三号, GB/T 9704-2012, 5.2.2), where nothing tells it.
_USUAL = 5.6
#: Characters of one TextCode; notices set some dozens.
_MOST_STEPS = 10_000

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


class Drawing(NamedTuple):
    glyphs: list[Glyph]
    strokes: list[Stroke]


class _Frame(NamedTuple):
    """From an object's coordinates to the page: CTM ``a b c d e f``, then the corner, in mm."""

    ctm: tuple[float, ...]
    x: float
    y: float

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The smallest box around a rectangle, in points."""
        a, b, c, d, e, f = self.ctm
        corners = [(x, y) for x in (x0, x1) for y in (y0, y1)]
        xs = [(a * x + c * y + e + self.x) * POINTS for x, y in corners]
        ys = [(b * x + d * y + f + self.y) * POINTS for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


def numbers(text: str | None) -> list[float]:
    """The numbers in an attribute such as ``0 0 210 297``; what no page can hold counts as 0."""
    found = map(float, _NUMBER.findall(text or ""))
    return [value if abs(value) < _FAR else 0.0 for value in found]


def drawn(parents: Iterable[Any], shift: tuple[float, float]) -> Drawing:
    """Everything visible under the elements; ``shift`` (mm) is added to every place."""
    drawing = Drawing([], [])
    for element in chain.from_iterable(parent.iter("{*}TextObject", "{*}PathObject")
                                       for parent in parents):  # fmt: skip
        frame = _frame(element, shift)
        if frame is None or element.get("Visible", "true") == "false":
            continue
        if element.tag.endswith("TextObject"):
            drawing.glyphs.extend(_glyphs(element, frame))
        else:
            drawing.strokes.extend(_strokes(element, frame))
    return drawing


def _frame(element: Any, shift: tuple[float, float]) -> _Frame | None:
    corner, ctm = numbers(element.get("Boundary"))[:2], tuple(numbers(element.get("CTM")))
    if len(corner) < 2:
        return None
    usable = ctm if len(ctm) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return _Frame(usable, corner[0] + shift[0], corner[1] + shift[1])


def _glyphs(element: Any, frame: _Frame) -> Iterator[Glyph]:
    """The characters of a TextObject; a TextCode without a place goes on from the one before."""
    sizes = numbers(element.get("Size")) + numbers(element.get("Boundary"))[3:]
    size = next((size for size in sizes if size > 0), _USUAL)
    stretch = (numbers(element.get("HScale")) or [1.0])[0]
    x = y = 0.0
    for code in element.iter("{*}TextCode"):
        x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        text = (code.text or "").strip("\r\n\t")
        across, down = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
        for index, character in enumerate(text):
            natural = _width(character) * size * stretch
            still = 0.0 if down else natural
            step = across[index] if index < len(across) else still
            width = min(step, natural) if step > 0 else natural
            box = frame.box(x, y - _ASCENT * size, x + width, y + _DESCENT * size)
            yield Glyph(character, *box)
            x += step
            y += down[index] if index < len(down) else 0.0


def deltas(text: str | None) -> list[float]:
    """Steps from character to character; ``g 3 5.5`` means 5.5 three times (GB/T 33190, 11.3)."""
    result: list[float] = []
    tokens = iter((text or "").replace(",", " ").split())
    for token in tokens:
        if token != "g":
            result += numbers(token)
            continue
        times, step = numbers(next(tokens, "")), numbers(next(tokens, ""))
        result += step[:1] * min(int(times[0]) if times else 0, _MOST_STEPS)
    return result


def _width(character: str) -> float:
    """Width as a share of the font's size: one for East Asian characters, a half for others."""
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def _strokes(element: Any, frame: _Frame) -> Iterator[Stroke]:
    """The ruling lines that a PathObject draws: a thin shape is one, else each straight side."""
    segments = list(_segments(element.findtext("{*}AbbreviatedData") or ""))
    if not segments:
        return
    sides = [frame.box(*segment) for segment in segments]
    whole = tuple(zip(*sides, strict=True))
    outline = Stroke(min(whole[0]), min(whole[1]), max(whole[2]), max(whole[3]))
    width, height = outline.x1 - outline.x0, outline.y1 - outline.y0
    if min(width, height) < _THIN * POINTS:
        yield outline
        return
    for side in sides:
        wide, high = side[2] - side[0], side[3] - side[1]
        if min(wide, high) < 0.2 * POINTS and max(wide, high) > _SHORT * POINTS:
            yield Stroke(*side)


def _segments(data: str) -> Iterator[Box]:
    """Straight segments ``(x0, y0, x1, y1)`` of a path; curves only move the pen."""
    pen = start = (0.0, 0.0)
    for operator, operands in re.findall(r"([SMLQBAC])([^SMLQBAC]*)", data):
        values = numbers(operands)
        if len(values) < _OPERANDS[operator]:
            continue
        to = start if operator == "C" else (values[-2], values[-1])
        if operator in "SM":
            start = to
        elif operator in "LC":
            yield (*pen, *to)
        pen = to
