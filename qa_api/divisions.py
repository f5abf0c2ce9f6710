"""What a thing is divided into, by the noun that its parts are called by: 分几类, 下设哪些组."""

from __future__ import annotations

import re

_PART = "类别|[类种组步档级等批轮块]|阶段|环节|部分|梯队|赛道|分队|小队|专项|板块|单元|[库奖卡]"
_DIVIDED = re.compile(
    rf"(?P<of>[\u4e00-\u9fff]{{0,3}}?)[共都各]?(?P<how>分|下?设|有|包括|是)[为成了作]?"
    rf"(?:几|哪些|哪几|多少)[大个类种项]?(?P<part>{_PART})"
)
# As a column is headed: 有哪些项目类别.
_HEAD_ASKED = re.compile(
    r"(?:哪些|哪几个?|(?<!哪)几个|什么)([\u4e00-\u9fff]{0,4}(?:类别|组别|类型|级别|档次))"
)
_NUMBER = r"[一二三四五六七八九十]|[a-z]|\d{1,2}"
_NO_NAME = "一二三四五六七八九十两几各每同本这该此分"  # before the noun: 每组 names no group
_NAME = 12  # characters before the noun
_BETWEEN = re.compile(r"[、,;:。和及与]|分设|下设|分为|包括")


def parts_asked(question: str) -> re.Pattern[str] | None:
    """How the parts begin that a normalised question asks for, all called by the same noun:
    学生组 and 青年组, 第一步, A类; None where it asks for none."""
    asked = _DIVIDED.search(question)
    if asked is None:
        return None
    nouns = [asked["part"]]
    if asked["part"] in "类种":
        nouns.append("型")
        if asked["how"] == "分" and asked["of"]:  # 奖分几类: the parts may be called prizes
            nouns += [asked["of"], asked["of"][-1]]
    noun = "|".join(map(re.escape, dict.fromkeys(nouns)))
    named = rf"[\u4e00-\u9fffa-z“”]{{1,{_NAME}}}?(?<![{_NO_NAME}])(?:{noun})(?![\u4e00-\u9fff])"
    return re.compile(rf"第?(?:{_NUMBER})(?:{noun})|{named}")


def heads_parts(head: str, question: str) -> bool:
    """Whether a column of a table lists the parts that a normalised question asks for: 项目类别 for
    项目分几类, but not 材料类别."""
    if (column := _HEAD_ASKED.search(question)) and head.endswith(column[1]):
        return True
    asked = _DIVIDED.search(question)
    if asked is None:
        return False
    named = re.fullmatch(rf"([\u4e00-\u9fff]*?){asked['part']}[别型]?(?:名称)?", head)
    return named is not None and named[1] in question


def parts_named(text: str, called: re.Pattern[str]) -> frozenset[str]:
    """The parts so ``called`` that a normalised text names one after the other."""
    pieces = map(str.strip, _BETWEEN.split(text))
    return frozenset(name[0] for piece in pieces if (name := called.match(piece)))
