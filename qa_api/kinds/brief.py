"""Short answers: the part of a sentence that says the value; what a leading sentence leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from ingest.facts.spans import parts
from ingest.normal import normal
from ingest.numbering import label_at_start
from qa_api.evidence import Evidence, notice_clauses
from qa_api.scoring import Scored
from qa_api.units import Unit, view

_SHORT = 45  # characters of a sentence that is not cut
_LONGER = 150  # the same where the parts in between must be said too
_WEIGHTY = 0.5  # share of the weightiest word's weight
_LONG = 80  # characters of a sentence whose opening may be left out
_TAKES_UP = 0.5  # share of the best part's words that a part must meet to take the question up
_AS_GOOD = 0.6  # share of the best part's words by which other parts are values asked for too
_ENOUGH = 0.45  # share of what the sentence meets that its part must meet to stand for it
_TERSE = 40  # characters of a sentence that is said with the next one
_ENTRY = re.compile(r"\W*[\u4e00-\u9fff（）()、\s]{2,12}[:：]\s*\S.{0,80}$")
_MOST_ENTRIES = 6
_INNER_LEAD = re.compile(r"[^：:；;。]{4,60}[：:](?=\s*[^\s\d])")
_PAIRED = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"))
_REPLY = re.compile(r"答\s*[:：]\s*")
_ASKED = re.compile(r"问\s*[:：]")
_FOLLOWING = 190  # characters said of what follows a leading sentence


def value_part(scored: Scored, value: re.Pattern[str], weights: Mapping[str, float]) -> str:
    """The comma-separated part of a sentence that holds ``value`` and best meets the question.

    A part that meets none of the question's words takes the part before it along; empty where the
    part alone would not answer.
    """
    text = scored.unit.text
    label = label_at_start(text)
    spans = list(parts(text, label.end if label else 0, len(text)))
    if len(text) <= _SHORT or len(spans) < 2 or scored.unit.clause.kind == "row":
        return ""
    met = [_met(text[a:b], weights) for a, b in spans]
    holding = [i for i, (a, b) in enumerate(spans) if value.search(text[a:b])]
    if not holding:
        return ""
    best = max(holding, key=lambda i: (met[i] + 0.5 * (met[i - 1] if i else 0.0), -i))
    first = best - 1 if best and not met[best] else best
    last = max(best, *(i for i in holding if met[i] >= _AS_GOOD * met[best]))
    first = min(first, *(i for i in holding if met[i] and met[i] >= _AS_GOOD * met[best]), first)
    # What only another part names (汉中 of 西安市8个；汉中4个) is what the value is wanted of.
    only = [
        i
        for i in holding
        if _named_only(text[slice(*spans[i])], text[slice(*spans[best])], weights)
    ]
    first, last = min([first, *only]), max([last, *only])
    if spans[last][1] - spans[first][0] > (_LONG if not only else _LONGER):
        last, first = best, min(first, best) if first == best - 1 else best
    part = text[spans[first][0] : spans[last][1]].strip()
    if any(part.count(opens) != part.count(closes) for opens, closes in _PAIRED):
        return ""
    return part if _met(part, weights) >= _ENOUGH * _met(text, weights) else ""


def _named_only(part: str, best: str, weights: Mapping[str, float]) -> bool:
    """Whether ``part`` says a weighty word of the question that ``best`` does not."""
    here, there = normal(part), normal(best)
    least = _WEIGHTY * max(weights.values(), default=0.0)
    return any(w >= least and t in here and t not in there for t, w in weights.items())


def without_opening(scored: Scored, weights: Mapping[str, float]) -> str:
    """A long sentence from the part on that first takes the question up; empty if all of it does.

    What answers stands behind the words of the question more often than before them.
    """
    text = scored.unit.text
    spans = list(parts(text, 0, len(text)))
    if len(text) < _LONG or len(spans) < 3 or scored.unit.clause.kind == "row":
        return ""
    met = [_met(text[a:b], weights) for a, b in spans]
    first = next(i for i, weight in enumerate(met) if weight >= _TAKES_UP * max(met))
    if not 0 < first < len(spans) - 1 or re.search(r"\d", text[: spans[first][0]]):
        return ""  # what is left out must not hold a date or a figure
    return text[spans[first][0] :].strip(" 　；;。，,|")


def _met(text: str, weights: Mapping[str, float]) -> float:
    here = normal(text)
    return sum(weight for term, weight in weights.items() if term in here)


def gone_on(scored: Scored) -> Scored:
    """A short sentence with the next one of its line: it often only names what that one says."""
    unit = scored.unit
    if len(unit.text) >= _TERSE or unit.clause.kind in ("row", "table"):
        return scored
    units = view(unit.clause).units
    after = next((other for other in units if other.start >= unit.end), None)
    offset = unit.clause.start
    if after is None or "\n" in unit.clause.text[unit.end - offset : after.start - offset]:
        return scored
    text = unit.clause.text[unit.start - offset : after.end - offset]
    return replace(scored, unit=Unit(unit.clause, unit.start, after.end, text))


def leads_on(unit: Unit) -> bool:
    """The sentence only announces what follows (…如下：, …步骤：, …怎么办？)."""
    if unit.clause.kind in ("row", "table") or unit.is_heading:
        return False
    return announces(unit) or unit.text.rstrip().endswith(("？", "?"))


def announces(unit: Unit) -> bool:
    """It ends in a colon."""
    return unit.text.rstrip().endswith(("：", ":"))


def leading(evidence: Evidence, unit: Unit) -> Unit | None:
    """The sentence that ``unit`` is an item of (下列人员不得聘任：…); None where it is none."""
    before = [line for line in view(unit.clause).lines if line.end <= unit.start]
    for line in reversed(before):
        if announces(line):
            return line
        if not label_at_start(line.text):
            return None
    parent = evidence.clause(unit.clause.parent) if unit.clause.parent else None
    last = view(parent).lines[-1:] if parent else ()
    return next(filter(announces, last), None)


def block(unit: Unit) -> list[Unit]:
    """The lines 户名：… 账号：… that ``unit`` stands among; fewer than two are none."""
    lines = view(unit.clause).lines
    for are_entries, run in groupby(lines, lambda line: bool(_ENTRY.match(line.text))):
        entries = list(run)
        if are_entries and any(one.start <= unit.start < one.end for one in entries):
            return entries[:_MOST_ENTRIES] if len(entries) > 1 else []
    return []


def enumeration(unit: Unit) -> tuple[Unit, list[Unit]] | None:
    """What leads to the parts of the sentence (六个到位：甲；乙；丙。) that ``unit`` is one of, and
    the parts; the first holds what leads. None where the sentence enumerates nothing."""
    runs: list[list[Unit]] = []
    for other in view(unit.clause).units:
        if runs and _goes_on(runs[-1][-1], other):
            runs[-1].append(other)
        else:
            runs.append([other])
    parts = next((run for run in runs if any(part.start == unit.start for part in run)), [])
    found = _INNER_LEAD.match(parts[0].text) if len(parts) > 1 else None
    if found is None:
        return None
    start = parts[0].start
    return Unit(unit.clause, start, start + found.end(), found[0]), parts


def _goes_on(unit: Unit, after: Unit) -> bool:
    """Only a semicolon parts the two."""
    return unit.end == after.start and unit.text.rstrip().endswith(("；", ";"))


def reply(unit: Unit) -> Unit | None:
    """What is answered (答：…) to a question that ``unit`` is part of; None where nothing is."""
    clause = unit.clause
    behind = clause.text[unit.end - clause.start :]
    before_next = _ASKED.split(behind, maxsplit=1)[0]
    found = _REPLY.search(before_next)
    if not found:
        return None
    start, end = unit.end + found.end(), unit.end + len(before_next)
    ends = [other.end for other in view(clause).units if start <= other.end <= end]
    near = [at for at in ends if at - start <= _FOLLOWING]
    last = (near or ends[:1] or [end])[-1]
    return Unit(clause, start, last, clause.text[start - clause.start : last - clause.start])


def following(evidence: Evidence, unit: Unit) -> list[Unit]:
    """What a leading sentence leads to: the rest of its clause, else the clauses after it."""
    found: list[Unit] = []
    length = 0
    for other in _after(evidence, unit):
        length += len(other.text)
        if found and (length > _FOLLOWING or leads_on(other)):
            break
        found.append(other)
    return found


def _after(evidence: Evidence, unit: Unit) -> Iterator[Unit]:
    clause = unit.clause
    yield from (other for other in view(clause).units if other.start >= unit.end)
    depth = clause.number.count("/") if clause.number else 0
    items = evidence.children(clause)
    for other in items or notice_clauses(evidence.kb, clause.notice_id):
        if other.ordinal > clause.ordinal and other.kind not in ("head", "tail"):
            if clause.kind != "body" and other.number.count("/") < depth:
                return
            yield from view(other).units
