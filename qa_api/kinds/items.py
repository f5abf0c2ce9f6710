"""Lists, conditions and steps: what the notice sets out in order.

A heading with its items competes with single sentences: 申报资格条件是什么 is answered by the items
under 申报资格条件, 七项行动是哪七项 by the sentence that names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import date

from qa_api.evidence import Evidence
from qa_api.kinds import tasks
from qa_api.kinds.brief import gone_on, leads_on
from qa_api.kinds.divided import divided
from qa_api.kinds.excluded import excluded
from qa_api.kinds.finding import Finding, Steps, climbing, from_units, led_to, line_around
from qa_api.kinds.fitting import counts, fits, ordinals, several, wants_several
from qa_api.kinds.headings import (
    CONDITION_BONUS,
    counted_below,
    items_below,
    leads_below,
    listed_within,
)
from qa_api.kinds.sentence import says_bonus
from qa_api.scoring import Scored
from qa_api.units import Unit, view

_ENUMERATES = re.compile(r"[一二三四五六七八九十]是|、[^，。]*、|；|分为|包括|[（(][1一][）)]")
_SHORT_LINE = 260  # characters of a line that is said whole where it enumerates
_BESIDE = 0.88  # neighbours of the best sentence that score this share of it are said as well
_BESIDE_LISTING = 0.7  # the same for neighbours that name several things
_MOST_BESIDE = 2
_MOST = 3  # findings brought however little of the question they meet
_SAID = 190  # characters of an answer made of several sentences
_IN_NAMED = 0.3
_ANNOUNCES = 0.15  # for …有下列情形之一的：, which a list stands behind


def find(evidence: Evidence, as_of: date, steps: Steps) -> Iterator[Finding]:
    """The best of: a heading's items, a paragraph that enumerates, a sentence and its like.

    Asked from a date to the tasks (2021年11月完成哪些任务), the tasks.
    """
    if due := tasks.find(evidence):
        yield due
        return
    found = [
        *items_below(evidence, min(steps)),
        *counted_below(evidence),
        *divided(evidence),
        *excluded(evidence),
        *leads_below(evidence, min(steps)),
        *listed_within(evidence, min(steps)),
        *_paragraphs(evidence, steps),
        *_sentences(evidence, steps),
    ]
    found.sort(key=lambda finding: -finding.score)
    yield from found[:_MOST]
    yield from climbing(found, steps, lambda finding: finding.met)


def _sentences(evidence: Evidence, steps: Steps) -> Iterator[Finding]:
    """The sentence that enumerates or sets the condition, with those beside it that go on."""
    scored = sorted(_fitting(evidence, min(steps)), key=lambda s: -s.score)
    for best in climbing(scored, steps, lambda s: s.met):
        if leads_on(best.unit):
            if found := led_to(evidence, best):
                yield found
        elif line := _whole_line(evidence, best):
            yield from_units(evidence, [line])
        else:
            beside = _beside(evidence, best, scored)
            yield from_units(evidence, [best, *beside] if beside else [gone_on(best)])


def _fitting(evidence: Evidence, least: float) -> Iterator[Scored]:
    """Sentences that say the kind of thing asked for, with what speaks for them besides words."""
    question = evidence.question
    conditions: Set[int] = frozenset()
    if question.kind == "eligibility":
        conditions = {record.fact.start for record in evidence.facts("eligibility")}
    for scored in evidence.scored:
        unit = scored.unit
        states = any(unit.start <= start < unit.end for start in conditions)
        # In a notice that was named, its conditions tell who may apply, however one asks.
        enough = _IN_NAMED if states and evidence.scope.clear else least
        if scored.met < enough or not _may_answer(evidence, unit):
            continue
        bonus = CONDITION_BONUS * states + several(unit.text, question)
        bonus += says_bonus(unit.text, question.text) + _ANNOUNCES * leads_on(unit)
        yield scored.raised(bonus)


def _may_answer(evidence: Evidence, unit: Unit) -> bool:
    if unit.clause.kind in ("row", "table", "head", "tail") or unit.is_heading:
        return False
    return _says(evidence, unit)


def _beside(evidence: Evidence, best: Scored, scored: Sequence[Scored]) -> list[Scored]:
    """Sentences of the same clause that go on with the answer, as long as it stays short; as many
    as the question counts (哪三个库)."""
    found: list[Scored] = []
    length = len(best.unit.text)
    wanted = max(counts(evidence.question), default=0)
    most, said = (_MOST_BESIDE, _SAID) if wanted < 3 else (wanted - 1, _SAID * wanted)
    for other in scored:
        share = _BESIDE_LISTING if "、" in other.unit.text else _BESIDE
        same = other.unit.clause.clause_id == best.unit.clause.clause_id
        if other.unit.key == best.unit.key or not same or other.score < share * best.score:
            continue
        length += len(other.unit.text)
        if length <= said and len(found) < most:
            found.append(other)
    return found


def _whole_line(evidence: Evidence, best: Scored) -> Scored | None:
    """The line of the best sentence where it is a short list of its own (甲；乙；丙。)."""
    line = line_around(best.unit)
    if line.text.count("；") < 2 or len(line.text) > _SHORT_LINE:
        return None
    return replace(best, unit=line) if wants_several(evidence.question) else None


def _paragraphs(evidence: Evidence, steps: Steps) -> Iterator[Finding]:
    """The best short paragraphs that name several things."""
    lines = (
        unit
        for clause in evidence.clauses.values()
        if clause.kind not in ("row", "table", "head", "tail")
        for unit in view(clause).lines
        if len(unit.text) <= _SHORT_LINE and _ENUMERATES.search(unit.text)
    )
    scored = [one for one in map(evidence.score, lines) if one.met >= min(steps)]
    scored = [one.raised(_ordinal(evidence, one.unit)) for one in scored]
    scored.sort(key=lambda one: -one.score)
    able = (one for one in scored if _says(evidence, one.unit))
    for best in climbing(able, steps, lambda one: one.met):
        yield from_units(evidence, [best])


def _ordinal(evidence: Evidence, unit: Unit) -> float:
    return several(unit.text, evidence.question) if ordinals(unit.text) else 0.0


def _says(evidence: Evidence, unit: Unit) -> bool:
    return fits(unit.text, evidence.question) and not evidence.barred(unit)
