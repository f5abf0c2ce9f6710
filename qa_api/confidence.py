"""Which candidate is said, and how sure that is: the chance that its cited clauses prove it.

A conditional logit (McFadden 1974) over the candidates of a question and one more, to say nothing:
the candidates' chances and that of nothing add up to 1. Its weights (``confidence.json``) are
fitted by ``python -m eval.calibrate`` on questions whose truth is known (``eval/README.md``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from qa_api.candidates import Candidate
from qa_api.evidence import Evidence
from qa_api.signals import NAMES, Matrix, signals

WEIGHTS = Path(__file__).with_name("confidence.json")
ENOUGH = 0.38  # below it nothing is said


def choose(evidence: Evidence, candidates: Sequence[Candidate]) -> tuple[Candidate, float] | None:
    """The likeliest candidate with its chance; None where nothing is sure enough.

    Candidates that cite the same clause first say the same thing in more or fewer words: what
    speaks for one of them speaks for the clause.
    """
    if not candidates:
        return None
    if candidates[0].finding.sure:
        return candidates[0], candidates[0].finding.sure
    chances = likely(signals(evidence, candidates), _weights(), _constant())
    by_clause: dict[str, float] = {}
    for candidate, chance in zip(candidates, chances.tolist(), strict=True):
        clause = candidate.finding.citations[0].clause.clause_id
        by_clause[clause] = by_clause.get(clause, 0.0) + chance
    best = int(chances.argmax())
    sure = by_clause[candidates[best].finding.citations[0].clause.clause_id]
    return (candidates[best], sure) if sure >= ENOUGH else None


def likely(values: Matrix, weights: Matrix, constant: float) -> Matrix:
    """(n,): the chance of each row of ``values``; what is left to 1 is that of saying nothing."""
    worth = values @ weights + constant
    most = max(0.0, worth.max(initial=0.0))
    raised = np.exp(worth - most)
    return np.asarray(raised / (raised.sum() + np.exp(-most)))


@cache
def _kept() -> dict[str, float]:
    weights: dict[str, float] = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    return weights


@cache
def _weights() -> Matrix:
    return np.array([_kept()[name] for name in NAMES])


def _constant() -> float:
    return _kept()["constant"]
