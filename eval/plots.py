"""Plots as inline SVG, so that a report is one file that opens offline.

Colours come from the page (``qa_api/static/report.css``): ``ink``, ``soft``, ``track`` and ``fill``
are classes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from eval.calibration import Level

WIDTH, ROW, LABEL, NOTE = 640, 26, 150, 150
_SIDE, _MARGIN = 260, 34  # of the reliability diagram


def bars(
    values: Mapping[str, float | None],
    notes: Mapping[str, str],
    spans: Mapping[str, tuple[float, float]] | None = None,
) -> str:
    """Horizontal bars of shares (0 to 1) with a note behind each; ``spans`` are their intervals."""
    height = ROW * len(values) + 6
    room = WIDTH - LABEL - NOTE
    parts = [_open(WIDTH, height, "条形图")]
    for order, (name, value) in enumerate(values.items()):
        y = ROW * order + 4
        full = room * max(0.0, min(1.0, value or 0.0))
        parts.append(_text(LABEL - 8, y + 14, name, "end"))
        parts.append(_box(LABEL, y, room, 18, "track") + _box(LABEL, y, full, 18, "fill"))
        if spans and name in spans:
            low, high = spans[name]
            ends = LABEL + room * low, y + 9, LABEL + room * high, y + 9
            parts.append(_line(*ends, "paper") + _line(*ends, "ink"))
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
    height, step = 130, (WIDTH - 40) / columns
    parts = [_open(WIDTH, height + 30, "直方图"), _line(20, height, WIDTH - 20, height, "soft")]
    for order, count in enumerate(counts):
        size = height * count / max(counts)
        low, high = top * order / columns, top * (order + 1) / columns
        title = f"<title>{low:.0f} 至 {high:.0f} {unit}：{count} 个</title>"
        parts.append(_box(20 + order * step, height - size, step - 2, size, "fill", title))
    for share in (0.0, 0.5, 1.0):
        anchor = {0.0: "start", 1.0: "end"}.get(share, "middle")
        at = 20 + share * (WIDTH - 40)
        parts.append(_text(at, height + 20, f"{share * top:.0f} {unit}", anchor))
    return "".join([*parts, "</svg>"])


def reliability(levels: Sequence[Level]) -> str:
    """Share right over confidence, a circle for each level, its area by answers; the diagonal is
    where an answer is as often right as it says."""
    if not levels:
        return ""
    most = max(level.answers for level in levels)
    low, high = _MARGIN, _MARGIN + _SIDE
    parts = [
        _open(high + 20, high + 38, "把握与答对的比例", "plot small"),
        _line(low, high, high, high, "soft") + _line(low, high, low, low, "soft"),
        _line(low, high, high, low, "soft", dashed=True),
    ]
    for share in (0.0, 0.5, 1.0):
        parts.append(_text(low + share * _SIDE, high + 16, f"{share:.1f}", "middle"))
        parts.append(_text(low - 6, high - share * _SIDE + 4, f"{share:.1f}", "end"))
    for level in levels:
        x, y = low + level.confidence * _SIDE, high - level.right * _SIDE
        radius = 4 + 9 * math.sqrt(level.answers / most)
        title = f"把握 {level.confidence:.2f}，答对 {level.right:.0%}，{level.answers} 个"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" class="fill" opacity="0.8">'
            f"<title>{title}</title></circle>"
        )
    parts.append(_text(low + _SIDE / 2, high + 32, "把握（横）与答对的比例（纵）", "middle"))
    return "".join([*parts, "</svg>"])


def _open(width: float, height: float, name: str, kind: str = "plot") -> str:
    box = f"0 0 {width:.0f} {height:.0f}"
    return f'<svg viewBox="{box}" role="img" aria-label="{name}" class="{kind}">'


def _box(x: float, y: float, width: float, height: float, kind: str, inside: str = "") -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{height:.1f}" rx="2" '
        f'class="{kind}">{inside}</rect>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="4 4"' if dashed else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="line-{kind}"{dash}/>'
    )


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
