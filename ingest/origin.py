"""Where a notice comes from: number, organ, date (GB/T 9704-2012, 7.2.5, 7.2.6, 7.3.5).

Believed in this order: what the file states about itself (a portal's metadata, ``发文字号：…``
lines at the top), the head, the signature, the note of promulgation under a statute's title, the
title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.dates import moments
from ingest.layout import DATE, Paragraph
from ingest.numbering import label_at_start

_HAN = r"\u4e00-\u9fff"
_YEAR = r"(?:19|20)\d{2}"
_OPEN, _SHUT = r"[〔\[［【（(﹝]", r"[〕\]］】）)﹞]"
_BRACKETED = rf"[{_HAN}（）()]{{1,24}}?\s*{_OPEN}\s*{_YEAR}\s*{_SHUT}\s*(?:第\s*)?\d{{1,5}}\s*号"
_SERIAL = (
    rf"[{_HAN}]{{2,30}}(?:公告|通告|公报|令)\s*{_OPEN}?\s*"
    rf"(?:{_YEAR}\s*年?\s*{_SHUT}?\s*)?第?\s*\d{{1,5}}\s*号\s*{_SHUT}?"
)
_BARE = rf"{_OPEN}?\s*(?:{_YEAR}\s*年\s*)?第\s*\d{{1,5}}\s*号\s*{_SHUT}?"

DOCUMENT_NUMBER = re.compile(_BRACKETED)
NUMBER_LINE = re.compile(rf"^\s*({_BRACKETED}|{_SERIAL})\s*(?:签发人.*)?$")
BARE_NUMBER = re.compile(rf"^\s*{_BARE}\s*$")
RED_HEAD = re.compile(rf"^\s*(?!.*关于)([{_HAN}（）\s　]{{4,40}}?)\s*文\s*件\s*$")
ORDER_HEAD = re.compile(rf"^\s*([{_HAN}\s]{{3,40}}?)\s*(令|公\s*告|通\s*告)\s*$")
ORGAN = re.compile(
    rf"[{_HAN}（）“”、·\s]{{2,40}}?"
    r"(?:会|厅|局|部|办公室|委|政府|院|中心|处|司|署|社|团|所|室|馆|队|联盟|大学|学校|集团|公司|组|[银分支]行|"
    r"[科政作残]协|[文妇社]联|工商联)"
)
#: （1992年11月7日第七届全国人大常委会第二十八次会议通过 …）, under the title of a statute.
PROMULGATED = re.compile(
    rf"^\s*[（(]\s*{DATE}.*(?:通过|公布|发布|修订|修正|施行)[^（）()]*[）)]?\s*$", re.S
)

_BY_ORDER = re.compile(rf"(?:\d\s*日\s*)((?:[{_HAN}]+、)*[{_HAN}]{{3,30}}?)(令\s*第?\s*\d+\s*号)")
_BY_CONGRESS = re.compile(rf"第[{_HAN}]{{1,4}}届(全国人民代表大会(?:常务委员会)?)")
_PUBLISHED = re.compile(rf"({DATE})[^，。　]*?(?:公布|发布|通过)")
_STATED = re.compile(
    r"^\W?\s*(发\s*文\s*机\s*[关构]|发布机构|制发机关|成文日期|发文日期|发文字号|文\s*号|标\s*题|名\s*称|标题名称)\s*[\]】]?\s*[:：]?\s*(\S.*)$"
)
_STATED_NAMES = {
    "发文机关": "发文机关", "发文机构": "发文机关", "发布机构": "发文机关", "制发机关": "发文机关",
    "成文日期": "成文日期", "发文日期": "成文日期", "发文字号": "发文字号", "文号": "发文字号",
    "标题": "标题", "名称": "标题", "标题名称": "标题",
}  # fmt: skip
_HEAD_LINES = 16
_TITLE_ORGAN = re.compile(rf"([{_HAN}、 ]{{2,60}}?)(?:关于|对|转发|批转|印发)")


@dataclass(frozen=True, slots=True)
class Origin:
    """As printed but for white space, joint issuers apart; ``issued_on`` is ISO 8601."""

    document_number: str | None
    issuer: str | None
    issued_on: str | None


def read_origin(
    paragraphs: Sequence[Paragraph], head_end: int, title: str, stated: Mapping[str, str]
) -> Origin:
    """Origin of a notice whose head ends at ``head_end``; ``stated`` is from ``stated_in``."""
    note = next((p.text for p in paragraphs[:head_end] if PROMULGATED.match(p.text)), "")
    number = stated.get("发文字号", "")
    return Origin(
        _unspaced(number if re.search(r"\d", number) else _number(paragraphs[:head_end], note)),
        stated.get("发文机关") or _issuer(paragraphs, title, note),
        iso(stated.get("成文日期", "")) or _issued_on(paragraphs, note),
    )


def stated_in(paragraphs: Sequence[Paragraph], metadata: Mapping[str, str]) -> dict[str, str]:
    """What the file says of itself: ``metadata``, else lines such as ``[发文机构] …``."""
    found: dict[str, str] = {}
    begun = False  # the text, by a numbered heading: 名称 in a table of it is not the notice's
    for paragraph in paragraphs[:_HEAD_LINES]:
        begun = begun or label_at_start(paragraph.text.strip()) is not None
        if match := _STATED.match(paragraph.text.strip()):
            name = _STATED_NAMES[re.sub(r"\s", "", match[1])]
            value = match[2].strip(" 　|-—")
            if len(value) <= 80 and "。" not in value and not (begun and name == "标题"):
                found.setdefault(name, value)
    given = {key: value for key, value in metadata.items() if re.search(r"[\w]", value)}
    return {**found, **given}


def signature_of(paragraphs: Sequence[Paragraph]) -> tuple[str, str] | None:
    """Organs and printed date of the signature (署名和成文日期), on lines or on one."""
    for at, paragraph in enumerate(paragraphs[1:], start=1):
        if re.fullmatch(DATE, paragraph.text.strip()) and (organs := _organs_above(paragraphs, at)):
            return " ".join(organs), paragraph.text.strip()
    for paragraph in paragraphs:
        found = re.search(rf"(?:^|[。\s])([{_HAN}]{{4,30}})\s*({DATE})\s*$", paragraph.text)
        if found and ORGAN.fullmatch(found[1]):
            return found[1], found[2]
    return None


def letterhead(paragraphs: Sequence[Paragraph]) -> tuple[int, list[str]]:
    """How many lines at the top only name organs (发文机关标志), and those organs.

    Organs that issue together stand below one another, 文件 beside or below them.
    """
    organs: list[str] = []
    for at, paragraph in enumerate(paragraphs[:_HEAD_LINES]):
        line = re.sub(r"文\s*件\s*$", "", paragraph.text).strip()
        if line and not (names := _organs_on(line)):
            return at, organs
        organs += names if line else []
    return len(paragraphs[:_HEAD_LINES]), organs


def is_organ(text: str) -> bool:
    """A line that only names an organ."""
    text = text.strip()
    return len(text) <= 40 and ORGAN.fullmatch(text) is not None


def iso(text: str) -> str | None:
    """The first whole date in ``text``, ``2021-04-26``."""
    found = [moment for moment in moments(text) if moment.year and moment.day]
    return found[0].value[:10] if found else None


def _organs_above(paragraphs: Sequence[Paragraph], at: int) -> list[str]:
    """Names of the organs on the lines right above the date at ``at``, in order."""
    organs: list[str] = []
    while at > 0 and (names := _organs_on(paragraphs[at - 1].text)):
        at -= 1
        organs[:0] = names
    return organs


def _organs_on(line: str) -> list[str]:
    """The organs that a line names and nothing else; none where it says anything more."""
    names = line.split()
    if any(len(name) == 1 for name in names):  # letter-spaced: 云 南 省 科 协
        names = ["".join(names)]
    return names if all(map(is_organ, names)) else []


def _number(head: Sequence[Paragraph], note: str) -> str | None:
    for at, paragraph in enumerate(head):
        text = paragraph.text.strip()
        if found := NUMBER_LINE.match(text):
            return found[1]
        if BARE_NUMBER.match(text):
            before = ORDER_HEAD.match(head[at - 1].text) if at else None
            return (before[0] if before else "") + text.strip("（()） ")
    for paragraph in head:  # a portal's title that repeats the number in front
        if found := re.match(rf"\s*({_BRACKETED})", paragraph.text):
            return found[1]
    order = _BY_ORDER.search(note)
    return order[1] + order[2] if order else None


def _issuer(paragraphs: Sequence[Paragraph], title: str, note: str) -> str | None:
    lines, organs = letterhead(paragraphs)
    if organs and any(NUMBER_LINE.match(p.text) for p in paragraphs[lines : lines + 1]):
        return " ".join(organs)
    for at, paragraph in enumerate(paragraphs[:4]):
        if found := RED_HEAD.match(paragraph.text):
            return re.sub(r"\s", "", found[1])
        order = ORDER_HEAD.match(paragraph.text)
        if order and BARE_NUMBER.match(paragraphs[min(at + 1, len(paragraphs) - 1)].text):
            return re.sub(r"\s|^中华人民共和国(?=国务院)", "", order[1])
    if found := _BY_ORDER.search(note) or _BY_CONGRESS.search(note):
        return re.sub("^中华人民共和国(?=国务院)", "", found[1])
    if signature := signature_of(paragraphs):
        return signature[0]
    named = _TITLE_ORGAN.match(title)
    if named and all(ORGAN.fullmatch(organ) for organ in re.split("[、 ]", named[1].strip())):
        return named[1].strip()
    return _printer(paragraphs)


def _printer(paragraphs: Sequence[Paragraph]) -> str | None:
    """The organ above ``2021年4月27日印发``."""
    for before, paragraph in pairwise(paragraphs):
        if re.fullmatch(rf"\s*{DATE}\s*印发\s*", paragraph.text) and is_organ(before.text):
            return before.text.strip()
    return None


def _issued_on(paragraphs: Sequence[Paragraph], note: str) -> str | None:
    if found := _PUBLISHED.search(note):
        dates = [iso(match[1]) for match in _PUBLISHED.finditer(note) if "通过" not in match[0]]
        return dates[0] if dates else iso(found[1])
    if signature := signature_of(paragraphs):
        return iso(signature[1])
    for paragraph in paragraphs:
        if re.fullmatch(rf"[（(]?\s*{DATE}\s*(?:印发)?[）)]?", paragraph.text.strip()):
            return iso(paragraph.text)
    for paragraph in reversed(paragraphs[-6:]):
        if found := re.search(rf"({DATE})\s*印发", paragraph.text):
            return iso(found[1])
    return None


def _unspaced(text: str | None) -> str | None:
    return re.sub(r"\s+", "", text) if text else None
