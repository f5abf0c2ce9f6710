"""The passages that are read for an answer: the best sentences, each with what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import KnowledgeBase
from qa_api.evidence import Evidence, notice_clauses
from qa_api.units import Unit, view

_BEST = 10  # sentences that passages are made around
_BEFORE, _AFTER = 120, 320  # characters read before and after each
_MOST = 1600  # characters read in all
_UNREAD = frozenset(("head", "tail", "table", "row"))


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one notice in a row. Unit ``k`` stands at ``offsets[k]`` of ``text``."""

    units: tuple[Unit, ...]
    offsets: tuple[int, ...]
    text: str

    @classmethod
    def of(cls, units: Sequence[Unit]) -> Passage:
        text, offsets = "", []
        for at, unit in enumerate(units):
            if at and (unit.clause is not units[at - 1].clause or _broken(units[at - 1], unit)):
                text += "\n"
            offsets.append(len(text))
            text += unit.text
        return cls(tuple(units), tuple(offsets), text)

    def touched(self, start: int, end: int) -> list[Unit]:
        """The sentences that ``text[start:end]`` is of, whole."""
        ends = [at + len(unit.text) for unit, at in zip(self.units, self.offsets, strict=True)]
        return [u for u, a, b in zip(self.units, self.offsets, ends, strict=True)
                if a < end and b > start]  # fmt: skip

    def quoted(self, start: int, end: int) -> list[Unit]:
        """What ``text[start:end]`` is made of: whole sentences or pieces of them, in order."""
        found = []
        for unit, offset in zip(self.units, self.offsets, strict=True):
            a, b = max(start - offset, 0), min(end - offset, len(unit.text))
            if a < b:
                found.append(Unit(unit.clause, unit.start + a, unit.start + b, unit.text[a:b]))
        return found


def _broken(before: Unit, after: Unit) -> bool:
    offset = before.clause.start
    return "\n" in before.clause.text[before.end - offset : after.start - offset]


def passages(evidence: Evidence) -> list[Passage]:
    """Passages around the best sentences found, the best first; none is read twice."""
    taken: dict[str, set[int]] = {}
    spans: list[tuple[str, int, int]] = []
    length = seen = 0
    for scored in evidence.scored:
        unit = scored.unit
        if unit.clause.kind in _UNREAD or evidence.barred(unit):
            continue
        seen += 1
        if seen > _BEST or length > _MOST:
            break
        notice = unit.clause.notice_id
        units, places = _sentences(evidence.kb, notice)
        at = places.get(unit.key)
        if at is None or at in taken.setdefault(notice, set()):
            continue
        first, last = _around(units, at)
        new = set(range(first, last + 1)) - taken[notice]
        length += sum(len(units[k].text) for k in new)
        taken[notice] |= new
        spans.append((notice, first, last))
    return [Passage.of(_sentences(evidence.kb, n)[0][a : b + 1]) for n, a, b in _merged(spans)]


def _around(units: Sequence[Unit], at: int) -> tuple[int, int]:
    first = last = at
    left, right = _BEFORE, _AFTER
    while first and (left := left - len(units[first - 1].text)) > 0:
        first -= 1
    while last + 1 < len(units) and (right := right - len(units[last + 1].text)) > 0:
        last += 1
    return first, last


def _merged(spans: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Spans that overlap become one, in the place of the better."""
    merged: list[tuple[str, int, int]] = []
    for notice, first, last in spans:
        near = [m for m in merged if m[0] == notice and m[1] <= last + 1 and first <= m[2] + 1]
        if not near:
            merged.append((notice, first, last))
            continue
        at = merged.index(near[0])
        merged = [m for m in merged if m not in near]
        every = [*near, (notice, first, last)]
        merged.insert(at, (notice, min(s[1] for s in every), max(s[2] for s in every)))
    return merged


@lru_cache(maxsize=256)
def _sentences(
    kb: KnowledgeBase, notice_id: str
) -> tuple[tuple[Unit, ...], dict[tuple[str, int, int], int]]:
    """All sentences of a notice in order, tables left out, and the place of each by its key."""
    units = tuple(
        unit
        for clause in notice_clauses(kb, notice_id)
        if clause.kind not in _UNREAD
        for unit in view(clause).units
    )
    return units, {unit.key: at for at, unit in enumerate(units)}
