"""Questions to begin with, made from what is in the knowledge base and known to be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, zip_longest

from index.knowledge_base import KnowledgeBase
from qa_api.answering import answer

ASKED = {
    "deadline": "{}什么时候截止申报？",
    "contact": "{}的联系人和电话是什么？",
    "eligibility": "{}有哪些申报条件？",
    "quota": "{}每个单位可以推荐几项？",
    "material": "{}要提交哪些材料？",
    "amount": "{}资助多少钱？",
    "address": "{}的材料寄到哪里？",
}
APPLYING = re.compile("申报|申请|报名|提交|报送")
NOTICES = 12
SHOWN = 6


def examples(kb: KnowledgeBase) -> tuple[str, ...]:
    """Up to six questions that the knowledge base answers, of as many notices as there are."""
    shelf = kb.notices(include_superseded=False)
    return _of(kb, tuple(notice.notice_id for notice in shelf[:NOTICES]))


@lru_cache(maxsize=8)
def _of(kb: KnowledgeBase, notice_ids: tuple[str, ...]) -> tuple[str, ...]:
    asked = [_questions(kb, notice_id, turn) for turn, notice_id in enumerate(notice_ids)]
    mixed = (item for turn in zip_longest(*asked) for item in turn if item)
    answered = (question for question, clauses in mixed if _is_answered(kb, question, clauses))
    return tuple(islice(dict.fromkeys(answered), SHOWN))


def _questions(kb: KnowledgeBase, notice_id: str, turn: int) -> Iterator[tuple[str, set[str]]]:
    """Questions about one notice, each with the clauses that hold such facts.

    ``turn`` decides which kind comes first, so that kinds vary from notice to notice.
    """
    notice = kb.notice(notice_id)
    if notice is None:
        return
    clauses: dict[str, set[str]] = {}
    for record in kb.facts(notice_ids=(notice_id,)):
        if record.fact.kind != "deadline" or APPLYING.search(record.fact.label):
            clauses.setdefault(record.fact.kind, set()).add(record.fact.clause_id)
    kinds = [kind for kind in ASKED if kind in clauses]
    start = turn % len(kinds) if kinds else 0
    for kind in kinds[start:] + kinds[:start]:
        yield ASKED[kind].format(_name(notice.title)), clauses[kind]


def _name(title: str) -> str:
    """What a title like 关于印发《…》的通知 puts in brackets, else the title."""
    inner = re.findall(r"《([^《》]+)》", title)
    return f"《{inner[0] if len(inner) == 1 else title}》"


def _is_answered(kb: KnowledgeBase, question: str, clauses: set[str]) -> bool:
    """Does one of these clauses prove the answer?"""
    result = answer(kb, question)
    cited = {citation.clause.clause_id for citation in result.citations}
    return result.status == "answered" and bool(cited & clauses)
