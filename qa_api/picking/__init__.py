"""Which words of the sentences found are the answer: a small trained reader over the best passages.

``pick(evidence)`` is the whole way: passages around the best sentences → the reader's logits for
where an answer begins and ends → the span of greatest expected overlap, as quotes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa_api.evidence import Evidence
from qa_api.model import Citation
from qa_api.picking.edges import whole
from qa_api.picking.passages import Passage, passages
from qa_api.picking.reader import Reading, shipped
from qa_api.picking.signals import Floats
from qa_api.picking.spans import best_span
from qa_api.scoring import Scored
from qa_api.units import Unit

__all__ = ["Pick", "pick"]

_TRUST = 8.0  # what a point of a sentence's score (``qa_api.scoring``) is worth as a logit
_NEAR = 1.0  # points that other reasons for a sentence are worth
_CALIBRATION = (-7.13, 5.37, 3.2)  # constant, overlap, share of words met
# What a span gains as its length grows e-fold: what the reader learned by has short answers.
_LENGTH = 0.2


@dataclass(frozen=True, slots=True)
class Pick:
    """``text`` is verbatim; ``units`` are the sentences it is of, whole and in order.

    ``scored`` is the best of them, with the scores of ``qa_api.scoring``; ``overlap`` is the
    expected F1 of the text with the answer.
    """

    text: str
    units: tuple[Unit, ...]
    scored: Scored
    overlap: float

    @property
    def probability(self) -> float:
        """How likely the text answers, calibrated: of 100 picks at 0.3 about 30 do.

        On half of NCP's development questions, each asked with and without the notice that answers
        it; a pick was taken to answer where it is of that notice and its ROUGE-L is at least 0.3.
        """
        constant, overlap, met = _CALIBRATION
        return 1 / (1 + math.exp(-(constant + overlap * self.overlap + met * self.scored.met)))


def pick(evidence: Evidence, near: Sequence[Citation] = ()) -> Pick | None:
    """The span of the best passages that most likely answers; None where nothing was found.

    Sentences quoted in ``near`` have other reasons that speak for them, and are preferred.
    """
    found = passages(evidence)
    if not found:
        return None
    reading = shipped(evidence.kb.embedder()).read(
        evidence.question.text, [passage.text for passage in found]
    )
    span = best_span(reading, _bias(evidence, reading, found, near), _LENGTH)
    if span is None:
        return None
    passage = found[span.passage]
    start, end = whole(passage.text, span.start, span.end)
    units = tuple(passage.sentences(start, end))
    scored = max(map(evidence.score, units), key=lambda scored: scored.score)
    return Pick(passage.text[start:end], units, scored, span.overlap)


def _bias(
    evidence: Evidence, reading: Reading, found: Sequence[Passage], near: Sequence[Citation]
) -> Floats:
    """(n,) for each piece how far its sentence scores below the best one; a heading answers not."""

    def worth(unit: Unit) -> float:
        if unit.is_heading:
            return -np.inf
        return evidence.score(unit).score + _NEAR * any(_shares(unit, quote) for quote in near)

    table = reading.table
    bias = np.full(len(table.ids), -np.inf)
    for at, passage in enumerate(found):
        here = np.flatnonzero(table.passage == at)
        unit = np.searchsorted(passage.offsets, table.starts[here], side="right") - 1
        bias[here] = np.array([worth(unit) for unit in passage.units])[unit]
    return np.asarray(_TRUST * (bias - bias.max()), np.float64)


def _shares(unit: Unit, quote: Citation) -> bool:
    same = unit.clause.clause_id == quote.clause.clause_id
    return same and unit.start < quote.end and quote.start < unit.end
