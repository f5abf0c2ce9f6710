"""In how many texts pairs of neighbouring Chinese characters stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from index.common_pairs import pairs_in
from ingest.normal import squeezed


def times_said(texts: Iterable[tuple[str, str]]) -> Counter[str]:
    """In how many of the texts, each with its heading, each pair stands."""
    times: Counter[str] = Counter()
    for heading, text in texts:
        times.update(set(pairs_in(squeezed(f"{heading}。{text}"))))
    return times
