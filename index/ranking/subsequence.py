"""Longest common subsequences of one short text with many, all at once.

Bit-parallel (Hyyrö 2004): a row of the table is one machine word, and numpy advances all texts by
one character at a time. A clause that says things in the question's order shares a long one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LONGEST = 63  # characters of the short text; one bit each, and one for the carry
_FULL = 120  # characters of the others that are looked at
_POINTS = 1 << 16  # code points beyond the first plane match nothing


def common_lengths(text: str, others: Sequence[str]) -> NDArray[np.int64]:
    """(len(others),): length of the longest common subsequence of ``text`` with each."""
    text = text[:LONGEST]
    masks = np.zeros(_POINTS, np.uint64)
    for at, char in enumerate(text):
        if ord(char) < _POINTS:
            masks[ord(char)] |= np.uint64(1 << at)
    full = np.uint64((1 << len(text)) - 1)
    sizes = np.array([min(len(other), _FULL) for other in others], np.int64)
    order = np.argsort(-sizes, kind="stable")  # those that have ended stand last
    matches = masks[_codes(others, order, sizes)]
    rows = np.full(len(others), full, np.uint64)
    alive = np.searchsorted(-sizes[order], -np.arange(1, matches.shape[1] + 1), side="right")
    for at, count in enumerate(alive.tolist()):
        row = rows[:count]
        both = row & matches[:count, at]
        rows[:count] = ((row + both) | (row - both)) & full
    found = np.empty(len(others), np.int64)
    found[order] = len(text) - np.bitwise_count(rows)
    return found


def _codes(
    texts: Sequence[str], order: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """(len(texts), longest): code points in this order, padded with 0."""
    width = int(sizes.max(initial=0))
    padded = "".join(texts[i][:_FULL].ljust(width, "\0")[:width] for i in order.tolist())
    codes = np.frombuffer(padded.encode("utf-32-le"), np.uint32).reshape(len(texts), width)
    return np.where(codes < _POINTS, codes, 0)
