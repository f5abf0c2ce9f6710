"""What may be answered: what several forms of answer bring, and the best sentences by themselves.

Which of them is said, if any, is for ``qa_api.confidence`` to choose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from ingest.normal import normal
from qa_api.evidence import Evidence
from qa_api.kinds import FINDERS, Finding
from qa_api.kinds.brief import block
from qa_api.kinds.finding import from_units, line_of, with_lead
from qa_api.kinds.fitting import fits
from qa_api.kinds.sentence import VALUED, says_kind
from qa_api.proof import unproved
from qa_api.question import Question
from qa_api.scoring import Scored
from qa_api.units import Unit

OWN, SENTENCE, LINE, LED, BLOCK, HEADING = (
    "own", "sentence", "line", "led", "block", "heading",
)  # fmt: skip
FORMS = (OWN, "table", "free", "list", "lead", SENTENCE, LINE, LED, BLOCK, HEADING)
# Shares of the question's words that a sentence must meet: for the question's own form in turn,
# for the others.
STEPS, STEP_OF_OTHERS = (0.55, 0.35, 0.2), (0.35,)
_FIRST = 4
_SENTENCES = 8
_UNFITTING = 3
_TELLING = 4  # characters
_MOST_LED = 4
_LOOKED_AT, _MOST_LINES, _MOST_HEADINGS = 12, 4, 1
_LONG_LINE = 260  # characters of a paragraph that may be said whole
_MOSTLY = 0.5  # share of the question's words that a heading must meet to be said


@dataclass(frozen=True, slots=True)
class Candidate:
    """``form`` is that of the question's own kind, of another kind, or a bare sentence."""

    finding: Finding
    form: str


def candidates(evidence: Evidence, as_of: date) -> list[Candidate]:
    """Each finding that may be said once, under the first form that brought it; one alone where it
    is read off the record, first of all."""
    found: dict[tuple[object, ...], Candidate] = {}
    for candidate in chain(_forms(evidence, as_of), _sentences(evidence), _lines(evidence)):
        finding = candidate.finding
        places = tuple((c.clause.clause_id, c.start, c.end) for c in finding.citations)
        key = (finding.text, places)
        if places and key not in found and _may_be_said(finding):
            if finding.sure and not found:
                return [candidate]
            found[key] = candidate
    return list(found.values())


def _may_be_said(finding: Finding) -> bool:
    """It says nothing that its quotes do not hold (invariant 3)."""
    return bool(finding.text) and not unproved(finding.text, finding.citations)


def is_fitting(finding: Finding, question: Question) -> bool:
    """It says the kind of value asked for, or what the kind of question needs."""
    if question.kind in VALUED and not says_kind(finding.text, question):
        return False
    quoted = " ".join((finding.text, *(citation.quote for citation in finding.citations)))
    return fits(quoted, question)


def _forms(evidence: Evidence, as_of: date) -> Iterator[Candidate]:
    kind = evidence.question.kind
    others = [form for form in FORMS[1 : FORMS.index(SENTENCE)] if form != kind]
    for form, name, steps in [(kind, OWN, STEPS), *((o, o, STEP_OF_OTHERS) for o in others)]:
        for finding in FINDERS[form](evidence, as_of, steps):
            yield Candidate(finding, name)


def _sentences(evidence: Evidence) -> Iterator[Candidate]:
    first = sorted(evidence.prior, key=lambda c: -evidence.prior[c])[:_FIRST]
    met = (
        scored
        for scored in evidence.scored
        if scored.met >= min(STEPS) or scored.unit.clause.clause_id in first
    )
    able = (scored for scored in met if _may_answer(evidence, scored.unit))
    left = [_SENTENCES, _UNFITTING]
    for scored in able:
        finding = from_units(evidence, [scored])
        unfit = not is_fitting(finding, evidence.question)
        if left[unfit]:
            left[unfit] -= 1
            yield Candidate(finding, SENTENCE)
        if not any(left):
            break


def _lines(evidence: Evidence) -> Iterator[Candidate]:
    """What the best sentences stand in: paragraphs, blocks of entries, items under a line that
    leads to them; and headings that say much of what is asked, which may be all there is to say."""
    best = [s for s in evidence.scored[:_LOOKED_AT] if s.met >= min(STEPS)]
    lines: dict[tuple[str, int, int], Scored] = {}
    for scored in best:
        if scored.unit.clause.kind not in ("row", "table", "head") and not scored.unit.is_heading:
            line = line_of(scored, _LONG_LINE)
            if line.unit.key != scored.unit.key and not evidence.barred(line.unit):
                lines.setdefault(line.unit.key, line)
    for line in list(lines.values())[:_MOST_LINES]:
        yield Candidate(from_units(evidence, [line]), LINE)
    for scored in best[:_MOST_LED]:
        if not evidence.barred(scored.unit) and (led := with_lead(evidence, scored)):
            yield Candidate(led, LED)
        if len(entries := block(scored.unit)) > 1 and not any(map(evidence.barred, entries)):
            said = [replace(scored, unit=entry) for entry in entries]
            yield Candidate(from_units(evidence, said), BLOCK)
    headings = [s for s in best if s.unit.is_heading and s.own >= _MOSTLY]
    for scored in [s for s in headings if not evidence.barred(s.unit)][:_MOST_HEADINGS]:
        if scored.unit.clause.kind in ("section", "item", "article"):
            yield Candidate(from_units(evidence, [scored]), HEADING)


def _may_answer(evidence: Evidence, unit: Unit) -> bool:
    if unit.clause.kind in ("head", "table") or unit.is_heading or evidence.barred(unit):
        return False
    return len(normal(unit.text)) >= _TELLING
