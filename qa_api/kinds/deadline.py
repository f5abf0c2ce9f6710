"""When: deadlines and periods, with whether they are open, closing or closed on the day asked from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ingest.dates import moments
from ingest.model import Fact
from qa_api.evidence import Evidence, Scored, is_heading, units_of
from qa_api.kinds.finding import LEAST_MET, Finding, cite, from_units, joined, plain, unique
from qa_api.model import AnswerFact

_CLOSE = 0.12  # facts scored this near the best one belong to the same answer
_CLOSING_DAYS = 7


def find(evidence: Evidence, as_of: date) -> Finding | None:
    """The deadlines that the question means; else a sentence with a date that meets its words."""
    ranked = sorted(_ranked(evidence), key=lambda pair: -pair[1].score)
    ranked = [pair for pair in ranked if pair[1].met >= LEAST_MET]
    if not ranked:
        return _dated_sentence(evidence)
    best = ranked[0][1]
    dated = _dated_sentence(evidence)
    if dated and dated.score > best.score + _CLOSE:
        return dated
    chosen = [
        (fact, scored) for fact, scored in ranked
        if scored.score >= best.score - _CLOSE
        and scored.unit.clause.clause_id == best.unit.clause.clause_id
    ]  # fmt: skip
    chosen.sort(key=lambda pair: pair[0].start)
    return Finding(
        joined(plain(scored.unit) for _, scored in chosen),
        unique(cite(scored.unit) for _, scored in chosen),
        best.score,
        best.met,
        tuple(with_state(fact, as_of) for fact, _ in chosen),
    )


def _ranked(evidence: Evidence) -> Iterable[tuple[Fact, Scored]]:
    for record in evidence.facts("deadline"):
        clause = evidence.clause(record.fact.clause_id)
        if clause is None:
            continue
        for unit in units_of(clause):
            if unit.start <= record.fact.start < unit.end and not evidence.barred(unit):
                yield record.fact, evidence.score(unit)


def _dated_sentence(evidence: Evidence) -> Finding | None:
    for scored in evidence.scored:
        if scored.unit.clause.kind in ("head", "tail") or is_heading(scored.unit) or evidence.barred(scored.unit):
            continue
        if scored.met >= LEAST_MET and (
            moments(scored.unit.text) or "年" in scored.unit.text or "长期" in scored.unit.text or "持续" in scored.unit.text
        ):
            return from_units(evidence, [scored])
    return None


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
        "deadline", fact.label, fact.value, fact.text, fact.clause_id, state, days, dict(fact.fields)
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
