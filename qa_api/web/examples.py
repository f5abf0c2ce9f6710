"""Questions to begin with, made from what is in the knowledge base and known to be answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, zip_longest

from index.knowledge_base import KnowledgeBase
from index.records import NoticeRecord
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
SHORT_NAME = 24  # characters; a question with a longer name is no example of how one asks


def examples(kb: KnowledgeBase) -> tuple[str, ...]:
    """Up to six questions that the knowledge base answers, of as many notices as there are."""
    shelf = kb.notices(include_superseded=False)
    short = [notice for notice in shelf if len(next(_names(notice))) <= SHORT_NAME]
    return _of(kb, tuple(notice.notice_id for notice in (short or shelf)[:NOTICES]))


@lru_cache(maxsize=8)
def _of(kb: KnowledgeBase, notice_ids: tuple[str, ...]) -> tuple[str, ...]:
    asked = [_questions(kb, notice_id, turn) for turn, notice_id in enumerate(notice_ids)]
    mixed = (item for turn in zip_longest(*asked) for item in turn if item)
    answered = (_answered(kb, wordings, clauses) for wordings, clauses in mixed)
    return tuple(islice(dict.fromkeys(filter(None, answered)), SHOWN))


def _answered(kb: KnowledgeBase, wordings: Iterable[str], clauses: set[str]) -> str:
    """The first wording of a question that is answered by these clauses; none is the empty text."""
    return next((wording for wording in wordings if _is_answered(kb, wording, clauses)), "")


def _questions(
    kb: KnowledgeBase, notice_id: str, turn: int
) -> Iterator[tuple[list[str], set[str]]]:
    """Questions about one notice in several wordings, with the clauses that hold such facts.

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
        yield [ASKED[kind].format(name) for name in _names(notice)], clauses[kind]


def _names(notice: NoticeRecord) -> Iterator[str]:
    """The short name, then what 关于印发《…》的通知 has in brackets, else the title."""
    forwards = any(relation.kind == "forwards" for relation in notice.relations)
    if not forwards:
        yield from (f"“{alias}”" for alias in notice.aliases[-1:])
    inner = re.findall(r"《([^《》]+)》", notice.title)
    yield f"《{inner[0] if len(inner) == 1 else notice.title}》"


def _is_answered(kb: KnowledgeBase, question: str, clauses: set[str]) -> bool:
    """Does one of these clauses prove the answer?"""
    result = answer(kb, question)
    cited = {citation.clause.clause_id for citation in result.citations}
    return result.status == "answered" and bool(cited & clauses)
