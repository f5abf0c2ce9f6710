"""Where a span may not be cut: inside a number with its unit, inside brackets or quotes."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"\d[\d,.:：/~—–-]*\s*(?:个?工作日|个?百分点|平方米|公里|小时|分钟|[%％年月日号时点分岁个名人"
    r"家项篇次场期届天元万亿千百倍条件份支位所类种套]*)"
)
BRACKETS = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"), ("「", "」"), ("『", "』"))
_NEAR = 40  # characters that a span may grow by to close a bracket


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """``text[start:end]`` grown until it cuts no number and no short bracket."""
    for number in _NUMBER.finditer(text, max(0, start - _NEAR), min(len(text), end + _NEAR)):
        if number.start() < start < number.end():
            start = number.start()
        if number.start() < end < number.end():
            end = number.end()
    for opens, closes in BRACKETS:
        inside = text[start:end]
        if inside.count(opens) > inside.count(closes):
            closed = text.find(closes, end, end + _NEAR)
            end = closed + 1 if closed >= 0 else end
        elif inside.count(closes) > inside.count(opens):
            opened = text.rfind(opens, max(0, start - _NEAR), start)
            start = opened if opened >= 0 else start
    return start, end
