"""Ink that the text detector passed over: short labels (一、), single characters in cells.

Detectors of text overlook what is small and alone, and a clause that loses its 一、 gets a wrong
number. Every piece of ink as large as a character that no word and no ruling line covers is a place
to look at again. Lengths in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from ingest.model import Box
from ingest.readers.scan_rules import ink_of, strokes_of

#: More places than this on a page are dirt or a picture.
_MOST_PLACES = 80
#: Pixels below which a character cannot be read.
_LEGIBLE = 8
#: Height of a line of text as a share of the page's height, where no word tells it.
_USUAL = 0.02


def unread(bitmap: Any, words: Sequence[Box]) -> list[Box]:
    """Boxes around ink outside ``words`` that may be text; none where there is too much of it."""
    try:
        import cv2
    except ImportError:
        return []
    tall = median(y1 - y0 for _, y0, _, y1 in words) if words else _USUAL * bitmap.shape[0]
    if tall < _LEGIBLE:
        return []
    ink = ink_of(cv2, bitmap)
    for box in words:
        _wipe(ink, box, 0.2 * tall)
    for box in strokes_of(bitmap):
        _wipe(ink, box, 2)
    pieces = [piece for piece in _pieces(cv2, ink, tall) if not _is_edge(piece, words, tall)]
    return (
        [_grown(p, words, tall, ink.shape) for p in pieces] if len(pieces) <= _MOST_PLACES else []
    )


def _wipe(ink: Any, box: Box, margin: float) -> None:
    x0, y0, x1, y1 = box
    ink[max(0, round(y0 - margin)) : round(y1 + margin), max(0, round(x0)) : round(x1)] = 0


def _pieces(cv2: Any, ink: Any, tall: float) -> Iterator[Box]:
    """Pieces of ink about as large as characters, neighbours on a line taken together."""
    reach = cv2.getStructuringElement(cv2.MORPH_RECT, (round(0.9 * tall), round(0.3 * tall)))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, reach)
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    height, width = ink.shape
    for x, y, wide, high, _ in stats[1:].tolist():
        within = 0.03 * width < x and x + wide < 0.97 * width and 0.03 * height < y < 0.97 * height
        as_text = max(wide, high) >= 0.35 * tall and high <= 1.5 * tall and wide <= 0.5 * width
        if as_text and within:
            yield float(x), float(y), float(x + wide), float(y + high)


def _is_edge(piece: Box, words: Sequence[Box], tall: float) -> bool:
    """True for a flat stroke with no word beside it: the paper's edge or a rule, not a 一."""
    return piece[3] - piece[1] < 0.25 * tall and not _beside(piece, words)


def _beside(piece: Box, words: Sequence[Box]) -> list[Box]:
    """The words on the line of a piece, the nearest first."""
    middle = (piece[1] + piece[3]) / 2
    on_line = [word for word in words if word[1] <= middle <= word[3]]
    return sorted(on_line, key=lambda word: max(word[0] - piece[2], piece[0] - word[2]))


def _grown(place: Box, words: Sequence[Box], tall: float, shape: tuple[int, int]) -> Box:
    """The place as high as its line: that of a word beside it, or a usual one around it."""
    x0, y0, x1, y1 = place
    middle = (y0 + y1) / 2
    if beside := _beside(place, words):
        y0, y1 = min(y0, beside[0][1]), max(y1, beside[0][3])
    else:
        y0, y1 = min(y0, middle - 0.55 * tall), max(y1, middle + 0.55 * tall)
    pad = 0.15 * tall
    return max(0.0, x0 - pad), max(0.0, y0), min(shape[1], x1 + pad), min(shape[0], y1)
