"""An altered quote beside its clause, letter by letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from qa_api.verify.align import changes, nearest, shortened
from qa_api.verify.fold import Folded, fold

_MOST_LEFT_OUT = 400  # characters that may be missing in the middle
_FAR = 0.6  # edit distance for each character from which the two are no versions of one another


class Piece(NamedTuple):
    """``same`` in both; ``said`` only in the quote; ``left_out`` only in the clause."""

    kind: Literal["same", "said", "left_out"]
    text: str


def letters(quote: str, stated: str) -> list[Piece]:
    """The pieces of ``quote`` and what the clause has instead; none where it is like no part of
    it. Marks and spaces that differ are passed over."""
    said, there = fold(quote), fold(stated)
    if not said.chars or not there.chars:
        return []
    window = shortened(said.chars, there.chars)
    if window is None or window.cost > _MOST_LEFT_OUT:
        window = nearest(said.chars, there.chars)
        if window.cost > _FAR * len(said.chars):
            return []
    return [piece for piece in _pieces(said, there, window.start, window.end) if piece.text]


def _pieces(said: Folded, there: Folded, start: int, end: int) -> Iterator[Piece]:
    at = 0
    for change in changes(said.chars, there.chars[start:end]):
        yield Piece("same", said.verbatim(at, change.p0))
        yield Piece("said", said.verbatim(change.p0, change.p1))
        yield Piece("left_out", there.verbatim(start + change.t0, start + change.t1).strip())
        at = change.p1
    yield Piece("same", said.verbatim(at, len(said.chars)))
