"""What the notice forbids and the claim allows, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_api.verify.model import Difference
from qa_api.verify.polarity import Negation, negations
from qa_api.verify.statement import Statement, nearest_statement

_ADVERBS = ("同时", "重复", "擅自", "随意", "另行", "自行", "直接", "再", "得", "予以", "予", "能", "可以", "可")
_LEAST = 2  # characters of what is denied that must stand on the other side too


def denial_differences(part: Statement, stated: Sequence[Statement]) -> Iterator[Difference]:
    """Denials that only one of the claim and the sentence nearest to it has."""
    there = nearest_statement(part, stated)
    if there is None:
        return
    for negation in negations(there.bare):
        if said := _undenied(negation, part.bare):
            yield Difference("negation", said, str(negation))
    for negation in negations(part.bare):
        if says := _undenied(negation, there.bare):
            yield Difference("negation", str(negation), says)


def _undenied(negation: Negation, chars: str) -> str:
    """The words that ``negation`` denies where ``chars`` has them, and never denied; else empty."""
    denied = negation.denied
    for adverb in _ADVERBS:
        denied = denied.removeprefix(adverb)
    places = [at for size in (4, 3, _LEAST) if len(denied) >= size for at in _places(denied[:size], chars)]
    if not places:
        return ""
    ends = {other.start for other in negations(chars)}
    for at in places:
        if any(start <= at and at - start <= 8 for start in ends):
            return ""
    first = places[0]
    return chars[max(0, first - 2) : first + 4]


def _places(word: str, chars: str) -> list[int]:
    found, at = [], chars.find(word)
    while at >= 0:
        found.append(at)
        at = chars.find(word, at + 1)
    return found
