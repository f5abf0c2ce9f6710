"""Which clauses of a notice a reference means, and the text that it covers.

A reference may leave out the outer steps (五、（二） for 附件/五/（二）) and end inside a clause
(第十二条第（三）项). What is printed exactly so comes first; several clauses alike are all given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.records import ClauseRecord
from ingest.normal import squeezed
from ingest.numbering import label_at_start
from qa_api.verify.reference import Step, readings, step_of

_LOOSE = 1  # cost of 第五条 for 五、
_INNER = 3  # cost of a step left out between two others
_OUTER = 1  # cost of a step left out before the first


@dataclass(frozen=True, slots=True)
class Passage:
    """What a reference covers: ``clauses`` in order, the cited one first, and their joined text.

    ``inside`` is the item or paragraph of the cited clause that was meant, as offsets in ``text``.
    """

    clauses: tuple[ClauseRecord, ...]
    inside: tuple[int, int] | None = None

    @property
    def clause(self) -> ClauseRecord:
        return self.clauses[0]

    @property
    def text(self) -> str:
        whole = "\n".join(clause.text for clause in self.clauses)
        return whole[slice(*self.inside)] if self.inside else whole

    def clause_at(self, offset: int) -> ClauseRecord:
        """The clause in which ``offset`` of ``text`` lies."""
        offset += self.inside[0] if self.inside else 0
        for clause in self.clauses:
            if offset <= len(clause.text):
                return clause
            offset -= len(clause.text) + 1
        return self.clauses[-1]


def passages(reference: str, clauses: Sequence[ClauseRecord]) -> list[Passage]:
    """The best passages for ``reference`` among the clauses of a notice; none without."""
    exact = [c for c in clauses if reference in (c.clause_id, c.number)]
    if exact:
        return [_with_all_below(clause, clauses) for clause in exact]
    for read in readings(reference):
        found = _best(read, clauses) or _inside(read, clauses)
        if found:
            return found
    return _by_heading(reference, clauses) if not any(readings(reference)) else []


def _best(read: Sequence[Step], clauses: Sequence[ClauseRecord]) -> list[Passage]:
    costs = [(_cost(read, clause), clause) for clause in clauses]
    least = min((cost for cost, _ in costs if cost is not None), default=None)
    found = [clause for cost, clause in costs if cost is not None and cost == least]
    if least is not None and least >= _INNER and len({clause.number for clause in found}) > 1:
        return []  # a step was left out in the middle, and more than one clause would fit
    return [_with_all_below(clause, clauses) for clause in found]


def _cost(read: Sequence[Step], clause: ClauseRecord) -> int | None:
    """What it takes to read a clause's number as ``read``; None where it cannot be."""
    segments = [step_of(segment) for segment in clause.number.split("/")]
    at, cost = len(segments) - 1, 0
    for order, step in enumerate(reversed(read)):
        while at >= 0 and (fit := _fit(step, segments[at])) is None:
            if order == 0:
                return None  # the last step must be the clause itself
            at, cost = at - 1, cost + _INNER
        if at < 0:
            return None
        at, cost = at - 1, cost + (fit or 0)
    return cost + _OUTER * (at + 1)


def _fit(step: Step, segment: Step | None) -> int | None:
    if segment is None or segment.values != step.values:
        return None
    if segment.can[0] == step.can[0]:
        return 0
    return _LOOSE if segment.can[0] in step.can else None


def _with_all_below(clause: ClauseRecord, clauses: Sequence[ClauseRecord]) -> Passage:
    below, known = [clause], {clause.clause_id}
    for other in clauses:
        if other.parent in known and other.ordinal > clause.ordinal:
            below.append(other)
            known.add(other.clause_id)
    return Passage(tuple(below))


def _inside(read: Sequence[Step], clauses: Sequence[ClauseRecord]) -> list[Passage]:
    """The last step or two as an item or paragraph inside the clause that the others name."""
    for kept in (len(read) - 1, len(read) - 2):
        outer = _best(read[:kept], clauses) if kept > 0 else []
        found = [inner for passage in outer if (inner := _narrowed(passage, read[kept:]))]
        if found:
            return found
    return []


def _narrowed(passage: Passage, inner: Sequence[Step]) -> Passage | None:
    text = passage.clause.text
    start, end = 0, len(text)
    for step in inner:
        span = _item(text, start, end, step) or _paragraph(text, start, end, step)
        if span is None:
            return None
        start, end = span
    return replace(passage, clauses=(passage.clause,), inside=(start, end))


def _item(text: str, start: int, end: int, step: Step) -> tuple[int, int] | None:
    """The lines from the label that ``step`` names to the next label of its family."""
    labels = []
    for line in re.finditer(r"[^\n]+", text[start:end]):
        label = label_at_start(line[0])
        if label and label.family in step.can:
            labels.append((start + line.start(), label))
    edges = [*labels, (end, None)]
    for (at, label), (after, _) in pairwise(edges):
        if label and label.value == step.values:
            return at, after
    return None


def _paragraph(text: str, start: int, end: int, step: Step) -> tuple[int, int] | None:
    """第二款: the second paragraph, items belonging to the one before them (立法技术规范)."""
    if step.can[0] != "paragraph":
        return None
    lines = [(start + line.start(), line[0]) for line in re.finditer(r"[^\n]+", text[start:end])]
    opens = [at for order, (at, line) in enumerate(lines) if order == 0 or not label_at_start(line)]
    edges = [*opens, end]
    wanted = step.values[0]
    return (edges[wanted - 1], edges[wanted]) if 1 <= wanted <= len(opens) else None


def _bare(heading: str) -> str:
    """A heading without its label."""
    label = label_at_start(heading)
    return squeezed(heading[label.end :] if label else heading)


def _by_heading(reference: str, clauses: Sequence[ClauseRecord]) -> list[Passage]:
    """A reference without a number: the clauses whose heading it is."""
    words = squeezed(reference).strip('“”"《》')
    if len(words) < 2:
        return []
    headed = [clause for clause in clauses if clause.path and clause.kind != "row"]
    found = [c for c in headed if _bare(c.path[-1]) == words]
    found = found or [c for c in headed if words in squeezed(c.path[-1])]
    return [_with_all_below(clause, clauses) for clause in found[:5]]
