"""Who or what is left out (哪些人不能报, 哪些开支不得列支): the cases that a notice turns away.

They stand under a heading (不予受理的情形), behind what leads to them (下列人员不得报名：…), or
in a sentence that turns them away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.records import ClauseRecord
from ingest.normal import normal
from qa_api.evidence import Evidence, notice_clauses
from qa_api.exclusions import asks_excluded, excludes
from qa_api.kinds.brief import announces
from qa_api.kinds.finding import Finding, cite, joined, told_of, unique
from qa_api.kinds.headings import MOST_ITEMS, cut
from qa_api.units import Unit, view, whole

_BONUS, _IN_A_SENTENCE = 0.8, 0.25
_LEAD = re.compile(r"[^:：。；;]{3,40}[:：](?=\S)")
_MOST = 300  # characters of a line that is said whole


def excluded(evidence: Evidence) -> Iterator[Finding]:
    """Each place of a notice that may be meant where cases are turned away."""
    if not asks_excluded(normal(evidence.question.text)):
        return
    for notice_id in evidence.meant():
        for clause in notice_clauses(evidence.kb, notice_id):
            if clause.kind not in ("row", "table", "head", "tail"):
                yield from _in_clause(evidence, clause)


def _in_clause(evidence: Evidence, clause: ClauseRecord) -> Iterator[Finding]:
    lines = view(clause).lines
    for at, line in enumerate(lines):
        if not excludes(normal(line.text)) or evidence.barred(line):
            continue
        if line.is_heading or announces(line):
            if cases := _behind(evidence, clause, lines[at + 1 :]):
                yield _told(evidence, line, cases)
        elif (lead := _LEAD.search(line.text)) and excludes(normal(lead[0])):
            yield _told(evidence, line, [_from(line, lead.start())])
        else:
            yield from _sentences(evidence, line)


def _behind(evidence: Evidence, clause: ClauseRecord, lines: Sequence[Unit]) -> list[Unit]:
    """What stands behind a heading or leading line: lines up to the next that leads, or items."""
    end = next((at for at, line in enumerate(lines) if announces(line)), len(lines))
    items = [whole(child) for child in evidence.children(clause) if child.kind != "table"]
    found = (list(lines[:end]) or items)[:MOST_ITEMS]
    whole_line = len(found) == 1 and len(found[0].text) <= _MOST
    return found if whole_line else [cut(unit) for unit in found]


def _from(line: Unit, at: int) -> Unit:
    return Unit(line.clause, line.start + at, line.end, line.text[at:])


def _sentences(evidence: Evidence, line: Unit) -> Iterator[Finding]:
    """The sentences of a line that turn away, and all of it where there are several."""
    found = [
        unit
        for unit in view(line.clause).units
        if line.start <= unit.start < line.end and excludes(normal(unit.text))
    ]
    for unit in [line, *found] if len(found) > 1 and len(line.text) <= _MOST else found:
        scored = evidence.score(unit)
        yield Finding(unit.plain, (cite(unit),), scored.score + _IN_A_SENTENCE, scored.met)


def _told(evidence: Evidence, lead: Unit, cases: Sequence[Unit]) -> Finding:
    best = max(map(evidence.score, (lead, *cases)), key=lambda scored: scored.score)
    text = told_of(evidence, lead, joined(case.plain for case in cases))
    return Finding(text, unique(map(cite, (lead, *cases))), best.score + _BONUS, 1.0)
