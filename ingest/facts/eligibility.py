"""Eligibility conditions: who may apply, and what must be true of them.

A condition is a sentence under a heading about conditions (资格, 条件, 对象 …), or one that limits
the applicant itself (仅限…申报, 申报单位须是…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.spans import fact, sentences
from ingest.model import Clause, Fact
from ingest.numbering import label_at_start

_HEADING = re.compile(
    r"资格|条件(?!成熟|建设|保障)|申报对象|申报主体|申报范围|参评对象|参赛对象|参加对象|推荐对象|对象及|对象和|申请人|"
    r"设奖要求|申报要求|适用对象|享受主体|支持对象|补贴对象"
)
_APPLY = r"(?:申报|申请|报名|参加|参评|参赛|推荐|承接|享受)"
_WHO = r"(?:单位|学会|人|者|主体|对象|企业|机构|项目|期刊|团队|高校|个人|作品)"
_MUST = r"(?:须|应|需|必须|要有|要是|限于|仅限|只限|可以|是|为|系|具有|具备|不得|不能)"
_APPLICANT = re.compile(
    rf"(?:仅限|只限|限于|(?<![期时权无有])限(?![期时度制定])|只由|仅由|只能由|只可由|须由|必须由).{{0,40}}{_APPLY}"
    rf"|{_APPLY}{_WHO}?(?:均|都|仅|只|应)?(?:限于|仅限|只限|限)"
    rf"|(?:申报|申请|参评|参赛|推荐|承担|主办){_WHO}的?[^，。；]{{0,20}}?{_MUST}(?![^，。；]{{1,6}}时)"
    rf"|(?:设奖|申报|实施)主体[^，。；]{{0,6}}(?:为|是|须|应)"
    rf"|(?:均|都|方|才)(?:可|能|可以|有资格)(?:申报|申请|报名|参评|参赛)"
    rf"|(?:具备|符合|满足)(?:下列|以下|上述|如下)[^，。；]{{0,6}}条件的?"
    rf"|不(?:得|能|可|予)(?:再|重复|同时|多头|再同时)?(?:申报|申请|报名|推荐|受理[^，。]{{0,6}}申报)"
)
_NOT_APPLICANT = re.compile(r"^(?:第[一二三四五六七八九十百]+条)?[\s　]*本[^，。]{1,6}所称")


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
        if under is not None or (
            _APPLICANT.search(sentence) and not _NOT_APPLICANT.match(sentence)
        ):
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
