"""Questions to begin with, made from what is in the knowledge base and known to be answered."""

from __future__ import annotations

from collections.abc import Iterator
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
NOTICES = 12
SHOWN = 6
LONGEST = 60


def examples(kb: KnowledgeBase) -> tuple[str, ...]:
    """Up to six questions that the knowledge base answers, of as many notices as there are."""
    shelf = [notice for notice in kb.notices() if not notice.superseded_by]
    return _of(kb, tuple(notice.notice_id for notice in shelf[:NOTICES]))


@lru_cache(maxsize=8)
def _of(kb: KnowledgeBase, notice_ids: tuple[str, ...]) -> tuple[str, ...]:
    asked = [_questions(kb, kb.notice(notice_id), turn) for turn, notice_id in enumerate(notice_ids)]
    mixed = (question for round_ in zip_longest(*asked) for question in round_ if question)
    answered = (question for question in mixed if answer(kb, question).status == "answered")
    return tuple(islice(answered, SHOWN))


def _questions(kb: KnowledgeBase, notice: NoticeRecord | None, turn: int) -> Iterator[str]:
    """Questions about one notice; ``turn`` decides which kind comes first, so that kinds vary."""
    if notice is None or len(notice.title) > LONGEST:
        return
    present = {record.fact.kind for record in kb.facts(notice_ids=(notice.notice_id,))}
    kinds = [kind for kind in ASKED if kind in present]
    start = turn % len(kinds) if kinds else 0
    for kind in kinds[start:] + kinds[:start]:
        yield ASKED[kind].format(f"《{notice.title.strip('《》')}》")
