"""Plots as inline SVG, so that a report is one file that opens offline."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, ROW, LABEL = 640, 26, 190
_BAR, _TRACK, _INK = "#9a1f1f", "#e9e5de", "#20242b"


def bars(values: Mapping[str, float | None], notes: Mapping[str, str]) -> str:
    """Horizontal bars of shares (0 to 1), a note behind each."""
    height = ROW * len(values) + 6
    room = WIDTH - LABEL - 110
    parts = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" class="plot">']
    for order, (name, value) in enumerate(values.items()):
        y = ROW * order + 4
        full = room * max(0.0, min(1.0, value or 0.0))
        parts.append(_text(LABEL - 8, y + 14, name, "end"))
        parts.append(_box(LABEL, y, room, _TRACK) + _box(LABEL, y, full, _BAR))
        parts.append(_text(LABEL + room + 8, y + 14, notes.get(name, ""), "start"))
    return "".join([*parts, "</svg>"])


def histogram(values: Sequence[float], unit: str, columns: int = 24) -> str:
    """How often each size occurs; the last column holds what is larger than the 99th percentile."""
    if not values:
        return ""
    ordered = sorted(values)
    top = max(ordered[math.ceil(0.99 * (len(ordered) - 1))], 1e-9)
    counts = [0] * columns
    for value in ordered:
        counts[min(columns - 1, int(columns * value / top))] += 1
    height, step = 150, (WIDTH - 40) / columns
    parts = [f'<svg viewBox="0 0 {WIDTH} {height + 30}" role="img" class="plot">']
    for order, count in enumerate(counts):
        size = height * count / max(counts)
        parts.append(
            f'<rect x="{20 + order * step:.1f}" y="{height - size:.1f}" width="{step - 2:.1f}" '
            f'height="{size:.1f}" fill="{_BAR}"><title>{count}</title></rect>'
        )
    parts += [
        _text(20, height + 20, "0", "start"),
        _text(WIDTH - 20, height + 20, f"{top:.0f} {unit}", "end"),
    ]
    return "".join([*parts, "</svg>"])


def _box(x: float, y: float, width: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="18" rx="3" fill="{colour}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="13" fill="{_INK}">'
        f"{escape(text)}</text>"
    )
