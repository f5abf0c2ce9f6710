"""Which words of the sentences found are the answer: a small trained reader over the best passages.

``pick(evidence)`` is the whole way: passages around the best sentences → the reader's logits for
where an answer begins and ends → the span of greatest expected overlap, as quotes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qa_api.evidence import Evidence
from qa_api.picking.passages import Passage, passages
from qa_api.picking.reader import Reading, shipped
from qa_api.picking.signals import Floats
from qa_api.picking.spans import best_span
from qa_api.scoring import Scored
from qa_api.units import Unit

__all__ = ["Pick", "pick"]

_TRUST = 15.0  # what a point of a sentence's score (``qa_api.scoring``) is worth as a logit
_LENGTH = 0.2


@dataclass(frozen=True, slots=True)
class Pick:
    """``text`` is verbatim but for line breaks; ``units`` are its quotes, a clause or less each.

    ``scored`` is the best sentence among them, with the scores of ``qa_api.scoring``; ``overlap``
    is the expected F1 of the text with the answer.
    """

    text: str
    units: tuple[Unit, ...]
    scored: Scored
    overlap: float


def pick(evidence: Evidence) -> Pick | None:
    """The span of the best passages that most likely answers; None where nothing was found."""
    found = passages(evidence)
    if not found:
        return None
    reading = shipped(evidence.kb.embedder()).read(
        evidence.question.text, [passage.text for passage in found]
    )
    span = best_span(reading, _bias(evidence, reading, found), _LENGTH)
    if span is None:
        return None
    passage = found[span.passage]
    units = tuple(passage.quoted(span.start, span.end))
    whole = passage.touched(span.start, span.end)
    scored = max(map(evidence.score, whole), key=lambda scored: scored.score)
    return Pick(passage.text[span.start : span.end], units, scored, span.overlap)


def _bias(evidence: Evidence, reading: Reading, found: list[Passage]) -> Floats:
    """(n,) for each piece how far its sentence scores below the best one; a heading answers not."""
    table = reading.table
    bias = np.full(len(table.ids), -np.inf)
    for at, passage in enumerate(found):
        here = np.flatnonzero(table.passage == at)
        unit = np.searchsorted(passage.offsets, table.starts[here], side="right") - 1
        scores = [-np.inf if u.is_heading else evidence.score(u).score for u in passage.units]
        bias[here] = np.array(scores)[unit]
    return np.asarray(_TRUST * (bias - bias.max()), np.float64)
