"""Years: whether evidence speaks of the year that the question asks about."""

from __future__ import annotations

import re

_YEARS = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*(?:年度?)?(?:\s*[-—–~至]\s*((?:19|20)\d{2})(?!\d)\s*年?)?"
    r"(?!\s*[元万亿人名个字家项件米平吨亩册份余])"  # a number of something
)
# A year as people say it (26年五一, 襄阳25年奖补), not a span of time (满20年, 25年工龄).
_SHORT = re.compile(
    r"(?<![\d.〔\[第每满了过近约共长续有教干作超达至届期龄这那前后头从或到—-])([12]\d)年(?=度|[\u4e00-\u9fff])"
    r"(?![以内来级制期左工经前后间限吗可能就才算的龄多])"
)
_DATE = re.compile(r"(?:19|20)\d{2}(?:\s*年\s*\d{1,2}\s*月|-\d{2}-\d{2})")


def in_full(text: str) -> str:
    """``text`` with its years in four digits: 26年 is 2026年."""
    return _SHORT.sub(r"20\1年", text)


def years_in(text: str) -> list[range]:
    """Years that ``text`` names, a span (2021-2023年) as a whole."""
    spans = []
    for first, last in _YEARS.findall(text):
        start, end = int(first), int(last or first)
        if start <= end:
            spans.append(range(start, end + 1))
    return spans


def speaks_of(year: int, *levels: str) -> bool:
    """Whether the nearest of ``levels`` (sentence first) that names any year means ``year``.

    A date does not make what is said a matter of its year where a heading names a year: notices
    for 2032 close on a day of 2031. Within a heading's span of years the date decides.
    """
    dated: bool | None = None
    for level in levels:
        spans = years_in(level)
        own = years_in(_DATE.sub("", level))
        if dated is None and spans and not own:
            dated = any(year in span for span in spans)
        elif own and dated is None:
            return any(year in span for span in spans)
        elif own:
            return any(year in span and (dated or len(span) == 1) for span in own)
    return True if dated is None else dated


def speaks_explicitly(year: int, *levels: str) -> bool:
    """Whether the nearest level that names any year names ``year`` alone, not within a span."""
    for level in levels:
        if spans := years_in(level):
            return any(span == range(year, year + 1) for span in spans)
    return False
