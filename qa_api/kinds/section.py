"""What a notice says under the heading that is asked for (``qa_api.sections``): the items there, or
the text where there are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.records import ClauseRecord
from ingest.normal import normal
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds.finding import Finding, Steps, cite, joined, unique
from qa_api.kinds.headings import MOST_ITEMS, cut, first_line, numbered_through
from qa_api.numbered import only_number
from qa_api.units import Unit, view, whole

_MOST = 4  # sections
_CELLS = ("row", "table")
_SURE, _LIKELY = 0.9, 0.7
_READ_OFF = ("contact", "deadline", "identity")  # kinds whose values are read off as facts
_TASKS = re.compile(r"任务|举措|措施|(?:哪些|什么|几[项个])(?:工作|事)")
_FEWEST_TASKS = 5
_SAID = 260  # characters of text without items


def find(evidence: Evidence, as_of: date, steps: Steps) -> Iterator[Finding]:
    """The sections asked for of the notices that are meant, those that say most of the question
    first."""
    if named := _named(evidence):
        yield named
    if evidence.question.kind in _READ_OFF:
        return
    if _TASKS.search(evidence.question.text):
        yield from _tasks(evidence)
    found = [
        (tight, finding)
        for notice_id in evidence.meant()
        for clause, tight in _heads(evidence, notice_id)
        if (finding := _said(evidence, clause))
    ]
    found.sort(key=lambda pair: -(pair[0] + pair[1].met))
    yield from (finding for _, finding in found[:_MOST])


def _heads(evidence: Evidence, notice_id: str) -> list[tuple[ClauseRecord, float]]:
    """The clauses of a notice that are headed as asked, without those below which another one is
    so more tightly (五、申报方式、申报时间和联系人 above （二）申报时间)."""
    heads = list(evidence.headed.heads(notice_clauses(evidence.kb, notice_id)))
    return [
        (clause, tight)
        for clause, tight in heads
        if not any(
            other > tight and below.path[: len(clause.path)] == clause.path
            for below, other in heads
        )
    ]


def _named(evidence: Evidence) -> Finding | None:
    """What the clause says that is asked for by its number alone."""
    question = evidence.question.text
    clauses = [clause for clause in evidence.clauses.values() if clause.clause_id in evidence.only]
    if not clauses:
        return None
    head = min(clauses, key=lambda clause: clause.ordinal)
    several = any(not clause.number.startswith(head.number) for clause in clauses)
    if several or not only_number(question, head, evidence.scope.names):
        return None
    lines = [unit for unit in view(head).lines if normal(unit.text)]
    items = [cut(whole(item)) for item in evidence.children(head) if item.kind not in _CELLS]
    said = [*lines, *items][:MOST_ITEMS]
    text = joined(unit.plain for unit in said)
    return Finding(text, unique(map(cite, said)), 1.0, 1.0, sure=_SURE)


def _tasks(evidence: Evidence) -> Iterator[Finding]:
    """The tasks of a notice that counts them on from section to section."""
    for notice_id in evidence.meant():
        tasks = numbered_through(notice_clauses(evidence.kb, notice_id))
        said = [first_line(task) for task in tasks]
        if len(said) >= _FEWEST_TASKS and not any(map(evidence.barred, said)):
            scored = evidence.score(said[0])
            text = joined(unit.plain for unit in said)
            sure = _LIKELY if evidence.scope.clear and evidence.is_bare(tasks[0]) else 0.0
            yield Finding(text, unique(map(cite, said)), scored.score, scored.met, sure=sure)


def _said(evidence: Evidence, clause: ClauseRecord) -> Finding | None:
    heading = first_line(clause)
    if evidence.barred(whole(clause)):
        return None
    below = evidence.children(clause)
    items = [c for c in below if c.kind not in _CELLS and c.path != clause.path]
    said = [cut(whole(item)) for item in items[:MOST_ITEMS]]
    if not said and not any(c.kind in _CELLS for c in below):  # a table says it, not its notes
        said = _opening(clause, heading)
    if not said:
        return None
    scored = evidence.score(heading)
    citations = unique(map(cite, [heading, *said]))
    return Finding(joined(unit.plain for unit in said), citations, scored.score, scored.met)


def _opening(clause: ClauseRecord, heading: Unit) -> list[Unit]:
    """The sentences behind the heading, as many as stay short."""
    found: list[Unit] = []
    for unit in view(clause).units:
        if (unit.start >= heading.end or not heading.is_heading) and not unit.is_heading:
            if found and unit.end - found[0].start > _SAID:
                break
            found.append(unit)
    return found
