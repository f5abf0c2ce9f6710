"""Questions in which another notice's name stands for that of their own: nothing answers them.

A name is what question and notice share and running text hardly ever says (橘洲, 三服务).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator

from index.common_pairs import HAN, pairs_in
from index.training.reader.lists import Listed
from ingest.normal import normal

RENAMED = "renamed"  # the source of such lists
_SELDOM = 17  # texts, of 179 thousand, that a pair of characters of a name stands in at most
_RENAMED = 0.6  # share of the lists whose question gives a name
_LONGER = 1  # characters by which the other name may be longer or shorter


def renamed_lists(
    lists: Iterable[Listed], times: Counter[str], rng: random.Random
) -> Iterator[Listed]:
    named = [(one, name) for one in lists if (name := _name(one, times))]
    names = sorted({name for _, name in named})
    for one, name in named:
        others = [other for other in names if _may_stand_for(other, name)]
        if not others or rng.random() >= _RENAMED:
            continue
        question = normal(one.question).replace(name, rng.choice(others))
        yield Listed(RENAMED, question, one.passages, (False,) * len(one.right))


def _may_stand_for(other: str, name: str) -> bool:
    return abs(len(other) - len(name)) <= _LONGER and set(pairs_in(other)).isdisjoint(
        pairs_in(name)
    )


def _name(one: Listed, times: Counter[str]) -> str:
    """The longest run of the question that the right text's notice is called by; empty without."""
    right = next((p for p, is_right in zip(one.passages, one.right, strict=True) if is_right), None)
    if right is None:
        return ""
    called = set(pairs_in(right.notice))
    runs = (run for han in HAN.findall(normal(one.question)) for run in _runs(han, called))
    telling = (run for run in runs if min(times[pair] for pair in pairs_in(run)) <= _SELDOM)
    return max(telling, key=len, default="")


def _runs(text: str, called: set[str]) -> Iterator[str]:
    """The pieces of ``text`` all of whose pairs of characters are among ``called``."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or text[end - 1 : end + 1] not in called:
            if end - start > 1:
                yield text[start:end]
            start = end
