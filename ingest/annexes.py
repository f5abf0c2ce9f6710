"""Annexes (附件, 附录, 附表): their labels and titles, the list of them below a letter, and 目录.

Each function reads what begins at paragraph ``at``: the index after it, 0 if it is not there.
"""

from __future__ import annotations

import re

from ingest.layout import DATE, KEY_VALUE, ends_sentence, looks_like_title
from ingest.normal import squeezed
from ingest.numbering import label_at_start
from ingest.origin import is_organ
from ingest.outline import heading_of
from ingest.reading import Reading
from ingest.rows import is_caption
from ingest.tail import signature_end

_NAME = r"附\s*(?:件|录|表)?"
_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}|[A-H]"
_LABEL = re.compile(rf"^\s*({_NAME})\s*({_NUMBER})?\s*[:：]?\s*$")
_TITLED = re.compile(rf"^\s*({_NAME})\s*({_NUMBER})\s*[:：\s]\s*(\S.{{1,80}})$")
_LIST = re.compile(rf"^\s*{_NAME}\s*[:：]")
_LISTED = re.compile(
    rf"^[\s\-·*]*(?:{_NAME}\s*)?(\d{{1,2}}|[一二三四五六七八九十])?\s*[、.．:：]?\s*(.{{4,100}})$"
)
_DASH = re.compile(r"^\s*(?:——|—|--|──)")
_CONTENTS = re.compile(r"^\s*目\s*[录次]\s*$")
_LEADER = re.compile(r"[\s.．…·]*\d*$")
_CONTENTS_REACH = 800  # paragraphs; the table of contents of a code of 1,260 articles has 180
_LIST_REACH = 40


def annex(reading: Reading, at: int) -> int:
    """The label and title of an annex, which open a clause of their own."""
    text = reading.text(at).strip()
    found = _LABEL.match(text)
    titled = _TITLED.match(text) if not found else None
    if found and not _LIST.match(text) and not _lists(reading, at, found):
        name, end = _name(found), _title_end(reading, at + 1)
        title = "".join(reading.text(i) for i in range(at + 1, end))
    elif titled and _settled(reading) and _is_title(reading, at, titled[3]):
        name, title, end = _name(titled), titled[3], at + 1
    elif (number := _listed_title(reading, at)) is not None:
        name, title, end = f"附件{number}", text, at + 1
    else:
        return 0
    heading = heading_of(f"{name} {title}".strip())
    reading.outline.annex(name, heading, reading.starts[at], reading.span(end - 1)[1])
    reading.annexes.pop(name.removeprefix("附件"), None)
    return end


def annex_list(reading: Reading, at: int) -> int:
    """附件说明: the list of annexes below the letter, which opens no clauses."""
    text = reading.text(at)
    found = _LABEL.match(text)
    if not _LIST.match(text) and not (found and _lists(reading, at, found)):
        return 0
    if reading.outline.within("annex") or reading.paragraphs[at].is_row:
        return 0
    _note(reading, _LIST.sub("", text).strip() if _LIST.match(text) else "")
    end = at + 1
    while end < len(reading.paragraphs) and end - at < _LIST_REACH and _is_listed(reading, end):
        _note(reading, reading.text(end).strip())
        end += 1
    reading.place("附件说明", "body", at, end)
    return end


def contents(reading: Reading, at: int) -> int:
    """目录: a table of contents, up to where its first entry stands again as a heading."""
    if not _CONTENTS.match(reading.text(at)) or at + 2 >= len(reading.paragraphs):
        return 0
    first = _entry(reading.text(at + 1))
    for end in range(at + 2, min(len(reading.paragraphs), at + _CONTENTS_REACH)):
        if _entry(reading.text(end)) == first:
            reading.place("目录", "head", at, end)
            return end
        if ends_sentence(reading.text(end)) or len(reading.text(end)) > 80:
            return 0
    return 0


def _entry(text: str) -> str:
    return squeezed(_LEADER.sub("", text))


def _name(found: re.Match[str]) -> str:
    return re.sub(r"\s", "", found[1]) + (found[2] or "")


def _lists(reading: Reading, at: int, found: re.Match[str]) -> bool:
    """A bare 附件 over a numbered list, whose first annex has a label of its own further down."""
    after = reading.text(at + 1) if at + 1 < len(reading.paragraphs) else ""
    label = label_at_start(after)
    if found[2] or not label or label.value != (1,) or ends_sentence(after):
        return False
    later = (_LABEL.match(paragraph.text) for paragraph in reading.paragraphs[at + 2 :])
    return any(match is not None and match[2] in ("1", "一") for match in later)


def _title_end(reading: Reading, at: int) -> int:
    """Index after the annex title: up to three short lines before the text begins."""
    end = at
    while end < min(at + 3, len(reading.paragraphs)):
        text = reading.text(end).strip()
        plain = len(text) <= 60 and not re.search("[。；：:]", text)
        if reading.paragraphs[end].is_row or not plain or label_at_start(text) or _DASH.match(text):
            break
        if end in reading.headings or (end > at and is_caption(reading, end)):
            break
        end += 1
        if looks_like_title(text):
            break
    return end


def _settled(reading: Reading) -> bool:
    """Annexes stand after the signature or the articles; before, 附件1：… is their list."""
    outline = reading.outline
    signed = any(draft.number == "落款" for draft in outline.drafts)
    return signed or outline.within("annex") or outline.within("article")


def _is_title(reading: Reading, at: int, title: str) -> bool:
    if looks_like_title(title):
        return True
    tabled = at + 1 < len(reading.paragraphs) and reading.paragraphs[at + 1].is_row
    return tabled and len(title) <= 40 and not re.search("[，。；：:]", title)


def _listed_title(reading: Reading, at: int) -> str | None:
    """The number of a listed annex whose title stands here without its 附件 label."""
    here = squeezed(reading.text(at)) if reading.annexes else ""
    for number, title in reading.annexes.items():
        if len(title) >= 8 and here == title and not reading.paragraphs[at].is_row:
            return number
    return None


def _is_listed(reading: Reading, at: int) -> bool:
    """Whether the list of annexes goes on here."""
    text = reading.text(at).strip()
    listed = _LISTED.match(text)
    if signature_end(reading, at) or re.fullmatch(DATE, text) or ends_sentence(text):
        return False
    if not (listed and listed[1]) and is_organ(text):
        return False
    return not (_LABEL.match(text) or len(text) > 100 or KEY_VALUE.match(text))


def _note(reading: Reading, text: str) -> None:
    if text and (found := _LISTED.match(text)):
        reading.annexes[found[1] or ""] = squeezed(found[2]).strip("《》")
