"""Numbers that a claim has counted: 7名副组长 of a list of seven, 三种 of three that it names."""

from __future__ import annotations

import re

from qa_api.verify.coverage import Place
from qa_api.verify.model import Difference
from qa_api.verify.statement import Statement
from qa_api.verify.values import COUNTED, Value

_LISTED = re.compile(r"[\u4e00-\u9fff“”\"《》（）()A-Za-z]+(?:、[\u4e00-\u9fff“”\"《》（）()A-Za-z]+)+")
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
