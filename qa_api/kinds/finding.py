"""What a kind brings back: text put together from quotes, and the quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from index.records import ClauseRecord
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds.brief import announces, following, leading, without_opening
from qa_api.model import AnswerFact, Citation
from qa_api.scoring import Scored
from qa_api.units import Unit

T = TypeVar("T")
Steps = Sequence[float]
Finder = Callable[[Evidence, date, Steps], Iterator["Finding"]]
_RIVAL = 0.08  # notices whose best evidence scores this near are as likely meant
_ANY_RIVAL = 0.5  # the same where the question says nothing but its kind
_MOST_RIVALS = 5
_DENIES = re.compile(r"不得|不予|不能|不可|不属于|不适用|不包括|禁止|严禁|除外")
_BARE_LABEL = re.compile(r"[\u4e00-\u9fff、]{1,12}[:：]")
SHORT_LINE = 110  # characters of a line that is said whole


@dataclass(frozen=True, slots=True)
class Finding:
    """``score`` and ``met`` are those of the best evidence (``qa_api.scoring.Scored``).

    ``rivals`` are what notices say that the question fits as well, itself the first; ``full`` is
    the text before it was cut to the value asked for, if it was; ``sure`` is the chance of what is
    read off the record, where there is nothing to weigh, else 0.
    """

    text: str
    citations: tuple[Citation, ...]
    score: float
    met: float
    facts: tuple[AnswerFact, ...] = ()
    rivals: tuple[Finding, ...] = ()
    full: str = ""
    sure: float = 0.0


def at_each(find: Callable[[Evidence, date, float], Finding | None]) -> Finder:
    """A Finder that looks once for each step."""

    def finder(evidence: Evidence, as_of: date, steps: Steps) -> Iterator[Finding]:
        return (found for step in steps if (found := find(evidence, as_of, step)))

    return finder


def climbing(ranked: Iterable[T], steps: Steps, met: Callable[[T], float]) -> Iterator[T]:
    """The best for each step, the best of all first; ``ranked`` is best first."""
    reached = 0
    for one in ranked:
        over = sum(met(one) >= step for step in steps)
        if over > reached:
            reached = over
            yield one
        if reached == len(steps):
            return


def by_notice(
    evidence: Evidence, ranked: Sequence[tuple[T, Scored]]
) -> list[list[tuple[T, Scored]]]:
    """``ranked`` (best first) by notice: the best's, and others the question fits as well.

    Where the question names its notice there are no others.
    """
    groups: dict[str, list[tuple[T, Scored]]] = {}
    for item, scored in ranked:
        groups.setdefault(scored.unit.clause.notice_id, []).append((item, scored))
    found = list(groups.values())
    if len(evidence.scope.named) == 1 and evidence.scope.clear:
        return found[:1]
    within = _RIVAL if evidence.question.terms else _ANY_RIVAL
    best = found[0][0][1].score
    return [group for group in found if group[0][1].score >= best - within][:_MOST_RIVALS]


def cite(unit: Unit) -> Citation:
    return Citation.of(unit.clause, unit.start, unit.end)


def whole_line(scored: Scored) -> Scored:
    """The line that a sentence stands in, where it is short: an item is best said whole."""
    return line_of(scored, SHORT_LINE)


def line_of(scored: Scored, longest: int) -> Scored:
    """The line that a sentence stands in, where it has at most ``longest`` characters."""
    line = line_around(scored.unit)
    if line.clause.kind in ("row", "table") or len(line.text) > longest:
        return scored
    return replace(scored, unit=line)


def line_around(unit: Unit) -> Unit:
    """The line of its clause that ``unit`` begins in."""
    clause, at = unit.clause, unit.start - unit.clause.start
    start = clause.text.rfind("\n", 0, at) + 1
    end = clause.text.find("\n", at)
    end = len(clause.text) if end < 0 else end
    return Unit(clause, clause.start + start, clause.start + end, clause.text[start:end])


def joined(texts: Iterable[str]) -> str:
    """Parts of an answer, each once, in order, without labels that nothing follows (联系人：)."""
    parts = list(dict.fromkeys(filter(None, texts)))
    parts = [part for part in parts if not _BARE_LABEL.fullmatch(part)] or parts
    return "；".join(p for p in parts if not any(p != other and p in other for other in parts))


def from_units(evidence: Evidence, chosen: Sequence[Scored]) -> Finding:
    """A Finding that says the chosen units in the order of the notice."""
    best = chosen[0]
    ordered = sorted(
        chosen, key=lambda s: (s.unit.clause.notice_id != best.unit.clause.notice_id, s.unit.start)
    )
    citations = [c for s in ordered for c in citations_of(evidence, s.unit)]
    weights = evidence.scorer.weights
    texts = [without_opening(s, weights) or s.unit.plain for s in ordered]
    return Finding(joined(texts), unique(citations), best.score, best.met)


def led_to(evidence: Evidence, lead: Scored) -> Finding | None:
    """What stands behind a leading sentence; None where nothing does."""
    units = following(evidence, lead.unit)
    if not units:
        return None
    citations = [c for unit in [lead.unit, *units] for c in citations_of(evidence, unit)]
    text = told_of(evidence, lead.unit, joined(unit.plain for unit in units))
    return Finding(text, unique(citations), lead.score, lead.met)


def told_of(evidence: Evidence, lead: Unit, items: str) -> str:
    """``items`` with the line that leads to them where they would mean the opposite without it."""
    denied = _DENIES.search(lead.text)
    if denied and denied[0] not in evidence.question.text and announces(lead):
        return f"{lead.plain}{items}"
    return items


def with_lead(evidence: Evidence, item: Scored) -> Finding | None:
    """An item with the line that it stands under (下列人员不得聘任：…), if it is one."""
    lead = leading(evidence, item.unit)
    if lead is None or evidence.barred(lead):
        return None
    said = whole_line(item).unit
    return Finding(f"{lead.plain}{said.plain}", (cite(lead), cite(said)), item.score, item.met)


def citations_of(evidence: Evidence, unit: Unit) -> list[Citation]:
    """The unit's quote; for a row also the rows that hold its merged cells and its column heads."""
    citations = [cite(unit)]
    if unit.clause.kind == "row":
        citations += [Citation.of(clause) for clause in _row_support(evidence, unit.clause)]
    return citations


def _row_support(evidence: Evidence, row: ClauseRecord) -> list[ClauseRecord]:
    table = row.number.rsplit("/", 1)[0]
    same = [
        c for c in notice_clauses(evidence.kb, row.notice_id)
        if c.number == table or c.number.startswith(table + "/行")
    ]  # fmt: skip
    support = [c for c in same if c.kind == "table"]
    if row.text.startswith("\t"):
        group = [
            c
            for c in same
            if c.kind == "row" and c.ordinal < row.ordinal and not c.text.startswith("\t")
        ]
        support += group[-1:]
    return support


def unique(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    seen: dict[tuple[str, int, int], Citation] = {}
    for citation in citations:
        seen.setdefault((citation.clause.clause_id, citation.start, citation.end), citation)
    return tuple(seen.values())
