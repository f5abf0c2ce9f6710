"""Questions to begin with, made from what is in the knowledge base and known to be answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice, zip_longest

from index.knowledge_base import KnowledgeBase
from index.records import ClauseRecord, NoticeRecord
from qa_api.answering import answer

# Asked where a notice has such facts; in this order, each notice beginning with another one.
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
NAMED = (re.compile(r"《([^《》]+)》"), re.compile(r"关于(?:印发|发布|实施)?(.+)的\w{1,3}$"))
NOTICES = 12
SHOWN = 6
TRIED = 60  # wordings that are asked at most
SHORT_NAME = 24  # characters; a question with a longer name is no example of how one asks

Proofs = set[str]  # ids of clauses, of which an answer must cite one
Asking = tuple[list[str], Proofs]  # a question in several wordings


def examples(kb: KnowledgeBase) -> tuple[str, ...]:
    """Up to six questions that the knowledge base answers, of as many notices as there are."""
    shelf = kb.notices(include_superseded=False)
    short = [notice for notice in shelf if len(next(_names(notice))) <= SHORT_NAME]
    return _of(kb, tuple(notice.notice_id for notice in (short or shelf)[:NOTICES]))


@lru_cache(maxsize=8)
def _of(kb: KnowledgeBase, notice_ids: tuple[str, ...]) -> tuple[str, ...]:
    notices = [notice for notice_id in notice_ids if (notice := kb.notice(notice_id))]
    of_facts = [_of_facts(kb, notice, turn) for turn, notice in enumerate(notices)]
    of_headings = [_of_headings(kb, notice) for notice in notices]
    mixed = islice(chain(_in_turn(of_facts), _in_turn(of_headings)), TRIED)
    answered = (_answered(kb, wordings, proofs) for wordings, proofs in mixed)
    return tuple(islice(dict.fromkeys(filter(None, answered)), SHOWN))


def _in_turn(asked: Iterable[Iterator[Asking]]) -> Iterator[Asking]:
    return (item for turn in zip_longest(*asked) for item in turn if item)


def _answered(kb: KnowledgeBase, wordings: Iterable[str], proofs: Proofs) -> str:
    """The first wording of a question that is answered with a proof; none is the empty text."""
    return next((wording for wording in wordings if _is_answered(kb, wording, proofs)), "")


def _of_facts(kb: KnowledgeBase, notice: NoticeRecord, turn: int) -> Iterator[Asking]:
    """``turn`` decides which kind comes first, so that kinds vary from notice to notice."""
    clauses: dict[str, Proofs] = {}
    for record in kb.facts(notice_ids=(notice.notice_id,)):
        if record.fact.kind != "deadline" or APPLYING.search(record.fact.label):
            clauses.setdefault(record.fact.kind, set()).add(record.fact.clause_id)
    kinds = [kind for kind in ASKED if kind in clauses]
    start = turn % len(kinds) if kinds else 0
    for kind in kinds[start:] + kinds[:start]:
        yield [ASKED[kind].format(name) for name in _names(notice)], clauses[kind]


def _of_headings(kb: KnowledgeBase, notice: NoticeRecord) -> Iterator[Asking]:
    for heading, proofs in _outlined(kb.clauses(notice.notice_id)):
        yield [OUTLINED.format(name, heading) for name in _names(notice)], proofs


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
