"""Straight lines on a bitmap: how far a scan is tilted, and where tables are ruled.

OpenCV comes with the recognition engine; where it is missing nothing is turned and no line found,
so that the engine itself can say what to install. Lengths in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.model import Box

#: Tenths of a degree; scanners feed paper askew by up to some degrees, more is a photograph.
_MOST_TILT = 30
#: Less tilt than this does no harm, and turning blurs a little.
_LEAST_TILT = 0.25
#: Width of the small copy on which tilt is measured.
_SMALL = 500

#: A ruling line is at least this share of the page's width; strokes of characters are shorter.
_SHORTEST = 0.035
#: Ruling lines are thinner than this share of the page's width.
_THICKEST = 0.006


def straightened(bitmap: Any) -> tuple[Any, float]:
    """The bitmap turned so that its lines are level, and by how many degrees (clockwise)."""
    try:
        import cv2
    except ImportError:
        return bitmap, 0.0
    tilt = _tilt(cv2, bitmap)
    if abs(tilt) < _LEAST_TILT:
        return bitmap, 0.0
    return _turned(cv2, bitmap, tilt), tilt


def _tilt(cv2: Any, bitmap: Any) -> float:
    """Degrees by which to turn: lines of text are level where rows differ most in blackness."""
    height, width = bitmap.shape[:2]
    small = cv2.resize(bitmap, (_SMALL, max(1, round(height * _SMALL / width))))
    ink = ink_of(cv2, small)
    ink[:, : _SMALL // 20] = ink[:, -_SMALL // 20 :] = 0

    def sharpness(degrees: float) -> float:
        rows = _turned(cv2, ink, degrees, 0).sum(axis=1, dtype="float64")
        return float((rows**2).sum())

    return max((step / 10 for step in range(-_MOST_TILT, _MOST_TILT + 1)), key=sharpness)


def ink_of(cv2: Any, bitmap: Any) -> Any:
    """White where the page is dark against its surroundings, black elsewhere."""
    gray = cv2.cvtColor(bitmap, cv2.COLOR_BGR2GRAY)
    return cv2.adaptiveThreshold(
        gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15
    )


def _turned(cv2: Any, bitmap: Any, degrees: float, paper: int = 255) -> Any:
    height, width = bitmap.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    fill = (paper, paper, paper)
    return cv2.warpAffine(bitmap, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=fill)


def strokes_of(bitmap: Any) -> list[Box]:
    """Level and upright ruling lines as boxes ``(x0, y0, x1, y1)``."""
    try:
        import cv2
    except ImportError:
        return []
    ink = ink_of(cv2, bitmap)
    length = max(20, round(_SHORTEST * bitmap.shape[1]))
    return [*_runs(cv2, ink, (length, 1)), *_runs(cv2, ink, (1, length))]


def _runs(cv2: Any, ink: Any, shape: tuple[int, int]) -> Iterator[Box]:
    """Runs of ink at least as long as ``shape`` (width, height) and thin across."""
    level = shape[0] > shape[1]
    bridge = cv2.getStructuringElement(cv2.MORPH_RECT, (9, 3) if level else (3, 9))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, shape)
    mask = cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel)
    mask = cv2.dilate(mask, bridge)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    thickest = max(8.0, _THICKEST * ink.shape[1])
    for x, y, width, height, _ in stats[1:].tolist():
        if (height if level else width) <= thickest:
            yield float(x), float(y), float(x + width), float(y + height)
