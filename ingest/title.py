"""The title of a notice: over several lines, letter-spaced, torn apart, or only named in the text.

GB/T 9704-2012, 7.3.1: organ, subject and type of document, between the number and the recipients.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.layout import DOCUMENT_TYPES, TITLE_END, Paragraph
from ingest.normal import squeezed
from ingest.numbering import label_at_start
from ingest.origin import (
    BARE_NUMBER,
    DOCUMENT_NUMBER,
    NUMBER_LINE,
    ORDER_HEAD,
    ORGAN,
    PROMULGATED,
    RED_HEAD,
    is_organ,
)

Span = tuple[int, int]

_DIGEST_OF = re.compile(r"《([^《》]{6,80})》\s*(?:已|业)[^。]{0,60}(?:印发|发布|公布)")
_PROMULGATES = re.compile(
    r"公布[^《。]{0,12}《([^《》]{4,60})》|《([^《》]{4,60})》[^。]{0,60}现[^。]{0,20}公布"
)
_FORWARDING = re.compile(r"(?:转发|批转|印发|发布)\S{2,30}$")
_COLUMNS = (
    "通知公告",
    "公告公示",
    "公示公告",
    "公告通知",
    "政策解读",
    "政策文件解读",
    "政策问答",
    "信息公示",
)  # of a web site
# What a letterhead may say for a title; the subject, on a line of its own below it, ends so.
_BARE_KINDS = ("公告", "通告", "公示", "通报", "纪要", "函", "令")
_ABOUT = re.compile(rf"事[项宜]$|{TITLE_END.pattern}")
_NUMBERS = 5  # lines below it, with number and date, among which the subject stands
_LONGEST = 60  # characters of a headline
_PLACE = 3  # characters of an organ's name: the place it is of
# What stands above the title on a web page: where it is on the site, and links.
_TRAIL = re.compile(r"(?:当前|所在)的?位置|首页\s*[>»→|]|[>»]{2}|加入收藏|\[搜索\]")
_HEAD_LIMIT = 16  # paragraphs; a title further down is a heading of the body


def title_span(paragraphs: Sequence[Paragraph]) -> Span | None:
    """Paragraphs ``[i, j)`` that print the title at the top, None where no line looks like one."""
    return _noted_span(paragraphs) or _typed_span(paragraphs)


def read_title(paragraphs: Sequence[Paragraph], span: Span | None) -> str:
    """The title, printed at ``span`` or found otherwise; empty where there is none."""
    return (
        _torn_title(paragraphs)
        or _ordered_title(paragraphs)
        or (title_text(paragraphs, span) if span else "")
        or _named_in_text(paragraphs)
        or _first_short_line(paragraphs)
    )


def clean_title(text: str) -> str:
    """A title without the spaces of breaks and letter spacing; those between organs stay."""
    text = re.sub(r"\s+", " ", re.sub(r"^.*[>»›]\s*正文", "", text)).strip()
    # A number above the title, not one that the title speaks of (关于…〔2031〕5号文件的说明).
    numbered = re.match(
        rf"(?!关于)({DOCUMENT_NUMBER.pattern})(?!文)\s*(?=[\u4e00-\u9fff]{{6}})", text
    )
    text = text[numbered.end() :] if numbered else text
    organs, about, rest = text.partition("关于")
    joint = about and all(len(word) > 2 and ORGAN.fullmatch(word) for word in organs.split())
    return (organs if joint else _unspaced(organs)) + _unspaced(about + rest)


def document_type(title: str) -> str | None:
    """通知, 办法, 规划 … : the last type word of the title."""
    bare = re.sub(r"[（(][^）)]*[）)]$", "", title.rstrip("》”"))
    kinds = (*DOCUMENT_TYPES, "法")
    return next((kind for kind in kinds if bare.endswith(kind)), None)


def _noted_span(paragraphs: Sequence[Paragraph]) -> Span | None:
    """The lines above a statute's note of promulgation."""
    for end, paragraph in enumerate(paragraphs[:6]):
        if PROMULGATED.match(paragraph.text):
            plain = all(_plain(before.text) for before in paragraphs[:end])
            return (0, end) if end and plain else None
    return None


def _typed_span(paragraphs: Sequence[Paragraph]) -> Span | None:
    """Paragraphs ``[i, j)`` that make up the title: lines up to one that ends in a type word."""
    for at, paragraph in enumerate(paragraphs[:_HEAD_LIMIT]):
        if at and _ends_head(paragraph):
            return None
        if _ends_title(paragraph.text) and not _number_above_title(paragraphs, at):
            at = _subject_line(paragraphs, at)
            start, end = at, _last_line(paragraphs, at)
            while start > 0 and _goes_on(paragraphs[start - 1], paragraphs[start]):
                start -= 1
            if not _unbalanced(title_text(paragraphs, (start, end + 1))):
                return start, end + 1
    return None


def _number_above_title(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """A document number that ends like a title (…通告（第7号）) with the title below it."""
    below = [paragraph.text for paragraph in paragraphs[at + 1 : at + 4]]
    return bool(NUMBER_LINE.match(paragraphs[at].text)) and any(
        _ends_title(text) and not NUMBER_LINE.match(text) for text in below
    )


def _subject_line(paragraphs: Sequence[Paragraph], at: int) -> int:
    """The line that says what it is about, where the one at ``at`` only says 公告 or 会议纪要 under
    the organ that it is from (GB/T 9704-2012, 10: the letterhead of an order); else ``at``."""
    kind = next((kind for kind in _BARE_KINDS if squeezed(paragraphs[at].text).endswith(kind)), "")
    before = squeezed(paragraphs[at].text).removesuffix(kind)
    if not kind or not (before in ("", "会议") or is_organ(before)):
        return at
    for below in range(at + 1, min(at + _NUMBERS, len(paragraphs))):
        text = paragraphs[below].text
        if _ends_head(paragraphs[below]):
            break
        about = _opens_title(text) and _ABOUT.search(squeezed(text))
        alike = squeezed(text).endswith(kind) or not before
        same = _ends_title(text) and alike and not NUMBER_LINE.match(text)
        if about or same:
            return below
    return at


def _ends_title(text: str) -> bool:
    bare = re.sub(r"\s", "", text.strip(" 　*"))
    if bare in _COLUMNS:
        return False
    return bool(TITLE_END.search(bare)) and len(bare) < 120


def _last_line(paragraphs: Sequence[Paragraph], at: int) -> int:
    """A line that ends in a type word goes on where the next one ends in 的 and a type word."""
    whole = re.compile(rf"的\S{{0,4}}(?:{'|'.join(DOCUMENT_TYPES)})(?:[（(][^）)]*[）)])?$")
    if at + 1 < len(paragraphs) and not whole.search(squeezed(paragraphs[at].text)):
        after = paragraphs[at + 1].text.strip()
        opens = _opens_title(after) or label_at_start(after) is not None or RED_HEAD.match(after)
        if _ends_title(after) and whole.search(squeezed(after)) and not opens and _plain(after):
            return at + 1
    return at


def _goes_on(before: Paragraph, paragraph: Paragraph) -> bool:
    """Whether the title has the line ``before`` above its line ``paragraph``."""
    if not _title_piece(before) or squeezed(before.text) == squeezed(paragraph.text):
        return False
    opening = re.match(r"\s*([\u4e00-\u9fff、（）]{0,40}?)关\s*于", paragraph.text)
    if not opening:
        return not _is_letterhead(before.text, paragraph.text)
    if opening[1]:
        return (
            is_organ(before.text) and is_organ(opening[1]) and squeezed(before.text) != opening[1]
        )
    return is_organ(before.text) or bool(_FORWARDING.search(before.text.strip()))


def _is_letterhead(organ: str, title: str) -> bool:
    """Whether the line of the organ above a title is none of its own: the title begins with that
    organ, or with the place that its name begins with."""
    begins = squeezed(title).startswith(squeezed(organ)[:_PLACE])
    return (
        begins
        and is_organ(organ)
        and not is_organ(title)
        and not re.search(r"关\s*(?:于|$)", title)
    )


def _opens_title(text: str) -> bool:
    return bool(re.match(r"\s*[\u4e00-\u9fff、（）]{0,40}?关\s*于", text))


def _unbalanced(text: str) -> bool:
    return text.count("》") > text.count("《") or text.count("”") > text.count("“")


def _ends_head(paragraph: Paragraph) -> bool:
    """Running text or a numbered clause: no title can follow."""
    text = paragraph.text.strip()
    return paragraph.is_row or "。" in text or label_at_start(text) is not None


def _plain(text: str) -> bool:
    text = text.strip()
    return len(text) <= 45 and not re.search("[，。；：:]", text)


def _title_piece(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    return (
        _plain(text)
        and not NUMBER_LINE.match(text)
        and not BARE_NUMBER.match(text)
        and not RED_HEAD.match(text)
        and not re.match(r"附\s*件|签发人|索\s*引|\d{4}年|[^\w“《【\[]", text)
        and not _TRAIL.search(text)
        and not TITLE_END.search(text)
    )


def title_text(paragraphs: Sequence[Paragraph], span: Span) -> str:
    """The lines of ``span`` as one title."""
    lines = [paragraph.text.strip(" 　*") for paragraph in paragraphs[slice(*span)]]
    joint = len(lines) > 1 and is_organ(lines[0]) and re.match(r"\S{2,40}关于", lines[-1])
    return clean_title((" " if joint else "").join(lines))


def _torn_title(paragraphs: Sequence[Paragraph]) -> str:
    """A title whose two lines were pulled apart: “…关于印发《甲” … “乙》的通知”."""
    for at, paragraph in enumerate(paragraphs[:_HEAD_LIMIT]):
        text = paragraph.text.strip()
        if TITLE_END.search(text) and text.count("》") > text.count("《") and len(text) < 60:
            for before in paragraphs[:at]:
                first = re.search(
                    r"(?:^|[\s。])(\S{0,30}关于\S{0,20}《[^《》\s]*)(?=\s|$)", before.text
                )
                if first:
                    return clean_title(first[1] + text)
    return ""


def _ordered_title(paragraphs: Sequence[Paragraph]) -> str:
    """What an order (令 第707号) promulgates, where that stands below it under its own title."""
    if not (len(paragraphs) > 2 and ORDER_HEAD.match(paragraphs[0].text)):
        return ""
    if not BARE_NUMBER.match(paragraphs[1].text):
        return ""
    for paragraph in paragraphs[2:_HEAD_LIMIT]:
        if found := _PROMULGATES.search(paragraph.text):
            name = clean_title(found[1] or found[2])
            lines = {squeezed(other.text) for other in paragraphs[2:_HEAD_LIMIT]}
            return name if squeezed(name) in lines else ""
    return ""


def _named_in_text(paragraphs: Sequence[Paragraph]) -> str:
    for paragraph in paragraphs[:_HEAD_LIMIT]:
        if found := _DIGEST_OF.search(paragraph.text):
            return clean_title(found[1])
    return ""


def _first_short_line(paragraphs: Sequence[Paragraph]) -> str:
    """The first line that may be a headline, with the second half that lost its line break."""
    for at, paragraph in enumerate(paragraphs[:4]):
        text = paragraph.text.strip(" 　*")
        if len(text) > _LONGEST and "。" not in text and not paragraph.is_row:
            text = paragraph.lines[0].text.strip(" 　*")  # lines below it that end without a stop
            if paragraph.text.rstrip()[-1:] in "：:":
                continue
        short = 4 <= len(text) <= _LONGEST and "。" not in text and text[-1] not in "：:"
        if short and not (
            label_at_start(text) or re.match(r"附\s*件", text) or _TRAIL.search(text)
        ):
            return clean_title(" ".join([text, *_second_half(paragraphs, at + 1)]))
    return ""


def _second_half(paragraphs: Sequence[Paragraph], at: int) -> list[str]:
    """A short line between a headline and the text, all three cut from one line."""
    if at + 1 >= len(paragraphs):
        return []
    text, anchors = (
        paragraphs[at].text.strip(),
        {p.lines[0].anchor for p in paragraphs[at - 1 : at + 2]},
    )
    together = len(anchors) == 1 and len(paragraphs[at + 1].text) > 60
    return [text] if together and _plain(text) and not label_at_start(text) else []


def _unspaced(text: str) -> str:
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)
