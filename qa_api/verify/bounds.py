"""不少于3篇 is not 不超过3篇, nor 3篇: a number is claimed with the bound that it has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_api.verify.model import Difference
from qa_api.verify.statement import Statement
from qa_api.verify.values import Value

_OPPOSITE = {("le", "ge"), ("ge", "le"), ("le", "gt"), ("gt", "le"), ("lt", "ge"), ("ge", "lt"),
             ("lt", "gt"), ("gt", "lt"),
             ("before", "after"), ("after", "before")}  # fmt: skip
_CLOSE = {("ge", "gt"), ("gt", "ge"), ("le", "lt"), ("lt", "le")}
_BOUND_IN_LEAD = re.compile(r"最[低高多少]|不[少低]于|不超过|至[少多]|上限|下限")
_SAID = 10  # characters around a value that show its bound


def bound_difference(
    claimed: Value, stated: Value, part: Statement, others: Sequence[Statement]
) -> tuple[Difference, bool] | None:
    """The bound differs, and whether that is wrong; 超过 for 以上 is left to a person."""
    there = next((s for s in others if any(v is stated for v in s.values)), None)
    if there is None or claimed.bound == stated.bound:
        return None
    if not stated.bound and _BOUND_IN_LEAD.search(there.lead):
        return None  # 最低期限如下：…5年
    opposite = (claimed.bound, stated.bound) in _OPPOSITE
    if not (opposite or (claimed.kind == "number" and stated.unit)):
        return None
    difference = Difference("negation", _shown(part, claimed), _shown(there, stated))
    return difference, (claimed.bound, stated.bound) not in _CLOSE


def _shown(statement: Statement, value: Value) -> str:
    start = value.start
    if value.bound in ("le", "ge", "lt", "gt"):
        start = max(0, value.start - _SAID)
        before = statement.chars[start : value.start]
        start += max((before.rfind(mark) for mark in ",。;、:("), default=-1) + 1
    return statement.chars[start : value.end + 2].rstrip(",。;、)")
