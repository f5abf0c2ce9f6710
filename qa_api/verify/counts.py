"""Numbers of counted things: 10个国家级中心 are not 10个省级中心; 7名副组长 of seven names."""

from __future__ import annotations

import re
from collections.abc import Collection

from index.words import words
from qa_api.verify.coverage import Place
from qa_api.verify.model import Difference
from qa_api.verify.statement import Statement
from qa_api.verify.values import COUNTED, Value
from qa_api.verify.vocabulary import idle_words

_NAME = r"[\u4e00-\u9fff“”\"《》（）()A-Za-z]+"
_LISTED = re.compile(rf"{_NAME}(?:、{_NAME})+")
_NOUN_END = re.compile(r"[，,。；;、:：（(]|[和及与]")
_NOUN = re.compile(r"[\u4e00-\u9fff]{2,8}")


def is_counted(value: Value, part: Statement) -> bool:
    """Does the claim itself name as many as it says, right before the number?"""
    before = part.chars[: value.start].rstrip("等共,，:：")
    listed = [match for match in _LISTED.finditer(before) if match.end() == len(before)]
    return (
        value.kind == "number"
        and value.unit in COUNTED
        and bool(listed)
        and listed[-1][0].count("、") + 1 == float(value.key)
    )


def count_of(value: Value, part: Statement, place: Place) -> int | None:
    """How many the text lists under the word that the claim counts; None where it lists none."""
    noun = _NOUN.match(part.chars, value.end)
    if value.kind != "number" or value.unit not in COUNTED or noun is None:
        return None
    for size in range(len(noun[0]), 1, -1):
        word = re.escape(noun[0][:size])
        label = re.compile(rf"(?<![\u4e00-\u9fff]){word}[:：]\s*([^。；;\n]+)")
        for statement in place.statements:
            if match := label.search(statement.text):
                return match[1].count("、") + 1
    return None


def count_difference(value: Value, counted: int) -> Difference:
    return Difference("number", value.text, f"列出 {counted} {value.unit}".rstrip())


def counted_affinity(
    claimed: Value, part: Statement, stated: Value, there: Statement, context: Collection[str]
) -> float:
    """How well ``stated`` goes with what the claim says of ``claimed``: by what is counted, where
    both count, else by the words around."""
    affinity = there.affinity(stated, context)
    if claimed.kind != "number" or claimed.unit not in COUNTED | {"人"}:
        return affinity
    ours, theirs = _noun(part, claimed), _noun(there, stated)
    if not ours or not theirs:
        return affinity
    return affinity * len(set(ours) & set(theirs)) / len(set(ours))


def _noun(statement: Statement, value: Value) -> list[str]:
    """The words of what is counted: up to the next stop or value."""
    after = [other.start for other in statement.values if other.start >= value.end]
    text = statement.chars[value.end : min(after, default=len(statement.chars))]
    text = _NOUN_END.split(text, maxsplit=1)[0]
    return [word for word in words(text) if word not in idle_words()]
