"""Features × weights = score: a linear ranker, served by numpy from ``weights.json``.

Linear, so that a score is a sum a person can read. ``learned`` weights come from questions made
from articles of law (``python -m index.ranking.fit``). Some features these cannot weigh fairly: a
made question repeats one sentence of its article, and laws have no letters, tables or provinces.
Their weights are ``chosen`` in coarse steps on the development sets of Legal-DC and NCP. ``lay``
weights (``python -m eval.lay``) take their place as far as a question does not speak in the words
of the clauses (``index.ranking.lay``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
class Ranker:
    """``weights`` by feature; a sum of ``middle`` scores 0.5, ``spread`` more 0.73.

    ``lay`` weights, and what is added to their sum so that both kinds score alike.
    """

    weights: NDArray[np.float32]
    lay: NDArray[np.float32]
    lay_raise: float
    middle: float
    spread: float

    @classmethod
    def read(cls, path: Path = WEIGHTS) -> Self:
        """``chosen`` weights go before ``learned`` ones; a feature in neither weighs 0.

        A feature without a ``lay`` weight weighs what it does in other questions.
        """
        card = json.loads(path.read_text("utf-8"))
        by_name = card["learned"] | card["chosen"]
        weights, lay = (
            np.array([values.get(name, 0.0) for name in NAMES], np.float32)
            for values in (by_name, by_name | card["lay"])
        )
        return cls(weights, lay, card["lay_raise"], card["middle"], card["spread"])

    def rank(
        self,
        asked: Asked,
        found: Sequence[Found],
        named: Mapping[int, float],
        likeness: float,
    ) -> Ranked:
        """``likeness`` is that of the question's words to the clauses' (``index.ranking.lay``)."""
        # Learned on articles of law, and worse than the usual ones where few candidates are such.
        articles = sum(one.passage.kind == "article" for one in found) / max(1, len(found))
        share = ranked_as_lay(likeness) * articles
        weights = (1 - share) * self.weights + share * self.lay
        parts = (features(asked, found, named) * weights).astype(np.float32)
        sums = (parts.sum(axis=1) + share * self.lay_raise - self.middle) / self.spread
        return Ranked((1 / (1 + np.exp(-sums))).astype(np.float32), parts)


@cache
def shipped() -> Ranker:
    return Ranker.read()
