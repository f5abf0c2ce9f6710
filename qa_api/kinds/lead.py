"""Who leads, helps or answers for a task, and which tasks a body leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.records import FactRecord
from ingest.normal import squeezed
from qa_api.evidence import Evidence, Scored, Unit, units_of
from qa_api.kinds import sentence
from qa_api.kinds.finding import LEAST_MET, Finding, cite, joined, plain, unique
from qa_api.model import AnswerFact

_WHICH_TASKS = re.compile(r"(?:牵头|负责|配合|承担|主办|承办)[^，。？]{0,6}(?:哪|什么|几)|(?:哪些|哪几|几)[^，。？]{0,8}(?:由|是)[^，。？]{2,16}(?:牵头|负责|配合)")
_HELPS = re.compile(r"配合|协助|参与")
_LEADS = re.compile(r"牵头|负责|责任|主管|主办|承办|承担")
_CLOSE = 0.1
_SAYS = re.compile(r"负责|牵头|承担|主管|主办|承办|组织|配合|由|设在|组长|主任")


def find(evidence: Evidence, as_of: date) -> Finding | None:
    if _WHICH_TASKS.search(evidence.question.text) and (tasks := _tasks_of(evidence)):
        return tasks
    return _bodies(evidence)


def _tasks_of(evidence: Evidence) -> Finding | None:
    """All tasks whose body the question names, over all clauses."""
    asked = squeezed(evidence.question.text)
    role = "配合" if _HELPS.search(asked) and not _LEADS.search(asked) else ""
    chosen: list[FactRecord] = []
    for record in evidence.kb.facts(kinds=["responsibility"], notice_ids=evidence.scope.named or None):
        bodies = [b for b in re.split("[、，,；; ]", squeezed(record.fact.value)) if len(b) >= 2]
        if any(body in asked for body in bodies) and (record.fact.label.startswith("配合") == bool(role)):
            chosen.append(record)
    if not chosen:
        return None
    chosen.sort(key=lambda record: (record.notice_id, record.fact.start))
    facts = tuple(_fact(record) for record in chosen)
    clauses = [evidence.clause(record.fact.clause_id) for record in chosen]
    units = [
        Unit(clause, record.fact.start, record.fact.end, record.fact.text)
        for record, clause in zip(chosen, clauses, strict=True) if clause
    ]  # fmt: skip
    return Finding(
        joined(fact.fields.get("task", "") for fact in facts), unique(map(cite, units)), 1.0, 1.0, facts
    )


def _bodies(evidence: Evidence) -> Finding | None:
    """The bodies printed for the task that fits best; else a sentence that says who does it."""
    ranked = sorted(_ranked(evidence), key=lambda pair: -pair[1].score)
    ranked = [pair for pair in ranked if pair[1].met >= LEAST_MET]
    said = _sentence(evidence)
    if not ranked or (said and said.score > ranked[0][1].score + _CLOSE):
        return said
    best = ranked[0][1]
    chosen = [(r, s) for r, s in ranked if s.unit.clause.number == best.unit.clause.number
              and s.unit.clause.notice_id == best.unit.clause.notice_id]  # fmt: skip
    chosen.sort(key=lambda pair: pair[0].fact.start)
    return Finding(
        joined(record.fact.text.strip() for record, _ in chosen),
        unique(cite(Unit(s.unit.clause, r.fact.start, r.fact.end, r.fact.text)) for r, s in chosen),
        best.score,
        best.met,
        tuple(_fact(record) for record, _ in chosen),
    )


def _ranked(evidence: Evidence) -> Iterator[tuple[FactRecord, Scored]]:
    """Roles with the score of the best sentence of the clause they are printed in."""
    for record in evidence.facts("responsibility"):
        clause = evidence.clause(record.fact.clause_id)
        if clause is None:
            continue
        own = Unit(clause, record.fact.start, record.fact.end, record.fact.text)
        scores = [evidence.score(unit) for unit in [own, *units_of(clause)]]
        best = max(scores, key=lambda scored: scored.score)
        yield record, Scored(own, best.score, best.met, best.own)


def _sentence(evidence: Evidence) -> Finding | None:
    for scored in evidence.scored:
        if scored.met >= LEAST_MET and _SAYS.search(scored.unit.text) and not evidence.barred(scored.unit):
            if scored.unit.clause.kind not in ("head", "table"):
                return Finding(plain(scored.unit), (cite(scored.unit),), scored.score, scored.met)
    return sentence.finder("person")(evidence, date.today())


def _fact(record: FactRecord) -> AnswerFact:
    fact = record.fact
    return AnswerFact("responsibility", fact.label, fact.value, fact.text, fact.clause_id, fields=dict(fact.fields))
