"""Where in a long text something like a short one stands, and how the two differ.

Approximate matching of a whole pattern anywhere in a text (Sellers, 1980), one row of the table at
a time with numpy: |pattern| steps over vectors of |text|.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_LEAST_PIECE = 4  # characters of a piece that counts as quoted when the middle was left out


class Window(NamedTuple):
    """``text[start:end]`` is nearest to the pattern; ``cost`` is the edit distance."""

    start: int
    end: int
    cost: int


class Change(NamedTuple):
    """``pattern[p0:p1]`` stands for ``text[t0:t1]``; either may be empty."""

    p0: int
    p1: int
    t0: int
    t1: int


def nearest(pattern: str, text: str) -> Window:
    """The part of ``text`` with the least edit distance to ``pattern``."""
    costs = _last_row(pattern, text)
    end = _last_least(costs)
    start = end - _last_least(_last_row(pattern[::-1], text[:end][::-1]))
    return Window(start, end, int(costs[end]))


def _last_least(costs: NDArray[np.int32]) -> int:
    """Of equal places the last, so that a window does not end short of a character left out."""
    return len(costs) - 1 - int(np.argmin(costs[::-1]))


def _last_row(pattern: str, text: str) -> NDArray[np.int32]:
    """Distance of ``pattern`` to the best part of ``text`` that ends at each place (0 … len)."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.int32)
    steps = np.arange(len(codes) + 1, dtype=np.int32)
    row = np.zeros(len(codes) + 1, dtype=np.int32)
    for length, char in enumerate(pattern, start=1):
        new = np.empty_like(row)
        new[0] = length
        new[1:] = np.minimum(row[:-1] + (codes != ord(char)), row[1:] + 1)
        row = np.minimum.accumulate(new - steps) + steps
    return row


def shortened(pattern: str, text: str) -> Window | None:
    """The shortest place where ``pattern`` stands but for a middle that was left out."""
    found: list[Window] = []
    for cut in range(len(pattern) - _LEAST_PIECE, _LEAST_PIECE - 1, -1):
        start = text.find(pattern[:cut])
        while start >= 0:
            rest = text.find(pattern[cut:], start + cut)
            if rest < 0:
                break
            end = rest + len(pattern) - cut
            found.append(Window(start, end, end - start - len(pattern)))
            start = text.find(pattern[:cut], start + 1)
    return min(found, key=lambda window: window.cost, default=None)


def changes(pattern: str, text: str) -> Iterator[Change]:
    """Where ``pattern`` differs from ``text``, in order."""
    matcher = SequenceMatcher(None, pattern, text, autojunk=False)
    for tag, p0, p1, t0, t1 in matcher.get_opcodes():
        if tag != "equal":
            yield Change(p0, p1, t0, t1)
