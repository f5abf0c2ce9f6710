"""Citations whose truth is known, made from the notices of a knowledge base.

Ten kinds, as many of each: two that are right (as printed, and with other punctuation), eight with
one fault. Names of notices, clause references and numerals are spelled in the ways people spell
them. The same seed gives the same cases.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index import KnowledgeBase
from index.records import ClauseRecord, NoticeRecord
from ingest.dates import moments
from ingest.facts.spans import sentences
from ingest.normal import squeezed
from ingest.numbering import integer, label_at_start
from qa_api.verify import Item

_CN = "〇一二三四五六七八九十"
_NEGATIONS = (
    ("不得", "可以"),
    ("不能", "可以"),
    ("互不", "可以"),
    ("不少于", "不超过"),
    ("不低于", "不高于"),
    ("不超过", "不少于"),
    ("只能", "可以"),
    ("至多", "至少"),
    ("不予", "予以"),
    ("未", ""),
    ("不得", ""),
    ("严禁", "可以"),
)
_FALSE_NEGATION = re.compile("未来|不断|不同|不良")
_SWAPPED = str.maketrans(
    {"，": " ", "；": "。", "“": "「", "”": "」", "、": "，", "（": "(", "）": ")"}
)
_LEAST, _MOST = 14, 110  # characters of a sentence that is quoted


@dataclass(frozen=True, slots=True)
class Case:
    """``kind`` names the fault; ``truth`` is the item without it."""

    kind: str
    item: Item
    truth: Item


@dataclass(frozen=True, slots=True)
class Source:
    notice: NoticeRecord
    clause: ClauseRecord
    sentence: str
    siblings: tuple[ClauseRecord, ...]


Fault = Callable[[Item, Source, random.Random], Item | None]


def make_cases(kb: KnowledgeBase, count: int = 120, seed: int = 7) -> list[Case]:
    """``count`` cases in equal parts of each kind; fewer where the notices offer no more."""
    chance = random.Random(seed)
    everything = squeezed("\n".join(kb.notice_text(notice.notice_id) for notice in kb.notices()))
    pool = list(_sources(kb))
    chance.shuffle(pool)
    cases = []
    for kind, fault in FAULTS.items():
        made = list(_made(kind, fault, pool, everything, count // len(FAULTS), chance))
        cases += made
        chance.shuffle(pool)
    return [replace(c, item=replace(c.item, id=str(n))) for n, c in enumerate(cases, start=1)]


def _made(
    kind: str,
    fault: Fault,
    pool: Sequence[Source],
    everything: str,
    wanted: int,
    chance: random.Random,
) -> Iterator[Case]:
    """Of sentences that stand only once; one serves again where too few can bear the fault."""
    seen: set[tuple[str, str]] = set()
    for source in (*pool, *pool, *pool):
        if len(seen) >= wanted:
            return
        truth = _truth(source, chance)
        item = fault(truth, source, chance)
        if item is None or (item.quote, item.clause) in seen:
            continue
        if everything.count(squeezed(source.sentence)) == 1:
            seen.add((item.quote, item.clause))
            yield Case(kind, item, truth)


def _sources(kb: KnowledgeBase) -> Iterator[Source]:
    for notice in kb.notices(include_superseded=False):
        clauses = tuple(kb.clauses(notice.notice_id))
        for clause in clauses:
            for start, end in sentences(clause.text):
                text = _unlabelled(clause.text[start:end])
                if _is_quotable(clause, text):
                    yield Source(notice, clause, text, clauses)


def _unlabelled(text: str) -> str:
    label = label_at_start(text)
    return (text[label.end :] if label else text).strip()


def _is_quotable(clause: ClauseRecord, text: str) -> bool:
    same = [
        clause.kind not in ("head", "tail", "row", "table"),
        clause.number not in ("正文", "落款", "版记", "文头"),
    ]
    return (
        all(same)
        and _LEAST <= len(text) <= _MOST
        and "**" not in text
        and "~" not in clause.clause_id
    )


def _truth(source: Source, chance: random.Random) -> Item:
    notice, clause = source.notice, source.clause
    names = [notice.title, f"《{notice.title}》", notice.notice_id]
    if notice.document_number:
        names += [notice.document_number, f"《{notice.title}》（{notice.document_number}）"]
    references = [
        clause.number,
        clause.number.replace("/", ""),
        spelled(clause.number),
        clause.clause_id,
    ]
    sentence = source.sentence
    return Item(
        "", respelled(sentence, chance), chance.choice(names), chance.choice(references), sentence
    )


def spelled(number: str) -> str:
    """附件3/五/（二）/1 as 附件3第五部分（二）第1项."""
    steps = []
    for step in number.split("/"):
        if re.fullmatch("[一二三四五六七八九十]+", step):
            step = f"第{step}部分"
        elif step.isdecimal():
            step = f"第{step}项"
        steps.append(step)
    return "".join(steps)


def respelled(text: str, chance: random.Random) -> str:
    """The same with some dates in Chinese numerals and some times as 17时."""
    if chance.random() < 0.5:
        text = re.sub(
            r"(?<!\d)(1?\d)\s*月\s*([1-3]?\d)\s*日", lambda m: f"{_cn(m[1])}月{_cn(m[2])}日", text
        )
    if chance.random() < 0.5:
        text = re.sub(r"(\d{2}):00(?!\s*[时\d])", r"\1时", text)
    return text


def _cn(digits: str) -> str:
    number = int(digits)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _CN[tens] + "十") + (
        _CN[ones] if ones else ""
    )


def correct(truth: Item, source: Source, chance: random.Random) -> Item | None:
    return truth


def punctuation(truth: Item, source: Source, chance: random.Random) -> Item | None:
    quote = truth.quote.translate(_SWAPPED).replace("\n", "")
    return replace(truth, quote=quote) if quote != truth.quote else None


def digit(truth: Item, source: Source, chance: random.Random) -> Item | None:
    """One digit of a number that is no date."""
    dated = {at for m in moments(source.sentence) for at in range(m.start, m.end)}
    places = [
        m.start()
        for m in re.finditer(r"(?<![A-Za-z〔\[(（第])\d", source.sentence)
        if m.start() not in dated
    ]
    if not places:
        return None
    return _altered(
        truth, source.sentence, _other_digit(source.sentence, chance.choice(places), chance)
    )


def _other_digit(text: str, at: int, chance: random.Random) -> str:
    new = chance.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + new + text[at + 1 :]


def date(truth: Item, source: Source, chance: random.Random) -> Item | None:
    """The day, or the month where no day is printed, is another."""
    found = moments(source.sentence)
    if not found:
        return None
    moment = chance.choice(found)
    part = source.sentence[moment.start : moment.end]
    digits = list(re.finditer(r"\d+(?=\s*[日月号])", part))
    if not digits:
        return None
    last = digits[-1]
    moved = int(last[0]) % 11 + 1
    new = part[: last.start()] + str(moved) + part[last.end() :]
    text = source.sentence[: moment.start] + new + source.sentence[moment.end :]
    return _altered(truth, source.sentence, text)


def negation(truth: Item, source: Source, chance: random.Random) -> Item | None:
    for denied, allowed in _NEGATIONS:
        if denied in source.sentence and not _FALSE_NEGATION.search(source.sentence):
            return _altered(truth, source.sentence, source.sentence.replace(denied, allowed, 1))
    return None


def _altered(truth: Item, old: str, new: str) -> Item | None:
    return replace(truth, quote=new, claim=new) if squeezed(new) != squeezed(old) else None


def off_by_one(truth: Item, source: Source, chance: random.Random) -> Item | None:
    """The last label is the next one of its kind."""
    number = source.clause.number
    head, _, last = number.rpartition("/")
    match = re.search(r"\d+|[一二三四五六七八九十百]+", last)
    if not match or source.clause.kind == "row" or integer(match[0]) > 98:
        return None
    after = str(integer(match[0]) + 1)
    following = after if match[0].isdecimal() else _cn(after)
    moved = last[: match.start()] + following + last[match.end() :]
    moved = f"{head}/{moved}" if head else moved
    return replace(truth, clause=moved, claim="")


def other_clause(truth: Item, source: Source, chance: random.Random) -> Item | None:
    """The quote is from this clause, the reference from one that does not hold it."""
    others = [
        clause for clause in source.siblings
        if clause.kind in ("section", "item", "article") and "~" not in clause.clause_id
        and not source.clause.number.startswith(clause.number)
        and not clause.number.startswith(source.clause.number)
        and [c.number for c in source.siblings].count(clause.number) == 1
    ]  # fmt: skip
    return replace(truth, clause=chance.choice(others).number, claim="") if others else None


def no_such_clause(truth: Item, source: Source, chance: random.Random) -> Item | None:
    invented = chance.choice(
        ["第九十七条", "附件9五（二）", "二十三、（四）", "第八章第六十六条", "附件8"]
    )
    return replace(truth, clause=invented)


def no_such_notice(truth: Item, source: Source, chance: random.Random) -> Item | None:
    names = [
        "某科协发〔2021〕987号",
        "《关于开展2019年度银杏计划申报工作的通知》",
        "银杏计划",
        "某科发〔2020〕3号",
    ]
    return replace(truth, notice=chance.choice(names), clause=source.clause.number)


def shortened(truth: Item, source: Source, chance: random.Random) -> Item | None:
    """Six to twenty characters of the middle are left out without a mark."""
    text = source.sentence
    if len(text) < 37:
        return None
    start = chance.randrange(10, len(text) - 26)
    size = chance.randrange(6, 16)
    quote = text[:start] + text[start + size :]
    return (
        replace(truth, quote=quote, claim="")
        if re.search("[\u4e00-\u9fff]", text[start : start + size])
        else None
    )


FAULTS: dict[str, Fault] = {
    "correct": correct,
    "punctuation changed": punctuation,
    "one digit changed": digit,
    "date moved": date,
    "negation changed": negation,
    "clause off by one": off_by_one,
    "quote of another clause": other_clause,
    "invented clause": no_such_clause,
    "invented notice": no_such_notice,
    "shortened in the middle": shortened,
}
