"""Questions to begin with, made from what is in the knowledge base and known to be answered."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice, product, takewhile
from zlib import crc32

from index.knowledge_base import KnowledgeBase
from index.records import ClauseRecord, NoticeRecord
from qa_api.answering import answer

# Asked where a notice has such facts.
ASKED = {
    "deadline": "{}什么时候截止申报？",
    "contact": "{}的联系人和电话是什么？",
    "eligibility": "{}有哪些申报条件？",
    "quota": "{}每个单位可以推荐几项？",
    "material": "{}要提交哪些材料？",
    "amount": "{}资助多少钱？",
    "address": "{}的材料寄到哪里？",
    "validity": "{}什么时候施行？",
}
OUTLINED = "{}的{}有哪些？"
APPLYING = re.compile("申报|申请|报名|提交|报送")
HEADED = re.compile(
    r"^[一二三四五六七八九十]+、(\w{2,4}(?:原则|目标|任务|措施|条件|范围|程序|职责))$"
)
NAMED = (re.compile(r"《([^《》]+)》"), re.compile(r"关于(?:印发|发布|公布)(.+)的\w{1,3}$"))
NOTICES = 40
TURNS = 3  # questions of a kind about one notice
SHOWN = 6
PATIENCE = 0.3  # seconds
SHORT_NAME = 24  # characters; a question with a longer name is no example of how one asks

Proofs = set[str]  # ids of clauses, of which an answer must cite one
Asking = tuple[list[str], Proofs]  # a question in several wordings
Asker = Callable[[KnowledgeBase, NoticeRecord], Iterator[Asking]]


def examples(kb: KnowledgeBase, patience: float = PATIENCE) -> tuple[str, ...]:
    """Up to six questions that the knowledge base answers, of as many notices as there are.

    What has been asked is remembered; a call that meets new notices takes about ``patience``
    seconds and leaves the rest to the next.
    """
    shelf = kb.notices(include_superseded=False)
    short = [notice for notice in shelf if len(next(_names(notice))) <= SHORT_NAME]
    ids = [notice.notice_id for notice in (short or shelf)[:NOTICES]]
    end = time.monotonic() + patience
    turns = takewhile(lambda _: time.monotonic() < end, product(ASKERS, range(TURNS), ids))
    found = (_example(kb, notice_id, turn, asker) for asker, turn, notice_id in turns)
    return tuple(islice(_once(filter(None, found)), SHOWN))


def _once(texts: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        if text not in seen:
            seen.add(text)
            yield text


@lru_cache(maxsize=1024)
def _example(kb: KnowledgeBase, notice_id: str, turn: int, asked: Asker) -> str:
    """The question of this turn about a notice, where it is answered; else the empty text."""
    notice = kb.notice(notice_id)
    asking = next(islice(asked(kb, notice), turn, None), None) if notice else None
    return _answered(kb, *asking) if asking else ""


def _answered(kb: KnowledgeBase, wordings: Iterable[str], proofs: Proofs) -> str:
    """The first wording of a question that is answered with a proof; none is the empty text."""
    return next((wording for wording in wordings if _is_answered(kb, wording, proofs)), "")


def _of_facts(kb: KnowledgeBase, notice: NoticeRecord) -> Iterator[Asking]:
    """A question for each kind of fact; which comes first varies from notice to notice."""
    clauses: dict[str, Proofs] = {}
    for record in kb.facts(notice_ids=(notice.notice_id,)):
        if record.fact.kind != "deadline" or APPLYING.search(record.fact.label):
            clauses.setdefault(record.fact.kind, set()).add(record.fact.clause_id)
    kinds = [kind for kind in ASKED if kind in clauses]
    start = crc32(notice.notice_id.encode()) % len(kinds) if kinds else 0
    for kind in kinds[start:] + kinds[:start]:
        yield [ASKED[kind].format(name) for name in _names(notice)], clauses[kind]


def _of_headings(kb: KnowledgeBase, notice: NoticeRecord) -> Iterator[Asking]:
    for heading, proofs in _outlined(kb.clauses(notice.notice_id)):
        yield [OUTLINED.format(name, heading) for name in _names(notice)], proofs


ASKERS: tuple[Asker, ...] = (_of_facts, _of_headings)


def _outlined(clauses: Iterable[ClauseRecord]) -> Iterator[tuple[str, Proofs]]:
    """Headings that one asks for, with the clauses that stand under them."""
    under: dict[str, Proofs] = {}
    for clause in clauses:
        for heading in clause.path:
            if found := HEADED.match(heading):
                under.setdefault(found[1], set()).add(clause.clause_id)
    yield from under.items()


def _names(notice: NoticeRecord) -> Iterator[str]:
    """The short name, what the title has in brackets or says after 关于, then the title."""
    forwards = any(relation.kind == "forwards" for relation in notice.relations)
    if not forwards:
        yield from (f"“{alias}”" for alias in notice.aliases[-1:])
        found = (re.findall(pattern, notice.title) for pattern in NAMED)
        yield from dict.fromkeys(f"《{inner[0]}》" for inner in found if len(inner) == 1)
    yield f"《{notice.title}》"


def _is_answered(kb: KnowledgeBase, question: str, proofs: Proofs) -> bool:
    """Does one of these clauses prove the answer?"""
    result = answer(kb, question)
    cited = {citation.clause.clause_id for citation in result.citations}
    return result.status == "answered" and bool(cited & proofs)
