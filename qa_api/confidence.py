"""Which candidate is said, and how sure that is: the chance that its cited clauses prove it.

A conditional logit (McFadden 1974) over the candidates of a question and one more, to say nothing:
the candidates' chances and that of nothing add up to 1. What a candidate is worth is told by its
signals, and for the likeliest few by what the reader makes of them (``qa_api.reading``) as well.
The weights (``confidence.json``) are fitted by ``python -m eval.calibrate`` on questions whose
truth is known (``eval/README.md``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np

from index.cross_encoder import Scores
from ingest.normal import normal
from qa_api.candidates import OWN, Candidate
from qa_api.evidence import Evidence
from qa_api.kinds import Finding
from qa_api.reading import passages_of, reader, scores_of, wording
from qa_api.signals import NAMES, Matrix, signals

WEIGHTS = Path(__file__).with_name("confidence.json")
_TELLING = 8  # characters
# A deadline's share of the chance of what it is said in, and that of items of what leads to them.
_AS_LIKELY, _AS_LIKELY_ITEMS = 0.5, 0.75


@dataclass(frozen=True, slots=True)
class Look:
    """How many candidates are read, at most, of how much less worth than the best; what their worth
    and the reader's score then count (a part of ``confidence.json``); and the chance from which one
    is said."""

    read: int
    within: float
    weighed: str
    enough: float


FIRST = Look(4, 2.5, "reading", 0.55)
# Among all sentences of the notices meant as well (``qa_api.whole``), where that is not sure.
AGAIN = Look(8, np.inf, "reading_again", 0.34)


def reads(evidence: Evidence) -> bool:
    """There is a reader, and the question says more than its kind. Else one look has to do."""
    return bool(evidence.question.terms) and reader() is not None


def choose(
    evidence: Evidence, candidates: Sequence[Candidate], look: Look = FIRST
) -> tuple[Candidate, float] | None:
    """The likeliest candidate with its chance; None where nothing is sure enough.

    What speaks for one of several candidates that say the same thing speaks for all of them.
    """
    if not candidates:
        return None
    if candidates[0].finding.sure:
        return candidates[0], candidates[0].finding.sure
    chances = _chances(evidence, candidates, look)
    groups = alike(candidates)
    best, sure = surest(chances, groups)
    if sure < (look if reads(evidence) else AGAIN).enough:
        return None
    if evidence.question.kind == "contact":
        same = (one for one, group in zip(candidates, groups, strict=True) if group == groups[best])
        return _as_contact(candidates[best], same), sure
    return _terser(candidates, chances, best, evidence.question.kind), sure


def _chances(evidence: Evidence, candidates: Sequence[Candidate], look: Look) -> Matrix:
    """(n,): of those that are read, and 0 of the others; of all where nothing is to be read."""
    worth = worth_of(signals(evidence, candidates))
    judge = reader() if reads(evidence) else None
    if judge is None:
        return chances_of(worth)
    few = likeliest(worth, look)
    passages = passages_of(evidence.kb, [candidates[at] for at in few])
    scores = scores_of(judge, wording(evidence.question), passages, evidence.read)
    chances = np.zeros(len(worth))
    chances[few] = chances_of(together(worth[few], scores, _kept()[look.weighed]))
    return chances


def _as_contact(chosen: Candidate, same: Iterable[Candidate]) -> Candidate:
    """Whom to call as name and number, where a candidate that says the ``same`` thing has them so.
    The reader, used to sentences, makes little of that form."""
    quoted = _clauses(chosen.finding)
    told = (one for one in same if one.form == OWN and one.finding.facts)
    return next((one for one in told if quoted & _clauses(one.finding)), chosen)


def _clauses(finding: Finding) -> set[str]:
    return {citation.clause.clause_id for citation in finding.citations}


def _terser(candidates: Sequence[Candidate], chances: Matrix, best: int, kind: str) -> Candidate:
    """The deadline itself where the likeliest candidate says it among other things and it is not
    much less likely; the items of a list where the paragraph that leads to them is not much
    likelier; else the likeliest. What is asked for by date is best told by date alone."""
    chosen = candidates[best]
    if kind == "deadline" and chosen.form != OWN:
        within, share = _quotes_within, _AS_LIKELY
    elif kind == "list":
        within, share = _more_items, _AS_LIKELY_ITEMS
    else:
        return chosen
    terser = (
        candidate
        for candidate, chance in zip(candidates, chances, strict=True)
        if candidate.form == OWN
        and chance >= share * chances[best]
        and len(candidate.finding.text) < len(chosen.finding.text)
        and within(candidate.finding, chosen.finding)
    )
    return next(terser, chosen)


def _quotes_within(one: Finding, other: Finding) -> bool:
    """Whether each quote of ``one`` is part of a quote of the ``other``."""
    return all(any(whole.quotes(part) for whole in other.citations) for part in one.citations)


def _more_items(one: Finding, other: Finding) -> bool:
    """Whether ``one`` is of the clauses of the ``other`` and names more things."""
    return _clauses(one) <= _clauses(other) and one.text.count("；") > other.text.count("；")


def surest(chances: Matrix, groups: Sequence[int]) -> tuple[int, float]:
    """Place of the likeliest candidate, and the chance of all in its group; there must be one."""
    best = int(chances.argmax())
    return best, float(chances[np.array(groups) == groups[best]].sum())


def alike(candidates: Sequence[Candidate]) -> list[int]:
    """(n,): candidates with the same number say the same thing.

    They cite the same clause first, or clauses of the same text, or one's text holds the other's.
    """
    said = [normal(candidate.finding.text) for candidate in candidates]
    clauses = [candidate.finding.citations[0].clause for candidate in candidates]
    texts = [normal(clause.text) for clause in clauses]
    group = list(range(len(candidates)))
    for one, other in combinations(range(len(candidates)), 2):
        same = clauses[one].clause_id == clauses[other].clause_id or texts[one] == texts[other]
        if same or _holds(said[one], said[other]):
            kept, joined = sorted((group[one], group[other]))
            group = [kept if number == joined else number for number in group]
    return group


def _holds(one: str, other: str) -> bool:
    """Whether one of two texts, neither just a word, stands in the other."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _TELLING and short in long


def worths(values: Matrix, weights: Matrix, constant: float) -> Matrix:
    """(n,): what each row of ``values`` is worth; saying nothing is worth 0."""
    return np.asarray(values @ weights + constant)


def worth_of(values: Matrix) -> Matrix:
    """``worths`` by the weights that ship."""
    return worths(values, _weights(), _constant())


def likeliest(worth: Matrix, look: Look = FIRST) -> list[int]:
    """Places of the candidates that are read, in their order."""
    few = np.argsort(-worth, kind="stable")[: look.read]
    return sorted(few[worth[few] >= worth.max(initial=-np.inf) - look.within].tolist())


def together(worth: Matrix, scores: Scores, reading: Mapping[str, float]) -> Matrix:
    """(n,): worth of candidates that were read, of their signals and of the reader's scores."""
    return np.asarray(reading["worth"] * worth + reading["score"] * scores + reading["constant"])


def chances_of(worth: Matrix) -> Matrix:
    """(n,): the chance of each; what is left to 1 is that of saying nothing."""
    most = max(0.0, worth.max(initial=0.0))
    raised = np.exp(worth - most)
    return np.asarray(raised / (raised.sum() + np.exp(-most)))


@cache
def _kept() -> dict[str, dict[str, float]]:
    """``weights`` of the signals, and of ``reading``: of their worth and the reader's score."""
    kept: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text("utf-8"))
    return kept


@cache
def _weights() -> Matrix:
    return np.array([_kept()["weights"][name] for name in NAMES])


def _constant() -> float:
    return _kept()["weights"]["constant"]
