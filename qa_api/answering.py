"""Question → kind, notice meant, years → search → candidates → the likeliest, with citations.

``answer`` is the whole way; each step is a value that can be looked at by itself.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from index import KnowledgeBase
from ingest.normal import normal, squeezed
from qa_api.amended import amended
from qa_api.answer_types import ANSWER_TYPES
from qa_api.candidates import Candidate, candidates
from qa_api.confidence import AGAIN, choose, reads
from qa_api.evidence import Evidence, gather
from qa_api.kinds import Finding
from qa_api.kinds.deadline import dated
from qa_api.kinds.finding import cite, joined, unique
from qa_api.model import Answer, Citation
from qa_api.postponed import Announced, announced, put_off
from qa_api.question import WORK, Question, split_questions
from qa_api.reading import open_ahead
from qa_api.scope import Scope, names_of, read_scope
from qa_api.unheard import unheard
from qa_api.wanted import Wanted
from qa_api.whole import whole_notices

_NEAREST = 3


def answer(
    kb: KnowledgeBase, question: str, *, as_of: date | None = None, notices: Sequence[str] = ()
) -> Answer:
    """Answer ``question`` from the notices of ``kb`` (only those named in ``notices``, if any).

    ``as_of`` is the day from which deadlines are seen, today by default.
    """
    began = time.perf_counter()
    open_ahead()
    day = as_of or date.today()
    scope = read_scope(question, names_of(kb))
    asked = split_questions(question, scope.names, scope.places)
    told: dict[int, tuple[Finding, float]] = {}  # by the place of the part
    later: dict[int, Announced] = {}  # what a notice leaves to a later one, likewise
    evidence: list[Evidence] = []

    def look_up(at: int, ways: Iterable[tuple[Question, Scope]], before: Sequence[Finding]) -> None:
        for asks, meant in ways:
            evidence.append(gather(kb, asks, meant, notices, _cited(before)))
            if scope.absent:
                return
            chosen = _chosen(evidence[-1], day)
            if chosen and not put_off(evidence[-1], chosen[0].finding.text):
                finding = chosen[0].finding
                if not notices:  # who names notices is told what they say
                    finding = amended(evidence[-1], finding)
                told[at] = dated(evidence[-1], finding, day), chosen[1]
                return
            if at not in later and (only := announced(evidence[-1])):
                later[at] = only
            if chosen:
                return

    if len(asked) == 1 and not notices and not scope.absent:
        told = _of_editions(kb, asked[0], scope, day)
    for at, part in enumerate(asked):
        if at in told:
            continue
        before = [finding for finding, _ in told.values()]
        if at - 1 in told and _is_said(part, before[-1]):
            told[at] = told[at - 1]
        else:
            look_up(at, _ways(part, before, scope), before)
    for at, part in enumerate(asked[:-1]):
        if at not in told and told:  # once more, where a later part was answered
            after = [finding for finding, _ in told.values()]
            look_up(at, _within(part, after, scope), after)
    findings = [told[at][0] for at in sorted(told)]
    missed = [part.text for at, part in enumerate(asked) if at not in told]
    if findings and (rivals := _differing(findings[0].rivals)):
        result = _ambiguous(kb, asked[0], rivals, day)
    elif findings:
        if len(findings) < len(asked):  # what a cut left out may answer the part that found nothing
            findings = [replace(found, text=found.full or found.text) for found in findings]
        only_announced = [later[at] for at in sorted(later.keys() - told.keys())]
        result = _answered(asked[0], findings, day, missed, only_announced)
    else:
        result = _not_found(asked[0], evidence[0], day, list(later.values()))
    elapsed = (time.perf_counter() - began) * 1000
    return Answer(
        question, result.status, result.kind, day.isoformat(), result.text, result.facts,
        result.citations, result.reason, result.nearest, elapsed,
        min((chance for _, chance in told.values()), default=0.0),
    )  # fmt: skip


def _chosen(evidence: Evidence, day: date) -> tuple[Candidate, float] | None:
    """What is said of what was found; where that is not sure, of all in the notices meant."""
    found = candidates(evidence, day)
    chosen = choose(evidence, found)
    if chosen or not reads(evidence):
        return chosen
    return choose(evidence, whole_notices(evidence, found), AGAIN)


def _of_editions(
    kb: KnowledgeBase, question: Question, scope: Scope, day: date
) -> dict[int, tuple[Finding, float]]:
    """What each year's notice of a programme says to a question that does not say which it means,
    the newest first; empty where it means one notice, or none of them answers."""
    found: list[tuple[Finding, float]] = []
    for notice_id in scope.editions:
        evidence = gather(kb, question, scope.within(notice_id))
        if chosen := _chosen(evidence, day):
            found.append((dated(evidence, chosen[0].finding, day), chosen[1]))
    if not found:
        return {}
    rivals = tuple(finding for finding, _ in found) if len(found) > 1 else ()
    return {0: (replace(found[0][0], rivals=rivals), found[0][1])}


def _is_said(part: Question, before: Finding) -> bool:
    """A part without a word of its own (…占多少) asks for what the part before it was told; so does
    one that asks by when (…几号前完成), where a whole row of a table was told."""
    if part.kind == "lead" and not ANSWER_TYPES["leads"].says.search(before.text):
        return False
    wanted = Wanted.of(part)
    row = before.citations[0].clause.kind == "row"
    bare = not any(len(word) > 1 and not (row and WORK.search(word)) for word in part.own)
    return bare and wanted.says_all(wanted.new(normal(before.text)), before.text)


def _ways(
    part: Question, before: Sequence[Finding], scope: Scope
) -> Iterator[tuple[Question, Scope]]:
    """How a part of a question is looked up: first in the notice that answered the part before,
    last in notices that say the short name of the one meant: they may rule on it as well."""
    yield from _within(part, before, scope)
    yield part, scope
    if scope.called or (scope.clear and scope.names):
        yield part, replace(scope, wide=True)


def _within(
    part: Question, before: Sequence[Finding], scope: Scope
) -> Iterator[tuple[Question, Scope]]:
    """In the notice that answered the part ``before``, where only its own words must be met.

    Not so where the question names several notices.
    """
    if before and len(scope.named) < 2:
        notice = before[-1].citations[0].clause.notice_id
        yield replace(part, terms=part.own), scope.within(notice)


def _cited(findings: Sequence[Finding]) -> set[str]:
    return {citation.clause.clause_id for found in findings for citation in found.citations}


def _answered(
    question: Question,
    findings: Sequence[Finding],
    as_of: date,
    missed: Sequence[str],
    later: Sequence[Announced],
) -> Answer:
    parts = "、".join(f"“{part.strip('，,；; ')}”" for part in missed)
    return Answer(
        question.text, "answered", question.kind, as_of.isoformat(),
        _told(findings),
        tuple(fact for finding in findings for fact in finding.facts),
        unique(citation for finding in findings for citation in finding.citations),
        reason=f"问题里的{parts}没有找到明确的规定。{_only(later)}" if missed else "",
    )  # fmt: skip


def _told(findings: Sequence[Finding]) -> str:
    """What all of them say; two cells of one row share the cells that name it."""
    if len(findings) == 1:
        return findings[0].text
    return joined(piece for finding in findings for piece in finding.text.split("；"))


def _differing(rivals: Sequence[Finding]) -> tuple[Finding, ...]:
    """One finding for each thing said; none where all notices say the same."""
    told = {squeezed(finding.text): finding for finding in reversed(rivals)}
    return tuple(reversed(told.values())) if len(told) > 1 else ()


def _ambiguous(
    kb: KnowledgeBase, question: Question, rivals: Sequence[Finding], as_of: date
) -> Answer:
    """One answer for each notice that the question fits, each under a name for its notice."""
    names = [_name(kb, finding) for finding in rivals]
    if len(set(names)) < len(names):  # the years in the titles tell them apart
        names = [f"《{finding.citations[0].clause.notice_title}》" for finding in rivals]
    return Answer(
        question.text, "ambiguous", question.kind, as_of.isoformat(),
        "\n".join(f"{name}：{finding.text}" for name, finding in zip(names, rivals, strict=True)),
        tuple(fact for finding in rivals for fact in finding.facts),
        unique(citation for finding in rivals for citation in finding.citations),
        reason=f"问题没有指明是哪份通知，有 {len(rivals)} 份通知都有相关规定，请写明后再问。",
    )  # fmt: skip


def _name(kb: KnowledgeBase, finding: Finding) -> str:
    """Issuer and short name (or type) of a finding's notice, without a number of its own."""
    notice = kb.notice(finding.citations[0].clause.notice_id)
    if notice is None:
        return ""
    plain = [alias for alias in notice.aliases if not re.search(r"\d", alias)]
    short = max(plain, key=lambda alias: alias in notice.title, default=None)
    title = notice.title if not re.search(r"\d", notice.title) else notice.type or ""
    return f"{notice.issuer or ''}《{short or title}》"


def _not_found(
    question: Question, evidence: Evidence, as_of: date, later: Sequence[Announced]
) -> Answer:
    reason = f"所问的内容尚未给出。{_only(later)}" if later else _reason(question, evidence)
    near = unique([*(one.citation for one in later), *_nearest(evidence)])[:_NEAREST]
    return Answer(
        question.text, "not_found", question.kind, as_of.isoformat(), "",
        reason=reason, nearest=near,
    )  # fmt: skip


def _only(later: Sequence[Announced]) -> str:
    return "".join(f"通知只写明“{one.part}”。" for one in later)


def _reason(question: Question, evidence: Evidence) -> str:
    if absent := "、".join(evidence.scope.absent):
        return f"知识库中没有文号为 {absent} 的通知，也没有条款提到这个文号；请核对文号后再问。"
    best = evidence.scored[:_NEAREST]
    if question.years and evidence.years_seen and all(evidence.barred(s.unit) for s in best):
        years = "、".join(map(str, question.years))
        seen = "、".join(map(str, sorted(evidence.years_seen)))
        return f"知识库中相关通知没有 {years} 年的规定，涉及的年份是 {seen} 年。"
    words = "、".join(f"“{word}”" for word in unheard(evidence.kb, question.text))
    named = evidence.kb.notice(evidence.scope.named[0]) if evidence.scope.clear else None
    if named:
        also = f"知识库的通知也没有提到{words}。" if words else ""
        return f"《{named.title}》中没有条款写明所问的内容。{also}"
    if words:
        return f"知识库的通知没有提到{words}，没有一条写明所问的内容。"
    if not evidence.scored or evidence.scored[0].met < 0.5:
        return "知识库中的通知没有提到这个问题。"
    return "找到了相近的条款，但没有一条写明所问的内容。"


def _nearest(evidence: Evidence) -> tuple[Citation, ...]:
    seen: dict[str, Citation] = {}
    for scored in evidence.scored:
        if scored.met > 0.2 and len(seen) < _NEAREST:
            seen.setdefault(scored.unit.clause.clause_id, cite(scored.unit))
    return tuple(seen.values())
