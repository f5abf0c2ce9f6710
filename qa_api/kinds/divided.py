"""What something is divided into: its classes, groups, steps or prizes (分几类, 有哪几个组).

They are headings, rows or lines side by side, or stand in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.records import ClauseRecord
from ingest.normal import normal
from ingest.numbering import label_at_start
from qa_api.divisions import parts_asked, parts_named
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds.finding import Finding, citations_of, joined, unique
from qa_api.kinds.headings import MOST_ITEMS, cut, first_line
from qa_api.units import Unit, view, whole

_BONUS = 0.5


def divided(evidence: Evidence) -> Iterator[Finding]:
    """The parts, where two or more of them stand together in a notice that may be meant."""
    called = parts_asked(normal(evidence.question.text))
    if called is None:
        return
    for notice_id in evidence.meant():
        for parts in _together(notice_clauses(evidence.kb, notice_id), called):
            if not any(map(evidence.barred, parts)):
                yield _told(evidence, parts)


def _together(clauses: Sequence[ClauseRecord], called: re.Pattern[str]) -> Iterator[list[Unit]]:
    """Parts that are lines of one clause, in one sentence, or clauses or rows side by side."""
    below: dict[str, list[ClauseRecord]] = {}
    for clause in clauses:
        if clause.kind in ("table", "head", "tail"):
            continue
        below.setdefault(clause.number.rpartition("/")[0], []).append(clause)
        if clause.kind == "row":
            continue
        lines = [line for line in view(clause).lines if not line.is_heading]
        lines = [line for line in lines if _begins(line, called)]
        if _differ(lines, called):
            yield [cut(line) for line in lines]
        for unit in view(clause).units:
            if len(parts_named(normal(unit.text), called)) > 1:
                yield [unit]
    for side_by_side in below.values():
        alike = [one for one in map(first_line, side_by_side) if _begins(one, called)]
        if _differ(alike, called):
            yield [one if one.is_heading else cut(whole(one.clause)) for one in alike]


def _begins(unit: Unit, called: re.Pattern[str]) -> str:
    label = label_at_start(unit.text)
    name = called.match(normal(unit.text[label.end :] if label else unit.text))
    return name[0] if name else ""


def _differ(units: Sequence[Unit], called: re.Pattern[str]) -> bool:
    names = {_begins(unit, called) for unit in units}
    return 2 <= len(names) == len(units) <= MOST_ITEMS


def _told(evidence: Evidence, parts: Sequence[Unit]) -> Finding:
    best = max(map(evidence.score, parts), key=lambda scored: scored.score)
    citations = unique(quote for part in parts for quote in citations_of(evidence, part))
    return Finding(joined(unit.plain for unit in parts), citations, best.score + _BONUS, 1.0)
