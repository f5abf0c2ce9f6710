"""Question and passages → a table of pieces with what speaks for each: what the reader reads.

A passage is cut into the pieces of the shipped embedding (``index/model``). Each piece has its
vector, its nearness to the question's pieces and a row of plain signals: is it met in the question,
how well is its sentence, what marks stand before and after it. Pieces of all passages stand in one
table, with a gap between passages that no filter of the reader reaches across.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedding import StaticEmbedder

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

WIDTH = 128  # numbers of a piece's vector that are used: the first, which may stand alone
GAP = 16  # empty places between passages
_MARKS = ("、", "，,", "；;", "。！？!?\n", "：:", "（(“《「『", "）)”》」』", "%％.·-—~/")
_STOPS = 0b1100  # marks that end a sentence: ； and 。
_ASKS = re.compile(r"什么|[哪谁何几吗呢么是有请问的]|多少|如何|怎么|怎样|哪些|为何|时候|[?？]")
_ASKING_WEIGHT = 0.1
_SOFT = 0.35  # cosine from which a piece counts as a little met
_MET = 0.75  # cosine from which it counts as met
_FAR = 30.0  # pieces
SIGNALS = 14 + 2 * len(_MARKS)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut: piece ids, their offsets in the text, and the marks after each (bits)."""

    ids: Ints
    starts: Ints
    ends: Ints
    marks: Ints


@dataclass(frozen=True, slots=True)
class Table:
    """All passages: (n,) ``ids`` (-1 in gaps), ``passage``, ``starts``, ``ends``, ``sentence``.

    ``signals`` is (n, SIGNALS); ``near`` (n, m) the cosine to each of the m question pieces
    ``asked``.
    """

    ids: Ints
    passage: Ints
    starts: Ints
    ends: Ints
    sentence: Ints
    signals: Floats
    near: Floats
    asked: Ints


# What a question of marks alone asks: one piece that is no word.
_NOTHING = Pieces(*(np.zeros(1, np.int64) for _ in range(4)))


class Vocabulary:
    """The pieces of the shipped embedding: unit vectors and weights."""

    def __init__(self, embedder: StaticEmbedder) -> None:
        self._rows = embedder._rows[:, :WIDTH]
        self._tokenizer: Any = embedder._tokenizer
        self.size = len(self._rows)

    @lru_cache(maxsize=4096)  # noqa: B019  (one vocabulary a process)
    def cut(self, text: str) -> Pieces:
        """``text`` as pieces; punctuation is no piece but marks the piece before it."""
        found = self._tokenizer.encode(text, add_special_tokens=False)
        offsets = np.array(found.offsets, np.int64).reshape(-1, 2)
        starts, ends = offsets[:, 0], offsets[:, 1]
        after = [*starts[1:].tolist(), len(text)][: len(starts)]
        marks = [_marks(text[a:b]) for a, b in zip(ends.tolist(), after, strict=True)]
        return Pieces(np.array(found.ids, np.int64), starts, ends, np.array(marks, np.int64))

    def vectors(self, ids: Ints) -> tuple[Floats, Floats]:
        """(n, WIDTH) unit vectors, and how telling a piece is: its length before, 0 to about 1."""
        rows = self._rows[np.maximum(ids, 0)].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        unit = rows / np.maximum(lengths, 1e-6)[:, None]
        unit[ids < 0] = 0.0
        return unit, np.where(ids < 0, 0.0, lengths / 14.0).astype(np.float32)


@lru_cache(maxsize=4096)
def _marks(between: str) -> int:
    """Bit k is set where a mark of ``_MARKS[k]`` stands between two pieces."""
    return sum(1 << k for k, marks in enumerate(_MARKS) if any(mark in between for mark in marks))


def tabulate(
    vocabulary: Vocabulary, question: str, passages: Sequence[str]
) -> tuple[Table, Floats, Floats]:
    """The table of ``passages`` for ``question``; vectors of its pieces and of those asked."""
    asked = vocabulary.cut(question)
    if not len(asked.ids):
        asked = _NOTHING
    said = [question[a:b] for a, b in zip(asked.starts, asked.ends, strict=True)]
    asks = np.array([bool(_ASKS.fullmatch(piece)) for piece in said], bool)
    cuts = [vocabulary.cut(passage) for passage in passages]
    ids = _laid([cut.ids for cut in cuts], -1)
    passage = _laid([np.full(len(cut.ids), at) for at, cut in enumerate(cuts)], -1)
    starts, ends = _laid([c.starts for c in cuts], 0), _laid([c.ends for c in cuts], 0)
    marks = _laid([_closed(cut.marks) for cut in cuts], 0)
    vectors, telling = vocabulary.vectors(ids)
    asked_vectors, weights = vocabulary.vectors(asked.ids)
    weights = np.where(asks, _ASKING_WEIGHT * weights, weights)
    near = vectors @ asked_vectors.T
    ended = (marks & _STOPS) > 0
    sentence = np.concatenate(([0], np.cumsum(ended)[:-1]))
    signals = _signals(ids, marks, sentence, near, weights, telling, ends - starts)
    table = Table(ids, passage, starts, ends, sentence, signals, near, asked.ids)
    return table, vectors, asked_vectors


def _closed(marks: Ints) -> Ints:
    """The last piece of a passage ends its last sentence."""
    if len(marks):
        marks = marks.copy()
        marks[-1] |= 1 << 3
    return marks


def _laid(parts: Sequence[Ints], empty: int) -> Ints:
    gap = np.full(GAP, empty, np.int64)
    return np.concatenate([piece for part in parts for piece in (part, gap)] or [gap])


def _signals(
    ids: Ints, marks: Ints, sentence: Ints, near: Floats, weights: Floats, telling: Floats,
    length: Ints,
) -> Floats:  # fmt: skip
    """(n, SIGNALS); see the columns at the end."""
    best = near.max(axis=1)
    soft = np.clip((near - _SOFT) / (1 - _SOFT), 0, 1)
    share = _shares(soft, sentence, weights)
    count = len(share)
    behind, ahead = np.r_[0.0, share[:-1]], np.r_[share[1:], 0.0]
    closest = near.argmax(axis=1)
    met = (best >= _MET) & (weights[closest] > 0.4)
    place = np.arange(len(ids))
    first = np.searchsorted(sentence, np.arange(count))
    last = np.r_[first[1:], len(ids)] - 1
    bits = ((marks[:, None] >> np.arange(len(_MARKS))) & 1).astype(np.float32)
    before = np.vstack([np.eye(len(_MARKS), dtype=np.float32)[3:4], bits[:-1]])
    live = ids >= 0
    columns = [
        best, met, weights[closest] * (best >= _MET), telling,
        share[sentence], behind[sentence], ahead[sentence],
        share[sentence] / max(1e-6, float(share.max(initial=0.0))),
        _log(place - np.maximum.accumulate(np.where(met, place, -1000))),
        _log(np.minimum.accumulate(np.where(met, place, len(ids) + 1000)[::-1])[::-1] - place),
        _log(place - first[sentence]), _log(last[sentence] - place),
        length / 3.0, live,
    ]  # fmt: skip
    out = np.column_stack([*columns, bits, before]).astype(np.float32)
    out[~live] = 0.0
    return out


def _shares(soft: Floats, sentence: Ints, weights: Floats) -> Floats:
    """Of each sentence the weighted share of the question's pieces that it meets, softly."""
    first = np.searchsorted(sentence, np.arange(int(sentence[-1]) + 1))
    met = np.maximum.reduceat(soft, first, axis=0)
    return np.asarray(met @ weights / max(1e-6, float(weights.sum())), np.float32)


def _log(distance: Ints) -> Floats:
    return np.asarray(np.log1p(np.clip(distance, 0, _FAR)) / np.log1p(_FAR), np.float32)
