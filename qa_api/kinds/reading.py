"""Answers that the trained reader picks out of the best passages (``qa_api.picking``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from ingest.numbering import label_at_start
from qa_api.evidence import Evidence
from qa_api.kinds.finding import Finding, citations_of, unique
from qa_api.picking import pick

Finder = Callable[[Evidence, date], Finding | None]

_SET_OUT = 3  # quotes from which an answer is a list that its notice sets out
# Three things or more are asked for: a whole list.
_COUNTED = re.compile(r"(?:[三四五六七八九十]|\d)(?:大|个|类|种|项|条|方面)")
_OPEN, _CLOSE = "（(“《「『", "）)”》」』"


def find(evidence: Evidence) -> Finding | None:
    """The span that most likely answers, as text with its quotes."""
    picked = pick(evidence)
    if picked is None or picked.scored.met < evidence.least or not said(picked.text):
        return None
    citations = [c for unit in picked.units for c in citations_of(evidence, unit)]
    scored = picked.scored
    return Finding(said(picked.text), unique(citations), scored.score, scored.met)


def said(text: str) -> str:
    """A span as answer text: without its label, closing stop, line breaks and half brackets."""
    label = label_at_start(text)
    text = text[label.end :] if label else text
    text = re.sub(r"\s*\n\s*", " ", text).strip(" 　；;。，,、：:|")
    for opens, closes in zip(_OPEN, _CLOSE, strict=True):
        if text.startswith(opens) and closes not in text:
            text = text[1:]
        if text.endswith(closes) and opens not in text:
            text = text[:-1]
    return text


def beside(other: Finder) -> Finder:
    """A finder that prefers what the reader picks to what ``other`` finds, but for whole lists."""

    def both(evidence: Evidence, as_of: date) -> Finding | None:
        found = other(evidence, as_of)
        if found is None or len(found.citations) >= _SET_OUT:
            return found
        if _COUNTED.search(evidence.question.text):
            return found
        return find(evidence) or found

    return both
