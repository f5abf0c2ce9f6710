"""Dates and times as Chinese notices print them, as ISO 8601.

``2021年4月26日``, ``2021-04-26``, ``二〇二一年四月二十六日``; ``5 月 28 日 17:00`` takes its year
from the caller. A range ``5 月 10 日至 31 日`` is two moments. Month only (``2021年12月``) is
``2021-12``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.numbering import integer_or_none

_N = r"[\d〇零○O一二三四五六七八九十]"
_YEAR = rf"(?P<year>{_N}{{4}}|{_N}{{2}})\s*年度?\s*"
_CLOCK = (
    r"(?:\s*(?P<half>上午|下午|中午|晚上?|早上)?\s*"
    r"(?:(?P<hour>\d{1,2})\s*[:：]\s*(?P<minute>\d{2})|(?P<hour2>\d{1,2})\s*[时点](?:\s*(?P<minute2>\d{1,2})\s*分)?)(?:\s*[时整])?)?"
)
_MOMENT = re.compile(
    rf"(?:{_YEAR})?(?P<month>{_N}{{1,2}})\s*月\s*(?:份|(?P<day>{_N}{{1,3}})\s*[日号])?{_CLOCK}"
    r"|(?P<year2>\d{4})\s*[-./]\s*(?P<month2>\d{1,2})\s*[-./]\s*(?P<day2>\d{1,2})(?!\d)"
)
_RANGE_TO_DAY = re.compile(rf"\s*[-—–~～至到]+\s*(?P<day>{_N}{{1,3}})\s*[日号]{_CLOCK}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time; ``value`` is ISO 8601, cut to what was printed (2021-12, --05-28)."""

    value: str
    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    clock: str | None = None

    def in_year(self, year: int) -> Moment:
        """The same moment with the year it lacks."""
        if self.year is not None:
            return self
        return _moment(year, self.month, self.day, self.clock, self.start, self.end)


def moments(text: str, year: int | None = None) -> list[Moment]:
    """Dates and times in ``text``; one without a year takes the last named, at first ``year``."""
    found: list[Moment] = []
    at = 0
    while match := _MOMENT.search(text, at):
        at = match.end()
        moment = _read(match)
        if moment is None:
            continue
        year = moment.year or year
        found.append(moment.in_year(year) if year else moment)
        for other in _to_day(text, found[-1]):
            found.append(other)
            at = other.end
    return found


def _to_day(text: str, first: Moment) -> Iterator[Moment]:
    """The end of a range whose month is not repeated: 5 月 10 日至 31 日."""
    match = _RANGE_TO_DAY.match(text, first.end)
    day = _number(match["day"]) if match else None
    if match and first.day is not None and day is not None and 1 <= day <= 31:
        yield _moment(first.year, first.month, day, _clock(match), match.start("day"), match.end())


def _read(match: re.Match[str]) -> Moment | None:
    year = _number(match["year"] or match["year2"])
    month = _number(match["month"] or match["month2"])
    day = _number(match["day"] or match["day2"])
    clock = _clock(match) if match["day"] else None
    if year is not None and year < 100:
        year += 2000
    if month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return _moment(year, month, day, clock, match.start(), match.end())


def _moment(
    year: int | None, month: int, day: int | None, clock: str | None, start: int, end: int
) -> Moment:
    value = f"{year:04d}-{month:02d}" if year else f"--{month:02d}"
    if day is not None:
        value += f"-{day:02d}" + (f"T{clock}" if clock else "")
    return Moment(value, start, end, year, month, day, clock)


def _clock(match: re.Match[str]) -> str | None:
    hour = match["hour"] or match["hour2"]
    if not hour:
        return None
    hours = int(hour) + (12 if match["half"] in ("下午", "晚", "晚上") and int(hour) < 12 else 0)
    minutes = int(match["minute"] or match["minute2"] or 0)
    return f"{hours:02d}:{minutes:02d}" if hours <= 24 and minutes < 60 else None


def _number(digits: str | None) -> int | None:
    return integer_or_none(digits.replace("○", "〇").replace("O", "0")) if digits else None
