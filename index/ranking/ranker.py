"""Features × weights = score: a linear ranker, served by numpy from ``weights.json``.

Linear, so that a score is a sum a person can read. All weights start from those ``learned`` from
questions made from articles of law (``python -m index.ranking.fit``). Some features these cannot
weigh fairly: a made question repeats one sentence of its article, and laws have no letters, tables
or provinces. Their weights are ``chosen`` in coarse steps on the development sets of Legal-DC and
NCP. From there they are fitted for three kinds of question (``python -m eval.ranking``):

- those on ``laws``, and those on ``notices``, mixed by the share of articles among the candidates;
- ``lay`` ones on laws, as far as a question does not speak in the words of the clauses
  (``index.ranking.lay``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.ranking.asked import Asked
from index.ranking.features import NAMES, Found, features
from index.ranking.lay import ranked_as_lay

WEIGHTS = Path(__file__).parent / "weights.json"
_TOLD = 6  # reasons told for each hit
_SOME, _MOST = 0.2, 0.7  # shares of articles among the candidates of notices, and of laws


@dataclass(frozen=True, slots=True)
class Ranked:
    """Scores 0 to 1, one for each candidate, and what each feature added to them before scaling."""

    scores: NDArray[np.float32]
    parts: NDArray[np.float32]

    def reasons(self, at: int) -> dict[str, float]:
        """The features that moved candidate ``at`` most, from the largest."""
        parts = self.parts[at]
        order = np.argsort(-np.abs(parts), kind="stable")[:_TOLD]
        return {NAMES[i]: round(float(parts[i]), 2) for i in order if abs(parts[i]) >= 0.01}


@dataclass(frozen=True, slots=True)
class Weights:
    """By feature; ``lift`` is added to their sum, so that all kinds score alike."""

    values: NDArray[np.float32]
    lift: float = 0.0

    def mixed(self, other: Self, share: float) -> Self:
        """``share`` of the ``other`` and the rest of these."""
        return replace(
            self,
            values=(1 - share) * self.values + share * other.values,
            lift=(1 - share) * self.lift + share * other.lift,
        )


@dataclass(frozen=True, slots=True)
class Ranker:
    """A sum of ``middle`` scores 0.5, ``spread`` more 0.73."""

    base: Weights
    laws: Weights
    lay: Weights
    notices: Weights
    middle: float
    spread: float

    @classmethod
    def read(cls, path: Path = WEIGHTS) -> Self:
        """``chosen`` weights go before ``learned`` ones; a feature in neither weighs 0."""
        card = json.loads(path.read_text("utf-8"))
        base = card["learned"] | card["chosen"]
        laws, lay, notices = (
            _weights(base | card[kind]["weights"], card[kind]["lift"])
            for kind in ("laws", "lay", "notices")
        )
        return cls(_weights(base, 0.0), laws, lay, notices, card["middle"], card["spread"])

    def rank(
        self,
        asked: Asked,
        found: Sequence[Found],
        named: Mapping[int, float],
        likeness: float,
    ) -> Ranked:
        """``likeness`` is that of the question's words to the clauses' (``index.ranking.lay``)."""
        weights = self.weights(ranked_as_lay(likeness), articles(found))
        parts = (features(asked, found, named) * weights.values).astype(np.float32)
        sums = (parts.sum(axis=1) + weights.lift - self.middle) / self.spread
        return Ranked((1 / (1 + np.exp(-sums))).astype(np.float32), parts)

    def weights(self, lay: float, of_laws: float) -> Weights:
        """For a question so far ``lay``, with that share of articles among its candidates."""
        share = min(1.0, max(0.0, (of_laws - _SOME) / (_MOST - _SOME)))
        return self.notices.mixed(self.laws.mixed(self.lay, lay), share)


def articles(found: Sequence[Found]) -> float:
    """The share of articles of laws among the candidates."""
    return sum(one.passage.kind == "article" for one in found) / max(1, len(found))


def _weights(by_name: Mapping[str, float], lift: float) -> Weights:
    return Weights(np.array([by_name.get(name, 0.0) for name in NAMES], np.float32), lift)


@cache
def shipped() -> Ranker:
    return Ranker.read()
