"""Where something is held: the line that says so, which need not say what is held there.

地点：甲楼 or 在甲楼召开 stands in a notice whose title says the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from qa_api.answer_types import ANSWER_TYPES
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds.finding import Finding, Steps, from_units, whole_line
from qa_api.units import view

_LABELS = re.compile(r"(?:地点|地址|会场|场地|报到处|集合点)(?:设在|为|在|安排在|[:：])")
_SAYS = re.compile(r"[在于][^，。；]{2,40}(?:举行|召开|举办|报到|集合|进行)")


def find(evidence: Evidence, as_of: date, steps: Steps) -> Iterator[Finding]:
    """The lines of the notices meant that say a place, by a label or not, and meet the question
    best."""
    if not ANSWER_TYPES["held"].asks.search(evidence.question.text):
        return
    units = [
        unit
        for notice_id in evidence.scope.named or evidence.likely_notices()
        for clause in notice_clauses(evidence.kb, notice_id)
        if clause.kind not in ("head", "tail", "table", "row")
        for unit in view(clause).units
    ]
    for says in (_LABELS, _SAYS):
        saying = [unit for unit in units if says.search(unit.text)]
        able = [evidence.score(unit) for unit in saying if not evidence.barred(unit)]
        if able:
            yield from_units(evidence, [whole_line(max(able, key=lambda s: s.score))])
