"""Which words of a claim a place in the text has, and the place that has most of them.

A place is a sentence with the lead of its list, or two that follow one another and are not
parallel (甲…采取招标；乙…采取谈判 are). Words that stand only apart from one another support
nothing: 设区市 in one sentence and 中心 in another do not make 设区市可以申报中心.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from index.words import words
from ingest.normal import normal
from qa_api.verify.fold import fold
from qa_api.verify.polarity import NEGATION
from qa_api.verify.statement import Statement
from qa_api.verify.values import Value
from qa_api.verify.vocabulary import idle_words, same_as

_POLAR = re.compile(rf"{NEGATION.pattern}|只|只能|仅|仅限|只限|只有|只可")  # judged apart
_PARALLEL = 0.3  # share of common pairs of characters from which two sentences are parallel
_GOES_ON = re.compile(  # what speaks of the sentence before
    r"[（(\s]*(?:其|该|此|上述|前述|同时|并|其中|逾期|具体|届时|以上|这|期间|每|电话|联系|地址|邮箱|收件)"
)
_LABEL = 16  # characters of a line that is a label rather than a sentence
_ITEM = 24  # characters of a short item
_VALUE_WEIGHT = 4  # characters of words that a value counts as
_PREFIXES = "副准"  # 副组长 holds 组长 and is another


@dataclass(frozen=True)
class Place:
    """Statements, and ``around``: headings, title, column heads."""

    statements: tuple[Statement, ...]
    around: str

    @cached_property
    def own(self) -> str:
        """The folded text of the statements and the lead of their list."""
        texts = [statement.lead + statement.text for statement in self.statements]
        return fold("。".join(texts)).chars.lower()

    @cached_property
    def known(self) -> str:
        text = "\n".join(statement.lead + statement.text for statement in self.statements)
        return "\n".join((normal(text), self.own, self.around))

    def has(self, word: str, before: str = "") -> bool:
        """Does ``word``, which the claim has after ``before``, or one that means it stand here?"""
        if self._stands(word, before):
            return True
        return any(
            form in self.words if len(form) == 1 else self._stands(form, before)
            for form in same_as(word)
        )

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(words(self.known))

    def _stands(self, form: str, before: str) -> bool:
        at = self.known.find(form)
        while at >= 0:
            prefix = self.known[at - 1 : at] if at else ""
            if prefix == "" or prefix not in _PREFIXES or prefix == before:
                return True
            at = self.known.find(form, at + 1)
        return False

    def states(self, value: Value) -> bool:
        return any(
            value.same_sort(other) and value.agrees(other)
            for statement in self.statements
            for other in statement.values
        )


def places(stated: Sequence[Statement], around: str) -> list[Place]:
    known = normal(around) + "\n" + fold(around).chars.lower()
    single = [(statement,) for statement in stated]
    pairs = [pair for pair in pairwise(stated) if _belong_together(*pair)]
    return [Place(those, known) for those in (*single, *pairs, *_lists(stated))]


def _lists(stated: Sequence[Statement]) -> Iterator[tuple[Statement, ...]]:
    """Short items under one lead (分为：（一）甲；（二）乙), which a claim may name together."""
    for lead, items in groupby(stated, key=lambda statement: statement.lead):
        listed = tuple(items)
        if lead and len(listed) > 1 and all(len(s.bare) <= _ITEM and not s.values for s in listed):
            yield listed


def _belong_together(first: Statement, second: Statement) -> bool:
    if first.text.rstrip().endswith(("；", ";")) or second.line - first.line > 1:
        return False
    is_contact = any(value.kind == "phone" for value in second.values)
    is_label = len(first.bare) <= _LABEL and not first.text.rstrip().endswith("。")
    if not (_GOES_ON.match(second.text) or is_contact or is_label):
        return False
    return not parallel(first, second)


def parallel(first: Statement, second: Statement) -> bool:
    """Do the two say the same kind of thing of different things?"""
    one, other = _pairs(first.bare), _pairs(second.bare)
    return bool(one and other) and 2 * len(one & other) / (len(one) + len(other)) >= _PARALLEL


def _pairs(chars: str) -> set[str]:
    return {chars[at : at + 2] for at in range(len(chars) - 1)}


@dataclass(frozen=True)
class Content:
    """What of a claim must stand in the text: ``words`` with the character before each."""

    words: tuple[tuple[str, str], ...]
    values: tuple[Value, ...]

    def unmet(self, place: Place) -> list[str]:
        """The words that ``place`` does not have; a compound is met by its parts."""
        met = {word for word, before in self.words if place.has(word, before)}
        unmet = [word for word, _ in self.words if word not in met]
        unmet = [word for word in unmet if not _composed(word, met)]
        return [w for w in dict.fromkeys(unmet) if not any(w != o and w in o for o in unmet)]

    def share(self, place: Place) -> float:
        """How much of the content ``place`` has (0 to 1), by characters."""
        met = self._met(place) + _VALUE_WEIGHT * sum(place.states(value) for value in self.values)
        whole = self._size + _VALUE_WEIGHT * len(self.values)
        return met / whole if whole else 1.0

    def words_share(self, place: Place) -> float:
        """The same of the words alone: is it this that the claim is about?"""
        return self._met(place) / self._size if self._size else 1.0

    def _met(self, place: Place) -> int:
        return sum(len(word) for word, before in self.words if place.has(word, before))

    @property
    def _size(self) -> int:
        return sum(len(word) for word, _ in self.words)


def content(part: Statement, without: Sequence[str] = ()) -> Content:
    """The content of a claim's sentence, but for the phrases ``without`` that are judged apart."""
    said = part.chars
    for value in part.values:
        said = said.replace(value.text, "，")
    for phrase in without:
        said = said.replace(phrase, "，")
    return Content(tuple(_content_words(said)), part.values)


def _content_words(said: str) -> Iterator[tuple[str, str]]:
    for word in dict.fromkeys(words(said)):
        if word in idle_words() or word[0].isdecimal() or _POLAR.fullmatch(word):
            continue
        at = said.lower().find(word)
        yield word, said[at - 1] if at > 0 else ""


def _composed(word: str, met: set[str]) -> bool:
    """工作人员 where 工作 and 人员 are met."""
    parts = sorted((part for part in met if len(part) >= 2 and part in word), key=len, reverse=True)
    rest = word
    for part in parts:
        rest = rest.replace(part, "")
    return bool(parts) and not re.sub(r"[的之]", "", rest)


def nearest_place(found: Content, among: Sequence[Place], said: str) -> Place | None:
    """The place that has most of the content; of those, what is worded most like ``said``."""
    pairs = _pairs(said.lower())

    def key(place: Place) -> tuple[float, int, int, int]:
        alike = len(pairs & _pairs(place.own))
        return found.share(place), -len(place.statements), alike, -len(place.own)

    return max(among, key=key, default=None)
