"""The noun that an asking word asks about: 酒店 of 哪家酒店, 倍 of 几倍, 材料 of 什么材料."""

from __future__ import annotations

import re

from ingest.normal import normal
from qa_api.question import Question, is_filler
from qa_api.tagging import tagged

_ASKS = re.compile(
    r"(?:哪(?:一|几|些|[一二三四五六七八九十两\d]+)?|什么样的?|什么|多少|几)"
    r"(?:个|家|所|位|种|类|项|条|些|张|款|份|支|座|大|名)?"
)


def thing_asked(question: Question) -> str:
    """The noun right after the first asking word; empty where there is none of its own."""
    for asks in _ASKS.finditer(normal(question.text)):
        for word, tag in tagged(normal(question.text)[asks.end() :][:8])[:2]:
            if tag[0] == "n" and len(word) > 1 and not is_filler(word) and word not in _VAGUE:
                return word
            if tag[0] not in "nbav":
                break
    return ""


_VAGUE = frozenset("时候 东西 地方 事情 人 单位 部门 机构 条件 要求 材料 情况 情形 方式".split())
