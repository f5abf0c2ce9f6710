"""How sure an answer is: the chance that a clause it cites proves it.

A logistic regression over a few signals of question, evidence and finding. Its weights
(``confidence.json``) are fitted by ``python -m eval.calibrate`` on questions whose truth is known
(``eval/README.md``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from index.thesaurus import synonyms
from ingest.normal import normal
from qa_api.evidence import Evidence
from qa_api.kinds.finding import Finding
from qa_api.kinds.sentence import says_kind
from qa_api.scoring import Scored

WEIGHTS = Path(__file__).with_name("confidence.json")
_IDENTITY, _IDENTITY_GUESSED = 0.95, 0.6
ENOUGH = 0.4  # below it nothing is said
KINDS = (
    "contact", "consequence", "deadline", "definition", "eligibility", "free", "identity", "lead",
    "list", "money", "number", "person", "procedure", "score", "yesno",
)  # fmt: skip
NAMES: tuple[str, ...] = (
    "met", "missed", "missed_in_clause", "missed_in_notice", "words", "margin", "behind",
    "closeness", "search", "is_best", "of_kind", "says_kind", "named",
    *(f"{form}_{kind}" for form in ("as", "instead_of") for kind in KINDS),
)  # fmt: skip


def confidence(evidence: Evidence, finding: Finding, *, of_kind: bool) -> float:
    """0 to 1; ``of_kind``: found by the question's own kind, not by the best sentence alone."""
    if of_kind and evidence.question.kind == "identity":
        # Read off the record; only the notice may be another one than was meant.
        return _IDENTITY if evidence.scope.named else _IDENTITY_GUESSED
    weights = _weights()
    values = signals(evidence, finding, of_kind=of_kind)
    total = weights["constant"] + sum(weights[name] * value for name, value in values.items())
    return 1 / (1 + math.exp(-total))


@cache
def _weights() -> Mapping[str, float]:
    weights: dict[str, float] = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    return weights


def signals(evidence: Evidence, finding: Finding, *, of_kind: bool) -> dict[str, float]:
    """The values of NAMES. Shares are of the weight of the question's own words: those that do
    not merely name the notice or a place."""
    question, clause = evidence.question, finding.citations[0].clause
    quotes = normal(" ".join(
        part for cited in finding.citations
        for part in (cited.quote, cited.clause.context, *cited.clause.path)
    ))  # fmt: skip
    clauses = quotes + normal(" ".join(cited.clause.text for cited in finding.citations))
    own = _own_words(evidence, clause.notice_id, f"{clause.notice_title}{clause.issuer or ''}")
    units = [s for s in evidence.scored if s.unit.clause.kind not in ("head", "table")]
    units = [s for s in units if not s.unit.is_heading]
    best = units[0].score if units else 0.0
    cited_ids = {cited.clause.clause_id for cited in finding.citations}
    return {
        "met": finding.met,
        "missed": _missed(own, quotes),
        "missed_in_clause": _missed(own, clauses),
        "missed_in_notice": _missed(own, evidence.notice_text(clause.notice_id)),
        "words": min(len(own), 10) / 10,
        "margin": best - _best_elsewhere(units, clause.notice_id),
        "behind": best - finding.score,
        "closeness": evidence.closeness_of([cited.quote for cited in finding.citations[:3]]),
        "search": evidence.prior.get(clause.clause_id, 0.0),
        "is_best": float(bool(units) and units[0].unit.clause.clause_id in cited_ids),
        "of_kind": float(of_kind),
        "says_kind": float(says_kind(finding.text, question)),
        "named": float(clause.notice_id in evidence.scope.named),
        **{
            f"{form}_{kind}": float(question.kind == kind and of_kind == (form == "as"))
            for form in ("as", "instead_of")
            for kind in KINDS
        },
    }


def _own_words(evidence: Evidence, notice_id: str, title: str) -> dict[str, float]:
    """Words of the question with their weights, without those that name the notice or a place."""
    naming = evidence.scope.said.get(notice_id, "") + normal(title)
    places = evidence.question.places
    return {
        word: weight
        for word, weight in evidence.scorer.weights.items()
        if len(word) > 1 and word not in naming and not any(place in word for place in places)
    }


def _missed(words: Mapping[str, float], text: str) -> float:
    """Share of the weight of ``words`` that ``text`` holds neither as such nor by a synonym."""
    missed = sum(
        weight
        for word, weight in words.items()
        if word not in text and not any(other in text for other in synonyms(word))
    )
    return missed / (sum(words.values()) or 1.0)


def _best_elsewhere(units: Sequence[Scored], notice_id: str) -> float:
    return max((s.score for s in units if s.unit.clause.notice_id != notice_id), default=0.0)
