"""Document numbers (发文字号, GB/T 9704-2012, 7.2.5) in the ways people write them.

苏科协发〔2021〕51号, 苏科协发[2021]51号 and 苏科协发2021 51号 are the same; 51号 is its last part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN, _CLOSE = r"[〔\[(【〈<{〖﹝]", r"[〕\])】〉>}〗﹞]"
_CODE = r"(?P<code>[\u4e00-\u9fffa-z]{0,20})"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_SERIAL = r"(?P<serial>\d{1,5})"
# In running text a year and a serial are a document number only where the writing says so.
_WRITTEN = re.compile(
    rf"{_CODE}\s*{_OPEN}\s*{_YEAR}\s*年?\s*{_CLOSE}\s*第?\s*{_SERIAL}\s*(?:号|(?![\d.年月%]))"
    rf"|{_CODE.replace('code', 'code2')}\s*{_YEAR.replace('year', 'year2')}"
    rf"(?:\s*年\s*第?|\s+第?|第)\s*{_SERIAL.replace('serial', 'serial2')}\s*号"
)
_BARE = re.compile(rf"(?<!\S)(?:第\s*)?{_SERIAL}\s*号(?:文件|文)?(?!\S)")
_KEY = re.compile(r"(?P<code>.*?)(?P<year>(?:19|20)\d{2})年?第?(?P<serial>\d{1,5})号?(?:文件|文)?")
# Words that may stand before a code without a break.
_BEFORE = re.compile(r"^(?:按照?|根据|依[据照]|请问|问|查|看|据|与|和|是|对|在|的)+")
_PUNCTUATION = re.compile(r"[\W_]+")
_ORDINAL = re.compile(r"第(?=\d+号)")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Code of the issuing body, year and serial number; each empty where it was not written."""

    code: str = ""
    year: str = ""
    serial: str = ""

    def names(self, other: DocumentNumber) -> bool:
        """Is what stands here part of ``other``? The code also where words run into it."""
        code = self.code in other.code or (other.code != "" and self.code.endswith(other.code))
        return code and self.year in ("", other.year) and self.serial in ("", other.serial)


def number_key(document_number: str | None) -> str | None:
    """Document number without spaces and brackets: what makes two of them the same."""
    if not document_number:
        return None
    bare = _PUNCTUATION.sub("", _plain(document_number))
    return _ORDINAL.sub("", bare) or None


def read_number(text: str) -> DocumentNumber | None:
    """``text`` as a document number or a part of one: code, year, serial; None if it is empty."""
    key = number_key(text)
    if key is None:
        return None
    if whole := _KEY.fullmatch(key):
        return DocumentNumber(whole["code"], whole["year"], whole["serial"])
    if re.fullmatch(r"(?:19|20)\d{2}", key):
        return DocumentNumber(year=key)
    if bare := re.fullmatch(r"(?P<code>\D*)(?P<serial>\d{1,5})号?", key):
        return DocumentNumber(bare["code"], serial=bare["serial"])
    return DocumentNumber(code=key)


def find_number(text: str) -> tuple[str, str] | None:
    """The document number that a look-up names, as written, and the rest of the look-up.

    A serial alone (51号) counts only where it stands apart: it may be a house number.
    """
    plain = unicodedata.normalize("NFKC", text)
    match = _WRITTEN.search(plain.lower()) or _BARE.search(plain)
    if not match:
        return None
    start, end = match.span()
    return plain[start:end].strip(), f"{plain[:start]} {plain[end:]}".strip()


def numbers_in(text: str) -> Iterator[DocumentNumber]:
    """The document numbers that running text names, 号 and all; the code may be missing."""
    for match in _WRITTEN.finditer(_plain(text)):
        if not match[0].endswith("号"):
            continue
        code = _BEFORE.sub("", match["code"] or match["code2"] or "")
        year, serial = match["year"] or match["year2"], match["serial"] or match["serial2"]
        yield DocumentNumber(code, year, str(int(serial)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
