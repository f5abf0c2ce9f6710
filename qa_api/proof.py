"""Invariant 3: an answer holds no number, date, phone or e-mail that its quotes do not hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.aligned import cells_of
from ingest.normal import squeezed
from qa_api.model import Citation

_VALUE = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+|https?://\S+|\d[\d,.:：/-]*\d|\d")


def unproved(text: str, citations: Sequence[Citation]) -> list[str]:
    """Values of ``text`` that stand in no quote, white space and width aside.

    Cells of a row are read apart as well: without the space between them their numbers are one.
    """
    printed = [citation.quote for citation in citations]
    lines = [line for quote in printed for line in quote.split("\n")]
    cells = [cell for line in lines if "\t" in line for cell in cells_of(line)]
    quotes = [squeezed(quote) for quote in (*printed, *cells)]
    missing = []
    for value in _VALUE.findall(squeezed(text)):
        if not any(_holds(quote, value) for quote in quotes):
            missing.append(value)
    return missing


def _holds(quote: str, value: str) -> bool:
    """``value`` stands in ``quote`` and is not a piece of a longer number there."""
    pattern = rf"(?<![\d]){re.escape(value)}(?!\d)" if value[0].isdigit() else re.escape(value)
    return re.search(pattern, quote) is not None
