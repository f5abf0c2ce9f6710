"""Tasks that a plan prints a limit or a role for; which are due then, asked from the date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.records import ClauseRecord, FactRecord
from ingest.dates import moments
from ingest.numbering import label_at_start
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds.finding import Finding, joined, unique
from qa_api.model import Citation
from qa_api.question import is_filler

_ASKS = re.compile(
    r"(?:哪|什么|几)[^，。？]{0,4}(?:任务|工作|事项|举措|措施|项目?)|(?:任务|工作|事项)[^，。？]{0,4}(?:有哪|是哪|是什么)"
)
_SURE = 0.9
_LIMIT = re.compile(r"(?:时限|期限|完成时间)$")


def find(evidence: Evidence) -> Finding | None:
    """The headings of all tasks whose limit is the time that the question names."""
    asked = moments(evidence.question.text)
    if not asked or not _ASKS.search(evidence.question.text):
        return None
    due = [task for task in _limits(evidence) if task[0].fact.value.startswith(asked[0].value)]
    due = _of_part(evidence, due)
    if not due:
        return None
    citations = unique(c for record, _ in due for c in cited_with_task(evidence, record))
    text = f"{due[0][0].fact.text.strip()}：{joined(name(clause.path[-1]) for _, clause in due)}"
    return Finding(text, citations, 1.0, 1.0, sure=_SURE)


def _limits(evidence: Evidence) -> Iterator[tuple[FactRecord, ClauseRecord]]:
    notices = evidence.scope.named or None
    for record in evidence.kb.facts(kinds=["deadline"], notice_ids=notices):
        clause = evidence.clause(record.fact.clause_id)
        if clause and clause.path and _LIMIT.search(record.fact.label):
            yield record, clause


def _of_part(
    evidence: Evidence, due: list[tuple[FactRecord, ClauseRecord]]
) -> list[tuple[FactRecord, ClauseRecord]]:
    """Those under the headings that the question names, where it names some (服务企业那一块)."""
    words = [w for w in evidence.question.terms if len(w) > 1 and not is_filler(w)]
    named = [
        (record, clause)
        for record, clause in due
        if any(word in heading for word in words for heading in clause.path[:-1])
    ]
    return named or due


def name(heading: str) -> str:
    """A task's heading without its number."""
    label = label_at_start(heading)
    return heading[label.end :].strip() if label else heading


def cited_with_task(evidence: Evidence, record: FactRecord) -> Iterator[Citation]:
    """The limit or role as printed, and the first line of the clause that says the task."""
    clause = evidence.clause(record.fact.clause_id)
    if clause is None:
        return
    yield Citation.of(clause, record.fact.start, record.fact.end)
    for other in notice_clauses(evidence.kb, record.notice_id):
        if other.number == clause.number and other.path == clause.path:
            yield Citation.of(other, other.start, other.start + len(other.text.split("\n")[0]))
            return
