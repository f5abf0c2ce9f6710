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
from qa_api.question import Question, is_filler
from qa_api.tagging import tagged

_QUANTITY = re.compile(r"\d[\d,.]*\s*[万亿千百]*[\u4e00-\u9fff%]?")
_UNIT = re.compile(
    r"(?:多少|(?<!哪)几)\s*"
    r"([家名人支篇次场期种类套位所条份部倍级轮批间台辆吨件处届])"
)
_NUMERAL = r"[\d一二三四五六七八九十百千万两]\s*(?:余|多)?"
_ASKS_NOUN = re.compile(
    r"(?:哪(?:一|几|些|[一二三四五六七八九十两\d]+)?|什么样的?|什么|多少|几)"
    r"(?:个|家|所|位|种|类|项|条|些|张|款|份|支|座|大|名)?"
)
_NOUN_REACH = 8  # characters behind the asking word
_VAGUE = frozenset("时候 东西 地方 事情 人 单位 部门 机构 条件 要求 材料 情况 情形 方式".split())
_PARTS = re.compile(r"[，；。;,\n]")
_DEFINES = r"[\"”》]?(?:\([^()]*\))?,?(?:是指|系指|指|即|是|:)"
_MAY_DEFINE = ("definition", "list", "free")  # kinds of question that may ask for a meaning


@dataclass(frozen=True, slots=True)
class Wanted:
    """``known`` quantities are those the question itself says, which are not what it asks for;
    ``noun`` is the one right behind the asking word (酒店 of 哪家酒店), ``unit`` the one that is
    counted in (篇 of 几篇), ``terms`` those whose meaning is asked."""

    types: Mapping[str, AnswerType]
    known: frozenset[str]
    noun: str
    unit: str
    terms: tuple[str, ...]

    @classmethod
    def of(cls, question: Question) -> Self:
        asked = normal(question.text)
        unit = _UNIT.search(asked)
        return cls(
            {name: kind for name, kind in ANSWER_TYPES.items() if kind.asks.search(asked)},
            frozenset(_QUANTITY.findall(normal(question.query))),
            _noun(asked),
            unit[1] if unit else "",
            tuple(things_asked(asked)) if question.kind in _MAY_DEFINE else (),
        )

    def new(self, text: str) -> str:
        """``text`` without the quantities that the question says."""
        return _QUANTITY.sub(lambda q: "" if q[0] in self.known else q[0], text)

    def types_said(self, text: str) -> Iterator[bool]:
        """For each type of answer: it is wanted and said; it is wanted and lacks."""
        for name in ANSWER_TYPES:
            kind = self.types.get(name)
            said = kind is not None and bool(kind.says.search(text))
            yield said
            yield kind is not None and not said

    def noun_said(self, text: str) -> Iterator[bool]:
        """There is a noun asked about and ``text`` says it; it does not."""
        said = bool(self.noun) and stands(self.noun, text)
        yield said
        yield bool(self.noun) and not said

    def unit_said(self, text: str) -> Iterator[bool]:
        """There is a unit asked for and ``text`` counts in it; it does not."""
        said = bool(self.unit) and bool(re.search(_NUMERAL + self.unit, text))
        yield said
        yield bool(self.unit) and not said

    def defined(self, text: str) -> Iterator[bool]:
        """A meaning is asked for and ``text`` gives it; it does not."""
        said = any(_defines(text, term) for term in self.terms)
        yield said
        yield bool(self.terms) and not said

    def by_value(self, text: str, share: Callable[[str], float]) -> float:
        """The best ``share`` of any part of the sentence, with the part before it, that says a
        value of the finest type wanted; 1 where no value is wanted."""
        values = [kind for name, kind in self.types.items() if name in VALUES]
        if not values:
            return 1.0
        parts = _PARTS.split(text)
        beside = (
            before + part
            for before, part in zip(["", *parts], parts, strict=False)
            if values[-1].says.search(part)
        )
        return max(map(share, beside), default=0.0)


def _noun(asked: str) -> str:
    for asks in _ASKS_NOUN.finditer(asked):
        for word, tag in tagged(asked[asks.end() :][:_NOUN_REACH])[:2]:
            if tag[0] == "n" and len(word) > 1 and not is_filler(word) and word not in _VAGUE:
                return word
            if tag[0] not in "nbav":
                break
    return ""


def _defines(text: str, term: str) -> bool:
    """``text`` says what ``term`` itself is, not a longer term that ends in it."""
    before = r"(?:^|[^\u4e00-\u9fff]|所称的?|中)"
    return bool(re.search(before + re.escape(term) + _DEFINES, text))
