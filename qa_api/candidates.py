"""What may be answered: what several forms of answer bring, and the best sentences by themselves.

Which of them is said, if any, is for ``qa_api.confidence`` to choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from ingest.normal import normal
from qa_api.evidence import Evidence
from qa_api.kinds import FINDERS, Finding
from qa_api.kinds.brief import announces, block, enumeration, reply
from qa_api.kinds.finding import cite, from_units, led_to, line_of, with_lead
from qa_api.kinds.fitting import fits
from qa_api.kinds.sentence import VALUED, says_kind, wants_each
from qa_api.people import PERSON
from qa_api.proof import unproved
from qa_api.question import Question
from qa_api.scoring import Scored
from qa_api.units import Unit
from qa_api.wanted import Wanted

OWN, SENTENCE, LINE, LED, BLOCK, HEADING = (
    "own", "sentence", "line", "led", "block", "heading",
)  # fmt: skip
FORMS = (
    OWN, "table", "free", "list", "lead", "place", "section", "rows",
    SENTENCE, LINE, LED, BLOCK, HEADING,
)  # fmt: skip
# Shares of the question's words that a sentence must meet: for the question's own form in turn,
# for the others.
STEPS, STEP_OF_OTHERS = (0.55, 0.35, 0.2), (0.35,)
_FIRST = 4  # clauses first in search whose sentences need not meet any word
# Bare sentences: those that fit the question, others, and those further down that say all it wants.
_SENTENCES, _UNFITTING, _OF_ALL_TYPES = 8, 3, 8
_TELLING = 4  # characters
_LOOKED_AT = 12  # best sentences from whose surroundings more candidates are made, and …
_PARAGRAPHS, _COMPANY, _HEADINGS = 4, 4, 1  # … how many of each
_LABEL = re.compile(r"^\W*[\u4e00-\u9fff]{2,8}[:：]")  # of a line: 牵头单位：甲处
_SHORT_LIST = 3  # items of a list that may tell a date
_LONG_PARAGRAPH = 260  # characters of a paragraph that may be said whole
_ASKS_NAME = re.compile(
    r"人(?:叫|姓)什么|人的?(?:名字|姓名)|人是谁(?![^？]*(?:电话|号码|联系方式))"
)
# Whose mobile it is: the number said next after the name must be one.
_NUMBER_NEXT = r"[^\d]*(\d[\d -]{5,})"
_MOBILE = re.compile(r"1[3-9]\d ?-?\d{4}")
_ASKS_NUMBER = re.compile(r"文号|发文字号|[几少么]号[文令]|令第?几号")
_NUMBER = re.compile(r"[〔\[(（【]\s*\d{4}\s*[〕\])）】]|第?\s*\d+\s*号")  # of a document
_MOSTLY = 0.5  # share of the question's words that a heading must meet to be said


@dataclass(frozen=True, slots=True)
class Candidate:
    """``form`` is that of the question's own kind, of another kind, a bare sentence, or what one
    stands in: a paragraph, an item under its leading line, a block of entries, a heading."""

    finding: Finding
    form: str


def candidates(evidence: Evidence, as_of: date) -> list[Candidate]:
    """Each finding that may be said once, under the first form that brought it; one alone where it
    is read off the record."""
    found: dict[tuple[object, ...], Candidate] = {}
    for candidate in chain(_forms(evidence, as_of), _sentences(evidence), _around(evidence)):
        finding = candidate.finding
        places = tuple((c.clause.clause_id, c.start, c.end) for c in finding.citations)
        key = (finding.text, places)
        told = key in found and not finding.sure
        if places and not told and may_be_said(finding, evidence.question):
            if finding.sure:
                return [candidate]
            found[key] = candidate
    return list(found.values())


def may_be_said(finding: Finding, question: Question) -> bool:
    """It says nothing that its quotes do not hold (invariant 3), and no office's number where
    something is asked for that is seldom printed with it: a mobile number, a name. The number of
    a document is answered by one."""
    if question.kind == "contact":
        if "手机" in question.text and not _says_mobile(finding.text, question):
            return False
        if _ASKS_NAME.search(question.text) and not PERSON.search(finding.text):
            return False
    if _ASKS_NUMBER.search(question.text) and not _NUMBER.search(finding.text):
        return False
    chosen = question.kind == "yesno" or "还是" in question.text
    if not chosen and _repeats(finding.text, question):
        return False
    return bool(finding.text) and not unproved(finding.text, finding.citations)


def _says_mobile(text: str, question: Question) -> bool:
    """A mobile number, and that of the person named, where ``text`` names one that is asked for."""
    if not says_kind(text, question):
        return False
    before = [question.text[: asked.start()] for asked in re.finditer("的?手机", question.text)]
    names = {said[-size:] for said in before for size in (2, 3) if PERSON.fullmatch(said[-size:])}
    numbers = [re.findall(name + _NUMBER_NEXT, text) for name in names if name in text]
    return all(any(map(_MOBILE.match, found)) for found in numbers)


def _repeats(text: str, question: Question) -> bool:
    """It tells nothing but what the question says (牵头单位：甲处 of 甲处牵头哪几项)."""
    told = normal(_LABEL.sub("", text))
    return len(told) >= _TELLING and told in normal(question.text)


def is_fitting(finding: Finding, question: Question) -> bool:
    """It says the kind of value asked for, or what the kind of question needs."""
    if question.kind in VALUED and not says_kind(finding.text, question):
        return False
    quoted = " ".join((finding.text, *(citation.quote for citation in finding.citations)))
    return fits(quoted, question)


def _forms(evidence: Evidence, as_of: date) -> Iterator[Candidate]:
    kind = evidence.question.kind
    others = [form for form in FORMS[1 : FORMS.index(SENTENCE)] if form != kind]
    one_date = kind == "deadline" and not wants_each(evidence.question)
    for form, name, steps in [(kind, OWN, STEPS), *((o, o, STEP_OF_OTHERS) for o in others)]:
        for finding in FINDERS[form](evidence, as_of, steps):
            # Of the items of a long list one may hold a date, but not that of all the others.
            if not (one_date and form == "list" and len(finding.citations) > _SHORT_LIST):
                yield Candidate(finding, name)


def _sentences(evidence: Evidence) -> Iterator[Candidate]:
    first = sorted(evidence.prior, key=lambda c: -evidence.prior[c])[:_FIRST]
    met = (
        scored
        for scored in evidence.scored
        if scored.met >= min(STEPS) or scored.unit.clause.clause_id in first
    )
    able = (scored for scored in met if may_answer(evidence, scored.unit))
    wanted = Wanted.of(evidence.question)
    left = [_SENTENCES, _UNFITTING, _OF_ALL_TYPES]
    for scored in able:
        finding = with_what_follows(evidence, scored)
        sort = 0 if is_fitting(finding, evidence.question) else 1
        if not left[sort] and wanted.says_all(wanted.new(normal(finding.text)), finding.text):
            sort = 2
        if left[sort]:
            left[sort] -= 1
            yield Candidate(finding, SENTENCE)
        if not any(left):
            break


def with_what_follows(evidence: Evidence, scored: Scored) -> Finding:
    """A sentence; with what it leads to, if it does (以下情形不能报考：)."""
    led = led_to(evidence, scored) if announces(scored.unit) else None
    return led or from_units(evidence, [scored])


def _around(evidence: Evidence) -> Iterator[Candidate]:
    """What the best sentences stand in, which may say what they only begin."""
    able = [s for s in evidence.scored[:_LOOKED_AT] if not evidence.barred(s.unit)]
    best = [scored for scored in able if scored.met >= min(STEPS)]
    yield from _paragraphs(evidence, [s for s in best if not s.unit.is_heading])
    yield from _in_company(evidence, best[:_COMPANY])
    # A task may be all that its heading says.
    headings = [s for s in best if s.unit.is_heading and s.own >= _MOSTLY]
    for scored in headings[:_HEADINGS]:
        if scored.unit.clause.kind in ("section", "item", "article"):
            yield Candidate(from_units(evidence, [scored]), HEADING)


def _paragraphs(evidence: Evidence, best: Sequence[Scored]) -> Iterator[Candidate]:
    """The paragraphs of sentences, where there is more in them."""
    lines: dict[tuple[str, int, int], Scored] = {}
    for scored in best:
        if scored.unit.clause.kind not in ("row", "table", "head"):
            line = line_of(scored, _LONG_PARAGRAPH)
            if line.unit.key != scored.unit.key and not evidence.barred(line.unit):
                lines.setdefault(line.unit.key, line)
    for line in list(lines.values())[:_PARAGRAPHS]:
        yield Candidate(from_units(evidence, [line]), LINE)


def _in_company(evidence: Evidence, best: Sequence[Scored]) -> Iterator[Candidate]:
    """Items under the line that leads to them, and entries with those they stand among."""
    for scored in best:
        if led := with_lead(evidence, scored):
            yield Candidate(led, LED)
        if (told := reply(scored.unit)) and not evidence.barred(told):
            quotes = (cite(told), cite(scored.unit))
            yield Candidate(Finding(told.plain, quotes, scored.score, scored.met), LED)
        enumerated = enumeration(scored.unit)
        if enumerated and not any(map(evidence.barred, enumerated[1])):
            yield from _enumerated(scored, *enumerated)
        entries = block(scored.unit)
        if entries and not any(map(evidence.barred, entries)):
            said = [replace(scored, unit=entry) for entry in entries]
            yield Candidate(from_units(evidence, said), BLOCK)


def _enumerated(scored: Scored, lead: Unit, parts: Sequence[Unit]) -> Iterator[Candidate]:
    """All that a sentence enumerates, and one part of it under the words that lead to it."""
    if parts[-1].end - parts[0].start <= _LONG_PARAGRAPH:
        text = "；".join(part.plain for part in parts)
        found = Finding(text, tuple(map(cite, parts)), scored.score, scored.met)
        yield Candidate(found, BLOCK)
    if scored.unit.start != parts[0].start:
        text = f"{lead.text.strip()}{scored.unit.plain}"
        yield Candidate(
            Finding(text, (cite(lead), cite(scored.unit)), scored.score, scored.met), LED
        )


def may_answer(evidence: Evidence, unit: Unit) -> bool:
    if unit.clause.kind in ("head", "table") or unit.is_heading or evidence.barred(unit):
        return False
    return len(normal(unit.text)) >= _TELLING
