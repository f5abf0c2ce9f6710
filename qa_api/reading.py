"""Candidates as the reader reads them (``index.cross_encoder``): with the question, one at a time.

Words met say little of whether a sentence answers; the reader was trained to tell. It is slow, so
it reads only the likeliest few.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from index.cross_encoder import CrossEncoder, Passage, Scores, load_cross_encoder
from index.errors import CrossEncoderMissing
from ingest.normal import normal
from qa_api.candidates import Candidate
from qa_api.settings import cross_encoder_name

_HEADINGS, _CONTEXT, _QUOTE = 48, 40, 64  # characters of what stands around a candidate
_CUT = 0.6  # a text that is less than this of its quote is shown with it


@cache
def reader() -> CrossEncoder | None:
    """The reader that the settings name, the shipped one by default; None where there is none."""
    try:
        return load_cross_encoder(cross_encoder_name())
    except CrossEncoderMissing:
        return None


def passage_of(candidate: Candidate) -> Passage:
    """What it says; and the headings it stands under, heads of columns, what it is cut from."""
    cited = candidate.finding.citations[0]
    around = normal(" ".join(cited.clause.path[-2:]))[-_HEADINGS:]
    around += normal(cited.clause.context)[:_CONTEXT]
    quote = normal(cited.quote)
    if len(normal(candidate.finding.text)) < _CUT * len(quote):
        around += f" {quote[:_QUOTE]}"
    return Passage(candidate.finding.text, around)


def read(reader: CrossEncoder, question: str, candidates: Sequence[Candidate]) -> Scores:
    """(n,): how well each answers ``question``."""
    return reader.score(question, [passage_of(candidate) for candidate in candidates])
