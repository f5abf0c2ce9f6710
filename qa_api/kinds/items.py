"""Lists, conditions and steps: what stands under the heading that the question names, in order.

A heading with its items competes with single sentences: 申报资格条件是什么 is answered by the items
under 申报资格条件, 七项行动是哪七项 by the sentence that names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from index.records import ClauseRecord, FactRecord
from ingest.facts.spans import sentences
from ingest.normal import normal
from ingest.numbering import integer, label_at_start
from ingest.outline import heading_of
from qa_api.evidence import Evidence
from qa_api.kinds import sentence
from qa_api.kinds.brief import leads_on
from qa_api.kinds.finding import LEAST_MET, Finding, cite, from_units, joined, led_to, plain, unique
from qa_api.question import Question
from qa_api.scoring import Scored
from qa_api.thesaurus import synonyms
from qa_api.units import Unit

_ENUMERATES = re.compile(r"[一二三四五六七八九十]是|、[^，。]*、|；|分为|包括|[（(][1一][）)]")
_LONG_ITEM = 70  # characters; of longer items only the opening sentence is said
_MOST_ITEMS = 24
_HEADING_BONUS = 0.12
_CONDITION_BONUS = 0.25
_BESIDE = 0.88  # neighbours of the best sentence that score this share of it are said as well
_BESIDE_LISTING = 0.7  # the same for neighbours that name several things
_NAMES_WANTED = re.compile(r"哪些|哪几|包括|分别|分为|哪[一二三四五六七八九十\d]")
_IN_NAMED = 0.3
_SAID = 190  # characters of an answer made of several sentences
_BINDS = re.compile(
    r"须|应|需|必|具有|具备|仅|只|限|符合|以上|不少于|不低于|满|条件|资格|对象|方可|可以|均可|可申报|不得|不能|优先|是|为"
)
_ACTION = re.compile(
    r"(?:怎么|如何|怎样)(?:去|来|才能)?(报名|申报|申请|办理|缴费|提交|注册|登记|预约|领取|查询|投诉)|(报名|申报|申请|办理|缴费|提交|注册|登记|预约|领取|查询|投诉)[^，。？]{0,4}(?:流程|程序|步骤|方式|方法|手续)"
)
_PEOPLE = re.compile(r"名单|哪些人|哪几位|都有谁")
_MOST_BESIDE = 2
_SHORT_LINE = 260
_LISTS = re.compile(r"、")
_SEVERAL_ASKED = re.compile(r"哪些|什么|哪几|怎么|如何|怎样|分别|哪[一二三四五六七八九十\d]")
_COUNT = re.compile(r"([一二三四五六七八九十两\d]+)\s*(?:项|个|类|种|条|方面|大)")


def find(evidence: Evidence, as_of: date) -> Finding | None:
    """The better of: a heading's items, a paragraph that enumerates, the best sentences."""
    candidates = [*_headings(evidence), *_paragraphs(evidence), *_sentences(evidence)]
    return max(candidates, key=lambda finding: finding.score, default=None)


def _sentences(evidence: Evidence) -> Iterator[Finding]:
    """The sentence that enumerates or sets the condition, with those beside it that go on."""
    conditions = (
        {r.fact.start: r for r in evidence.facts("eligibility")}
        if evidence.question.kind == "eligibility"
        else {}
    )
    scored = [
        replace(s, score=s.score + _CONDITION_BONUS * _states(s, conditions)
                + _several(s.unit.text, evidence) + sentence.says_bonus(s.unit.text, evidence.question.text))
        for s in evidence.scored
        if _fits(s.unit.text, evidence.question) and s.met >= _least(s, conditions, evidence) and not s.unit.is_heading and not evidence.barred(s.unit)
        and s.unit.clause.kind not in ("row", "table", "head", "tail") and s.unit.clause.number != "附件说明"
    ]  # fmt: skip
    if not scored:
        return
    best = max(scored, key=lambda s: s.score)
    if leads_on(best.unit):
        if found := led_to(evidence, best):
            yield found
        return
    if whole := _whole_line(evidence, best):
        yield from_units(evidence, [whole])
        return
    beside = [
        s for s in scored
        if s is not best and s.unit.clause.clause_id == best.unit.clause.clause_id
        and s.score >= (_BESIDE_LISTING if _LISTS.search(s.unit.text) else _BESIDE) * best.score
    ]  # fmt: skip
    said, chosen = len(best.unit.text), [best]
    for other in beside[:_MOST_BESIDE]:
        said += len(other.unit.text)
        if said <= _SAID:
            chosen.append(other)
    yield from_units(evidence, chosen)


def _fits(text: str, question: Question) -> bool:
    """A condition must bind, a way to do something must be about doing that, a list of people name them."""
    if question.kind == "eligibility":
        return bool(_BINDS.search(text))
    if question.kind == "procedure" and (action := _ACTION.search(question.text)):
        verb = action[1] or action[2]
        return any(word in text for word in (verb, *synonyms(verb)))
    if _PEOPLE.search(question.text):
        return bool(sentence.PROOF["person"].search(text))
    return True


def _whole_line(evidence: Evidence, best: Scored) -> Scored | None:
    """The line of the best sentence where it is a short list of its own (甲；乙；丙。)."""
    clause, at = best.unit.clause, best.unit.start - best.unit.clause.start
    start = clause.text.rfind("\n", 0, at) + 1
    end = clause.text.find("\n", at)
    end = len(clause.text) if end < 0 else end
    line = clause.text[start:end]
    if (
        line.count("；") < 2
        or len(line) > _SHORT_LINE
        or not _SEVERAL_ASKED.search(evidence.question.text)
    ):
        return None
    return replace(best, unit=Unit(clause, clause.start + start, clause.start + end, line))


def _conditional(evidence: Evidence, items: Sequence[ClauseRecord]) -> float:
    """Bonus for a heading over conditions where conditions are asked for."""
    if evidence.question.kind != "eligibility":
        return 0.0
    ids = {record.fact.clause_id for record in evidence.facts("eligibility")}
    return _CONDITION_BONUS if sum(item.clause_id in ids for item in items) >= 2 else 0.0


def _least(scored: Scored, conditions: Mapping[int, FactRecord], evidence: Evidence) -> float:
    """In a notice that was named, who may apply is told by its conditions, however one asks."""
    return _IN_NAMED if evidence.scope.clear and _states(scored, conditions) else LEAST_MET


def _states(scored: Scored, conditions: Mapping[int, FactRecord]) -> bool:
    return any(scored.unit.start <= start < scored.unit.end for start in conditions)


def _several(text: str, evidence: Evidence) -> float:
    """Bonus for naming several things, more for as many as the question says there are (七项)."""
    if evidence.question.kind != "list":
        return 0.0
    count = ordinals(text) or (
        max((part.count("、") for part in re.split("[；。]", text)), default=0) + 1
    )
    asked = {integer(n) for n in _COUNT.findall(evidence.question.text)}
    return 0.1 * (count >= 3) + 0.12 * (count in asked)


def _headings(evidence: Evidence) -> Iterator[Finding]:
    """Clauses that are headings over items, scored as the heading alone."""
    for clause in list(evidence.clauses.values()):
        if clause.kind in ("row", "table", "head", "tail") or re.fullmatch(
            r"附件\d*", clause.number
        ):
            continue
        items = evidence.children(clause)
        below = " ".join([clause.text, *(item.text for item in items)])
        if len(items) < 2 or evidence.barred(_whole(clause)) or not _fits(below, evidence.question):
            continue
        scored = evidence.score(_first_line(clause))
        if scored.met >= LEAST_MET and scored.own >= 0.3:
            units = [_opening(item) for item in items if item.kind not in ("row", "table")][
                :_MOST_ITEMS
            ]
            if not _NAMES_WANTED.search(evidence.question.text) and any(
                unit.is_heading for unit in units
            ):
                continue  # bare headings (项目内容, 相关要求) say no condition and no step
            if any(unit.is_heading for unit in units) and scored.own < 0.9:
                continue  # the question asks for more than what stands under this heading
            conditional = _conditional(evidence, items)
            if len(units) >= 2:
                yield Finding(
                    joined(plain(unit) for unit in units),
                    unique([cite(_first_line(clause)), *map(cite, map(_whole, items[:_MOST_ITEMS]))]),
                    scored.score + _HEADING_BONUS * (1 + _tight(clause, evidence)) + conditional, scored.met,
                )  # fmt: skip


def _paragraphs(evidence: Evidence) -> Iterator[Finding]:
    """Paragraphs that name several things, and clauses whose paragraphs each open with one."""
    for clause in list(evidence.clauses.values()):
        if clause.kind in ("row", "table", "head", "tail"):
            continue
        lines = [m for m in re.finditer(r"[^\n]+", clause.text)]
        if len(lines) >= 4 and (leads := _leads(clause, lines)):
            scored = evidence.score(_first_line(clause))
            if scored.met >= LEAST_MET and scored.own >= 0.3:
                chosen = [cite(_first_line(clause)), *map(cite, leads)]
                bonus = _HEADING_BONUS * (1 + _tight(clause, evidence))
                yield Finding(
                    joined(map(plain, leads)), unique(chosen), scored.score + bonus, scored.met
                )
        for line in lines:
            unit = Unit(clause, clause.start + line.start(), clause.start + line.end(), line[0])
            if not _fits(line[0], evidence.question) or evidence.barred(unit):
                continue
            if _ENUMERATES.search(line[0]) and len(line[0]) <= _SHORT_LINE:
                scored = evidence.score(unit)
                if scored.met >= LEAST_MET:
                    bonus = _several(line[0], evidence) if ordinals(line[0]) else 0.0
                    yield from_units(evidence, [replace(scored, score=scored.score + bonus)])


def _tight(clause: ClauseRecord, evidence: Evidence) -> float:
    """Share of the heading that the question says: （一）总体战略 before 四、总体战略与目标."""
    heading = normal(clause.path[-1]) if clause.path else ""
    label = label_at_start(heading)
    heading = heading[label.end :] if label else heading
    met = {term for term in (*evidence.question.terms, *evidence.question.hints) if term in heading}
    covered = sum(any(term in heading and char in term for term in met) for char in heading)
    return covered / len(heading) if heading else 0.0


def _leads(clause: ClauseRecord, lines: list[re.Match[str]]) -> list[Unit]:
    """The short sentence that each paragraph below the heading opens with, if all have one."""
    leads = []
    for line in lines[1:]:
        start, end = next(sentences(line[0]))
        if not 3 <= end - start <= 40 or end >= len(line[0].rstrip()):
            return []
        at = clause.start + line.start()
        leads.append(Unit(clause, at + start, at + end, line[0][start:end]))
    return leads


def _opening(clause: ClauseRecord) -> Unit:
    """An item as it is said in a list: whole where short, else its opening sentence."""
    text = clause.text
    end = len(text) if len(text) <= _LONG_ITEM else next(sentences(text), (0, len(text)))[1]
    return Unit(clause, clause.start, clause.start + end, text[:end])


def _first_line(clause: ClauseRecord) -> Unit:
    text = clause.text.split("\n")[0]
    label = label_at_start(text)
    heading = heading_of(text, label.end if label else 0)
    end = len(text) if len(text) <= len(heading) + 6 else next(sentences(text), (0, len(text)))[1]
    return Unit(clause, clause.start, clause.start + end, text[:end])


def _whole(clause: ClauseRecord) -> Unit:
    return Unit(clause, clause.start, clause.end, clause.text)


def ordinals(text: str) -> int:
    """How many 一是… 二是… a paragraph counts."""
    return len(re.findall(r"(?:^|[：；，。])[一二三四五六七八九十]{1,2}是", text))
