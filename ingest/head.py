"""Head of an official document (GB/T 9704-2012, 7.2 and 7.3.1): who says it, and to whom.

Works on the paragraphs of one notice. The head ends with the recipients (主送机关) or, without
them, with the title and what stands right below it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.layout import TITLE_END, Paragraph
from ingest.normal import squeezed
from ingest.numbering import label_at_start
from ingest.origin import BARE_NUMBER, NUMBER_LINE, RED_HEAD, read_origin, stated_in
from ingest.title import Span, clean_title, document_type, read_title, title_span, title_text

_RECIPIENTS = re.compile(
    r"^(?:各|全省|全市|全国|机关|省|市|县|有关|相关|国务院|[\u4e00-\u9fff]{2,12}(?:委员会|人民政府|科技厅|局|厅|部|会))[^。]{0,280}[:：]$"
)
_ADDRESSED = re.compile(r"^[\u4e00-\u9fff、，,（）()\s]{2,280}[:：]$")
_NOT_ADDRESSED = re.compile(r"如下|以下|通知|通告|公告|措施|要求|说明|附件|目录")
_NOTE = re.compile(r"^[（(【\[].*[）)】\]]$|^(?:来源|时间|日期|发布时间)[:：]|^[—─―-]{4,}$", re.S)
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
    stated = stated_in(paragraphs, metadata)
    span = title_span(paragraphs)
    below = _below(paragraphs, span[1] if span else 0, span)
    recipients_at = _recipients_at(paragraphs, below, bool(span))
    end = below if recipients_at is None else recipients_at + 1
    end = max(end, _leading_furniture(paragraphs))
    title = clean_title(stated.get("标题", "")) or read_title(paragraphs, span) or fallback_title
    origin = read_origin(paragraphs, max(end, 3), title, stated)
    return Head(
        title, origin.document_number, origin.issuer, origin.issued_on,
        _recipients(paragraphs, recipients_at), document_type(title), end,
    )  # fmt: skip


def is_notice_start(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether a notice begins at ``at``: a red head with its number, or a number and title."""
    text = paragraphs[at].text
    after = [paragraph.text for paragraph in paragraphs[at + 1 : at + 4]]
    if RED_HEAD.match(text):
        return any(NUMBER_LINE.match(line) for line in after)
    return bool(NUMBER_LINE.match(text)) and any(
        TITLE_END.search(line.strip()) and len(line) < 90 for line in after
    )


def _below(paragraphs: Sequence[Paragraph], at: int, span: Span | None) -> int:
    """Index after the lines below the title that belong to it: number, note, title again."""
    title = squeezed(title_text(paragraphs, span)) if span else ""
    while title and at < min(len(paragraphs) - 1, _HEAD_LIMIT):
        text = paragraphs[at].text.strip()
        again = squeezed(text) == title
        numbered = NUMBER_LINE.match(text) or BARE_NUMBER.match(text)
        if not (again or numbered or _NOTE.match(text)) or label_at_start(text):
            break
        at += 1
    return at


def _recipients_at(paragraphs: Sequence[Paragraph], after: int, titled: bool) -> int | None:
    for at in range(after, min(after + 3, len(paragraphs))):
        text = paragraphs[at].text.strip()
        addressed = (
            titled and at == after and _ADDRESSED.match(text) and not _NOT_ADDRESSED.search(text)
        )
        if (_RECIPIENTS.match(text) or addressed) and not label_at_start(text):
            return at
        if "。" in text:
            return None
    return None


def _recipients(paragraphs: Sequence[Paragraph], at: int | None) -> str | None:
    return None if at is None else paragraphs[at].text.strip().rstrip(":：")


def _leading_furniture(paragraphs: Sequence[Paragraph]) -> int:
    """A bare 附件 at the very top: the file is the annex itself, its label part of its head."""
    if paragraphs and re.fullmatch(r"附\s*件\s*\d*\s*[:：]?", paragraphs[0].text.strip()):
        return 1
    return 0
