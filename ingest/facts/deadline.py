"""Deadlines and periods: a date that something must be done by or within, and what it binds.

A bare date (of a meeting that was, of a document cited) is no deadline: the sentence must say so
(前, 截止, 时限, 申报时间, 至 …). ``value`` is the last moment in ISO 8601; ``fields["opens"]`` the
first of a period. What is due every year (每年1月31日前) has no year: ``--01-31``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.dates import Moment, moments
from ingest.facts.spans import fact, is_given_up, sentences
from ingest.model import Clause, Fact

_HINT = re.compile(r"月|\d[-./]\d")  # without one there is no date
_BEFORE = re.compile(
    r"^\s*(?:[（(][^）)]{1,12}[）)])?\s*(?:下班|中午|零时|当[天日])?(?:之?前|以前|前后|止|截止|截至|[（(]?以[^，。]{0,12}为准)"
)
_CUE = re.compile(
    r"截止|截至|时限|期限|最迟|最晚|不晚于|不迟于|逾期|关闭|延长至|延至|延期至|顺延至|"
    r"(?:申报|报名|报送|提交|受理|征集|推荐|申请|公示|评审|填报|注册|投稿|缴费|实施|活动|举办|"
    r"建设|完成|上报)(?:的)?(?:时间|日期|期|周期|阶段)"
)
_STARTS = re.compile(
    r"^\s*(?:[（(][^）)]{1,8}[）)])?\s*(?:零时|\d时)?\s*(?:起|开始|以来|至今|电|讯)"
)
_STATISTIC = re.compile(r"截[至止](?:到|目前)?\s*$")
_CLOSES = re.compile(
    r"(?:申报|报名|报送|提交|征集|投稿|受理|推荐|评选|缴费|时间|日期)[^，。；]{0,8}截[至止]"
)
_EDGE = re.compile(r"\s*(?:底|末|[上中下]旬)")
_LEADS_TO = re.compile(r"(?:[:：至到]|不[迟晚]于|最[迟晚])\s*$")
_PAST = re.compile(r"原定|原计划|原则上由|此前|早在|早于|晚于|已")
_PERIOD = re.compile(r"^\s*(?:[（(][^）)]{1,8}[）)])?\s*(?:[-—–~～至到]|起至?)+\s*$")
_NOT_DEADLINE = re.compile(r"^\s*(?:印发|发布|公布|施行|实施|起施行|召开|成立)")
_CONDITION = re.compile(
    r"\s*(?:[（(][^）)]*[）)])?\s*(?:之|以)?前\s*(?:已|出生|取得|成立|注册|毕业|获得|设立)"
)
_PARTICLES = re.compile(
    r"^(?:[”\"」]|请|须|应当|应|每年|需|均|均需|均须|务必|于|在|自|从|的|为|是|将|并|和|及|截至|即日起|：|:|，|,|\s)+|"
    r"(?:务必|均需|均须|请|于|在|自|从|为|是|须|应|需|均|将|(?:延长|延期|顺延|推迟|延)[至到]|更正为|[“\"「]|：|:|\s)+$"
)
_LABEL_LENGTH = 30
_REACH = 200  # characters on each side of a date that may say what it binds


def facts_in(clause: Clause, text: str, year: int | None) -> Iterator[Fact]:
    if clause.kind in ("head", "tail") or not _HINT.search(text):
        return
    heading = clause.path[-1] if clause.path else ""
    for start, end in sentences(text):
        sentence = text[start:end]
        found = moments(sentence, year)
        index = 0
        while index < len(found):
            last = _period_end(sentence, found, index)
            before = sentence[found[index - 1].end :] if index else ""
            stands_in = is_given_up(before) and bool(_CUE.search(sentence))
            if stands_in or _binds(sentence, heading, found[index], found[last]):
                yield _deadline(clause, text, start, sentence, found[index], found[last])
            index = last + 1
        year = _year_after(found, year)


def _year_after(found: list[Moment], year: int | None) -> int | None:
    """The year of the last date, unless that is history: 2008 in a notice of 2020."""
    named = [moment.year for moment in found if moment.year]
    return named[-1] if named and (year is None or named[-1] >= year) else year


def _period_end(sentence: str, found: list[Moment], index: int) -> int:
    """Index of the moment that ends the period which begins at ``index``; itself if none does."""
    if index + 1 < len(found):
        between = sentence[found[index].end : found[index + 1].start]
        if _PERIOD.match(between) or not between.strip():
            return index + 1
    return index


def _binds(sentence: str, heading: str, first: Moment, last: Moment) -> bool:
    """Whether something is due by or within this date: the words next to it decide."""
    before = sentence[max(0, first.start - _REACH) : first.start]
    after = sentence[last.end : last.end + _REACH]
    part = re.split("[，,；;。（(\n]", before)[-1] + sentence[first.start : last.end]
    part += re.split("[，,；;。）)\n]", after)[0]
    if _NOT_DEADLINE.match(after) or _CONDITION.match(after) or _PAST.search(part):
        return False
    if is_given_up(after):
        return False
    if _BEFORE.match(after):
        return True
    if _STATISTIC.search(before) and not _CLOSES.search(before):
        return False
    if first is last and (
        _STARTS.match(after) or (last.day is None and not _LEADS_TO.search(before))
    ):
        return False
    named = _CUE.search(heading) and not re.search("[，；]", before)
    return bool(_CUE.search(part if first is last else before + part + after) or named)


def _deadline(
    clause: Clause, text: str, at: int, sentence: str, first: Moment, last: Moment
) -> Fact:
    end = last.end
    if closing := _BEFORE.match(right := sentence[end : end + _REACH]) or _EDGE.match(right):
        end += closing.end()
    fields = {"opens": first.value} if first is not last else {}
    yearly = "每年" in sentence[max(0, first.start - 4) : first.start]
    value = re.sub(r"^\d{4}-", "--", last.value) if yearly else last.value
    return fact(
        "deadline", clause, text, (at + first.start, at + end),
        label=_label(clause, sentence, first.start, end), value=value, fields=fields,
    )  # fmt: skip


def _label(clause: Clause, sentence: str, start: int, end: int) -> str:
    """What the date binds: the words around it in its part of the sentence, else the heading."""
    left, right = sentence[max(0, start - _REACH) : start], sentence[end : end + _REACH]
    before = re.split(r"[，,；;。：（(\n]|(?<!\d):", left)[-1]
    after = re.split("[，；;。（(）)\n]", right.lstrip("，, "))[0]
    named = re.split(r"：|(?<!\d):", left)
    if not _clean(before) and len(named) > 1:
        before = named[-2]
    for candidate in (_clean(before) + _clean(after), _clean(before), _clean(after)):
        if 2 <= len(candidate) <= _LABEL_LENGTH:
            return candidate
    heading = clause.path[-1] if clause.path else ""
    return (_clean(before) or _clean(after) or heading)[:_LABEL_LENGTH]


def _clean(text: str) -> str:
    text = re.sub(r"^[（(]?[\d一二三四五六七八九十]+[）)、.．]\s*", "", text.strip())
    return _PARTICLES.sub("", re.sub(r"\s+", "", text))
