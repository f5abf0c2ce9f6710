"""What a later notice has changed: a date put off, a number corrected.

The notice that is changed still stands on the shelf, and its clause answers best of all. Where a
notice that changes it (延期, 更正, 补充) repeats the value with what stands now in its place, that
sentence is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.normal import squeezed
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds.finding import Finding, citations_of, joined, unique
from qa_api.parts import best_parts
from qa_api.people import PERSON
from qa_api.proof import unproved
from qa_api.runs import longest_run
from qa_api.scope import names_of
from qa_api.units import Unit, view
from qa_api.wanted import Wanted

_VALUE = re.compile(
    r"(?<![第\d.,-])(?:\d{3,4}-\d{7,8}|\d{7,}|(?:\d+年)?\d{1,2}月(?:\d{1,2}日)?|\d[\d.,]*[万亿]?[\u4e00-\u9fff%]{1,2})"
)
# What stands now, close behind what stood before.
_NOW = re.compile(
    r"[^。;；]{0,24}?(?:(?:更正|调整|变更|修改|延[期长后]|顺延|推迟|提前|改)(?:为|至|到|在|于)|"
    r"(?:调整|变更|更正|修改)后|应为|现[为改])(?!\W*(?:不变|同上|无变化))"
)
_WORDS = re.compile(r"[^\u4e00-\u9fff]+")
_TELLING = 10  # characters of a value that stands for nothing else: a phone
_SAME_THING = 4  # characters in a row that both say besides the value: what it is a value of


def amended(evidence: Evidence, finding: Finding) -> Finding:
    """``finding`` as later notices have changed it: their sentences, and where several things are
    asked what still stands."""
    finding = _latest(evidence, finding)
    later = names_of(evidence.kb).amended.get(_notice(finding), ())
    if not later or finding.rivals:
        return finding
    old = squeezed(" ".join(c.quote + "".join(c.clause.path) for c in finding.citations))
    changes = (next(_changes(evidence, later, v, old), None) for v in _values(evidence, finding))
    units = list({unit.key: unit for unit in changes if unit}.values())
    stands = finding.text if Wanted.of(evidence.question).several else ""
    text = joined([*(unit.plain for unit in units), stands])
    cited = [citation for unit in units for citation in citations_of(evidence, unit)]
    citations = unique([*cited, *(finding.citations if stands else ())])
    if not units or unproved(text, citations):
        return finding
    return replace(finding, text=text, citations=citations, facts=(), full="")


def _values(evidence: Evidence, finding: Finding) -> list[str]:
    """The values that are told of what is asked, in order; else all that are told."""
    for parts in (best_parts(evidence, finding.text), [finding.text]):
        if found := [value for part in parts for value in _said(part)]:
            return list(dict.fromkeys(found))
    return []


def _said(part: str) -> Iterator[str]:
    """Names of people, and figures."""
    for person in PERSON.finditer(part):
        yield re.split(r"[:：\s]", person[0])[-1]
    yield from _VALUE.findall(squeezed(part))


def _latest(evidence: Evidence, finding: Finding) -> Finding:
    """Without what a notice says that another one of the rivals changes."""
    changed = names_of(evidence.kb).amended
    told = {_notice(rival) for rival in finding.rivals}
    left = [rival for rival in finding.rivals if not told & set(changed.get(_notice(rival), ()))]
    if not left or len(left) == len(finding.rivals):
        return finding
    return replace(left[0], rivals=tuple(left) if len(left) > 1 else ())


def _notice(finding: Finding) -> str:
    return finding.citations[0].clause.notice_id


def _changes(evidence: Evidence, later: Sequence[str], value: str, old: str) -> Iterator[Unit]:
    """Sentences and rows of ``later`` notices that say what stands now in place of ``value``."""
    about = _WORDS.sub(" ", old.replace(value, " "))
    for notice in later:
        for clause in notice_clauses(evidence.kb, notice):
            for unit in view(clause).units:
                said = squeezed(unit.clause.context or unit.text)
                given_up = (at for at in _places(value, said) if _NOW.match(said, at.end()))
                if any(_same_thing(value, about, said[: at.start()]) for at in given_up):
                    yield unit


def _places(value: str, text: str) -> Iterator[re.Match[str]]:
    """Where ``text`` says the value; a figure not as part of another one."""
    if value.isalpha():
        return re.finditer(re.escape(value), text)
    return (found for found in _VALUE.finditer(text) if found[0] == value)


def _same_thing(value: str, about: str, said: str) -> bool:
    """``said`` before the value is about the same thing; a long number is one by itself."""
    return len(value) >= _TELLING or any(
        len(longest_run(words, said)) >= _SAME_THING for words in about.split()
    )
