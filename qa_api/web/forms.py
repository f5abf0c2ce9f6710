"""The form that an answer's kind deserves: dates with a countdown, contacts, checklists, tables.

What is shown is from the answer's text and facts, or from facts inside its quotes; nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.knowledge_base import KnowledgeBase
from qa_api.model import Answer, AnswerFact, Citation

FIELDS = {
    "office": "部门",
    "name": "联系人",
    "phone": "电话",
    "email": "邮箱",
    "address": "地址",
    "url": "网址",
}
TICKED = ("eligibility", "procedure")
LISTED = ("list",)
_PARTS = re.compile(r"[；\n]+")
_LABEL = re.compile(
    r"[一二三四五六七八九十]+是|第[一二三四五六七八九十]+|[（(]?[一二三四五六七八九十\d]+[）)、.．]"
)
_CELL = re.compile(r"([^：；]{1,20})：(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Duty:
    """Who answers for what, as printed."""

    task: str
    role: str
    bodies: str


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is shown; with nothing here its text stands alone."""

    dates: tuple[AnswerFact, ...] = ()
    contacts: tuple[AnswerFact, ...] = ()
    checks: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    leading: str = ""  # what stands before the first of the points
    duties: tuple[Duty, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()  # of a table's row: the head of the column, the value
    says_all: bool = False  # the cards hold every word of the text, which need not be repeated


@dataclass(frozen=True, slots=True)
class Alternative:
    """What one of the notices says that an ambiguous question may mean."""

    order: int
    notice_id: str
    title: str
    text: str
    citations: tuple[Citation, ...]
    dates: tuple[AnswerFact, ...]
    contacts: tuple[AnswerFact, ...]
    says_all: bool


def alternatives(answer: Answer) -> list[Alternative]:
    """By notice, in the order of the answer, whose text has a line for each."""
    if answer.status != "ambiguous":
        return []
    found: dict[str, list[Citation]] = {}
    for citation in answer.citations or answer.nearest:
        found.setdefault(citation.clause.notice_id, []).append(citation)
    lines = answer.text.split("\n")
    texts = lines if len(lines) == len(found) else [""] * len(found)
    return [
        _alternative(order, citations, text, answer)
        for order, (citations, text) in enumerate(zip(found.values(), texts, strict=True))
    ]


def _alternative(order: int, citations: list[Citation], text: str, answer: Answer) -> Alternative:
    clause = citations[0].clause
    cited = {citation.clause.clause_id for citation in citations}
    facts = [fact for fact in answer.facts if fact.clause_id in cited]
    contacts = _contacts(facts)
    said = text.partition("：")[2] or text  # after whose it is, which the heading says
    return Alternative(
        order, clause.notice_id, clause.notice_title, text, tuple(citations),
        _dates(facts), contacts, bool(contacts) and _says_all(_PARTS.split(said), contacts, ()),
    )  # fmt: skip


def form_of(kb: KnowledgeBase, answer: Answer) -> Form:
    if answer.status != "answered":
        return Form()
    parts = tuple(part.strip() for part in _PARTS.split(answer.text) if part.strip())
    several = len(parts) >= 2 and not answer.facts
    listed = several and answer.kind in LISTED
    leading, points = _led(parts)
    contacts = _contacts(answer.facts)
    duties = tuple(_duties(kb, answer)) if answer.kind == "lead" else ()
    return Form(
        dates=_dates(answer.facts),
        contacts=contacts,
        says_all=_says_all(parts, contacts, duties),
        checks=parts if several and answer.kind in TICKED else (),
        points=points if listed else (),
        leading=leading if listed else "",
        duties=duties,
        cells=tuple(_cells(parts, answer)),
    )


def _led(parts: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """开展三项行动：一是…；二是… as its leading words and the points, which have their numbers."""
    leading, colon, first = parts[0].partition("：") if parts else ("", "", "")
    if colon and all(map(_LABEL.match, (first, *parts[1:]))):
        return leading + colon, (first, *parts[1:])
    return "", parts


def labelled(points: Iterable[str]) -> bool:
    """Do the points have numbers of their own?"""
    return all(map(_LABEL.match, points))


def _cells(parts: Sequence[str], answer: Answer) -> Iterator[tuple[str, str]]:
    """The parts of a text that reads out a row of a table."""
    rows = any(citation.clause.kind == "row" for citation in answer.citations)
    found = [_CELL.fullmatch(part) for part in parts]
    if rows and not answer.facts and len(parts) > 1:
        whole = [match for match in found if match]
        yield from ((m[1], m[2]) for m in whole if len(whole) == len(parts))


def _dates(facts: Iterable[AnswerFact]) -> tuple[AnswerFact, ...]:
    """Deadlines, those of the same name and time once."""
    dated = (f for f in facts if f.kind == "deadline" and f.state)
    return tuple({(f.label, f.value): f for f in dated}.values())


def _contacts(facts: Iterable[AnswerFact]) -> tuple[AnswerFact, ...]:
    """Contacts and addresses, those that say the same once."""
    shown = ((tuple(contact_fields(f)), f) for f in facts)
    return tuple({fields: f for fields, f in shown if fields}.values())


def _says_all(parts: Sequence[str], contacts: Sequence[AnswerFact], duties: Sequence[Duty]) -> bool:
    """Does every word of the text stand in the cards or the table?"""
    values = [value for fact in contacts for value in fact.fields.values()]
    values += [f"{duty.role}：{duty.bodies}" for duty in duties]
    words = {word for value in values for word in value.split()}
    return all(word in words for part in parts for word in part.split())


def _duties(kb: KnowledgeBase, answer: Answer) -> Iterator[Duty]:
    """Responsibilities printed inside the quotes, in the order of the quotes."""
    clause_ids = list(dict.fromkeys(c.clause.clause_id for c in answer.citations))
    records = kb.facts(kinds=["responsibility"], clause_ids=clause_ids)
    for record in records:
        if any(citation.holds(record) for citation in answer.citations):
            fact = record.fact
            yield Duty(fact.fields.get("task", ""), fact.label, fact.value)


def by_task(duties: Iterable[Duty]) -> list[tuple[str, list[Duty]]]:
    """Duties of the same task together, in order."""
    tasks: dict[str, list[Duty]] = {}
    for duty in duties:
        tasks.setdefault(duty.task, []).append(duty)
    return list(tasks.items())


def contact_fields(fact: AnswerFact) -> list[tuple[str, str, str]]:
    """The parts of a contact in reading order, as (kind, name, value); none for other kinds."""
    parts = fact.fields if fact.kind in ("contact", "address") else {}
    return [(kind, label, parts[kind]) for kind, label in FIELDS.items() if parts.get(kind)]
