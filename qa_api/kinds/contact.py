"""Whom to call and where to send: contacts of the notice that is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from index.records import FactRecord
from index.thesaurus import stands
from ingest.normal import normal, squeezed
from qa_api.evidence import Evidence
from qa_api.kinds.finding import Finding, at_each, by_notice, cite, joined, unique
from qa_api.model import AnswerFact
from qa_api.scoring import Scored
from qa_api.units import Unit

_WANTED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"邮箱|电子邮件|e-?mail|发到|发送到", re.I)),
    ("address", re.compile(r"地址|寄|送到|交到|报送到|在哪")),
    ("url", re.compile(r"网址|网站|登录|系统|链接")),
    (
        "phone",
        re.compile(r"电话|号码|手机|传真|联系人|联系谁|找谁|联系方式|怎么联系|如何联系|打给|咨询"),
    ),
)
_MOBILE = re.compile(r"^1\d{10}")
_CLOSE = 0.15
_MATTER = re.compile(
    r"\s*(?:[（(]?[\d一二三四五六七八九十]+[）).、]\s*)?([\u4e00-\u9fff、与和]{2,14})[:：]"
)
_ANY_MATTER = "联系电话咨询办公室负责人单位邮箱地址工作方面事项问题"
_FEWEST_MATTERS = 3
_IN_NAMED = 0.25


@at_each
def find(evidence: Evidence, as_of: date, least: float) -> Finding | None:
    """Contacts that hold what is wanted, of the clause (or person) that fits the question best."""
    wanted = [kind for kind, cue in _WANTED if cue.search(evidence.question.text)] or ["phone"]
    ranked = sorted(_ranked(evidence, wanted), key=lambda pair: -pair[1].score)
    named = [pair for pair in ranked if _named(pair[0], evidence.question.text)]
    if "手机" in evidence.question.text:
        among = named or ranked  # who is named is asked about, and nobody else
        ranked = [pair for pair in among if _MOBILE.search(pair[0].fact.fields.get("phone", ""))]
        named = [pair for pair in named if pair in ranked]
    # In a notice that was named, its contacts answer whatever else the question says of them.
    enough = _IN_NAMED if evidence.scope.clear else least
    meant = evidence.scope.named if least <= _IN_NAMED else ()
    ranked = named or [
        pair for pair in ranked if pair[1].met >= enough or pair[0].notice_id in meant
    ]
    if not ranked:
        return None
    who = ["name"] if re.search("谁|收件人", evidence.question.text) else []
    rivals = [_say(evidence, group, [*wanted, *who]) for group in by_notice(evidence, ranked)]
    return replace(rivals[0], rivals=tuple(rivals) if len(rivals) > 1 else ())


def _say(
    evidence: Evidence, ranked: Sequence[tuple[FactRecord, Scored]], wanted: Sequence[str]
) -> Finding:
    """The best contact, and those of its notice that fit the question about as well."""
    best = ranked[0][1]
    chosen = [pair for pair in ranked if pair[1].score >= best.score - _CLOSE]
    chosen = _for_matter(evidence, ranked) or chosen
    best = max((scored for _, scored in chosen), key=lambda scored: scored.score)
    chosen.sort(key=lambda pair: pair[0].fact.start)
    return Finding(
        joined(_said(record, wanted) for record, _ in chosen),
        unique(cite(scored.unit) for _, scored in chosen),
        best.score,
        best.met,
        tuple(_fact(record) for record, _ in chosen),
    )


def _for_matter(
    evidence: Evidence, ranked: Sequence[tuple[FactRecord, Scored]]
) -> list[tuple[FactRecord, Scored]]:
    """Those of the best contact's clause that are for the matter asked about (参展与赞助：…): where
    no word of the question is said before the colon, the one that shares most characters with it;
    none where that does not tell them apart."""
    clause = ranked[0][1].unit.clause
    found = [(pair, _MATTER.match(pair[1].unit.text)) for pair in ranked]
    labelled = [(pair, normal(label[1])) for pair, label in found
                if label and pair[1].unit.clause.clause_id == clause.clause_id]  # fmt: skip
    if len(labelled) < _FEWEST_MATTERS:
        return []
    common = normal(clause.notice_title + "".join(clause.path)) + _ANY_MATTER
    terms = [term for term in evidence.question.terms if len(term) > 1 and term not in common]
    said = [[term for term in terms if stands(term, label)] for _, label in labelled]
    shared = [{c for term in terms for c in term} & set(label) - set(common)
              for _, label in labelled]  # fmt: skip
    for met in (said, shared):
        most = max(map(len, met))
        best = [pair for (pair, _), words in zip(labelled, met, strict=True) if len(words) == most]
        if most and len(best) < len(labelled):
            return best
    return []


def _ranked(evidence: Evidence, wanted: list[str]) -> Iterator[tuple[FactRecord, Scored]]:
    for record in evidence.facts("contact", likely=True):
        fact = record.fact
        clause = evidence.clause(fact.clause_id)
        has = [kind for kind in wanted if kind in fact.fields]
        sending = "address" in fact.fields and "address" not in wanted
        if clause is None or not has or (sending and "name" not in fact.fields):
            continue
        unit = Unit(clause, fact.start, fact.end, fact.text)
        if evidence.barred(unit):
            continue
        scored = evidence.score(unit)
        bonus = 0.1 * len(has) / len(wanted) - 0.2 * sending
        yield record, Scored(scored.unit, scored.score + bonus, scored.met, scored.own)


def _named(record: FactRecord, question: str) -> bool:
    """The question names this person or office."""
    names = re.split("[、，,/]", record.fact.fields.get("name", ""))
    office = record.fact.fields.get("office", "")
    asked = squeezed(question)
    return any(len(name) >= 2 and name in asked for name in names) or (
        len(office) >= 4 and squeezed(office) in asked
    )


def _said(record: FactRecord, wanted: Sequence[str]) -> str:
    """Office, name and what was asked for, as printed."""
    fields = record.fact.fields
    order: Sequence[str] = wanted
    if {"phone", "name"} & set(wanted):
        order = [
            "office",
            "name",
            *(k for k in ("phone", "email", "address", "url") if k in wanted),
        ]
    return " ".join(fields[key] for key in order if key in fields)


def _fact(record: FactRecord) -> AnswerFact:
    fact = record.fact
    return AnswerFact(
        "contact", fact.label, fact.value, fact.text, fact.clause_id, fields=dict(fact.fields)
    )
