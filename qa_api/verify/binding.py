"""Does the text bind the value that a claim gives to the same words?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter

from qa_api.verify.bounds import bound_difference
from qa_api.verify.counts import counted_affinity
from qa_api.verify.model import Difference
from qa_api.verify.quotes import kind_of
from qa_api.verify.statement import Statement
from qa_api.verify.values import GENERIC, Value
from qa_api.verify.wording import repeated_statement

_ENOUGH = (
    0.15  # affinity from which a differing value contradicts rather than being beside the point
)
_CLEARER = 1.15  # how much better another value must fit to contradict one that stands there too


def value_difference(
    part: Statement, value: Value, stated: Sequence[Statement]
) -> tuple[Difference, bool] | None:
    """Is the value that the text binds to the same words another, or under another bound?

    The difference with whether it is wrong (False: the text has no such value, or nearly this).
    """
    if _is_article(value):
        return None
    context = part.context_of(value)
    fits = [
        (counted_affinity(value, part, other, statement, context), other)
        for statement in stated
        for other in statement.values
        if value.same_sort(other) and not _is_article(other)
    ]
    same = [(fit, other) for fit, other in fits if value.agrees(other)]
    others = [(fit, other) for fit, other in fits if not value.agrees(other)]
    best = max((fit for fit, _ in same), default=0.0)
    in_unit = [(fit, other) for fit, other in others if other.unit == value.unit]
    if any(other.unit == value.unit for _, other in same):
        others = in_unit
    elif value.unit and any(fit >= best for fit, _ in in_unit):
        same, others = [], in_unit  # 30家 is held against 20家, not against 30个
    rival = max(others, key=lambda pair: pair[0], default=None)
    if rival and any(_bound_as(value, other) > _bound_as(value, rival[1]) for _, other in same):
        rival = None
    if same and not (rival and _is_clearer(rival, same, best, context, stated)):
        if any(other.bound == value.bound for fit, other in same if fit >= best / 2):
            return None
        return bound_difference(value, max(same, key=itemgetter(0))[1], part, stated)
    if rival and (rival[0] >= _ENOUGH or same):
        kind = kind_of(value, rival[1], value.text, rival[1].text)
        return Difference(kind, value.text, rival[1].text), True
    if _is_idle(value):
        return None
    return Difference(kind_of(value, None, value.text, ""), value.text, ""), False


def _is_clearer(
    rival: tuple[float, Value],
    same: Sequence[tuple[float, Value]],
    best: float,
    context: Collection[str],
    stated: Sequence[Statement],
) -> bool:
    """Does a value that differs fit better, or have all words of the one that agrees, and more?"""
    if rival[0] > _CLEARER * best + 0.05:
        return True
    there = next(s for s in stated if any(v is rival[1] for v in s.values))
    nearest = max(same, key=itemgetter(0))[1]
    if not any(v is nearest for v in there.values):
        return False
    return there.goes_with(rival[1], context) > there.goes_with(nearest, context)


def _bound_as(claimed: Value, other: Value) -> bool:
    return claimed.bound != "" and claimed.bound == other.bound


def exchanged_values(part: Statement, stated: Sequence[Statement]) -> Iterator[Difference]:
    """Where a sentence is repeated: a value said more often than it stands there, for one left out
    (20-20名 for 20-30名)."""
    there = repeated_statement(part, stated)
    left = [value for value in there.values if not _is_article(value)] if there else []
    surplus = []
    for value in part.values:
        same = next((other for other in left if value.agrees(other)), None)
        if same is None:
            surplus.append(value)
        else:
            left.remove(same)
    for value in surplus:
        missing = next((other for other in left if value.same_sort(other)), None)
        if missing is not None:
            left.remove(missing)
            kind = kind_of(value, missing, value.text, missing.text)
            yield Difference(kind, value.text, missing.text)


def _is_article(value: Value) -> bool:
    """一个, 每一个: no number is meant."""
    return value.kind == "number" and value.digits == "一" and value.unit in GENERIC


def _is_idle(value: Value) -> bool:
    """一个, 一批 …: an article rather than a number; 附件3: where the claim says it stands."""
    return (value.kind == "number" and value.digits == "一") or (
        value.kind == "text" and bool(value.unit)
    )
