"""How near in meaning texts are to a question, as a whole and word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding import StaticEmbedder, unit
from qa_api.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well a text says the words of the question in words of its own: ``mean`` by weight, the
    ``least`` of the weighty half; and the ``cosine`` of the two as a whole. 0 where not known."""

    mean: float = 0.0
    least: float = 0.0
    cosine: float = 0.0


def likenesses(evidence: Evidence, texts: Sequence[str]) -> Sequence[Likeness]:
    """One for each of ``texts``.

    A word is as near as the text's nearest piece by cosine, which only ``index/model`` tells.
    """
    embedder = evidence.kb.embedder()
    if embedder is None or not texts:
        return [Likeness()] * len(texts)
    if not isinstance(embedder, StaticEmbedder):
        *said, asked = embedder.encode([*texts, evidence.question.text])
        return [Likeness(cosine=float(vector @ asked)) for vector in said]
    own = evidence.question.own or evidence.question.terms
    words = [word for word in own if len(word) > 1]
    *vectors, asked = embedder.encode([*words, evidence.question.text])
    pieces = embedder.pieces(texts)
    if not all(map(len, pieces)):  # a text of which the model knows nothing
        return [Likeness()] * len(texts)
    starts = np.cumsum([0, *map(len, pieces[:-1])])
    rows = np.concatenate(pieces)
    cosines = unit(np.add.reduceat(rows, starts)) @ asked
    if not words:
        return [Likeness(cosine=cosine) for cosine in cosines.tolist()]
    weights = np.array([evidence.scorer.weights.get(word, 1.0) for word in words])
    near = np.maximum.reduceat(np.stack(vectors) @ unit(rows).T, starts, axis=1).clip(min=0)
    means = weights @ near / weights.sum()
    ordered = np.sort(weights)  # numpy's own median is slow to import
    median = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    least = near[weights >= median].min(axis=0)
    return list(map(Likeness, means.tolist(), least.tolist(), cosines.tolist()))
