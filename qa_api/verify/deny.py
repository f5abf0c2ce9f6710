"""What the notice forbids and the claim allows, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_api.verify.fold import fold
from qa_api.verify.model import Difference
from qa_api.verify.polarity import BANS, Negation, negations
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
_REACH, _BAN_REACH = 8, 40  # characters
_LEAST = 2  # characters of what is denied that must stand on the other side too


def denial_differences(
    part: Statement, near: Sequence[Statement], stated: Sequence[Statement]
) -> Iterator[Difference]:
    """Denials that only the claim or only the sentence of ``near`` that is nearest to it has.

    What is said as the claim says it elsewhere in ``stated`` contradicts nothing.

    An item of a list that a denial opens (不得有下列行为：…) is denied as a whole.
    """
    there = nearest_statement(part, near)
    if there is None or negations(fold(there.lead).chars):
        return
    for negation in negations(there.bare):
        if said := _undenied(negation, [part], stated):
            yield Difference("negation", said, str(negation))
    for negation in negations(part.bare):
        if says := _undenied(negation, [there], [part, *(s for s in stated if s is not there)]):
            yield Difference("negation", str(negation), says)


def _undenied(negation: Negation, others: Sequence[Statement], own: Sequence[Statement]) -> str:
    """What ``negation`` denies, where ``others`` say it plainly and ``own`` nowhere do."""
    denied = negation.denied
    for adverb in _ADVERBS:
        denied = denied.removeprefix(adverb)
    for size in (4, 3, _LEAST):
        word = denied[:size]
        if size == _LEAST and negation.word == "取消":
            continue  # what follows is the thing, not what is done with it
        saying = [other for other in others if len(word) == size and word in other.bare]
        if not saying:
            continue
        plain = [(other, _plain_places(word, other)) for other in saying]
        if any(not places for _, places in plain) or any(_plain_places(word, s) for s in own):
            return ""
        other, places = plain[0]
        return other.bare[max(0, places[-1] - 4) : places[-1] + 4]
    return ""


def _plain_places(word: str, statement: Statement) -> list[int]:
    """Where ``word`` stands without a denial before it."""
    chars = statement.bare
    found = negations(chars)
    return [at for at in _places(word, chars) if not any(_reaches(n, at, chars) for n in found)]


def _reaches(negation: Negation, at: int, chars: str) -> bool:
    """A denial holds for what follows it closely; a ban for all that it lists (禁止买卖、赠送)."""
    far = _BAN_REACH if negation.word in BANS and "或" in chars[negation.end : at] else _REACH
    return 0 <= at - negation.start <= far


def _places(word: str, chars: str) -> list[int]:
    found, at = [], chars.find(word)
    while at >= 0:
        found.append(at)
        at = chars.find(word, at + 1)
    return found
