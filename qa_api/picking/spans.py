"""Which span to give: the one with the greatest expected overlap with the answer.

The reader says how likely each span is the answer. Given is not the likeliest span but the one
whose F1 with the answer is greatest in expectation (minimum Bayes risk, as Kumar & Byrne 2004 do
for translation): a span beside which two others are nearly as likely takes both in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qa_api.picking.reader import Reading
from qa_api.picking.signals import Floats, Ints

_EDGES = 60  # likeliest first and last pieces that spans are made of
_LONGEST = 200  # pieces
_SPANS = 400  # likeliest spans that share all probability
_TRIED = 80  # of them are tried as the answer


@dataclass(frozen=True, slots=True)
class Span:
    """``passage[start:end]`` is given; ``overlap`` is its expected F1 with the answer, 0 to 1."""

    passage: int
    start: int
    end: int
    overlap: float


@dataclass(frozen=True, slots=True)
class _Spans:
    passage: Ints
    start: Ints
    end: Ints
    share: Floats


def best_span(reading: Reading, bias: Floats, length: float) -> Span | None:
    """The span to give; ``bias`` is added to a span for where its first and last piece stand.

    ``length`` is what a span gains by each doubling of its length, in bits; None where there is
    no piece.
    """
    spans = _likely(reading, bias, length)
    if not len(spans.start):
        return None
    overlap = _overlaps(spans) @ spans.share
    best = int(overlap.argmax())
    return Span(
        int(spans.passage[best]), int(spans.start[best]), int(spans.end[best]),
        float(overlap[best]),
    )  # fmt: skip


def _likely(reading: Reading, bias: Floats, length: float) -> _Spans:
    """The likeliest spans, the best first, with their shares of the probability."""
    table = reading.table
    begins, ends = reading.begins + bias / 2, reading.ends + bias / 2
    first, last = np.argsort(-begins)[:_EDGES], np.argsort(-ends)[:_EDGES]
    first, last = (grid.ravel() for grid in np.meshgrid(first, last, indexing="ij"))
    able = (last >= first) & (last < first + _LONGEST)
    able &= (table.passage[first] == table.passage[last]) & (table.ids[first] >= 0)
    first, last = first[able], last[able]
    start, end = table.starts[first], table.ends[last]
    score = begins[first] + ends[last] + length * np.log(np.maximum(1, end - start))
    order = np.argsort(-score)[:_SPANS]
    share = np.exp(score[order] - score[order].max(initial=-np.inf))
    total = share.sum() or 1.0
    return _Spans(table.passage[first[order]], start[order], end[order], share / total)


def _overlaps(spans: _Spans) -> Floats:
    """(tried, all): F1 of each span tried with each that may be the answer, by characters."""
    passage, start, end = (x[:_TRIED, None] for x in (spans.passage, spans.start, spans.end))
    common = np.minimum(end, spans.end) - np.maximum(start, spans.start)
    common = np.where(passage == spans.passage, np.maximum(common, 0), 0)
    return np.asarray(2 * common / (end - start + spans.end - spans.start), np.float64)
