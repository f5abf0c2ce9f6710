"""What a question is about, by what it must not be mistaken for: the names, levels and labels that
it gives, and the words beside the one that asks.

A notice on three programmes says the same of each of them; what tells the right sentence is the
name (砾穹计划), the level (市级) or the label (C项, 第二次). Of the other words, those next to 多少
or 哪天 tell best what the value asked for is a value of. Texts are normalised.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from index import KnowledgeBase
from index.thesaurus import stands
from ingest.facts.surnames import SURNAMES
from ingest.normal import normal
from ingest.numbering import integer_or_none
from qa_api.coined import coined
from qa_api.question import Question, is_filler
from qa_api.tagging import tagged
from qa_api.wanted import ASKS, is_vague

_QUOTED = re.compile(r"[“\"《]([^“”\"《》]{2,12})[”\"》]")
_LEVEL = re.compile(r"[国省市县区校院初中高]级|[一二三四]级(?=[\u4e00-\u9fff]{2})")
# Who is to be called: 王小明的电话
_PERSON = re.compile(
    rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=的?(?:电子|联系|办公|电话|手机|邮箱|座机|传真))"
)
_LABEL = re.compile(
    r"[a-z](?=[项类券档组级型区标段包款片号班场库批])|(?:第[一二三四五六七八九十\d]+[次期届批轮类档]|[一二三四五六七八九十][期类档批轮])"
)
# A district or town, which a notice of its city may speak of as one of many: two characters of it.
_SPOT = re.compile(r"((?!示范|高新|一个)[^全各本我该设每哪几个\W\d]{2})[区县镇乡](?![域级内])")
_ORDINAL = re.compile(r"第([一二三四五六七八九十百\d]+)([次期届批轮])")
_BESIDE = 2  # words before the asking one
MISSED: tuple[str, ...] = (
    "name_missed", "name_missed_in_notice", "level_missed", "label_missed", "label_missed_in_head",
    "other_label", "spot_missed",
    "before_missed", "before_missed_in_notice", "before_off", "after_missed", "after_off",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """``labels`` are each in all its spellings; ``before`` are the last words before the asking
    one, the nearest first; ``after`` holds the first behind it."""

    names: Sequence[str]
    levels: Sequence[str]
    labels: Sequence[frozenset[str]]
    spots: Sequence[str]
    before: Sequence[str]
    after: Sequence[str]

    @classmethod
    def of(cls, kb: KnowledgeBase, question: Question) -> Self:
        asked = normal(question.query)
        before, after = _around(asked, question.terms)
        return cls(
            (
                *coined(kb, asked),
                *_QUOTED.findall(asked),
                *filter(_is_person, _PERSON.findall(asked)),
            ),
            _LEVEL.findall(asked),
            [frozenset(_spelt(label)) for label in _LABEL.findall(asked)],
            _SPOT.findall(asked),
            before[: -_BESIDE - 1 : -1],
            after[:1],
        )

    def missed(self, text: str, quotes: str, head: str, notice: str) -> Iterator[float]:
        """The signals ``MISSED``: what lacks in the ``text`` told, in its ``quotes`` with their
        headings and in the whole ``notice``; what its ``head``, title and issuer, says is said."""
        names = [name for name in self.names if name not in head and name not in quotes]
        yield bool(names)
        yield any(name not in notice for name in names)
        yield any(level not in quotes and level not in head for level in self.levels)
        yield any(not any(one in quotes for one in spelt) for spelt in self.labels)
        yield any(not any(one in quotes or one in head for one in spelt) for spelt in self.labels)
        yield any(_other_of_its_sort(spelt, f"{head} {quotes}") for spelt in self.labels)
        yield any(spot not in quotes and spot not in head and spot in notice for spot in self.spots)
        before, after = ([w for w in words if w not in head] for words in (self.before, self.after))
        yield sum(not stands(word, quotes) for word in before) / _BESIDE
        yield sum(not stands(word, notice) for word in before) / _BESIDE
        yield any(not stands(word, text) for word in before[:1])
        yield any(not stands(word, quotes) for word in after)
        yield any(not stands(word, text) for word in after)


def _is_person(name: str) -> bool:
    """It holds no word that is none of a name: 苏项目 of 科创江苏项目联系电话."""
    return all(len(word) == 1 or tag.startswith("nr") for word, tag in tagged(name))


def _spelt(label: str) -> Iterator[str]:
    """The label as it is, and its ordinal number in the other script: 第39届, 第三十九届."""
    yield label
    if ordinal := _ORDINAL.fullmatch(label):
        number, sort = ordinal.groups()
        if (figure := integer_or_none(number)) is not None:
            import cn2an  # takes a tenth of a second

            yield f"第{figure}{sort}"
            yield f"第{cn2an.an2cn(figure)}{sort}"


def _other_of_its_sort(spelt: Collection[str], text: str) -> bool:
    """``text`` speaks of another 届 or 轮 than the one so ``spelt``, and not of that one."""
    sorts = {ordinal[2] for label in spelt if (ordinal := _ORDINAL.fullmatch(label))}
    told = {found[0] for found in _ORDINAL.finditer(text) if found[2] in sorts}
    return bool(told) and not told & set(spelt)


def _around(asked: str, terms: Collection[str]) -> tuple[list[str], list[str]]:
    """The telling words before and behind the first word that asks."""
    before, *behind = ASKS.split(asked)
    return _telling(before, terms), _telling(" ".join(behind), terms)


def _telling(text: str, terms: Collection[str]) -> list[str]:
    """Of the ``terms`` those that say what is asked about, in order."""
    return [
        word
        for word, tag in tagged(text)
        if word in terms and len(word) > 1 and tag[0] in "nvjl"
        if not (is_filler(word) or is_vague(word))
    ]
