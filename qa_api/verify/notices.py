"""Which notices a name means: id, document number, title, short name.

Names that differ in a number are different notices: 2022年度… and 2021年度…, 52号 and 51号.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.records import NoticeRecord
from ingest.numbering import integer_or_none
from qa_api.verify.fold import fold
from qa_api.verify.values import values

_OPEN, _CLOSE = "〔[(（【［﹝<〈《「『{", "〕])）】］﹞>〉》」』}"
_BRACKETS = str.maketrans(_OPEN + _CLOSE, "〔" * len(_OPEN) + "〕" * len(_CLOSE))
_CN_YEAR = re.compile(r"〔\s*([二〇零○O]\S{3})\s*年?\s*〕")
_CN_DIGITS = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
_NUMBER = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{0,8})\s*(?:〔\s*(?P<year>(?:19|20)\d{2})\s*年?\s*〕"
    r"|(?<=[\u4e00-\u9fff])\s*(?P<plain>(?:19|20)\d{2})\s*(?:年|[-—–]))"
    r"\s*第?\s*(?P<serial>\d+)(?![\d年月日度])\s*号?"
    r"|(?P<organ>[\u4e00-\u9fff、]{1,90})令\s*[（(]?\s*第?\s*"
    r"(?P<order>\d+|[〇零一二三四五六七八九十百千]+)\s*号"
)
_SERIAL = re.compile(r"(?:〔\d{4}〕\d+|令第\d+)号$")
_QUOTED = re.compile(r"《(.+)》")
_LEAST = 4  # characters of a part of a title that can name a notice


@dataclass(frozen=True, slots=True)
class Named:
    """What a name may mean; ``number_claimed`` is a document number in it that is not theirs."""

    notices: tuple[NoticeRecord, ...] = ()
    number_claimed: str = ""


def find_notices(name: str, shelf: Sequence[NoticeRecord]) -> Named:
    """The notices of ``shelf`` that ``name`` means, current versions before superseded ones."""
    by_id = tuple(notice for notice in shelf if notice.notice_id == name.strip())
    if by_id:
        return Named(by_id)
    number = document_number(name)
    by_number = [n for n in shelf if number and _same_number(number, n.document_number)]
    title = title_in(name)
    found = _by_title(title, shelf)
    if by_number and (not found or set(_ids(by_number)) & set(_ids(found))):
        return Named(_current(by_number))
    if number and any(notice.document_number for notice in found):
        return Named(_current(found), number)
    return Named(_current(found)) if found else Named()


def _ids(notices: Sequence[NoticeRecord]) -> list[str]:
    return [notice.notice_id for notice in notices]


def document_number(text: str) -> str:
    """苏科协发〔2021〕50号 or 国务院令第279号 in ``text``, in one spelling; empty if none."""
    match = _NUMBER.search(_plain(text))
    if not match:
        return ""
    if match["order"]:
        return f"{match['organ']}令第{integer_or_none(match['order']) or 0}号"
    return f"{match['body']}〔{match['year'] or match['plain']}〕{int(match['serial'])}号"


def _plain(text: str) -> str:
    """Every kind of bracket as 〔〕, and a year in Chinese numerals as digits."""
    text = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return _CN_YEAR.sub(lambda match: f"〔{match[1].translate(_CN_DIGITS)}〕", text)


def _same_number(claimed: str, own: str | None) -> bool:
    """Same year and serial, and neither body of the two contradicts the other."""
    theirs = document_number(own or "")
    (body1, rest1), (body2, rest2) = _parted(claimed), _parted(theirs)
    return rest1 == rest2 != "" and (body1.endswith(body2) or body2.endswith(body1))


def _parted(number: str) -> tuple[str, str]:
    serial = _SERIAL.search(number)
    return (number[: serial.start()], serial[0]) if serial else (number, "")


def title_in(name: str) -> str:
    """What stands in 《》, else the name without its number."""
    quoted = _QUOTED.search(name)
    if quoted and not document_number(quoted[1]):
        return fold(quoted[1]).chars
    return fold(_NUMBER.sub("", _plain(name))).chars


def _by_title(title: str, shelf: Sequence[NoticeRecord]) -> list[NoticeRecord]:
    if len(title) < 2:
        return []
    for fits in _FITS:
        found = [notice for notice in shelf if fits(title, notice)]
        if found:
            return [n for n in found if not _forwards(n)] or found
    return []


def _short_names(notice: NoticeRecord) -> list[str]:
    """Aliases, and the title without 关于印发 … 的通知."""
    core = re.sub(
        r"^.{0,20}?关于(?:印发|发布|公布|转发|实施|开展)?|的?(?:通知|公告|决定)$", "", notice.title
    )
    names = [fold(name).chars for name in (*notice.aliases, core)]
    return [name for name in names if len(name) >= 3]


def _is_longer(title: str, name: str, whole: str = "") -> bool:
    """``title`` is ``name`` with words around it that hold no number but those of ``whole``."""
    if name not in title or (len(name) * 2 < len(title) and len(title) - len(name) > 12):
        return False
    own = {value.key[:4] for value in values(name + "。" + whole)}
    return all(value.key[:4] in own for value in values(title))


_FITS: tuple[Callable[[str, NoticeRecord], bool], ...] = (
    lambda title, notice: _folded(notice) == title,
    lambda title, notice: title in _short_names(notice),
    lambda title, notice: len(title) >= _LEAST and title in _folded(notice),
    lambda title, notice: len(title) >= _LEAST and _is_longer(title, _folded(notice)),
    lambda title, notice: any(
        _is_longer(title, name, f"{notice.title}。{notice.issued_on or ''}")
        for name in _short_names(notice)
    ),
)


def _folded(notice: NoticeRecord) -> str:
    return fold(notice.title).chars


def _forwards(notice: NoticeRecord) -> bool:
    return any(relation.kind == "forwards" for relation in notice.relations)


def _current(found: Sequence[NoticeRecord]) -> tuple[NoticeRecord, ...]:
    return tuple([n for n in found if not n.superseded_by] or found)
