"""Answers that the trained reader picks out of the best passages (``qa_api.picking``)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ingest.facts.spans import parts
from ingest.numbering import label_at_start
from qa_api.evidence import Evidence
from qa_api.kinds.finding import Finding, citations_of, unique
from qa_api.picking import VALUE, Pick, pick
from qa_api.picking.edges import BRACKETS
from qa_api.scoring import Scored
from qa_api.units import Unit

Finder = Callable[[Evidence, date], Finding | None]

_SHORT = 15  # characters of a part that says one more value
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


def value_of(
    evidence: Evidence, value: re.Pattern[str], able: Sequence[Scored], found: Finding, *,
    unit: bool,
) -> Finding | None:  # fmt: skip
    """The span that says ``value``, if it is of one of the sentences ``able`` to say it.

    ``found`` is what else speaks for a sentence; where that is a table's row, it stands. Without a
    ``unit`` in the question (完成了多少) the values right behind are said as well.
    """
    if any(citation.clause.kind == "row" for citation in found.citations):
        return None
    picked = pick(evidence, VALUE, found.citations)
    if picked and not unit:
        picked = _with_more(picked, value)
    keys = {scored.unit.key for scored in able}
    if picked is None or picked.scored.unit.key not in keys or not value.search(picked.text):
        return None
    return _finding(evidence, picked)


def _with_more(picked: Pick, value: re.Pattern[str]) -> Pick:
    """The span and the short parts of its sentence right behind it that say values too."""
    text = picked.units[-1].text
    at = text.find(picked.text)
    if at < 0:
        return picked
    end = at + len(picked.text)
    for start, stop in parts(text, end, len(text)):
        if stop - start > _SHORT or not value.search(text[start:stop]):
            break
        end = stop
    return replace(picked, text=text[at:end])


def _finding(evidence: Evidence, picked: Pick | None) -> Finding | None:
    """The span as answer text; its sentences, those of a clause together, are the quotes."""
    if picked is None or picked.scored.met < evidence.least or not (
        text := "；".join(said(unit.text) for unit in _joined(picked.units))
    ):
        return None
    if any(evidence.barred(unit) for unit in picked.units):
        return None
    quotes = [c for unit in _joined(picked.units) for c in citations_of(evidence, unit)]
    return Finding(text, unique(quotes), picked.scored.score, picked.scored.met)


def _joined(units: Sequence[Unit]) -> Iterator[Unit]:
    """Sentences that follow each other, as one unit a clause."""
    for _, group in itertools.groupby(units, key=lambda unit: unit.clause.clause_id):
        first, *rest = group
        clause, end = first.clause, (rest[-1] if rest else first).end
        text = clause.text[first.start - clause.start : end - clause.start]
        yield replace(first, end=end, text=text)


def said(text: str) -> str:
    """A span as answer text: without its label, closing stop, line breaks and half brackets."""
    label = label_at_start(text)
    text = text[label.end :] if label else text
    text = re.sub(r"\s*\n\s*", " ", text).strip(" 　；;。，,、：:|")
    for opens, closes in BRACKETS:
        if text.startswith(opens) and closes not in text:
            text = text[1:]
        if text.endswith(closes) and opens not in text:
            text = text[:-1]
    return text
