"""What a notice is: its number, issuer, date, recipients and imprint, cited from head and tail.

The imprint (版记, GB/T 9704-2012, 7.4) names who gets a copy, which office printed it, and when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.common_pairs import pairs_in
from index.records import ClauseRecord, NoticeRecord
from ingest.dates import moments
from ingest.normal import normal, squeezed
from ingest.numbering import label_at_start
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds.finding import Finding, Steps, cite, joined, unique
from qa_api.kinds.headings import first_line
from qa_api.model import AnswerFact
from qa_api.units import Unit, view

_NUMBER = re.compile(r"文号|字号|编号|号[文令]|令第?几号")
_DATE = re.compile(r"哪天|哪一天|何时|什么时候|什么时间|(?<!第)几号(?![文令])|日期|时间|哪年|几月")
_ISSUER = re.compile(r"谁|单位|机关|机构|部门|哪里|哪家")
_TITLE = re.compile(r"标题|题目|[全名]称|全名|\d号(?:文件?)?(?:是|叫|为)(?:什么|哪个)")
_FORWARDED = re.compile(r"转发[^，。？]{0,10}(?:哪|什么)|(?:哪|什么)[^，。？]{0,6}转发")
# The number of what is forwarded, not of what forwards it: 转的是省里哪个文号, 原通知文号.
_ORIGINAL = re.compile(
    r"(?:转发?的|原)(?:是|那[份个])?[^，。？]{0,24}?(?:文号|字号|几号文|编号)|(?:文号|字号|几号文)[^，。？]{0,6}原(?:文|通知)"
)
_NUMBERED = re.compile(
    r"》\s*[（(]?\s*([\u4e00-\u9fff]{2,14}[〔\[［（(]\d{4}[〕\]］）)]\s*\d+\s*号)"
)
_ORDER = re.compile(r"令(第\d+号)$")
_CALLED = 0.5
_SURELY = 0.8  # share of the question's words met from which a notice not named is meant
_RECIPIENTS = re.compile(r"主送|发给|发到")
_ANNEXES = re.compile(r"附件(?:都)?(?:有|是|包括)?(?:哪|什么|几)|(?:哪些|哪几个|几个|什么)附件")
_COPIES = re.compile("抄送")
_COPIED_TO = re.compile(
    r"抄送\s*[:：]\s*(.+?)(?=\n[^\n]*(?:\d{4}\s*年|办公[室厅][ 　]*(?:\n|\Z))|\Z)", re.S
)
_PRINTED = re.compile(r"([\u4e00-\u9fff]{4,30})\s*(\d{4}\s*年\s*\d+\s*月\s*\d+\s*日)\s*印发")
_NAMED, _GUESSED = 0.95, 0.6
_ELSE = 0.5  # share of the question's words about something else than the notice
_NAMING = re.compile(
    "文件|通知|方案|规划|计划|办法|意见|规定|细则|函|版记|落款|单位|部门|日期|时间|政策"
)


def find(evidence: Evidence, as_of: date, steps: Steps) -> Iterator[Finding]:
    """Identity of the one notice that is named, or that the best evidence is from."""
    notice = _meant(evidence)
    if notice is None or _asks_else(evidence, notice):
        return
    if _ANNEXES.search(evidence.question.text):
        yield from _annexes(evidence, notice)
        return
    units, values = [], []
    for kind, value in _asked(evidence, notice):
        for found in _found(evidence, notice, kind, value):
            unit, shown = found
            units.append(unit)
            values.append((kind, value, shown, unit))
    if not units:
        return
    facts = tuple(
        AnswerFact(kind, notice.title, value, shown, unit.clause.clause_id)
        for kind, value, shown, unit in values
    )
    text = "，".join(dict.fromkeys(shown for _, _, shown, _ in values))
    # Only the notice may be another one than was meant.
    sure = _NAMED if evidence.scope.named else _GUESSED
    yield Finding(text, unique(cite(unit) for unit in units), 1.0, 1.0, facts, sure=sure)


def _annexes(evidence: Evidence, notice: NoticeRecord) -> Iterator[Finding]:
    """The annexes that the notice lists below its text, else their headings."""
    clauses = notice_clauses(evidence.kb, notice.notice_id)
    listed = [clause for clause in clauses if clause.number == "附件说明"]
    heads = [clause for clause in clauses if re.fullmatch(r"附件\d*", clause.number)]
    units = [line for clause in listed for line in view(clause).lines] or [
        first_line(clause) for clause in heads
    ]
    said: list[str] = []
    for unit in units:
        text = re.sub(r"^附件\s*[:：]\s*", "", unit.text.strip())
        label = label_at_start(text)
        if listed and said and not label:  # the line before goes on
            said[-1] += text
        elif text:
            said.append(text[label.end :].strip() if label else text)
    if said:
        sure = _NAMED if evidence.scope.named else _GUESSED
        yield Finding(joined(said), unique(map(cite, units)), 1.0, 1.0, sure=sure)


def _meant(evidence: Evidence) -> NoticeRecord | None:
    named = evidence.scope.named
    best = next((s for s in evidence.scored if s.unit.clause.notice_id in named), None)
    if best is None and not named:
        sure = (scored for scored in evidence.scored if scored.met >= _SURELY)
        best = next((s for s in sure if _is_called(evidence, s.unit.clause)), None)
    if best:
        return evidence.kb.notice(best.unit.clause.notice_id)
    meant = named[0] if named else evidence.scope.likest
    return evidence.kb.notice(meant) if meant else None


def _is_called(evidence: Evidence, clause: ClauseRecord) -> bool:
    """What the clause's notice is called holds most pairs of characters of the question's words."""
    if clause.notice_id not in evidence.scope.here:
        return False
    called = view(clause).title
    said = list(pairs_in(evidence.question.rest))
    return sum(pair in called for pair in said) >= _CALLED * len(said)


def _asks_else(evidence: Evidence, notice: NoticeRecord) -> bool:
    """The question is of another place's notice, or of what the notice says (标准何时发布)."""
    first = notice_clauses(evidence.kb, notice.notice_id)[:1]
    if any(evidence.elsewhere(clause) for clause in first):
        return True
    said = evidence.scope.said.get(notice.notice_id)
    names = normal(" ".join(filter(None, (notice.title, notice.issuer, *notice.aliases, said))))
    weights = evidence.scorer.weights
    named = {term for term, others in evidence.scorer.alike.items()
             if any(said in names for said in (term, *others))}  # fmt: skip
    other = sum(
        weight
        for term, weight in weights.items()
        if not any(term in whole for whole in named) and not _NAMING.search(term)
    )
    meant = bool(evidence.scope.named) or notice.notice_id == evidence.scope.likest
    return meant and other > _ELSE * sum(weights.values())


def _asked(evidence: Evidence, notice: NoticeRecord) -> list[tuple[str, str]]:
    question = evidence.question.text
    imprint = _imprint(evidence, notice)
    if _COPIES.search(question):
        copied = _COPIED_TO.search(imprint.text) if imprint else None
        return [("copies", copied[1])] if copied else []
    if _RECIPIENTS.search(question):
        return [("recipients", notice.recipients)] if notice.recipients else []
    if (
        _FORWARDED.search(question)
        and not _NUMBER.search(question)
        and (forwarded := _forwarded(evidence, notice))
    ):
        return [
            ("forwards", value) for value in (forwarded.document_number, forwarded.title) if value
        ]
    if _ORIGINAL.search(question) and (number := _forwarded_number(evidence, notice)):
        return [("document_number", number)]
    if _TITLE.search(question):
        return [("title", notice.title)]
    wanted = []
    printed = _printing(evidence, notice, imprint) if "印发" in question else None
    if _ISSUER.search(question) and notice.issuer:
        wanted.append(("issuer", printed[1] if printed else notice.issuer))
    if _DATE.search(question) and notice.issued_on:
        day = moments(printed[2])[0].value[:10] if printed else notice.issued_on
        wanted.append(("issued_on", day))
    if _NUMBER.search(question) and notice.document_number:
        wanted.append(("document_number", notice.document_number))
    return wanted


def _imprint(evidence: Evidence, notice: NoticeRecord) -> ClauseRecord | None:
    clauses = notice_clauses(evidence.kb, notice.notice_id)
    return next((clause for clause in clauses if clause.number == "版记"), None)


def _printing(
    evidence: Evidence, notice: NoticeRecord, imprint: ClauseRecord | None
) -> re.Match[str] | None:
    """Office and day of printing (印发机关, 印发日期), where the imprint is asked about or nothing
    but it names who issued the notice."""
    if imprint is None:
        return None
    clauses = notice_clauses(evidence.kb, notice.notice_id)
    signed = any(clause.number == "落款" for clause in clauses)
    if signed and "版记" not in evidence.question.text:
        return None
    return _PRINTED.search(imprint.text)


def _forwarded(evidence: Evidence, notice: NoticeRecord) -> NoticeRecord | None:
    for relation in notice.relations:
        if relation.kind == "forwards":
            return evidence.kb.notice(relation.target)
    return None


def _forwarded_number(evidence: Evidence, notice: NoticeRecord) -> str | None:
    """The number of what the notice forwards: of that notice, or as its text gives it."""
    if forwarded := _forwarded(evidence, notice):
        return forwarded.document_number
    if not any(relation.kind == "forwards" for relation in notice.relations):
        return None
    texts = (clause.text for clause in notice_clauses(evidence.kb, notice.notice_id))
    return next((found[1] for text in texts if (found := _NUMBERED.search(text))), None)


def _found(
    evidence: Evidence, notice: NoticeRecord, kind: str, value: str
) -> list[tuple[Unit, str]]:
    """Where ``value`` is printed; organs that issue together may stand on lines of their own."""
    whole = _printed(evidence, notice, kind, value)
    if whole or kind != "issuer" or " " not in value:
        return [whole] if whole else []
    each = [_printed(evidence, notice, kind, organ) for organ in value.split()]
    return [found for found in each if found] if all(each) else []


def _printed(
    evidence: Evidence, notice: NoticeRecord, kind: str, value: str
) -> tuple[Unit, str] | None:
    """Where ``value`` stands in the notice: its line, and the value as printed there."""
    clauses = notice_clauses(evidence.kb, notice.notice_id)
    outer = [c for c in clauses if c.kind in ("tail", "head")]
    for clause in [*outer, *[c for c in clauses if c not in outer]]:
        if kind == "copies" and value in clause.text:
            start, end = _span(clause.text, value)
            unit = Unit(clause, clause.start, clause.start + end, clause.text[:end])
            return unit, re.sub(r"\s*\n\s*", " ", value).strip("。 ")
        if kind == "title" and (title := _in_lines(clause.text, value)):
            start, end = _span(clause.text, title)
            unit = Unit(clause, clause.start + start, clause.start + end, title)
            return unit, re.sub(r"\s+", "", title)
        for line in re.finditer(r"[^\n]+", clause.text):
            if shown := _value_in(line[0], kind, value):
                start, end = _span(line[0], shown)
                at = clause.start + line.start()
                return _unit(clause, at, line[0], start, end), re.sub(r"\s+", "", shown)
    return None


def _in_lines(text: str, title: str) -> str:
    """``title`` as printed in ``text``, over as many lines as it takes; empty if it is not."""
    letters = re.sub(r"[\W_]+", "", squeezed(title))  # marks and breaks may be printed otherwise
    found = re.search(r"[\W_]*".join(letters), text)
    return found[0] if found else ""


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
    if not found and kind == "document_number" and (order := _ORDER.search(value)):
        found = re.search(order[1], line)  # 国令第706号 is printed on two lines
    return found[0] if found else None
