"""What the notice forbids and the claim allows, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_api.verify.model import Difference
from qa_api.verify.polarity import Negation, negations
from qa_api.verify.statement import Statement, nearest_statement

_ADVERBS = (
    "同时",
    "重复",
    "擅自",
    "随意",
    "另行",
    "自行",
    "直接",
    "再",
    "得",
    "予以",
    "予",
    "能",
    "可以",
    "可",
)
_LEAST = 2  # characters of what is denied that must stand on the other side too


def denial_differences(part: Statement, stated: Sequence[Statement]) -> Iterator[Difference]:
    """Denials that only one of the claim and the sentence nearest to it has."""
    there = nearest_statement(part, stated)
    if there is None:
        return
    for negation in negations(there.bare):
        if said := _undenied(negation, part.bare, there.bare):
            yield Difference("negation", said, str(negation))
    for negation in negations(part.bare):
        if says := _undenied(negation, there.bare, part.bare):
            yield Difference("negation", str(negation), says)


def _undenied(negation: Negation, chars: str, own: str) -> str:
    """What ``negation`` denies, where ``chars`` says it plainly more often than ``own``."""
    denied = negation.denied
    for adverb in _ADVERBS:
        denied = denied.removeprefix(adverb)
    for size in (4, 3, _LEAST):
        word = denied[:size]
        plain = _plain_places(word, chars) if len(word) == size else []
        if plain or (len(word) == size and word in chars):
            more = len(plain) > len(_plain_places(word, own))
            return chars[max(0, plain[-1] - 4) : plain[-1] + 4] if more else ""
    return ""


def _plain_places(word: str, chars: str) -> list[int]:
    """Where ``word`` stands without a denial before it."""
    starts = [negation.start for negation in negations(chars)]
    return [at for at in _places(word, chars) if not any(0 <= at - start <= 8 for start in starts)]


def _places(word: str, chars: str) -> list[int]:
    found, at = [], chars.find(word)
    while at >= 0:
        found.append(at)
        at = chars.find(word, at + 1)
    return found
