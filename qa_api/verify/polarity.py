"""Negations and what they deny: 不得兼报, 未通过, 无经费资助; 不断 only looks like one.

Texts are folded without punctuation (``fold(text).chars``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NEGATION = re.compile(
    r"不要(?!求)|不用(?!于)|切勿|请勿|暂停|停止|停办|免(?=[收征交缴除])|不得|不可以|不可(?!或缺|逆)|不能|不应当?|不许|不准|不允许|不予|不再|不须|不需要?|不必|不受理|互不|[概并均也]不(?![少低高多大小超满足])|"
    r"严禁|禁止|谢绝|拒绝|取消|未经|未能|未曾|尚未|从未|未(?=[^来必])|没有|没(?=[^收])|"
    r"无(?=[^线人论偿障锡机形数限缝纸毒害党界私])|非(?=[^常公物遗法凡洲营])|免予|免于|"
    r"(?<![毫无从永决对])不(?=[^断仅但同良懈定动只光锈妨管论如过足少低高超大小多晚迟早限满超利善便等惜久时明料及失])"
)
BANS = ("不得", "禁止", "严禁", "不准", "不许")
_LOOK_ALIKE = re.compile(r"不足(?=[^\d])|不良|不断|不仅|除非|是非|并非|不限")
RESTRICTION = re.compile(
    r"仅限|只限|仅|只能|只有|只(?=[^要])|原则上|除[^。；]{1,20}外|可以不|另有规定"
)
_REACH = 4  # characters after a negation by which its predicate is known


@dataclass(frozen=True, slots=True)
class Negation:
    """``denied`` is the beginning of what is denied, the characters after ``word``."""

    word: str
    denied: str
    start: int
    end: int

    def __str__(self) -> str:
        return self.word + self.denied


def negations(chars: str) -> list[Negation]:
    """The negations of a folded text, in order."""
    found = []
    for match in NEGATION.finditer(chars + "　"):
        if match.end() <= len(chars) and not _LOOK_ALIKE.match(chars, match.start()):
            denied = chars[match.end() : match.end() + _REACH]
            found.append(Negation(match[0], denied, *match.span()))
    return found
