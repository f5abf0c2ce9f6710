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
from qa_api.abbreviations import spread
from qa_api.question import is_asking
from qa_api.tagging import tagged
from qa_api.wanted import PARTS

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_COUNTS = frozenset("年 第 届 度 月 日".split())
_DOING = frozenset("想报评填交领去给办看咱请问")  # single characters that begin no name
_LOOKED_AT, _MOST = 4, 4  # parts of a question, words of the opening of each
_FEWEST, _SHORTEST = 2, 4  # words, and characters of them, that name a notice
_BY_CHANCE = 0.08  # notices expected to be called by all of the words
_WITHIN = 4  # characters that a name may say between those of a shortened word


def shortened(question: str, called: Mapping[str, str], able: Collection[str]) -> tuple[str, str]:
    """The id of that of the ``able`` notices which is meant, and the words that name it; both empty
    where none is told from the others.

    ``called`` are the normalised names of every notice on the shelf, by its id. A question that
    first tells of the asker (我们是民企，泉州工作站…) names the notice in a later part.
    """
    names = tuple(called.values())
    for part in PARTS.split(normal(question))[:_LOOKED_AT]:
        words = opening_words(part, names)
        said = {at: _said(words, called[at]) for at in able}
        most = max(said.values(), default=0)
        meant = [at for at, count in said.items() if count == most]
        if len(meant) == 1 and _tells(words[:most], names):
            return meant[0], " ".join(words[:most])
    return "", ""


def _tells(words: Sequence[str], names: Sequence[str]) -> bool:
    """Whether hardly any notice would be called by all of the words by chance."""
    if len(words) < _FEWEST or sum(map(len, words)) < _SHORTEST:
        return False
    expected = float(len(names))
    for word in words:
        expected *= sum(_says(name, word) for name in names) / len(names)
    return expected <= _BY_CHANCE


def opening_words(text: str, names: Sequence[str] = ()) -> list[str]:
    """The first words of a normalised text up to one that asks, without figures and what it begins
    with before it names anything; what no dictionary holds (岚港) whole, as one of ``names`` says
    it."""
    found: list[str] = []
    coined = ""
    for word, _ in [*tagged(text), ("", "")]:
        if word in _COUNTS or (word and not _HAN.fullmatch(word)):
            continue
        joins = is_asking(word) or word in STOP or word in _DOING
        single = len(word) == 1 and (not joins or _stands(coined + word, coined, names))
        if single:
            coined += word
            continue
        if len(coined) > 1:
            found.append(coined)
        coined = ""
        if len(word) > 1 and not joins:
            found.append(word)
        elif word not in STOP and found:
            break  # what asks, or is done with what was named
    return found[:_MOST]


def _stands(word: str, before: str, names: Sequence[str]) -> bool:
    return bool(before) and any(word in name for name in names)


def _said(words: Sequence[str], name: str) -> int:
    """How many of the words, from the first on, the name says."""
    return next((at for at, word in enumerate(words) if not _says(name, word)), len(words))


def _says(name: str, word: str) -> bool:
    if word in name:
        return True
    longer = spread(word, _WITHIN)
    return longer is not None and bool(longer.search(name))
