"""Labels that open a clause in Chinese official documents (GB/T 9704-2012, 7.3.3).

The standard's order is 一、 （一） 1. （1）; statutes use 编, 章, 节, 条; practice adds 1) ① 专栏
一是 甲、 壹、 A. A1. 项目一：. ``RANK`` orders the families from outer to inner. A label at the
start of a line is found by ``label_at_start``; labels inside a paragraph, which need their
neighbours to be believed, by ``ingest.inline``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from string import ascii_lowercase

RANK: dict[str, float] = {
    "annex": 0,
    "part": 1,
    "chapter": 2,
    "section": 3,
    "article": 4,
    "stem": 4.5,
    "formal": 4.7,
    "cn": 5,
    "cn_paren": 6,
    "column": 7,
    "arabic": 7,
    "decimal": 7.5,
    "paren": 8,
    "stem_paren": 8.4,
    "letter_paren": 8.45,
    "letter": 8.5,
    "letter_number": 8.6,
    "counted": 8.7,
    "step": 8.8,
    "half_paren": 9,
    "circle": 10,
    "ordinal": 11,
}

_LETTERED = ("letter", "letter_number")
_STEM_LIKE = ("stem", "stem_paren", "letter_paren")
_IN_WORDS = ("counted", "step")
ANYWHERE = (*_LETTERED, *_IN_WORDS)  # they stand below whatever is open: no rank is usual
FROM_FIRST = (*ANYWHERE, *_STEM_LIKE)  # they are believed from the first on

_STEMS = "甲乙丙丁戊己庚辛壬癸"
# The numerals of bills (大写), printed for 一、二、三、 or above them.
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_FORMAL_DIGITS = "".join(map(chr, _FORMAL))
_CN = "〇零一二三四五六七八九十百千两"
_STATUTE = {"编": "part", "部分": "part", "章": "chapter", "节": "section", "条": "article"}
# What is counted in words: 项目一：…, 方向2：…, 第一阶段（…）
_COUNTED = "项目|专题|方向|任务|赛道|赛项|板块|模块|环节|阶段|步骤|类别|课题"
_STEPS = "阶段|步|类|档|环节|赛道|方向"
_LEAD = r"[\s　*·•\-]{0,4}"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("statute", re.compile(rf"第\s*([{_CN}]+|\d+)\s*(编|部分|章|节|条)(之[{_CN}]+)?")),
    ("column", re.compile(rf"专\s*栏\s*([{_CN}]+|\d+)(?=[\s　:：]|[^\d、，。]|$)")),
    ("stem", re.compile(rf"([{_STEMS}])\s*、(?!\s*[{_STEMS}])")),
    ("stem_paren", re.compile(rf"[（(]([{_STEMS}])[）)]")),
    ("letter_paren", re.compile(r"[（(]([a-zA-Z])[）)]")),
    ("formal", re.compile(rf"([{_FORMAL_DIGITS}]{{1,3}})\s*[、．.]")),
    ("cn", re.compile(rf"([{_CN}]+)\s*[、．.]")),
    ("cn_paren", re.compile(rf"[（(]\s*([{_CN}]+)\s*[）)]、?")),
    ("decimal", re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})(?![\d.．%％])[.．、]?")),
    ("arabic", re.compile(r"(\d{1,3})\s*[、．.](?!\d(?!\d{3}\s*年))")),
    ("paren", re.compile(r"[（(]\s*(\d{1,3})\s*[）)]、?")),
    ("half_paren", re.compile(r"(\d{1,2})\s*[)）]、?")),
    ("circle", re.compile(r"([①-⑳])")),
    (
        "letter",
        re.compile(r"([A-Z])(?:\s*[.．、]\s*|[\s　]+(?![类组级档座区]))(?=[\u4e00-\u9fff“《（(])"),
    ),
    (
        "letter_number",
        re.compile(
            rf"([A-Z{_STEMS}])[.．]?(\d{{1,2}})(?:[\s　]+|[.．、][\s　]*)(?=[\u4e00-\u9fff“《])"
        ),
    ),
    (
        "counted",
        re.compile(rf"({_COUNTED})\s*([{_CN}]+|\d{{1,2}})(?=\s*[:：]|[\s　]+[\u4e00-\u9fff])"),
    ),
    (
        "step",
        re.compile(rf"第([{_CN}]+|\d{{1,2}})({_STEPS})(?=\s*[:：（(]|[\s　]+[\u4e00-\u9fff])"),
    ),
    ("ordinal", re.compile(rf"([{_CN[2:]}]{{1,3}})是(?!否)")),
    ("ordinal", re.compile(rf"其([{_CN[2:]}]{{1,2}})[，、：]")),
)

_MAY_OPEN = re.compile(rf"[第专其（(\d①-⑳A-Z{_CN}{_STEMS}{_FORMAL_DIGITS}]|{_COUNTED}")

# What follows 第X条 when it is a reference in running text and not the head of an article: words
# that leave no doubt, and words that an article may also begin with.
_REFERENCE = re.compile(
    r"\s*(?:[至到和及与或、，,；;。）)》]|第|之[一二三四五六七八九十]|规定|所[称列述规]|[款项目](?!目)|修改为|中的)"
)
_DOUBTFUL = re.compile(r"\s*(?:所|的|中|以[上下外内]|关于|要求|明确)")
_SPACE = " 　\t\xa0\u2002\u2003"
_BARE = re.compile(r"\s*(\d{1,2})(?:[\s　]+(?=[^\d\s])|(?=[\u4e00-\u9fff]))")
_BARE_HEADING = 30  # characters
_SPACED_DECIMAL = re.compile(r"\s*(\d{1,2})[.．][\s　]+(\d{1,2})(?=[\s　]+[^\d\s])")


@dataclass(frozen=True, slots=True)
class Label:
    """``number`` is the label without its mark, brackets full-width: ``（二）``, ``1``, ``1)``.

    ``value`` counts in its family (``(2, 1)`` for 2.1 or 第二条之一); ``start``/``end`` are offsets
    of the label in the line, ``end`` being where its text begins.
    """

    family: str
    value: tuple[int, ...]
    number: str
    start: int
    end: int

    @property
    def rank(self) -> float:
        return RANK[self.family] + (0.1 * (len(self.value) - 2) if self.family == "decimal" else 0)


# 一 to 九十九, which nearly all labels are: to import cn2an takes a tenth of a second.
_ONES = ("", *"一二三四五六七八九")
_SMALL = {
    f"{ten}{'十' if ten or tens else ''}{one}": 10 * tens + ones
    for tens, ten in enumerate(["", "", *_ONES[2:]])
    for ones, one in enumerate(_ONES)
    if tens or ones
}


@lru_cache(maxsize=4096)
def integer(digits: str) -> int:
    """Arabic or Chinese numerals (十二, 一百零三, 二〇二一) as an integer.

    Raises ValueError where the characters are not a numeral.
    """
    if digits.isdecimal():
        return int(digits)
    if digits in _SMALL:
        return _SMALL[digits]
    if len(digits) > 1 and not re.search("[十百千]", digits):
        return int(
            "".join(str("〇一二三四五六七八九".index(c.replace("零", "〇"))) for c in digits)
        )
    import cn2an

    try:
        return int(cn2an.cn2an(digits.replace("〇", "零"), "smart"))
    except KeyError as error:  # what it raises for some runs of numerals that are none (九九十)
        raise ValueError(digits) from error


def integer_or_none(digits: str) -> int | None:
    """``integer``, or None where the characters are not a numeral (十四五 of a plan's name)."""
    try:
        return integer(digits)
    except ValueError:
        return None


def label_at_start(line: str, article: int | None = None) -> Label | None:
    """The label that opens ``line``, or None where the line is running text.

    ``article`` is the number of the article before: the next one is believed before words that
    would make it a reference elsewhere (第十条中小企业…).
    """
    lead = re.match(_LEAD, line)
    begin = lead.end() if lead else 0
    if not _MAY_OPEN.match(line, begin):
        return None
    for family, pattern in _PATTERNS:
        found = pattern.match(line, begin)
        if found:
            label = _label(family, found)
            if label and _is_heading(label, line, article):
                return label
    return None


def bare_headings(lines: Sequence[str]) -> frozenset[int]:
    """Indices of the headings ``1 范围``, ``2 术语`` … of a standard (GB/T 1.1), numbered from 1.

    Numbers without a mark are believed where three or more count on and text stands between most.
    """
    found: list[int] = []
    for index, line in enumerate(lines):
        label = bare_heading(line)
        if label and label.value == (len(found) + 1,):
            found.append(index)
    apart = sum(b - a > 1 for a, b in pairwise([*found, len(lines)]))
    return frozenset(found) if len(found) >= 3 and 2 * apart >= len(found) else frozenset()


def bare_heading(line: str) -> Label | None:
    """``3 术语和定义`` as the label 3, None where the line is longer or a sentence."""
    found = _BARE.match(line)
    if not found or len(line) > _BARE_HEADING or re.search("[，。；：:、?？\t]", line):
        return None
    if not re.search(r"[\u4e00-\u9fff]{2}", line) or re.match(
        r"[年月日个项天人号]", line[found.end() :]
    ):
        return None
    return Label("arabic", (int(found[1]),), found[1], found.start(1), found.end())


def spaced_decimal(line: str) -> Label | None:
    """``5. 2　附件`` printed with a space inside 5.2; the caller knows that 5 is open."""
    found = _SPACED_DECIMAL.match(line)
    if not found:
        return None
    value = (int(found[1]), int(found[2]))
    return Label("decimal", value, f"{found[1]}.{found[2]}", found.start(1), found.end())


def _label(family: str, found: re.Match[str]) -> Label | None:
    digits = found[1]
    try:
        if family == "statute":
            value: tuple[int, ...] = (integer(digits),)
            if found[3]:
                value += (integer(found[3][1:]),)
            number = re.sub(r"\s", "", found[0])
            return Label(_STATUTE[found[2]], value, number, found.start(), found.end())
        if family == "decimal":
            value = tuple(int(part) for part in re.split("[.．]", digits))
            return Label(family, value, digits.replace("．", "."), found.start(), found.end())
        if family == "circle":
            return Label(family, (ord(digits) - ord("①") + 1,), digits, found.start(), found.end())
        if family in _STEM_LIKE:
            value = (_place(digits),)
            number = digits if family == "stem" else f"（{digits}）"
            return Label(family, value, number, found.start(), found.end())
        if family in _LETTERED:
            value = (_place(digits), *map(int, found.groups()[1:]))
            return Label(family, value, "".join(found.groups()), found.start(), found.end())
        if family in _IN_WORDS:
            value = (integer(found[2 if family == "counted" else 1]),)
            return Label(family, value, re.sub(r"\s", "", found[0]), found.start(), found.end())
        value = (integer(digits.translate(_FORMAL)),)
    except ValueError:
        return None
    number = {
        "formal": digits,
        "cn": digits,
        "arabic": digits,
        "cn_paren": f"（{digits}）",
        "paren": f"（{digits}）",
        "half_paren": f"{digits})",
        "column": f"专栏{digits}",
        "ordinal": f"其{digits}" if found[0].startswith("其") else f"{digits}是",
    }[family]
    return Label(family, value, number, found.start(), found.end())


def _place(letter: str) -> int:
    """1 for 甲, A and a."""
    letters = _STEMS if letter in _STEMS else ascii_lowercase
    return letters.index(letter.lower()) + 1


def _is_heading(label: Label, line: str, article: int | None) -> bool:
    """Tell a label from running text that begins alike (第三条所称的…, 11.5.2的…, 1.5亿元)."""
    rest = line[label.end :]
    if label.family in ("part", "chapter", "section", "article"):
        if not rest or rest[0] in _SPACE:
            return True
        follows = (
            label.family == "article" and article is not None and label.value == (article + 1,)
        )
        return not _REFERENCE.match(rest) and (follows or not _DOUBTFUL.match(rest))
    if label.family == "decimal":
        return bool(re.match(r"[\s　]|[^\s\dA-Za-z的%％亿万元个项年月日倍分以至、，。）)]", rest))
    if label.family == "arabic":
        return bool(rest.strip())
    return True
