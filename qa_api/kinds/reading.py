"""Answers that the trained reader picks out of the best passages (``qa_api.picking``)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from qa_api.evidence import Evidence
from qa_api.kinds.finding import Finding, citations_of, joined, plain, unique
from qa_api.picking import Pick, pick
from qa_api.units import Unit

Finder = Callable[[Evidence, date], Finding | None]

_SET_OUT = 3  # quotes from which an answer is a list that its notice sets out
# Three things or more are asked for: a whole list.
_COUNTED = re.compile(r"(?:[三四五六七八九十]|\d)(?:大|个|类|种|项|条|方面)")


def beside(other: Finder) -> Finder:
    """A finder that prefers what the reader picks to what ``other`` finds, but for whole lists."""

    def both(evidence: Evidence, as_of: date) -> Finding | None:
        found = other(evidence, as_of)
        if found is None or len(found.citations) >= _SET_OUT:
            return found
        if any(citation.clause.kind == "row" for citation in found.citations):
            return found
        if _COUNTED.search(evidence.question.text):
            return found
        return _finding(evidence, pick(evidence, near=found.citations)) or found

    return both


def _finding(evidence: Evidence, picked: Pick | None) -> Finding | None:
    """The sentences that the span is of, those of a clause together, as answer and as quotes.

    Cut to the span an answer too often lost a condition or a second value that was asked for.
    """
    if picked is None or picked.scored.met < evidence.least:
        return None
    if any(evidence.barred(unit) for unit in picked.units):
        return None
    units = list(_joined(picked.units))
    quotes = [c for unit in units for c in citations_of(evidence, unit)]
    scored = picked.scored
    return Finding(joined(map(plain, units)), unique(quotes), scored.score, scored.met)


def _joined(units: Sequence[Unit]) -> Iterator[Unit]:
    """Sentences that follow each other, as one unit a clause."""
    for _, group in itertools.groupby(units, key=lambda unit: unit.clause.clause_id):
        first, *rest = group
        clause, end = first.clause, (rest[-1] if rest else first).end
        text = clause.text[first.start - clause.start : end - clause.start]
        yield replace(first, end=end, text=text)
