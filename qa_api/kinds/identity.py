"""What a notice is: its number, issuer, date and recipients, cited from its head and tail."""

from __future__ import annotations

import re
from datetime import date

from index.records import ClauseRecord, NoticeRecord
from ingest.dates import moments
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds.finding import Finding, cite, unique
from qa_api.model import AnswerFact
from qa_api.units import Unit

_NUMBER = re.compile(r"文号|字号|编号|号文")
_DATE = re.compile(r"哪天|哪一天|何时|什么时候|什么时间|几号(?!文)|日期|时间|哪年|几月")
_ISSUER = re.compile(r"谁|单位|机关|机构|部门|哪里|哪家")
_FORWARDED = re.compile(r"转发[^，。？]{0,10}(?:哪|什么)|(?:哪|什么)[^，。？]{0,6}转发")
_SURELY = 0.8  # share of the question's words met from which a notice not named is meant
_RECIPIENTS = re.compile(r"主送|发给|抄送")


def find(evidence: Evidence, as_of: date) -> Finding | None:
    """Identity of the one notice that is named, or that the best evidence is from."""
    notice = _meant(evidence)
    if notice is None:
        return None
    units, values = [], []
    for kind, value in _asked(evidence, notice):
        found = _printed(evidence, notice, kind, value)
        if found:
            unit, shown = found
            units.append(unit)
            values.append((kind, value, shown, unit))
    if not units:
        return None
    facts = tuple(
        AnswerFact(kind, notice.title, value, shown, unit.clause.clause_id)
        for kind, value, shown, unit in values
    )
    text = "，".join(dict.fromkeys(shown for _, _, shown, _ in values))
    return Finding(text, unique(cite(unit) for unit in units), 1.0, 1.0, facts)


def _meant(evidence: Evidence) -> NoticeRecord | None:
    named = evidence.scope.named
    best = next((s for s in evidence.scored if s.unit.clause.notice_id in named), None)
    best = best or next((s for s in evidence.scored if s.met >= _SURELY and not named), None)
    if best:
        return evidence.kb.notice(best.unit.clause.notice_id)
    return evidence.kb.notice(named[0]) if named else None


def _asked(evidence: Evidence, notice: NoticeRecord) -> list[tuple[str, str]]:
    question = evidence.question.text
    if (
        _FORWARDED.search(question)
        and not _NUMBER.search(question)
        and (forwarded := _forwarded(evidence, notice))
    ):
        return [
            ("forwards", value) for value in (forwarded.document_number, forwarded.title) if value
        ]
    wanted = []
    if _ISSUER.search(question) and notice.issuer:
        printer = _printed_by(evidence, notice) if "印发" in question else None
        wanted.append(("issuer", printer or notice.issuer))
    if _DATE.search(question) and notice.issued_on:
        wanted.append(("issued_on", notice.issued_on))
    if _NUMBER.search(question) and notice.document_number:
        wanted.append(("document_number", notice.document_number))
    if _RECIPIENTS.search(question) and notice.recipients:
        wanted.append(("recipients", notice.recipients))
    return wanted


def _printed_by(evidence: Evidence, notice: NoticeRecord) -> str | None:
    """The office that printed the notice (印发机关), where only the imprint names who issued it."""
    clauses = notice_clauses(evidence.kb, notice.notice_id)
    if any(clause.number == "落款" for clause in clauses):
        return None
    imprint = next((clause for clause in clauses if clause.number == "版记"), None)
    found = (
        re.search(
            r"([\u4e00-\u9fff]{4,30})\s*\d{4}\s*年\s*\d+\s*月\s*\d+\s*日\s*印发", imprint.text
        )
        if imprint
        else None
    )
    return found[1] if found else None


def _forwarded(evidence: Evidence, notice: NoticeRecord) -> NoticeRecord | None:
    for relation in notice.relations:
        if relation.kind == "forwards":
            return evidence.kb.notice(relation.target)
    return None


def _printed(
    evidence: Evidence, notice: NoticeRecord, kind: str, value: str
) -> tuple[Unit, str] | None:
    """Where ``value`` stands in the notice: its line, and the value as printed there."""
    clauses = notice_clauses(evidence.kb, notice.notice_id)
    outer = [c for c in clauses if c.kind in ("tail", "head")]
    for clause in [*outer, *[c for c in clauses if c not in outer]]:
        for line in re.finditer(r"[^\n]+", clause.text):
            if shown := _value_in(line[0], kind, value):
                start, end = _span(line[0], shown)
                at = clause.start + line.start()
                return _unit(clause, at, line[0], start, end), re.sub(r"\s+", "", shown)
    return None


def _unit(clause: ClauseRecord, at: int, line: str, start: int, end: int) -> Unit:
    """Quote the whole line where it is short, else just the value."""
    if len(line) <= 60:
        start, end = 0, len(line)
    return Unit(clause, at + start, at + end, line[start:end])


def _span(line: str, shown: str) -> tuple[int, int]:
    start = line.index(shown)
    return start, start + len(shown)


def _value_in(line: str, kind: str, value: str) -> str | None:
    if kind == "issued_on":
        for moment in moments(line):
            if moment.value[:10] == value:
                return line[moment.start : moment.end]
        return None
    # Spaces and the brackets around the year may be printed otherwise than they are recorded.
    loose = r"[\s〔〕（）()\[\]]*".join(map(re.escape, re.sub(r"[\s〔〕（）()\[\]]", "", value)))
    found = re.search(loose, line)
    return found[0] if found else None
