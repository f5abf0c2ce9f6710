"""Pairs of neighbouring Chinese characters, and in how many texts they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ingest.normal import squeezed

HAN = re.compile("[\u4e00-\u9fff]+")


def times_said(texts: Iterable[tuple[str, str]]) -> Counter[str]:
    """In how many of the texts, each with its heading, each pair stands."""
    times: Counter[str] = Counter()
    for heading, text in texts:
        times.update(pairs_in(squeezed(f"{heading}。{text}")))
    return times


def pairs_in(text: str) -> set[str]:
    return {han[at : at + 2] for han in HAN.findall(text) for at in range(len(han) - 1)}
