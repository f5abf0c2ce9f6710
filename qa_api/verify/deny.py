"""What the notice forbids and the claim allows, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_api.verify.fold import fold
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
_BANS = ("不得", "禁止", "严禁", "不准", "不许")
_REACH, _BAN_REACH = 8, 40  # characters
_LEAST = 2  # characters of what is denied that must stand on the other side too


def denial_differences(part: Statement, stated: Sequence[Statement]) -> Iterator[Difference]:
    """Denials that only one of the claim and the sentence nearest to it has.

    An item of a list that a denial opens (不得有下列行为：…) is denied as a whole.
    """
    there = nearest_statement(part, stated)
    if there is None or negations(fold(there.lead).chars):
        return
    for negation in negations(there.bare):
        if said := _undenied(negation, part, there):
            yield Difference("negation", said, str(negation))
    for negation in negations(part.bare):
        if says := _undenied(negation, there, part):
            yield Difference("negation", str(negation), says)


def _undenied(negation: Negation, other: Statement, own: Statement) -> str:
    """What ``negation`` denies, where ``other`` says it plainly more often than ``own``."""
    denied = negation.denied
    for adverb in _ADVERBS:
        denied = denied.removeprefix(adverb)
    for size in (4, 3, _LEAST):
        word = denied[:size]
        if len(word) < size or word not in other.bare:
            continue
        plain = _plain_places(word, other)
        more = len(plain) > len(_plain_places(word, own))
        return other.bare[max(0, plain[-1] - 4) : plain[-1] + 4] if more else ""
    return ""


def _plain_places(word: str, statement: Statement) -> list[int]:
    """Where ``word`` stands without a denial before it."""
    chars = statement.bare
    found = negations(chars)
    return [at for at in _places(word, chars) if not any(_reaches(n, at, chars) for n in found)]


def _reaches(negation: Negation, at: int, chars: str) -> bool:
    """A denial holds for what follows it closely; a ban for all that it lists (禁止买卖、赠送)."""
    far = _BAN_REACH if negation.word in _BANS and "或" in chars[negation.end : at] else _REACH
    return 0 <= at - negation.start <= far


def _places(word: str, chars: str) -> list[int]:
    found, at = [], chars.find(word)
    while at >= 0:
        found.append(at)
        at = chars.find(word, at + 1)
    return found
