"""When: deadlines and periods, and whether they are open or closed on the day asked from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ingest.dates import moments
from ingest.facts.spans import parts
from ingest.model import Fact
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds import tasks
from qa_api.kinds.brief import value_part
from qa_api.kinds.finding import (
    Finding,
    at_each,
    by_notice,
    cite,
    from_units,
    joined,
    unique,
)
from qa_api.kinds.sentence import wants_each
from qa_api.model import AnswerFact, Citation
from qa_api.question import APPLY, WORK, Question, only_closing
from qa_api.scoring import Scored
from qa_api.units import Unit, view

_HOW_LONG = re.compile(r"多久|多长时间|几天|多少天|几个工作日|几年")
_DURATION = re.compile(
    r"[\d一二三四五六七八九十两半]+\s*(?:个)?(?:工作日|天|日|周|星期|月|年|小时|分钟)"
)
_WHICH_DAY = re.compile(r"哪一?天|几号|几月|几点|截止|日期|最晚|最迟")
_ANY_TIME = re.compile(r"\d\s*[年月日号时点]|年底|年末|持续|长期|每[年月季]")
_FIELD = re.compile(r"\W*[\u4e00-\u9fff]{2,8}\s*[:：]")  # 完成时限：… answers for its whole clause
_CLOSES = re.compile(r"截止|截至|最晚|最迟|报名|申报|申请|哪天前|几号前")
_APPLY_BONUS, _PLAINLY_ASKED = 0.15, 0.6
_LIMIT = re.compile(r"\W*(?:完成)?(?:时限|期限)\s*[:：]")
_LASTS = re.compile(rf"{_LIMIT.pattern}\s*(?:持续|长期|常年|全年|[每逐][年月季]|随时)")
_TIME = re.compile(
    r"\d{4}\s*年\s*(?:前|底|末|初|内|起|至|到|以前|之前)|[到在于]\s*\d{4}\s*年|“?十[一二三四五六]五”?(?:期间|末)|长期|持续推进|每年|每月|每季度"
)
_FAR = 0.25  # a sentence with a date that is no deadline must be this much better
_UNTIL = re.compile(r"前|[截为]止|截至|[至到底内]|逾期|[延顺]期|不迟于|不晚于|最[迟晚]")
_ASKS_UNTIL = re.compile(r"截止|截至|最晚|最迟|[天号点时]之?前")
_TERM = re.compile(r"(?:到|至)(?:哪一?年|什么时候|何时)|哪几年|[管做干搞]几年")
_SURE = 0.8
_VALID = re.compile(r"有效期|施行至|执行至")
_SPAN = re.compile(r"(?:19|20)\d{2}\s*年?\s*[-—–~至]+\s*(?:19|20)\d{2}\s*年?")
_CLOSE = 0.12  # facts scored this near the best one belong to the same answer
_CLOSING_DAYS = 7


@at_each
def find(evidence: Evidence, as_of: date, least: float) -> Finding | None:
    """The deadlines that the question means; else a sentence with a date that meets its words.

    Asked from a date to the tasks (哪些任务2021年11月完成), the tasks.
    """
    if due := tasks.find(evidence):
        return due
    if term := _of_title(evidence):
        return term
    ranked = sorted(_ranked(evidence), key=lambda pair: -pair[1].score)
    ranked = [pair for pair in ranked if pair[1].met >= least]
    dated = _dated_sentence(evidence, least)
    lasting = _lasting(evidence, least)
    others = [*(scored.score for _, scored in ranked[:1]), *([dated.score - _FAR] if dated else [])]
    if lasting and lasting.score > max(others, default=0.0):
        return lasting
    if not ranked or (dated and _HOW_LONG.search(evidence.question.text)):
        return dated
    best = ranked[0][1]
    if dated and dated.score > best.score + _FAR:
        return dated
    rivals = [_say(evidence, group, as_of) for group in by_notice(evidence, ranked)]
    return replace(rivals[0], rivals=tuple(rivals) if len(rivals) > 1 else ())


def _lasting(evidence: Evidence, least: float) -> Finding | None:
    """The limit without a date (完成时限：持续推进) that is printed for the task meant best."""
    if APPLY.search(evidence.question.text):
        return None
    limits = [
        (evidence.about(clause, unit), unit)
        for notice_id in evidence.meant()
        for clause in notice_clauses(evidence.kb, notice_id)
        for unit in view(clause).units
        if _LASTS.match(unit.text) and not evidence.barred(unit)
    ]
    if not limits:
        return None
    best, unit = max(limits, key=lambda limit: limit[0].score)
    if best.met < least:
        return None
    citations = unique([cite(unit), *_task(evidence, unit)])
    return Finding(unit.plain, citations, best.score, best.met)


def _of_title(evidence: Evidence) -> Finding | None:
    """The years that the title says, where it is asked of nothing else till when it is (…做到哪年,
    …管哪几年): of what its sentences do not say."""
    if not _TERM.search(evidence.question.text) or len(evidence.scope.named) != 1:
        return None
    clauses = notice_clauses(evidence.kb, evidence.scope.named[0])
    if not all(map(evidence.is_bare, clauses[:1])) or any(_VALID.search(c.text) for c in clauses):
        return None
    for clause in clauses:
        for line in view(clause).lines if clause.kind == "head" else ():
            if span := _SPAN.search(line.text):
                return Finding(span[0], (cite(line),), 1.0, 1.0, sure=_SURE)
    return None


def _say(evidence: Evidence, ranked: Sequence[tuple[Fact, Scored]], as_of: date) -> Finding:
    """The best deadline, and those of its clause that fit the question about as well."""
    best = ranked[0][1]
    chosen = [
        (fact, scored)
        for fact, scored in ranked
        if (scored.score >= best.score - _CLOSE or wants_each(evidence.question))
        and scored.unit.clause.clause_id == best.unit.clause.clause_id
    ]
    chosen.sort(key=lambda pair: pair[0].start)
    return Finding(
        joined(scored.unit.plain for _, scored in chosen),
        unique([*(cite(scored.unit) for _, scored in chosen), *_task(evidence, best.unit)]),
        best.score,
        best.met,
        tuple(with_state(fact, as_of) for fact, _ in chosen),
    )


def dated(evidence: Evidence, finding: Finding, as_of: date) -> Finding:
    """``finding`` with the deadlines that its quotes hold, where it was found as something else."""
    if finding.facts or finding.rivals or evidence.question.kind != "deadline":
        return finding
    facts = tuple(
        with_state(record.fact, as_of)
        for record in evidence.facts("deadline")
        if any(citation.holds(record) for citation in finding.citations)
    )
    return replace(finding, facts=facts)


def _task(evidence: Evidence, unit: Unit) -> Iterator[Citation]:
    """What 完成时限：… is printed for: the sentence under its number that the question means."""
    if _FIELD.match(unit.text):
        yield cite(evidence.about(unit.clause, unit).unit)


def _ranked(evidence: Evidence) -> Iterator[tuple[Fact, Scored]]:
    """Deadlines with the score of their sentence; one to apply by is what is asked for most."""
    bonus = _PLAINLY_ASKED if only_closing(evidence.question) else _APPLY_BONUS
    for record in evidence.facts("deadline"):
        clause = evidence.clause(record.fact.clause_id)
        if clause is None:
            continue
        for unit in view(clause).units:
            if unit.start <= record.fact.start < unit.end and not evidence.barred(unit):
                field = _FIELD.match(unit.text)
                if _LIMIT.match(unit.text) and APPLY.search(evidence.question.text):
                    continue  # when a task ends is not when one may apply for it
                best = evidence.about(clause, unit) if field else evidence.score(unit)
                applies = asks_to_apply(evidence.question) and _is_to_apply(unit, record.fact)
                score = best.score + (bonus if applies else 0.0)
                yield record.fact, Scored(unit, score, best.met, best.own)


def asks_to_apply(question: Question) -> bool:
    """It is asked when something closes: when one may apply by, not when work must be done by."""
    asked = question.text
    works = WORK.search(asked) and not APPLY.search(asked)
    return question.kind == "deadline" and bool(_CLOSES.search(asked)) and not works


def speaks_of_applying(finding: Finding) -> bool:
    """What is found, or the heading it stands under, speaks of applying."""
    return _to_apply(finding.text, finding.citations[0].clause.path[-2:])


def _is_to_apply(unit: Unit, fact: Fact) -> bool:
    """The date is one to apply by: its part of the sentence or the heading above says so."""
    clause, at = unit.clause, fact.start - unit.start
    part = next((unit.text[a:b] for a, b in parts(unit.text, 0, len(unit.text)) if a <= at < b), "")
    return _to_apply(part, clause.path[-2:] if clause.kind == "section" else clause.path[-2:-1])


def _to_apply(text: str, headings: Sequence[str]) -> bool:
    """``text`` speaks of applying, or its headings do and it is not about the work itself."""
    if APPLY.search(text):
        return True
    return not WORK.search(text) and bool(APPLY.search(" ".join(headings)))


def _dated_sentence(evidence: Evidence, least: float) -> Finding | None:
    for scored in evidence.scored:
        if scored.unit.clause.kind in ("head", "tail", "table", "row") or scored.unit.is_heading:
            continue
        if evidence.barred(scored.unit):
            continue
        if scored.met >= least and _says_when(scored.unit.text, evidence.question.text):
            found = from_units(evidence, [scored])
            says = _DURATION if _HOW_LONG.search(evidence.question.text) else _ANY_TIME
            short = value_part(scored, says, evidence.scorer.weights)
            return replace(found, text=short, full=found.text) if short else found
    return None


def _says_when(text: str, question: str) -> bool:
    """The text says what kind of time is asked for: how long, which day, or when at all."""
    if _HOW_LONG.search(question):
        return bool(_DURATION.search(text))
    if _ASKS_UNTIL.search(question) and not _UNTIL.search(text):
        return False  # a date from which something counts is no deadline
    if moments(text) or _LIMIT.match(text):
        return True
    return not _WHICH_DAY.search(question) and bool(_TIME.search(text))


def with_state(fact: Fact, as_of: date) -> AnswerFact:
    """The deadline as seen on ``as_of``: coming, open, closing within a week, or closed."""
    last = last_day(fact.value)
    state = days = None
    if last is not None:
        days = (last - as_of).days
        opens = last_day(fact.fields.get("opens", ""))
        if days < 0:
            state = "closed"
        elif opens and opens > as_of:
            state = "coming"
        else:
            state = "closing" if days <= _CLOSING_DAYS else "open"
    return AnswerFact(
        "deadline",
        fact.label,
        fact.value,
        fact.text,
        fact.clause_id,
        state,
        days,
        dict(fact.fields),
    )


def last_day(value: str) -> date | None:
    """The day an ISO value ends on: 2021-12 ends on 31 December. None without a year."""
    parts = value.split("T")[0].split("-")
    try:
        if len(parts) == 2 and parts[0]:
            year, month = int(parts[0]), int(parts[1])
            following = date(year + month // 12, month % 12 + 1, 1)
            return following - timedelta(days=1)
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
