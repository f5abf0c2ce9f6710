"""Head and tail of an official document (GB/T 9704-2012, 7.2 and 7.4): who, to whom, when, which number.

Works on the paragraphs of one notice. The head ends with the recipients (主送机关) or, without them,
with the title; what the file itself states (a portal's metadata table) is believed first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.dates import moments
from ingest.layout import DATE, DOCUMENT_TYPES, TITLE_END, Paragraph
from ingest.numbering import label_at_start

_NUMBER = r"[\u4e00-\u9fff（）()]{1,24}?\s*[〔\[［【（(﹝]\s*(?:19|20)\d{2}\s*[〕\]］】）)﹞]\s*(?:第\s*)?\d{1,5}\s*号"
DOCUMENT_NUMBER = re.compile(_NUMBER)
NUMBER_LINE = re.compile(rf"^\s*({_NUMBER})\s*(?:签发人.*)?$")
RED_HEAD = re.compile(r"^\s*([\u4e00-\u9fff（）\s　]{4,40}?)\s*文\s*件\s*$")
ORGAN = re.compile(
    r"[\u4e00-\u9fff（）“”、·\s]{2,40}?(?:会|厅|局|部|办公室|委|政府|院|中心|处|司|署|社|团|所|室|大学|学校|集团|公司|组)"
)
_RECIPIENTS = re.compile(
    r"^(?:各|全省|全市|全国|机关|省|市|县|有关|相关|国务院|[\u4e00-\u9fff]{2,12}(?:委员会|人民政府|科技厅|局|厅|部|会))[^。]{1,280}[:：]$"
)
_DIGEST_OF = re.compile(r"《([^《》]{6,80})》\s*(?:已|业)[^。]{0,60}(?:印发|发布|公布)")
_ALIAS = re.compile(r"(?:以下(?:统|简)?称|[（(]简称)\s*(?:为|：|:)?\s*[“\"「『《]([^”\"」』》]{2,24})[”\"」』》]")
_HEAD_LIMIT = 16  # paragraphs; a title further down is a heading of the body


@dataclass(frozen=True, slots=True)
class Head:
    """What identifies a notice; ``end`` is the index of the first paragraph after the head."""

    title: str
    document_number: str | None
    issuer: str | None
    issued_on: str | None
    recipients: str | None
    type: str | None
    end: int


def read_head(
    paragraphs: Sequence[Paragraph], metadata: Mapping[str, str], fallback_title: str
) -> Head:
    """Head of the notice that ``paragraphs`` make up; ``fallback_title`` is the file's name."""
    title_span = _title_span(paragraphs)
    recipients_at = _recipients_at(paragraphs, title_span[1] if title_span else 0)
    end = (recipients_at + 1) if recipients_at is not None else (title_span[1] if title_span else 0)
    end = max(end, _leading_furniture(paragraphs))
    title = (
        clean_title(metadata.get("标题", ""))
        or _torn_title(paragraphs)
        or (_title_text(paragraphs, title_span) if title_span else "")
        or _named_in_text(paragraphs)
        or _first_short_line(paragraphs)
        or fallback_title
    )
    number = metadata.get("发文字号") or _document_number(paragraphs[: max(end, 3)])
    return Head(
        title=title,
        document_number=re.sub(r"\s+", "", number) if number else None,
        issuer=metadata.get("发文机关") or _issuer(paragraphs, title),
        issued_on=_iso(metadata.get("成文日期", "")) or _issued_on(paragraphs),
        recipients=_recipients(paragraphs, recipients_at),
        type=document_type(title),
        end=end,
    )


def clean_title(text: str) -> str:
    """A title without the spaces that line breaks and letter spacing left in it."""
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)


def document_type(title: str) -> str | None:
    """通知, 办法, 规划 … : the last type word of the title."""
    bare = re.sub(r"[（(][^）)]*[）)]$", "", title.rstrip("》”"))
    return next((kind for kind in DOCUMENT_TYPES if bare.endswith(kind)), None)


def aliases(text: str, title: str) -> tuple[str, ...]:
    """Short names the notice gives itself (以下简称“…”) and quoted names in its title."""
    names = _ALIAS.findall(text) + re.findall("[“《]([^“”《》]{2,30})[”》]", title)
    return tuple(dict.fromkeys(name.strip() for name in names))


def is_notice_start(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether a notice of its own begins at ``at``: a red head with its number, or a number and title."""
    text = paragraphs[at].text
    after = [paragraph.text for paragraph in paragraphs[at + 1 : at + 4]]
    if RED_HEAD.match(text):
        return any(NUMBER_LINE.match(line) for line in after)
    return bool(NUMBER_LINE.match(text)) and any(
        TITLE_END.search(line.strip()) and len(line) < 90 for line in after
    )


def _title_span(paragraphs: Sequence[Paragraph]) -> tuple[int, int] | None:
    """Paragraphs ``[i, j)`` that make up the title: lines up to one that ends in a type word."""
    for end, paragraph in enumerate(paragraphs[:_HEAD_LIMIT]):
        text = paragraph.text.strip(" 　*")
        if end and _ends_head(paragraph):
            return None
        if TITLE_END.search(text) and len(text) < 120:
            start = end
            while start > 0 and _goes_on(paragraphs[start - 1], paragraphs[start]):
                start -= 1
            if not _unbalanced(_title_text(paragraphs, (start, end + 1))):
                return start, end + 1
    return None


def _goes_on(before: Paragraph, paragraph: Paragraph) -> bool:
    return _title_piece(before) and not _opens_title(paragraph.text)


def _opens_title(text: str) -> bool:
    return bool(re.match(r"\s*[\u4e00-\u9fff、（）]{0,40}?关\s*于", text))


def _unbalanced(text: str) -> bool:
    return text.count("》") > text.count("《") or text.count("”") > text.count("“")


def _ends_head(paragraph: Paragraph) -> bool:
    """Running text or a numbered clause: no title can follow."""
    text = paragraph.text.strip()
    return paragraph.is_row or "。" in text or label_at_start(text) is not None


def _title_piece(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    return (
        len(text) <= 45
        and not re.search("[，。；：:]", text)
        and not NUMBER_LINE.match(text)
        and not RED_HEAD.match(text)
        and not re.match(r"附\s*件|签发人|索\s*引|\d{4}年|^\W", text)
        and not TITLE_END.search(text)
    )


def _title_text(paragraphs: Sequence[Paragraph], span: tuple[int, int]) -> str:
    return clean_title("".join(paragraph.text.strip(" 　*") for paragraph in paragraphs[slice(*span)]))


def _torn_title(paragraphs: Sequence[Paragraph]) -> str:
    """A title whose two lines were pulled apart: “…关于印发《甲” … “乙》的通知”."""
    for at, paragraph in enumerate(paragraphs[:_HEAD_LIMIT]):
        text = paragraph.text.strip()
        if TITLE_END.search(text) and text.count("》") > text.count("《") and len(text) < 60:
            for before in paragraphs[:at]:
                first = re.search(r"(?:^|[\s。])(\S{0,30}关于\S{0,20}《[^《》\s]*)(?=\s)", before.text)
                if first:
                    return clean_title(first[1] + text)
    return ""


def _named_in_text(paragraphs: Sequence[Paragraph]) -> str:
    for paragraph in paragraphs[:_HEAD_LIMIT]:
        if found := _DIGEST_OF.search(paragraph.text):
            return clean_title(found[1])
    return ""


def _first_short_line(paragraphs: Sequence[Paragraph]) -> str:
    for paragraph in paragraphs[:4]:
        text = paragraph.text.strip(" 　*")
        if 4 <= len(text) <= 60 and "。" not in text and not _RECIPIENTS.match(text):
            if not label_at_start(text) and not re.match(r"附\s*件", text):
                return clean_title(text)
    return ""


def _recipients_at(paragraphs: Sequence[Paragraph], after: int) -> int | None:
    for at in range(after, min(after + 3, len(paragraphs))):
        text = paragraphs[at].text.strip()
        if _RECIPIENTS.match(text) and not label_at_start(text):
            return at
        if "。" in text:
            return None
    return None


def _recipients(paragraphs: Sequence[Paragraph], at: int | None) -> str | None:
    return None if at is None else paragraphs[at].text.strip().rstrip(":：")


def _leading_furniture(paragraphs: Sequence[Paragraph]) -> int:
    """A bare 附件 at the very top: the file is the annex itself, so the label is part of its head."""
    if paragraphs and re.fullmatch(r"附\s*件\s*\d*\s*[:：]?", paragraphs[0].text.strip()):
        return 1
    return 0


def _document_number(head: Sequence[Paragraph]) -> str | None:
    for paragraph in head:
        if found := NUMBER_LINE.match(paragraph.text.strip()):
            return found[1]
    return None


def _issuer(paragraphs: Sequence[Paragraph], title: str) -> str | None:
    for paragraph in paragraphs[:4]:
        if found := RED_HEAD.match(paragraph.text):
            return re.sub(r"\s", "", found[1])
    if signature := signature_of(paragraphs):
        return signature[0]
    named = re.match(r"([\u4e00-\u9fff、]{2,40}?)关于", title)
    if named and ORGAN.fullmatch(named[1]):
        return named[1]
    for before, paragraph in zip(paragraphs, paragraphs[1:], strict=False):
        if re.fullmatch(rf"\s*{DATE}\s*印发\s*", paragraph.text) and ORGAN.fullmatch(before.text.strip()):
            return before.text.strip()
    return None


def signature_of(paragraphs: Sequence[Paragraph]) -> tuple[str, str] | None:
    """Organ and printed date of the signature (署名和成文日期), on two lines or one."""
    for before, paragraph in zip(paragraphs, paragraphs[1:], strict=False):
        organ, date = before.text.strip(), paragraph.text.strip()
        if re.fullmatch(DATE, date) and len(organ) <= 40 and ORGAN.fullmatch(organ):
            return organ, date
    for paragraph in paragraphs:
        if found := re.search(rf"(?:^|[。\s])([\u4e00-\u9fff]{{4,30}})\s*({DATE})\s*$", paragraph.text):
            if ORGAN.fullmatch(found[1]):
                return found[1], found[2]
    return None


def _issued_on(paragraphs: Sequence[Paragraph]) -> str | None:
    if signature := signature_of(paragraphs):
        return _iso(signature[1])
    for paragraph in paragraphs:
        if re.fullmatch(rf"[（(]?\s*{DATE}\s*(?:印发)?[）)]?", paragraph.text.strip()):
            return _iso(paragraph.text)
    for paragraph in reversed(paragraphs[-6:]):
        if found := re.search(rf"({DATE})\s*印发", paragraph.text):
            return _iso(found[1])
    return None


def _iso(text: str) -> str | None:
    found = [moment for moment in moments(text) if moment.year and moment.day]
    return found[0].value[:10] if found else None
