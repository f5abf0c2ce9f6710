"""The thing a question asks for, and the clauses that list it.

需要提交哪些材料 asks for 材料, and the clause that answers it says 应当提交下列材料 or 材料包括.
That the word merely stands in a clause says little: it stands in many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_AFTER = re.compile(
    r"(?:哪些|什么样的|什么|哪几[种类个项]|何种|哪种|怎样的|怎么样的|多少)([一-龥]{2,8})"
)
_BEFORE = re.compile(
    r"的([一-龥]{2,6}?)(?:主要|具体)?"
    r"(?:是什么|有哪些|包括哪些|包括什么|有什么|是哪些|是多少|是谁|如何|怎么)"
)
_ENDS = re.compile(
    "的|可以|应当|应该|需要|不|会|是|能|由|进行|才|要|吗|呢|受|属于|适用|在|对|向|得|负责|有"
)
_LENGTH = 2  # of a noun's end, which is its head: 申请材料, 证明材料 → 材料


def focus_of(question: str) -> tuple[str, ...]:
    """The nouns that a normalised question asks for, by their last two characters."""
    return tuple(dict.fromkeys(_nouns(question)))


def lists(nouns: Sequence[str]) -> re.Pattern[str] | None:
    """Finds in a normalised clause that it goes on to list one of ``nouns``; None without any."""
    if not nouns:
        return None
    noun = "(?:" + "|".join(map(re.escape, nouns)) + ")"
    return re.compile(
        rf"(?:下列|以下|如下|其他)[^。，,:]{{0,8}}{noun}|{noun}[^。;]{{0,6}}(?:包括|:|如下|是指)"
    )


def _nouns(question: str) -> Iterator[str]:
    for match in _AFTER.finditer(question):
        noun = _ENDS.split(match[1])[0]
        if len(noun) >= _LENGTH:
            yield noun[-_LENGTH:]
    if before := _BEFORE.search(question):
        yield before[1][-_LENGTH:]
