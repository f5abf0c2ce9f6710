"""A notice meant by a few words of what it is called: 泉州工作站 for 泉州市院士专家创新工作站.

A question opens with them (``qa_api.opening``). The notice whose names say the most of them, from
the first on, is meant where it is the only one and hardly any would say them all by chance, were
they as frequent in names as they are and independent of one another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from index.words import STOP
from ingest.normal import normal
from qa_api.question import is_asking
from qa_api.tagging import tagged

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_COUNTS = frozenset("年 第 届 度 月 日".split())
_MOST = 4  # words of an opening
_FEWEST, _SHORTEST = 2, 4  # words, and characters of them, that name a notice
_BY_CHANCE = 0.08  # notices expected to be called by all of the words
_GAP = "[\u4e00-\u9fff]{0,4}?"  # between the characters of a shortened word: 联合会, 服务产业联合会


def shortened(question: str, called: Mapping[str, str], able: Collection[str]) -> tuple[str, str]:
    """The id of that of the ``able`` notices which is meant, and the words that name it; both empty
    where none is told from the others.

    ``called`` are the normalised names of every notice on the shelf, by its id.
    """
    words = opening_words(question)
    said = {at: _said(words, called[at]) for at in able}
    most = max(said.values(), default=0)
    meant = [at for at, count in said.items() if count == most]
    naming = words[:most]
    if most < _FEWEST or len(meant) > 1 or len("".join(naming)) < _SHORTEST:
        return "", ""
    expected = float(len(called))
    for word in naming:
        expected *= sum(_says(name, word) for name in called.values()) / len(called)
    return (meant[0], " ".join(naming)) if expected <= _BY_CHANCE else ("", "")


def opening_words(question: str) -> list[str]:
    """The first words up to one that asks, figures left out; what no dictionary holds (岚港)
    whole."""
    found: list[str] = []
    coined = ""
    for word, _ in [*tagged(normal(question)), ("", "")]:
        if word in _COUNTS or (word and not _HAN.fullmatch(word)):
            continue
        joins = is_asking(word) or word in STOP
        if len(word) == 1 and not joins:
            coined += word
            continue
        if len(coined) > 1:
            found.append(coined)
        coined = ""
        if len(word) > 1 and not joins:
            found.append(word)
        elif word not in STOP:
            break
    return found[:_MOST]


def _said(words: Sequence[str], name: str) -> int:
    """How many of the words, from the first on, the name says."""
    return next((at for at, word in enumerate(words) if not _says(name, word)), len(words))


def _says(name: str, word: str) -> bool:
    return word in name or (len(word) > 2 and bool(re.search(_GAP.join(word), name)))
