"""Questions that a notice answers, made from its head, its facts and its numbers, with the text
that proves each; and a few that it does not answer. Drafts: a person accepts or mends them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ingest.facts.spans import sentences
from ingest.normal import squeezed
from ingest.numbering import label_at_start
from qa_api.verify.fold import fold
from qa_api.verify.values import Value, values

if TYPE_CHECKING:
    from index.knowledge_base import KnowledgeBase
    from index.records import ClauseRecord, NoticeRecord
    from ingest.model import Fact

Row = dict[str, Any]
_DATE = re.compile(
    r"\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|\d{1,2}[:：]\d{2}|(?<=[至到-])\s*\d{1,2}\s*日"
)
_LABEL = re.compile(r"^[（(]?[\d一二三四五六七八九十]+[）)]?[、.．）)]?\s*")
_LONGEST = 40  # characters of a heading that a question repeats
_CLOZE = range(10, 61)  # characters of a sentence whose number is asked
_MOST_CLOZES = 12  # of a notice
_BARE_HEADINGS = re.compile(r"(?:相关|有关|具体|其他|项目)?(?:要求|内容|说明|事项|规定)")
_MOBILE = re.compile(r"1[3-9]\d{9}")  # a person's own: not asked for
# What a notice often leaves unsaid: asked of one that has none of these words, it must be refused.
_ABSENT = (
    (re.compile(r"\d\s*[万亿]?元|资助金额"), "每个项目资助多少钱？"),
    (re.compile(r"传真"), "传真号码是多少？"),
    (re.compile(r"复议|申诉|异议"), "对结果有异议应当在几天内提出？"),
)


def drafts(kb: KnowledgeBase, notice: NoticeRecord) -> list[Row]:
    """The questions in the order of the text, those without an answer last."""
    clauses = {clause.clause_id: clause for clause in kb.clauses(notice.notice_id)}
    records = kb.facts(notice_ids=[notice.notice_id], include_superseded=True)
    name = _name(notice)
    rows = list(_about(notice, clauses.values()))
    for record in records:
        rows += _of(name, record.fact, clauses[record.fact.clause_id])
    rows += _clozes(name, list(clauses.values()))
    stem = PurePath(notice.source).stem
    found = [{**row, "answerable": True} for row in _merged(rows)]
    if found:
        found += _absent(name, kb.notice_text(notice.notice_id))
    return [
        {"id": f"{stem}-{order:03}", **row, "draft": True}
        for order, row in enumerate(found, start=1)
    ]


def _merged(rows: Iterable[Row]) -> list[Row]:
    """Rows that ask the same are one, with what all of them must hold."""
    merged: dict[str, Row] = {}
    for row in rows:
        known = merged.setdefault(row["question"], row)
        if known is not row:
            known["must"] += [entry for entry in row["must"] if entry not in known["must"]]
            known["evidence"] += [e for e in row["evidence"] if e not in known["evidence"]]
    return list(merged.values())


def _about(notice: NoticeRecord, clauses: Iterable[ClauseRecord]) -> Iterator[Row]:
    """Document number, where the text prints it."""
    number = notice.document_number
    head = next((c for c in clauses if number and number in c.text), None)
    if number and head is not None:
        yield _row("identity", f"《{notice.title}》的发文字号是什么？", [number], number, head)


def _of(name: str, fact: Fact, clause: ClauseRecord) -> Iterator[Row]:
    """The questions that one fact answers."""
    heading = _heading(fact, clause)
    if fact.kind == "deadline":
        must = [re.sub(r"\s", "", part) for part in _DATE.findall(fact.text)]
        about = fact.label or heading
        if must and about:
            where = f"{heading}中的" if heading and heading != about else ""
            yield _row(fact.kind, f"{name}{where}“{about}”是什么时候？", must, fact.text, clause)
    elif fact.kind == "contact":
        who = fact.fields.get("office") or fact.fields.get("name") or heading
        for field, what in (("phone", "联系电话"), ("email", "邮箱"), ("address", "地址")):
            value = fact.fields.get(field)
            if value and not _MOBILE.search(value):
                yield _row(fact.kind, f"{name}{who}的{what}是什么？", [value], value, clause)
    elif fact.kind == "responsibility":
        task = _unlabelled(fact.fields.get("task", ""))[:_LONGEST].rstrip("…")
        if task:
            must = [body for body in re.split("[、，,]", fact.value) if body]
            yield _row(fact.kind, f"“{task}”的{fact.label}是哪家？", must, fact.text, clause)
    elif fact.kind == "eligibility" and heading:
        content = fact.value.rstrip("；;。")
        yield _row(fact.kind, f"{name}的{heading}有哪些？", [content], content, clause)


def _clozes(name: str, clauses: Sequence[ClauseRecord]) -> Iterator[Row]:
    """每个学会至多申报1项 as 每个学会至多申报多少项？: sentences with one number and its unit."""
    made = 0
    for clause in clauses:
        for start, end in sentences(clause.text) if clause.kind != "row" else ():
            sentence = _unlabelled(clause.text[start:end]).rstrip("。；;")
            asked = _asked_number(sentence)
            if asked is not None and made < _MOST_CLOZES:
                question, said = asked
                made += 1
                yield _row("quota", f"{name}中，{question}？", [said], sentence, clause)


def _asked_number(sentence: str) -> tuple[str, str] | None:
    """The sentence with 多少 for its only number, and that number with its unit."""
    folded = fold(sentence, punctuation=True)
    plain = folded.chars
    found = [value for value in values(plain) if value.kind in ("number", "date", "phone")]
    if len(plain) not in _CLOZE or len(found) != 1 or not _can_be_asked(found[0], plain):
        return None
    value = found[0]
    unit = value.text[len(value.text.rstrip("个名家项篇份人支次场期天年月日%元万亿工作")) :]
    before, after = folded.verbatim(0, value.start), folded.verbatim(value.end, len(plain))
    asked = f"{before}百分之多少{after}" if unit == "%" else f"{before}多少{unit}{after}"
    return re.sub(r"\s", "", asked), value.text


def _can_be_asked(value: Value, plain: str) -> bool:
    """A number with a unit and a bound or a digit; 一个 and 第二 are none."""
    return (
        value.kind == "number"
        and bool(value.unit)
        and value.digits.isdecimal()
        and ("：" not in plain and ":" not in plain)
    )


def _absent(name: str, text: str) -> Iterator[Row]:
    for words, question in _ABSENT:
        if not words.search(text):
            row = {"type": "unanswerable", "question": name + question, "must": [], "evidence": []}
            yield {**row, "answerable": False}


def _heading(fact: Fact, clause: ClauseRecord) -> str:
    """The nearest heading above that is not the fact's own sentence; 一流学会建设的相关要求 for a
    bare 相关要求."""
    text = squeezed(fact.text)
    headings = [_unlabelled(heading) for heading in reversed(clause.path)]
    own = [h for h in headings if len(h) <= _LONGEST and squeezed(h.rstrip("…")) not in text]
    own = [h for h in own if not re.search("[，。；]", h)]
    if len(own) > 1 and _BARE_HEADINGS.fullmatch(own[0]):
        return f"{own[1]}的{own[0]}"
    return own[0] if own else ""


def _unlabelled(text: str) -> str:
    label = label_at_start(text)
    return (text[label.end :] if label else _LABEL.sub("", text)).strip()


def _row(kind: str, question: str, must: list[str], evidence: str, clause: ClauseRecord) -> Row:
    doc = PurePath(clause.source).stem
    proof = [{"doc": doc, "text": evidence.strip()}]
    return {
        "type": kind, "question": question, "must": must, "evidence": proof, "path": clause.number,
    }  # fmt: skip


def _name(notice: NoticeRecord) -> str:
    return f"“{notice.aliases[0]}”" if notice.aliases else f"《{notice.title}》"
