"""The reader: where in the passages an answer may begin and where it may end.

A small convolutional network over pieces (as in DrQA, Chen et al. 2017, with convolutions in place
of its LSTM), served by numpy alone from ``weights.safetensors``; ``python -m qa_api.picking.fit``
trains it. It has read encyclopaedia and law, never a question of the benchmarks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from safetensors.numpy import load_file

from index.embedding import SHIPPED, StaticEmbedder
from qa_api.picking.signals import Floats, Table, Vocabulary, tabulate

WEIGHTS = Path(__file__).with_name("weights.safetensors")
DILATIONS = (1, 2, 4, 8)
SHARPNESS = 8.0  # of the attention of a piece to the question's pieces


@dataclass(frozen=True, slots=True)
class Reading:
    """``begins`` and ``ends`` are (n,) for the table's pieces, as logits; -inf in gaps.

    ``nothing`` is the logit of there being no answer, on the same scale as each of them.
    """

    table: Table
    begins: Floats
    ends: Floats
    nothing: float


@dataclass(frozen=True, slots=True)
class Reader:
    """The network's weights, and the pieces it reads."""

    weights: Mapping[str, Floats]
    vocabulary: Vocabulary

    @classmethod
    def load(cls, embedder: StaticEmbedder, path: Path = WEIGHTS) -> Self:
        """The weights at ``path``, and the shipped ``embedder``, which they were trained with."""
        weights = {name: value.astype(np.float32) for name, value in load_file(path).items()}
        return cls(weights, Vocabulary(embedder))

    def read(self, question: str, passages: Sequence[str]) -> Reading:
        """How likely an answer to ``question`` begins and ends at each piece of ``passages``."""
        table, vectors, asked_vectors = tabulate(self.vocabulary, question, passages)
        w = self.weights
        projected, asked = vectors @ w["project"], asked_vectors @ w["project"]
        gist = self._gist(asked)
        attention = np.exp(SHARPNESS * (table.near - 1.0))
        aligned = (attention / attention.sum(axis=1, keepdims=True)) @ asked
        row = [projected, projected * gist, projected * aligned, table.signals]
        x = np.concatenate(row, axis=1) @ w["inlet"] + (w["inlet_bias"] + gist @ w["turn"])
        live = (table.ids >= 0)[:, None]
        x = np.maximum(x, 0.0) * live
        for at, reach in enumerate(DILATIONS):
            shift = w[f"filter_{at}_bias"] + gist @ w[f"turn_{at}"]
            x = (x + np.maximum(_convolved(x, w[f"filter_{at}"], reach) + shift, 0.0)) * live
        out = np.where(live, x @ w["outlet"] + w["outlet_bias"], -np.inf)
        nothing = float((gist @ w["nothing"] + w["nothing_bias"])[0])
        return Reading(table, out[:, 0], out[:, 1], nothing)

    def _gist(self, asked: Floats) -> Floats:
        """(inner,) the question as one vector: its pieces with their neighbours, attended to."""
        w = self.weights
        x = np.maximum(_convolved(asked, w["asked"], 1) + w["asked_bias"], 0.0)
        weight = np.exp(x @ w["attend"])
        return np.asarray((x * weight).sum(axis=0) / weight.sum(), np.float32)


def _convolved(x: Floats, filters: Floats, reach: int) -> Floats:
    """(n, out): ``filters`` (3, in, out) over each row and those ``reach`` before and after it."""
    before, here, after = filters
    out = x @ here
    if len(x) > reach:
        out[reach:] += x[:-reach] @ before
        out[:-reach] += x[reach:] @ after
    return np.asarray(out, np.float32)


_shipped: list[Reader] = []


def shipped(embedder: object) -> Reader:
    """The reader of the project; an ``embedder`` that is open already is not opened again."""
    if not _shipped:
        usable = embedder if isinstance(embedder, StaticEmbedder) else StaticEmbedder(SHIPPED)
        _shipped.append(Reader.load(usable))
    return _shipped[0]
