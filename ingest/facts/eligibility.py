"""Eligibility conditions: who may apply, and what must be true of them.

A condition is a sentence under a heading about conditions (资格, 条件, 对象 …), or one that limits the
applicant itself (仅限…申报, 申报单位须是…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.spans import fact, sentences
from ingest.model import Clause, Fact
from ingest.numbering import label_at_start

_HEADING = re.compile(r"资格|条件|申报对象|申报主体|申报范围|参评对象|参赛对象|推荐对象|对象及|对象和|申请人|设奖要求")
_APPLICANT = re.compile(
    r"(?:仅限|只限|限于|限).{0,40}(?:申报|申请|参加|报名|推荐)"
    r"|(?:申报|申请|参评|参赛|推荐|承担|主办)(?:单位|学会|人|者|主体|对象|企业|机构|项目|期刊)[^，。；]{0,20}?(?:须|应|需|必须|可以|是|为|具有|具备)"
    r"|(?:设奖|申报|实施)主体[^，。；]{0,6}(?:为|是|须|应)"
)


def facts_in(clause: Clause, text: str, year: int | None) -> Iterator[Fact]:
    if clause.kind in ("head", "tail", "table", "row"):
        return
    under = _heading_above(clause, text)
    for start, end in sentences(text):
        sentence = text[start:end]
        label = label_at_start(sentence)
        content = start + (label.end if label else 0)
        bare = text[content:end].strip()
        if len(bare) < 6 or bare == (clause.path[-1] if clause.path else ""):
            continue
        if under is not None or _APPLICANT.search(sentence):
            content = end - len(text[content:end].lstrip())
            yield fact(
                "eligibility", clause, text, (content, end),
                label=under or (clause.path[-1] if clause.path else ""), value=bare,
            )  # fmt: skip


def _heading_above(clause: Clause, text: str) -> str | None:
    """The heading about conditions that this text stands under: the parent's, or its own."""
    own = clause.path[-1] if clause.path else ""
    above = clause.path[-2] if len(clause.path) > 1 else ""
    is_heading = text.split("\n")[0].strip().endswith(own[-4:]) and "\n" in text
    if clause.kind == "item" and _HEADING.search(above):
        return above
    return own if is_heading and _HEADING.search(own) else None
