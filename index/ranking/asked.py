# ruff: noqa: E501  (tables of words)
"""A question as the ranker reads it: weighted words, pairs of characters, what it wants.

Words weigh by their rarity (inverse document frequency); words that only ask (哪些, 应当, 负责) a
quarter of it, because the clause that answers need not repeat them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.clause_numbers import Labels, spoken
from index.ranking.focus import focus_of
from index.ranking.intents import intents_of, things_asked
from index.words import words
from ingest.normal import squeezed

_ASKING = """
    目的 目标 宗旨 规定 哪些 应当 应该 需要 可以 处罚 受到 怎样 怎么 如何 包括 多久 多长 时间 时候 什么 负责 部门
    条件 要求 具备 主要 内容 情况 进行 是否 能否 会 对于 关于 后果 处理 措施 方面 有关 相关 根据 依据 指 定义 含义
    意思 称为 提交 材料 采取 注意 原则 作用 施行 实施 开始 日期 具有 属于 存在 哪 种 样 谁 机构 单位 机关 程序 方式
    行为 遵守 遵循 做 办 按照 法律 责任 满足 符合 国家 如果 必须 给予 得 不 为了 请 简述 说明 一下 这个 那些 这些
    本 提到
"""
ASKING = frozenset(_ASKING.split())
_ASKING_SHARE = 0.25
_SINGLE_SHARE = 0.5  # a word of one character is found in many others
_GAPS = re.compile(
    "|".join(sorted((word for word in ASKING if len(word) > 1), key=len, reverse=True))
    + r"|吗|呢|的|是|在|有|和|为|由|了|[\W_]"
)
_PUNCTUATION = re.compile(r"[\W_]+")
PROVINCE = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    "贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """``text`` is normalised, without white space; ``pairs`` are the pairs of neighbouring
    characters of its content; ``things`` what it asks the meaning of; ``places`` its provinces;
    ``numbers`` the clause numbers it names; ``focus`` the nouns it asks for; ``bare`` the text
    without punctuation."""

    text: str
    weights: Mapping[str, float]
    pairs: tuple[str, ...]
    intents: frozenset[str]
    things: tuple[str, ...]
    places: frozenset[str]
    numbers: tuple[Labels, ...]
    focus: tuple[str, ...]
    bare: str


def read_asked(text: str, frequencies: Mapping[str, int], clauses: int) -> Asked:
    """``frequencies``: how many of all ``clauses`` hold each word of ``text``."""
    plain = squeezed(text).lower()
    weights = {word: _weight(word, frequencies.get(word, 0), clauses) for word in content(text)}
    pieces = _GAPS.sub(" ", plain).split()
    return Asked(
        text=plain,
        weights=weights,
        pairs=tuple(dict.fromkeys(pair for piece in pieces for pair in pairs_of(piece))),
        intents=frozenset(intents_of(plain)),
        things=tuple(thing for thing in things_asked(plain) if thing),
        places=frozenset(PROVINCE.findall(plain)),
        numbers=spoken(text),
        focus=focus_of(plain),
        bare=_PUNCTUATION.sub("", plain),
    )


def content(text: str) -> Sequence[str]:
    """The words of a question once each, in order."""
    return list(dict.fromkeys(words(text)))


def pairs_of(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]


def _weight(word: str, frequency: int, clauses: int) -> float:
    rarity = math.log(1 + (clauses + 1) / (frequency + 0.5))
    return (
        rarity * (_ASKING_SHARE if word in ASKING else 1) * (_SINGLE_SHARE if len(word) == 1 else 1)
    )
