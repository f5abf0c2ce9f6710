"""What a question wants to be told: types of answer, a unit, a noun, the meaning of a term.

Read once a question, asked of each candidate's text (``qa_api.signals``). Texts are normalised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from index.ranking.intents import things_asked
from index.thesaurus import stands
from ingest.normal import normal
from qa_api.answer_types import ANSWER_TYPES, VALUES, AnswerType
from qa_api.divisions import parts_asked, parts_named
from qa_api.exclusions import asks_excluded
from qa_api.question import Question, is_filler
from qa_api.tagging import tagged

_QUANTITY = re.compile(r"\d[\d,.]*\s*[万亿千百]*[\u4e00-\u9fff%]?")
_UNIT = re.compile(
    r"(?:多少|(?<!哪)几)\s*"
    r"(个?工作日|个?百分点|个?小时|分钟|个月|平方米|公里|厘米|公斤|"
    r"[家名人支篇次场期种类套位所条份部倍级轮批间台辆吨件处届张页幅票字岁])"
)
# Who is counted without a word that counts: 多少听众.
_COUNTS_PEOPLE = re.compile(
    r"(?:多少|(?<!哪)几)个?[\u4e00-\u9fff]{1,4}?(?:[者众员师]|专家|代表|学生|老师)"
)
_NUMERAL = r"[\d一二三四五六七八九十百千万两]\s*(?:余|多)?"
_MEASURES = frozenset(
    "分钟 小时 个小时 工作日 个工作日 个月 平方米 公里 厘米 公斤 票 字 岁".split()
)
_SAME_UNIT = (
    ("名", "人", "位"), ("种", "类", "项", "个"), ("次", "场", "届", "回"), ("家", "所", "个"),
    ("支", "批", "队", "个"), ("个月", "月"), ("工作日", "个工作日", "日", "天"), ("张", "票"),
    ("小时", "个小时"), ("百分点", "个百分点"),
)  # fmt: skip
_CELL = r":\d|" + _NUMERAL
_ASKS_NOUN = re.compile(
    r"(?:哪(?:一|几|些|[一二三四五六七八九十两\d]+)?|什么样的?|什么|多少|几)"
    r"(?:个|家|所|位|种|类|项|条|些|张|款|份|支|座|大|名)?"
)
_HOW_MANY = re.compile(r"多少|(?<!哪)几")
_NOUN_REACH = 8  # characters behind the asking word
_VAGUE = frozenset(
    """
    时候 东西 地方 事情 人 单位 部门 机构 条件 要求 材料 情况 情形 方式 子项目 子项 类别 小类
    """.split()
)
ASKS = re.compile(r"多少|几|什么|何时|谁|哪|多[久长大]|怎[么样]|吗|如何")
PARTS = re.compile(r"[，；。;,\n]")  # what parts a sentence
_DEFINES = (
    r"[\"”》]?(?:\([^()]*\))?,?(?:主要|具体)?"
    r"(?:的?范围(?:是|为|包括)|包括(?!但)|是指|系指|指|即|是|:)"
)
_AS_CLOSE = 0.99
# What a notice says instead of the thing asked for: that it will be told, or is for others to say.
_PUTS_OFF = re.compile(
    r"另行|另定|另文|待定|未定|尚未|暂未|待.{0,16}(?:确定|公布|明确|论证|批复|通知)|为准|酌[定情]|掌握|"
    r"(?:视|根据).{0,12}(?:而定|确定)|(?:按照?|依照|参照|执行).{0,8}(?:规定|制度|办法|标准|价格|成本)|"
    r"由.{2,16}(?:自行|确定|决定|商定|解释)|(?:公布|公告|通知|发布|告知)$|自理|详见|见附"
)
# What the meaning is asked of, without where it is said: 办法里说的高风险食品.
_SAID_IN = re.compile(r".*(?:里|中|上|所)?(?:说|讲|提到|写|称)?的(?=[\u4e00-\u9fff]{2})")
_QUOTED_TERM = re.compile(
    r"[“\"]([^”\"]{2,16})[”\"](?:具体|都|到底|究竟)?"
    r"(?:是?指|是什么意思|的?含义|[是算有](?:哪|什么人))"
)
# What is listed is often defined by it: 高风险食品有哪些, 高风险食品，是指甲、乙。
_LISTED = re.compile(
    r"([\u4e00-\u9fffa-z“”]{3,30}?)(?:都|主要|具体|一共)?(?:是?指|有|是|包括|包含)(?:哪些|哪几|什么)"
)
_LISTS = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|所称的?)([\u4e00-\u9fffa-z]{3,16})[\"”》]?(?:\([^()]*\))?,?(?:是指|系指|指|包括)"
)
_MAY_DEFINE = ("definition", "list", "free")  # kinds of question that may ask for a meaning


@dataclass(frozen=True, slots=True)
class Wanted:
    """``known`` quantities are those the question itself says, which are not what it asks for;
    ``noun`` is the one right behind the asking word (酒店 of 哪家酒店), ``unit`` the one that is
    counted in (篇 of 几篇), ``terms`` those whose meaning is asked, ``listed`` what ends in the
    name of what is to be listed, ``parts`` how the parts begin that are asked for; ``several``: two
    things are; ``many``: how many of the noun there are."""

    types: Mapping[str, AnswerType]
    known: frozenset[str]
    noun: str
    unit: str
    terms: tuple[str, ...]
    listed: str
    parts: re.Pattern[str] | None
    several: bool
    many: bool
    excluded: bool

    @classmethod
    def of(cls, question: Question) -> Self:
        asked = normal(question.text)
        return cls(
            {name: kind for name, kind in ANSWER_TYPES.items() if kind.asks.search(asked)},
            frozenset(_QUANTITY.findall(normal(question.query))),
            _noun(asked),
            unit_asked(asked),
            tuple(_terms(asked)) if question.kind in _MAY_DEFINE else (),
            listed[1] if (listed := _LISTED.search(asked)) else "",
            parts_asked(asked),
            len(ASKS.findall(asked)) > 1,
            bool(_HOW_MANY.search(asked)),
            asks_excluded(asked),
        )

    def new(self, text: str) -> str:
        """``text`` without the quantities that the question says."""
        return _QUANTITY.sub(lambda q: "" if q[0] in self.known else q[0], text)

    def types_said(self, text: str, printed: str = "") -> Iterator[bool]:
        """For each type of answer: it is wanted and said; it is wanted and lacks.

        ``printed`` is the text with its white space, which sets off names of people.
        """
        for name in ANSWER_TYPES:
            kind = self.types.get(name)
            said = kind is not None and kind.said(text, printed)
            yield said
            yield kind is not None and not said

    def says_all(self, text: str, printed: str) -> bool:
        """Types of answer are wanted and ``text`` says each of them."""
        return bool(self.types) and all(kind.said(text, printed) for kind in self.types.values())

    def noun_said(self, text: str) -> Iterator[bool]:
        """There is a noun asked about and ``text`` says it; it does not."""
        said = bool(self.noun) and stands(self.noun, text)
        yield said
        yield bool(self.noun) and not said

    def unit_said(self, text: str, *, in_row: bool) -> Iterator[bool]:
        """There is a unit asked for and ``text`` counts in it; it does not."""
        alike = next((units for units in _SAME_UNIT if self.unit in units), (self.unit,))
        counted = f"{_NUMERAL}(?:{'|'.join(alike)})"
        if in_row and self.unit not in _MEASURES:  # the column's head says what is counted
            counted = _CELL
        said = bool(self.unit) and bool(re.search(counted, text))
        yield said
        yield bool(self.unit) and not said

    def counted(self, text: str) -> Iterator[bool]:
        """It is asked how many there are of the noun, and ``text`` counts it; it does not."""
        noun = re.escape(self.noun)
        beside = rf"{_NUMERAL}[^,;。]{{0,8}}{noun}|{noun}[^,;。\d]{{0,10}}{_NUMERAL}"
        asked = bool(self.noun) and self.many
        said = asked and bool(re.search(beside, text))
        yield said
        yield asked and not said

    def values_said(self, text: str) -> Iterator[bool]:
        """Two things are asked and ``text`` says several quantities; it does not."""
        said = len(_QUANTITY.findall(text)) > 1
        yield self.several and said
        yield self.several and not said

    def defined(self, text: str) -> Iterator[bool]:
        """A meaning is asked for, or what it comprises, and ``text`` gives it; it does not."""
        said = any(_defines(text, term) for term in self.terms)
        said |= bool(self.listed) and any(map(self.listed.endswith, _LISTS.findall(text)))
        yield said
        yield bool(self.terms) and not said

    def parts_said(self, text: str) -> bool:
        """It is asked what something is divided into, and ``text`` names several parts."""
        return self.parts is not None and len(parts_named(text, self.parts)) > 1

    def value_said(self, text: str) -> bool:
        """``text`` says a value of the finest type wanted, if a value is wanted."""
        values = self._values()
        return bool(values) and bool(values[-1].says.search(text))

    def _values(self) -> list[AnswerType]:
        """The wanted types that a value answers, the finest last."""
        return [kind for name, kind in self.types.items() if name in VALUES]

    def by_part(self, text: str, share: Callable[[str], float]) -> Iterator[float]:
        """Of the parts of the sentence, each with the one before it: the best ``share`` where a
        value of the finest type wanted is said (1 where none is wanted), how far that is from the
        best share of any part, and whether the best part puts off what it speaks of."""
        values = self._values()
        parts = PARTS.split(text)
        beside = [before + part for before, part in zip(["", *parts], parts, strict=False)]
        shares = [share(both) for both in beside]
        most = max(shares, default=0.0)
        valued = [s for s, part in zip(shares, parts, strict=True)
                  if not values or values[-1].says.search(part)]  # fmt: skip
        best = max(valued, default=0.0)
        yield best if values else 1.0
        yield most - best
        close = zip(shares, parts, strict=True)
        yield any(s >= _AS_CLOSE * most and _PUTS_OFF.search(part) for s, part in close if most)


def unit_asked(question: str) -> str:
    """The unit that a normalised question counts in (篇 of 几篇); empty without one."""
    unit = _UNIT.search(question)
    if unit is None and _COUNTS_PEOPLE.search(question):
        return "名"
    return unit[1] if unit else ""


def is_vague(word: str) -> bool:
    """Whether the word says of nothing in particular what it is."""
    return word in _VAGUE


def _noun(asked: str) -> str:
    for asks in _ASKS_NOUN.finditer(asked):
        for word, tag in tagged(asked[asks.end() :][:_NOUN_REACH])[:2]:
            if tag[0] == "n" and len(word) > 1 and not is_filler(word) and word not in _VAGUE:
                return word
            if tag[0] not in "nbav":
                break
    return ""


def _terms(asked: str) -> Iterator[str]:
    yield from _QUOTED_TERM.findall(asked)
    for thing in things_asked(asked):
        yield thing
        yield _SAID_IN.sub("", thing)


def _defines(text: str, term: str) -> bool:
    """``text`` says what ``term`` itself is, not a longer term that ends in it."""
    before = r"(?:^|[^\u4e00-\u9fff]|所称的?|中)"
    return bool(re.search(before + re.escape(term) + _DEFINES, text))
