"""Why a notice was issued or a thing is done: what notices say of it before they set out anything.

The words of such a question are mostly those the notice is called by (为什么要办训练营), and the
sentence that tells the reason need not repeat them. Where it says nothing else, that sentence is
the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from index.records import ClauseRecord
from ingest.normal import normal
from qa_api.answer_types import ANSWER_TYPES
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds import sentence
from qa_api.kinds.finding import Finding, Steps, cite
from qa_api.units import Unit, view

# Why it is issued, or with which aim; not why this or that is so.
_ASKS = re.compile(
    r"为(?:什么|何|啥)[^，,。？?]{0,4}(?:要|出台|制定|开展|设立|搞|办|修|改|组织|实施|推|建|发)|"
    r"图的?是?(?:什么|啥|个)|为了(?:什么|啥)|什么目的|目的(?:是|在|何在|[？?]|$)|因为(?:什么|啥)|初衷"
)
_AIM = re.compile(r"^(?:为|针对|鉴于|由于|考虑到|近年来|旨在)|问题|不足|短板|旨在|目的是")
_BACKGROUND = re.compile(r"背景|目的|意义|必要性|宗旨|缘由|说明|总则|总体要求|指导思想")
_ISSUING = frozenset("出台 制定 印发 组织 开展 实施 设立 举办 推行 发布 建立 编制 推出".split())
_BEFORE = ("head", "body", "tail")  # kinds of clause before the first that is numbered
_FIRST = ("第一条", "第1条")
_MOST = 6
_BONUS, _SURE = 0.2, 0.8
_free = sentence.finder("free")


def find(evidence: Evidence, as_of: date, steps: Steps) -> Iterator[Finding]:
    """Reasons that a notice which may be meant opens with; then the best sentences of it all."""
    if _ASKS.search(evidence.question.text):
        for notice_id in evidence.meant():
            yield from _reasons(evidence, notice_clauses(evidence.kb, notice_id))
    yield from _free(evidence, as_of, steps)


def _reasons(evidence: Evidence, clauses: tuple[ClauseRecord, ...]) -> Iterator[Finding]:
    before = list(takewhile(lambda clause: clause.kind in _BEFORE, clauses))
    opening = [
        *(clause for clause in before if clause.kind == "body"),
        *(clause for clause in clauses if clause.number in _FIRST),
        *(clause for clause in clauses if clause.path and _BACKGROUND.search(clause.path[-1])),
    ]
    units = [unit for clause in opening for unit in view(clause).units if _tells(unit)]
    able = [unit for unit in units if not evidence.barred(unit)][:_MOST]
    bare = evidence.scope.clear and all(
        word in _ISSUING or len(word) == 1 for word in evidence.own_words(clauses[0])
    )
    for at, unit in enumerate(able):
        scored = evidence.score(unit)
        yield Finding(
            unit.plain, (cite(unit),), scored.score + _BONUS, scored.met,
            sure=_SURE if bare and at == 0 else 0.0,
        )  # fmt: skip


def _tells(unit: Unit) -> bool:
    text = normal(unit.text)
    return (
        not unit.is_heading
        and bool(_AIM.search(text))
        and bool(ANSWER_TYPES["why"].says.search(text))
    )
