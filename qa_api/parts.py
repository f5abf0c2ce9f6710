"""Which parts of a sentence speak of what is asked.

A long sentence says several things; the part that meets most of the question's words, together with
the part before it, is about what is asked.
"""

from __future__ import annotations

from itertools import compress, pairwise

from ingest.normal import normal
from qa_api.evidence import Evidence
from qa_api.wanted import PARTS

_AS_GOOD = 0.99  # share of the best part's words that a part must meet to be as good


def best_parts(evidence: Evidence, text: str) -> list[str]:
    """The parts of ``text`` that meet most of the question's words; none where none meets any."""
    parts = [part.strip() for part in PARTS.split(text)]
    weights = evidence.scorer.weights
    beside = [normal(before + part) for before, part in pairwise(["", *parts])]
    met = [sum(w for word, w in weights.items() if word in both) for both in beside]
    best = max(met)
    as_good = [bool(best) and share >= _AS_GOOD * best for share in met]
    return list(compress(parts, as_good))
