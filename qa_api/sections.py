"""Sections that are asked for, by what official notices head them: 谁可以报 → 申报条件.

People ask of a notice as a whole what it says under a heading whose words they need not know. The
table ``sections.txt`` pairs the ways to ask with the ways to head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Self

from index.records import ClauseRecord
from ingest.normal import normal
from ingest.numbering import label_at_start

_TABLE = Path(__file__).with_name("sections.txt")
_DO = (
    "(?:申报|报名|申请|推荐|报送|参赛|参加|参评|参会|提交|办理|缴费|投稿|注册|评审|评选|遴选|征集|"
    "入会|上报|提名|报)?"
)
_ASKS = re.compile("哪|谁|什么|怎|如何|多少|几")
_LONGEST = 24  # characters of a heading; what is longer is a sentence


@dataclass(frozen=True, slots=True)
class Section:
    """``asks`` is found in questions, ``heads`` in headings, both normalised."""

    asks: re.Pattern[str]
    heads: re.Pattern[str]


@cache
def sections() -> tuple[Section, ...]:
    """The table, in its order."""
    rows: list[tuple[list[str], list[str]]] = []
    for line in _TABLE.read_text("utf-8").splitlines():
        if line.startswith("["):
            rows.append(([], []))
        elif line.startswith(("? ", "= ")):
            rows[-1][line[0] == "="].append(line[2:].replace("〈do〉", _DO))
    return tuple(Section(re.compile("|".join(a)), re.compile("|".join(h))) for a, h in rows)


@dataclass(frozen=True, slots=True)
class Headed:
    """The sections that one normalised ``question`` asks for, and the characters of it that do."""

    asked: tuple[Section, ...]
    question: str = ""
    asking: frozenset[int] = frozenset()
    _known: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, question: str) -> Self:
        """``question`` is normalised."""
        asked = tuple(section for section in sections() if section.asks.search(question))
        spans = (found.span() for section in asked for found in section.asks.finditer(question))
        return cls(asked, question, frozenset(at for span in spans for at in range(*span)))

    def asks_with(self, word: str) -> bool:
        """Whether the question says the word only to ask for a section (材料, but not 会费)."""
        places = (found.start() for found in re.finditer(re.escape(word), self.question))
        return all(self.asking.issuperset(range(at, at + len(word))) for at in places)

    def match(self, clause: ClauseRecord) -> tuple[float, int]:
        """How well the clause stands under a heading of a section asked for, 0 to 1, and how many
        headings are above that one: the best of the headings above it and its own."""
        found = ((self.tight(heading), -depth) for depth, heading in enumerate(clause.path))
        tight, above = max(found, default=(0.0, 0))
        return tight, -above

    def tight(self, heading: str) -> float:
        """Share of a heading that says what a section asked for is headed by."""
        known = self._known.get(heading)
        if known is None:
            told = _told(heading)
            asked = self.asked if 2 <= len(told) <= _LONGEST else ()
            shares = (_share(section, told) for section in asked)
            known = self._known[heading] = max(shares, default=0.0)
        return known

    def heads(self, clauses: Sequence[ClauseRecord]) -> Iterator[tuple[ClauseRecord, float]]:
        """Clauses whose own heading is that of a section asked for, with how tightly."""
        for clause in clauses:
            may_head = clause.kind in ("section", "item", "article") and bool(clause.path)
            if may_head and (tight := self.tight(clause.path[-1])):
                yield clause, tight


def _share(section: Section, heading: str) -> float:
    """By what heads it; a heading may also ask as people do (资助哪些人, 怎么报名)."""
    ways = (section.heads, section.asks) if _ASKS.search(heading) else (section.heads,)
    covered = (sum(len(found[0]) for found in way.finditer(heading)) for way in ways)
    return max(covered) / len(heading)


@lru_cache(maxsize=20_000)
def _told(heading: str) -> str:
    """A heading, normalised, without its label."""
    label = label_at_start(heading)
    return re.sub(r"\W", "", normal(heading[label.end :] if label else heading))
