"""Answers that stand under a heading: its items, or the sentences its paragraphs open with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from index.records import ClauseRecord
from ingest.facts.spans import sentences
from ingest.normal import normal
from ingest.numbering import integer_or_none, label_at_start
from ingest.outline import heading_of
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds.finding import Finding, cite, joined, told_of, unique
from qa_api.kinds.fitting import fits, wants_names
from qa_api.units import Unit, view, whole

CONDITION_BONUS = 0.25
_HEADING_BONUS = 0.12
_LEAST_OWN = 0.3  # share of the question's words that the heading itself must meet
_ONLY_HEADINGS = 0.9  # the same where nothing but headings stands below it
_LONG_ITEM = 70  # characters; of longer items only the opening sentence is said
MOST_ITEMS = 24
_COUNTED = re.compile(
    r"(?<![\d第])([一二三四五六七八九十]{1,2}|\d{1,2})(?:大|个|项|条|类|种|方面的?)([\u4e00-\u9fff]{2,4}?)(?=分别|是|包括|都|有|指|讲|具体|[，。？?]|$)"
)
_COUNTED_BONUS = 0.5
_FEWEST_THROUGH = 10
_LEADS_TO = re.compile(r"[:：]\s*$|(?:下列|如下|以下)[^。]*$")
_OPENING = 30  # characters in which an item says what it is


def items_below(evidence: Evidence, least: float) -> Iterator[Finding]:
    """Headings with the items below them; the heading alone is what the question must meet."""
    for clause in list(evidence.clauses.values()):
        if not _may_head(clause) or re.fullmatch(r"附件\d*", clause.number):
            continue
        items = [c for c in evidence.children(clause) if c.kind not in ("row", "table")]
        if len(items) >= 2 and (found := _items(evidence, clause, items[:MOST_ITEMS], least)):
            yield found


def counted_below(evidence: Evidence) -> Iterator[Finding]:
    """As many items as the question counts, each named as it says: the headings of 六大行动."""
    asked = _COUNTED.search(normal(evidence.question.text))
    count = integer_or_none(asked[1]) if asked else None
    if not asked or count is None:
        return
    named = asked[2]
    for notice_id in evidence.meant():
        clauses = [clause for clause in notice_clauses(evidence.kb, notice_id)
                   if clause.number and clause.kind not in ("row", "table")]  # fmt: skip
        below: dict[str, list[ClauseRecord]] = {}
        for clause in clauses:
            below.setdefault(clause.number.rpartition("/")[0], []).append(clause)
        for items in below.values():
            items = list({item.number: item for item in reversed(items)}.values())[::-1]
            alike = [unit for unit in map(first_line, items) if _names(unit, named)]
            if len(alike) == count >= 3 and not any(map(evidence.barred, alike)):
                yield _counted(evidence, alike)
        through = numbered_through(clauses)
        if len(through) == count >= _FEWEST_THROUGH:
            yield _counted(evidence, [first_line(item) for item in through])


def _counted(evidence: Evidence, said: Sequence[Unit]) -> Finding:
    best = max((evidence.score(unit) for unit in said), key=lambda scored: scored.score)
    text = joined(unit.plain for unit in said)
    return Finding(text, unique(map(cite, said)), best.score + _COUNTED_BONUS, 1.0)


def numbered_through(clauses: Sequence[ClauseRecord]) -> list[ClauseRecord]:
    """The items that are counted on from section to section: 1 to 25 under 二, 三 and 四."""
    through: list[ClauseRecord] = []
    parents: set[str] = set()
    for clause in clauses:
        parent, _, label = clause.number.rpartition("/")
        if label == str(len(through) + 1):
            through.append(clause)
            parents.add(parent)
    return through if len(parents) > 1 else []


def _names(unit: Unit, named: str) -> bool:
    """A short heading, or the opening of an item, that says what is counted."""
    return any(named[at:] in normal(unit.text)[:_OPENING] for at in range(max(1, len(named) - 1)))


def leads_below(evidence: Evidence, least: float) -> Iterator[Finding]:
    """Clauses whose paragraphs each open with a short sentence of their own (坚持…。 …)."""
    for clause in list(evidence.clauses.values()):
        if _may_head(clause) and (leads := _leads(clause)):
            bonus = _HEADING_BONUS * (1 + _tight(clause, evidence))
            if found := _under(evidence, clause, leads, leads, bonus, least):
                yield found


def listed_within(evidence: Evidence, least: float) -> Iterator[Finding]:
    """Labelled lines of one clause behind the line that leads to them (…下列条件：（一）…（二）…),
    as articles of laws list things."""
    for clause in list(evidence.clauses.values()):
        if not _may_head(clause) or "\n" not in clause.text:
            continue
        for lead, items in _led(view(clause).lines):
            heading = evidence.score(lead)
            if heading.met < least or heading.own < _LEAST_OWN or evidence.barred(lead):
                continue
            said = [cut(item) for item in items]
            text = told_of(evidence, lead, joined(unit.plain for unit in said))
            if fits(lead.text + text, evidence.question):
                citations = unique(map(cite, [lead, *items]))
                yield Finding(text, citations, heading.score + _HEADING_BONUS, heading.met)


def _led(lines: Sequence[Unit]) -> Iterator[tuple[Unit, list[Unit]]]:
    """Each line that leads to others, with the labelled ones right behind it."""
    for at, lead in enumerate(lines):
        if _LEADS_TO.search(lead.text):
            behind = takewhile(lambda line: label_at_start(line.text), lines[at + 1 :])
            items = list(behind)[:MOST_ITEMS]
            if len(items) >= 2:
                yield lead, items


def cut(item: Unit) -> Unit:
    """An item as it is said in a list: whole where short, else its opening sentence."""
    end = len(item.text)
    if end > _LONG_ITEM:
        end = next(sentences(item.text), (0, end))[1]
    return Unit(item.clause, item.start, item.start + end, item.text[:end])


def _may_head(clause: ClauseRecord) -> bool:
    return clause.kind not in ("row", "table", "head", "tail")


def _items(
    evidence: Evidence, clause: ClauseRecord, items: Sequence[ClauseRecord], least: float
) -> Finding | None:
    below = " ".join([clause.text, *(item.text for item in items)])
    if evidence.barred(whole(clause)) or not fits(below, evidence.question):
        return None
    said = [cut(whole(item)) for item in items]
    if any(unit.is_heading for unit in said):
        # Bare headings (项目内容, 相关要求) say no condition and no step.
        if not wants_names(evidence.question):
            return None
        if evidence.score(first_line(clause)).own < _ONLY_HEADINGS:
            return None
    bonus = _HEADING_BONUS * (1 + _tight(clause, evidence)) + _conditional(evidence, items)
    return _under(evidence, clause, said, [whole(item) for item in items], bonus, least)


def _under(
    evidence: Evidence, clause: ClauseRecord, said: Sequence[Unit], quoted: Sequence[Unit],
    bonus: float, least: float,
) -> Finding | None:  # fmt: skip
    """``said`` under the heading of ``clause``, if the heading meets the question."""
    heading = evidence.score(first_line(clause))
    named = any(hint in heading.unit.here for hint in evidence.question.hints)
    if heading.met < least or (heading.own < _LEAST_OWN and not named):
        return None
    citations = unique(map(cite, [heading.unit, *quoted]))
    return Finding(
        joined(unit.plain for unit in said), citations, heading.score + bonus, heading.met
    )


def _conditional(evidence: Evidence, items: Sequence[ClauseRecord]) -> float:
    """Bonus for a heading over conditions where conditions are asked for."""
    if evidence.question.kind != "eligibility":
        return 0.0
    ids = {record.fact.clause_id for record in evidence.facts("eligibility")}
    return CONDITION_BONUS if sum(item.clause_id in ids for item in items) >= 2 else 0.0


def _tight(clause: ClauseRecord, evidence: Evidence) -> float:
    """Share of the heading that the question says: （一）总体战略 before 四、总体战略与目标."""
    heading = normal(clause.path[-1]) if clause.path else ""
    label = label_at_start(heading)
    heading = heading[label.end :] if label else heading
    said = (*evidence.question.terms, *evidence.question.hints)
    met = {term for term in said if term in heading}
    covered = sum(any(char in term for term in met) for char in heading)
    return covered / len(heading) if heading else 0.0


def _leads(clause: ClauseRecord) -> list[Unit]:
    """The short sentence that each paragraph below the heading opens with, if all have one."""
    lines = list(re.finditer(r"[^\n]+", clause.text))
    leads = []
    for line in lines[1:] if len(lines) >= 4 else []:
        start, end = next(sentences(line[0]))
        if not 3 <= end - start <= 40 or end >= len(line[0].rstrip()):
            return []
        at = clause.start + line.start()
        leads.append(Unit(clause, at + start, at + end, line[0][start:end]))
    return leads


def first_line(clause: ClauseRecord) -> Unit:
    """The heading line of a clause, or the first sentence where text follows on it."""
    text = clause.text.split("\n")[0]
    label = label_at_start(text)
    heading = heading_of(text, label.end if label else 0)
    end = len(text)
    if end > len(heading) + 6:
        end = next(sentences(text), (0, end))[1]
    return Unit(clause, clause.start, clause.start + end, text[:end])
