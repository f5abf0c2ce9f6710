"""A sentence as claims are compared with it: its characters, words, values, and which words go with
which value (电子版 … 5月28日，纸质版 … 5月31日)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.words import words
from ingest.facts.spans import sentences
from ingest.numbering import label_at_start
from qa_api.verify.fold import fold
from qa_api.verify.values import Value, values
from qa_api.verify.vocabulary import same_as

_RANGE = re.compile(r"^[(（]?[^,。;、:：]{0,3}(?:[-至到~]|起至?|或|和|、)?[^,。;、:：]{0,2}$")
_BESIDE = (
    0.45  # weight of a word that stands in the sentence but goes with another value of the sort
)
_EDGE = re.compile(r"[,，:：。；;]")
_LABEL = r"(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]|[①-⑳]|一是)"
_HEADING = re.compile(r"[^，。；：,;:]{2,30}")
_OPENS_LIST = re.compile(rf"[:：](?=\s*(?:{_LABEL}|$))")


@dataclass(frozen=True)
class Statement:
    """``chars`` is the sentence folded with its punctuation; ``bare`` without.

    ``lead`` holds the headings above it in the text and the sentence that opens its list
    (…有下列情形之一的，予以通报：);
    ``start`` its offset in the text, ``line`` the number of its line.
    """

    text: str
    values: tuple[Value, ...]
    lead: str = ""
    start: int = 0
    line: int = 0

    @cached_property
    def chars(self) -> str:
        return fold(self.text, punctuation=True).chars

    @cached_property
    def bare(self) -> str:
        return fold(self.text).chars

    def context_of(self, value: Value) -> frozenset[str]:
        """The words that go with ``value``: those of its segment, without other values."""
        start, end = self._segment(value)
        return self._words(start, end) or self._words(0, len(self.chars))

    def goes_with(self, value: Value, context: Collection[str]) -> frozenset[str]:
        """The words of ``context`` in the segment of ``value``."""
        own = self.chars[slice(*self._segment(value))]
        return frozenset(word for word in context if _says(own, word))

    def affinity(self, value: Value, context: Collection[str]) -> float:
        """Share of ``context`` that goes with ``value``; words elsewhere here count less."""
        if not context:
            return 1.0
        start, end = self._segment(value)
        own, whole = self.chars[start:end], self.lead + self.chars
        weights = {word: float(len(word)) for word in context}
        met = sum(
            weight * (1.0 if _says(own, word) else _BESIDE if _says(whole, word) else 0.0)
            for word, weight in weights.items()
        )
        return met / sum(weights.values())

    def _words(self, start: int, end: int) -> frozenset[str]:
        text = self.chars[start:end]
        for value in self.values:
            if start <= value.start and value.end <= end:
                text = text.replace(value.text, "，")
        return frozenset(word for word in words(text) if not word[0].isdecimal())

    def _segment(self, value: Value) -> tuple[int, int]:
        """The part of the sentence that goes with ``value``, its neighbours of the sort left out.

        Where the sentence opens with such a value, what follows each goes with it; else what
        precedes it, up to the next stop after it.
        """
        groups = self._groups(value)
        here = next(
            order for order, (start, end) in enumerate(groups) if start <= value.start < end
        )
        start = groups[here - 1][1] if here else 0
        end = groups[here + 1][0] if here + 1 < len(groups) else len(self.chars)
        if len(groups) == 1:
            return start, end
        if len(words(self.chars[: groups[0][0]])) == 0:
            return groups[here][0], end
        stop = _EDGE.search(self.chars, groups[here][1], end)
        if stop and stop[0] in ":：":  # 甲科：123 乙科：456
            return start, groups[here][1]
        return start, stop.start() if stop else end

    def _groups(self, value: Value) -> list[tuple[int, int]]:
        """Places of the values of this sort; the two ends of a range are one place."""
        groups: list[tuple[int, int]] = []
        for other in self.values:
            if other is not value and not value.same_sort(other):
                continue
            if groups and _RANGE.match(self.chars[groups[-1][1] : other.start]):
                groups[-1] = (groups[-1][0], other.end)
            else:
                groups.append((other.start, other.end))
        return groups


def read_statements(text: str, year: int | None) -> list[Statement]:
    """The sentences of ``text``, without the labels that open them; a table's row is one."""
    found: list[Statement] = []
    heads: list[tuple[str, str]] = []  # families of labels with the headings now in force
    lead, family, ended = "", "", True
    for start, end in sentences(text):
        label = label_at_start(text[start:end])
        opens_line = not start or text[start - 1] == "\n"
        if label is None and (ended or opens_line):
            lead, family = "", ""
        elif label and label.family == family:
            lead = ""
        at = start + (label.end if label else 0)
        if label and opens_line:
            _close(heads, label.family)
        if opening := _OPENS_LIST.search(text, at, end):
            found.append(_statement(text, at, opening.end(), year, _joined(heads)))
            lead, family = text[at : opening.end()], label.family if label else ""
            at = opening.end()
            inner = label_at_start(text[at:end])
            at += inner.end if inner else 0
        if text[at:end].strip():
            found.append(_statement(text, at, end, year, _joined(heads) + lead))
        if label and opens_line and _HEADING.fullmatch(text[at:end]):
            heads.append((label.family, text[at:end] + "。"))
        ended = text[end - 1] == "。"
    return found


def _close(heads: list[tuple[str, str]], family: str) -> None:
    """A label ends the headings of its family and those below them."""
    families = [known for known, _ in heads]
    if family in families:
        del heads[families.index(family) :]


def _joined(heads: Sequence[tuple[str, str]]) -> str:
    return "".join(text for _, text in heads)


def _statement(text: str, start: int, end: int, year: int | None, lead: str = "") -> Statement:
    sentence = text[start:end]
    known = values(fold(sentence, punctuation=True).chars, year)
    return Statement(sentence, tuple(known), lead, start, text.count("\n", 0, start))


def nearest_statement(part: Statement, stated: Sequence[Statement]) -> Statement | None:
    """The sentence that shares most with ``part``, by pairs of characters."""
    pairs = _pairs(part.bare)
    return max(stated, key=lambda s: (len(pairs & _pairs(s.bare)), -len(s.bare)), default=None)


def _pairs(chars: str) -> set[str]:
    return {chars[at : at + 2] for at in range(len(chars) - 1)}


def _says(chars: str, word: str) -> bool:
    chars = chars.lower()
    return word in chars or any(other in chars for other in same_as(word))
