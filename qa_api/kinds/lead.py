"""Who leads, helps or answers for a task, and which tasks a body leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.records import FactRecord
from ingest.normal import squeezed
from qa_api.evidence import Evidence
from qa_api.kinds import sentence, tasks
from qa_api.kinds.finding import Finding, at_each, cite, joined, unique
from qa_api.model import AnswerFact
from qa_api.scoring import Scored
from qa_api.units import Unit

_WHICH_TASKS = re.compile(
    r"(?:牵头|负责|配合|承担|主办|承办|管)[^，。？]{0,12}(?:哪|什么|几)|(?:哪些|哪几|几)[^，。？]{0,8}(?:由|是)[^，。？]{2,16}(?:牵头|负责|配合)"
    r"|(?:牵头|负责|配合|承担)的(?:各|所有|全部|几|都|有)"
)
_ROLE = re.compile("牵头|责任(?:单位|部门|处室)|配合|主办|承办|协办")
# … but not where the body itself is asked for: 牵头单位有哪些, 由哪个局负责.
_WHOSE = re.compile(
    r"谁|由哪|(?:牵头|负责|配合|责任|承担|主办|承办)(?:单位|部门|处室|人)|分工|分别|"
    r"(?:哪|什么)[一几两]?[个家些]?(?:单位|部门|处|机构|科|局|委|厅|学会|协会)"
)
_VERB = re.compile(r"由(?:谁|哪)[^，。？]{0,6}?(?:共同|一起|来|去)([\u4e00-\u9fff]{2})\W*$")

_HELPS = re.compile(r"配合|协助|参与")
_LEADS = re.compile(r"牵头|负责|责任|主管|主办|承办|承担")
_CLOSE, _SURE = 0.1, 0.9
# What a body does that no 牵头单位：… says; a sentence that says it answers.
_DEED = re.compile(r"解释|核发|审批|监督|受理|发放|审核|评审|颁发|认定|备案|登记")
_SAYS = re.compile(
    r"负责|牵头|承担|主管|主办|承办|组织(?=实施|开展|评|申|推|编|召|举|协调|领导|落实|各|有关|相关|专家)|"
    r"配合|由|设在|组长|主任|领衔"
)


@at_each
def find(evidence: Evidence, as_of: date, least: float) -> Finding | None:
    asked = evidence.question.text
    if _WHICH_TASKS.search(asked) and ((found := _tasks_of(evidence)) or not _WHOSE.search(asked)):
        return found
    return _of_task_before(evidence) or _bodies(evidence, as_of, least)


def _of_task_before(evidence: Evidence) -> Finding | None:
    """The bodies printed for the task that the part before was answered by (…办几场，谁来办), where
    this part says no task of its own."""
    if any(len(word) > 1 for word in evidence.question.own):
        return None
    for clause in filter(None, map(evidence.clause, sorted(evidence.before))):
        printed = evidence.kb.facts(kinds=["responsibility"], notice_ids=[clause.notice_id])
        roles = [
            (record, other)
            for record in printed
            if (other := evidence.clause(record.fact.clause_id))
            and other.number
            and f"{clause.number}/".startswith(f"{other.number}/")
        ]
        if roles:
            nearest = max(len(other.number) for _, other in roles)
            chosen = [record for record, other in roles if len(other.number) == nearest]
            chosen.sort(key=lambda record: record.fact.start)
            return Finding(
                joined(record.fact.text.strip() for record in chosen),
                unique(c for record in chosen for c in tasks.cited_with_task(evidence, record)),
                1.0, 1.0, tuple(map(_fact, chosen)), sure=_SURE,
            )  # fmt: skip
    return None


def _tasks_of(evidence: Evidence) -> Finding | None:
    """All tasks whose body the question names, over all clauses."""
    asked = squeezed(evidence.question.text)
    role = "配合" if _HELPS.search(asked) and not _LEADS.search(asked) else ""
    chosen: list[FactRecord] = []
    for record in evidence.kb.facts(
        kinds=["responsibility"], notice_ids=evidence.scope.named or None
    ):
        bodies = [b for b in re.split("[、，,；; ]", squeezed(record.fact.value)) if len(b) >= 2]
        if any(body in asked for body in bodies) and (
            record.fact.label.startswith("配合") == bool(role)
        ):
            chosen.append(record)
    if not chosen:
        return None
    chosen.sort(key=lambda record: (record.notice_id, record.fact.start))
    facts = tuple(_fact(record) for record in chosen)
    citations = [c for record in chosen for c in tasks.cited_with_task(evidence, record)]
    return Finding(
        joined(tasks.name(record.fact.fields.get("task", "")) for record in chosen),
        unique(citations),
        1.0,
        1.0,
        facts,
    )


def _bodies(evidence: Evidence, as_of: date, least: float) -> Finding | None:
    """The bodies printed for the task that fits best; else a sentence that says who does it."""
    ranked = sorted(_ranked(evidence), key=lambda pair: -pair[1].score)
    ranked = [pair for pair in ranked if pair[1].met >= least]
    said = _sentence(evidence, as_of, least)
    deed = _deed(evidence)
    if said and deed and deed in said.text:
        return said
    if not ranked or (said and said.score > ranked[0][1].score + _CLOSE):
        return said
    best = ranked[0][1]
    chosen = [(r, s) for r, s in ranked if s.unit.clause.number == best.unit.clause.number
              and s.unit.clause.notice_id == best.unit.clause.notice_id]  # fmt: skip
    chosen.sort(key=lambda pair: pair[0].fact.start)
    roles = [cite(Unit(s.unit.clause, r.fact.start, r.fact.end, r.fact.text)) for r, s in chosen]
    task = evidence.about(best.unit.clause, best.unit).unit  # what the role is printed for
    return Finding(
        joined(record.fact.text.strip() for record, _ in chosen),
        unique([*roles, cite(task)]),
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
        if not evidence.barred(own):
            best = evidence.about(clause, own)
            yield record, Scored(own, best.score, best.met, best.own)


def _deed(evidence: Evidence) -> str:
    """What is done, where the question does not ask for a printed role (解释权归谁)."""
    question = evidence.question.text
    deed = None if _ROLE.search(question) else _DEED.search(question)
    return deed[0] if deed else ""


def _sentence(evidence: Evidence, as_of: date, least: float) -> Finding | None:
    deed = _deed(evidence)
    verb = _VERB.search(evidence.question.text)
    for scored in evidence.scored:
        unit = scored.unit
        if scored.met < least or deed not in unit.text:
            continue
        if not _SAYS.search(unit.text) and not (verb and verb[1] in unit.text):
            continue
        if unit.clause.kind not in ("head", "table") and not evidence.barred(unit):
            return Finding(unit.plain, (cite(unit),), scored.score, scored.met)
    return next(sentence.finder("person")(evidence, as_of, (least,)), None)


def _fact(record: FactRecord) -> AnswerFact:
    fact = record.fact
    return AnswerFact(
        "responsibility",
        fact.label,
        fact.value,
        fact.text,
        fact.clause_id,
        fields=dict(fact.fields),
    )
