"""What in a text can be compared as a value: dates, numbers with units, phones, addresses.

五月三十一日 is 5月31日, 17时 is 17:00, 2万元 is 20000元, 百分之五 is 5%. A value knows the bound
that was put to it (不超过, 至少, 前 …) and where it stands in the text, which must be folded
(``fold(text, punctuation=True)``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingest.dates import moments
from ingest.numbering import integer, integer_or_none

ValueKind = Literal["date", "clock", "number", "phone", "text"]
Bound = Literal["le", "ge", "lt", "gt", "before", "after", ""]

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#@!$&'*+;=%]+")
_PHONE = re.compile(
    r"(?<![\d.-])(?:\(?0\d{2,3}\)?[- ]?\d{7,8}|1[3-9]\d{9}|400-?\d{3}-?\d{4}"
    r"|[2-9]\d{6,7}(?=$|[^\d.%年月日号万亿元个人户家条项平亩吨公]))(?!\d)"
)
_ORDER = re.compile(r"第(\d+)号")
_ANNEX = re.compile(r"(附件|附表|附录|专栏|表|图)(\d+)")
_DOCUMENT = re.compile(r"[〔\[(【]((?:19|20)\d{2})[〕\])】]第?(\d+)号")
_HOUR = r"\d{1,2}|[零〇一二三四五六七八九十]{1,3}"
_CLOCK = re.compile(
    rf"(上午|下午|晚上?)?(?:(\d{{1,2}}):(\d{{2}})|({_HOUR})[时点](?!间|期)(?:(\d{{1,2}})分)?)"
)
_PERIOD = re.compile(r"(?:每|按)(年|半年|季度?|月|周|日|天|次|人|学期)")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2}|二[〇零○]\w{2})年")
_CN = "〇零一二三四五六七八九十百千两"
_UNITS = (
    "个工作日|工作日|个自然日|自然日|个月|月|年度|年|天|日|方面|周岁|岁|周|星期|小时|分钟|学时|课时|元|美元|"
    "平方米|公里|千米|米|公顷|亩|吨|公斤|名|人|位|个|家|项|篇|份|页|字|次|场|期|届|批|轮|类|级|倍|分|"
    "件|套|种|支|台|本|部|门|条|款|册|幅|对|组|队|%|‰"
)
_NUMBER = re.compile(
    rf"(?<![A-Za-z\d.])(?P<cent>百分之)?(?:(?P<digits>\d+(?:,\d{{3}})+|\d+(?:\.\d+)?)|(?P<words>[{_CN}]+)"
    rf"|(?<![{_CN}\d万亿数几多近上成])(?P<round>[百千万亿](?=[名家支个人项户所])))"
    rf"(?P<times>[千百十]?[万亿]|[千百](?=元))?(?:多|余)?(?P<unit>{_UNITS}|[A-Za-z]{{1,3}})?"
)
_NOT_NUMBER_AFTER = ("第", "附件", "附表", "表", "专栏", "图", "之")
_RANGE_UNIT = re.compile(rf"[-至到~](?:[{_CN}]+|\d+(?:\.\d+)?)({_UNITS})")
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_SAME_UNIT = {
    "年度": "年", "日": "天", "自然日": "天", "个自然日": "天", "个工作日": "工作日",
    "星期": "周", "周岁": "岁", "名": "人", "位": "人", "课时": "学时", "千米": "公里",
}  # fmt: skip
_DIMENSIONS = (
    {"年", "个月", "月", "天", "工作日", "周", "小时", "分钟"},
    {"元", "美元"},
    {"%", "‰", "倍"},
    {"平方米", "公顷", "亩"},
    {"公里", "米"},
    {"吨", "公斤"},
)
_PERIODS = "周期"
_LOCAL = 7  # digits of a phone number without its area code
GENERIC = {"", "个"}
COUNTED = GENERIC | set("人家项篇份页字次场期届批轮类级件套种支台本部门条款册对组队幅")
_BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "le",
        re.compile(
            r"(?:不(?:得|应|能)?(?:超过|高于|多于|大于|长于|晚于|迟于)|最(?:多|高|长|晚|迟|大)|至多|上限为?|(?<![期时年权])限(?:报|额|为)?|控制在)[^,。;、\d一二三四五六七八九十]{0,10}$"
        ),
    ),
    (
        "ge",
        re.compile(
            r"(?:不(?:得|应|能)?(?:少于|低于|小于|短于|早于)|至少|最(?:少|低|短|早|小)|下限为?)[^,。;、\d一二三四五六七八九十]{0,10}$"
        ),
    ),
    (
        "gt",
        re.compile(
            r"(?<!不)(?<!不得)(?<!不应)(?<!不能)(?:超过|超出|高于|多于|大于|超)[^,。;、\d]{0,2}$"
        ),
    ),
    (
        "lt",
        re.compile(
            r"(?<!不)(?<!不得)(?<!不应)(?<!不能)(?:少于|低于|小于|不足|不满|未满|未达)[^,。;、\d]{0,2}$"
        ),
    ),
)
_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("le", re.compile(r"^(?:\([^)]{0,8}\))?(?:以内|及?以下|之内|内(?!容|部|涵|外)|为限|封顶)")),
    ("ge", re.compile(r"^(?:\([^)]{0,8}\))?(?:以上|及以上|起)")),
)
_DATE_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("before", re.compile(r"^(?:\([^)]{0,8}\))?(?:之前|以前|前|止|截止|为止)")),
    ("after", re.compile(r"^(?:\([^)]{0,8}\))?(?:之后|以后|后|起|开始|[-至到])")),
    ("before", re.compile(r"^(?:\([^)]{0,8}\))?(?:结束|关闭)")),
)
_DATE_BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("after", re.compile(r"[自从]$")),
    ("before", re.compile(r"(?:截至|截止|[-至到])$")),
)


@dataclass(frozen=True, slots=True)
class Value:
    """``key`` compares: an ISO moment, a number in its base unit, a phone's digits, the text."""

    kind: ValueKind
    key: str
    text: str
    start: int
    end: int
    unit: str = ""
    digits: str = ""
    bound: Bound = ""

    def same_sort(self, other: Value) -> bool:
        """Could one stand in the other's place?"""
        if self.kind != other.kind:
            return {self.kind, other.kind} == {"date", "clock"} and "T" in self.key + other.key
        if self.kind != "number" or self.unit == other.unit:
            return self.kind != "text" or self.unit == other.unit
        if self.unit in GENERIC or other.unit in GENERIC:
            return {self.unit, other.unit} <= COUNTED or "" in (self.unit, other.unit)
        return any({self.unit, other.unit} <= dimension for dimension in _DIMENSIONS)

    def agrees(self, stated: Value) -> bool:
        """Is ``self`` what is ``stated``? What a claim leaves out is not held against it."""
        if "clock" in (self.kind, stated.kind):
            return _clock_of(self.key) == _clock_of(stated.key)
        if self.kind == "date":
            return _moment_agrees(self.key, stated.key)
        if self.kind == "number":
            units_agree = self.unit == stated.unit or bool(GENERIC & {self.unit, stated.unit})
            return self.key == stated.key and units_agree
        if self.kind == "phone" and min(len(self.key), len(stated.key)) >= _LOCAL:
            return self.key.endswith(stated.key) or stated.key.endswith(self.key)
        return self.key == stated.key


def values(text: str, year: int | None = None) -> list[Value]:
    """The values of a folded ``text`` in order; a date without a year takes ``year``."""
    taken = bytearray(len(text))
    found: list[Value] = []
    for reader in (_exact, _dates, _clocks, _numbers):
        for value in reader(text, year):
            if not any(taken[value.start : value.end]):
                taken[value.start : value.end] = b"\1" * (value.end - value.start)
                found.append(value)
    return sorted(found, key=lambda value: value.start)


def _exact(text: str, year: int | None) -> Iterator[Value]:
    for match in _EMAIL.finditer(text):
        yield Value("text", match[0].lower(), match[0], *match.span())
    for match in _URL.finditer(text):
        yield Value("text", match[0].lower().rstrip("/."), match[0], *match.span())
    for match in _DOCUMENT.finditer(text):
        yield Value("text", f"〔{match[1]}〕{int(match[2])}号", match[0], *match.span())
    for match in _PERIOD.finditer(text):
        period = {"季度": "季", "日": "天"}.get(match[1], match[1])
        yield Value("text", period, match[0], *match.span(), unit=_PERIODS)
    for match in _ORDER.finditer(text):
        yield Value("text", match[1], match[0], *match.span(), unit="号")
    for match in _ANNEX.finditer(text):
        yield Value("text", match[2], match[0], *match.span(), unit=match[1])
    for match in _PHONE.finditer(text):
        yield Value("phone", re.sub(r"\D", "", match[0]), match[0], *match.span())


def _dates(text: str, year: int | None) -> Iterator[Value]:
    for moment in moments(text, year):
        said = text[moment.start : moment.end]
        bound = _bound(_DATE_BEFORE, text[max(0, moment.start - 4) : moment.start])
        bound = _bound(_DATE_AFTER, text[moment.end : moment.end + 12]) or bound
        yield Value("date", moment.value, said, moment.start, moment.end, bound=bound)
    for match in _YEAR.finditer(text):
        digits = "".join(
            c if c.isdigit() and c.isascii() else str("〇一二三四五六七八九".find(c))
            for c in match[1].replace("零", "〇").replace("○", "〇")
        )
        if digits.isdecimal():
            yield Value("date", digits, match[0], *match.span())


def _clocks(text: str, year: int | None) -> Iterator[Value]:
    for match in _CLOCK.finditer(text):
        hour = _hour(match[2] or match[4])
        hour += 12 if match[1] in ("下午", "晚", "晚上") and hour < 12 else 0
        if hour <= 24:
            key = f"T{hour:02d}:{int(match[3] or match[5] or 0):02d}"
            yield Value("clock", key, match[0], *match.span())


def _hour(said: str) -> int:
    hour = integer_or_none(said)
    return 99 if hour is None else hour  # later than any hour


def _numbers(text: str, year: int | None) -> Iterator[Value]:
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() : match.end() + 1]
        if before.endswith(_NOT_NUMBER_AFTER) or (before.endswith("(") and after == ")"):
            continue  # 第3, 附件3, and the (3) of a list
        if match["round"] and match["cent"]:
            continue
        bare = match["words"] and not (match["times"] or match["unit"] or match["cent"])
        if bare and not _RANGE_UNIT.match(text, match.end()):
            continue
        number = _amount(match)
        if number is None:
            continue
        unit = _SAME_UNIT.get(match["unit"] or "", match["unit"] or "")
        unit = "%" if match["cent"] else unit
        bound = _bound(_BEFORE, text[max(0, match.start() - 18) : match.start()])
        bound = bound or _bound(_AFTER, text[match.end() : match.end() + 12])
        if not unit and (joined := _RANGE_UNIT.match(text, match.end())):  # 3至5年
            unit = _SAME_UNIT.get(joined[1], joined[1])
        digits = match["digits"] or match["words"] or match["round"]
        yield Value(
            "number", f"{number.normalize():f}", match[0], *match.span(), unit, digits, bound
        )


def _amount(match: re.Match[str]) -> Decimal | None:
    try:
        words = (match["words"] or "").replace("两", "二")
        number = (
            Decimal(match["digits"].replace(",", ""))
            if match["digits"]
            else Decimal(integer(words or "一"))
        )
    except (ValueError, ArithmeticError):
        return None
    for char in (match["round"] or "") + (match["times"] or ""):
        number *= _TIMES[char]
    return number


def _bound(rules: tuple[tuple[Bound, re.Pattern[str]], ...], text: str) -> Bound:
    return next((bound for bound, pattern in rules if pattern.search(text)), "")


def _clock_of(key: str) -> str:
    return key.partition("T")[2]


def _moment_agrees(claimed: str, stated: str) -> bool:
    (day1, _, clock1), (day2, _, clock2) = claimed.partition("T"), stated.partition("T")
    year1, rest1 = _year_and_rest(day1)
    year2, rest2 = _year_and_rest(day2)
    years = not year1 or not year2 or year1 == year2
    return (
        years
        and (rest1 == rest2 or (rest1 != "" and rest2.startswith(rest1 + "-")) or not rest1)
        and (not clock1 or clock1 == clock2)
    )


def _year_and_rest(day: str) -> tuple[str, str]:
    """``2021-05-31`` → 2021 and 05-31; ``--05-31`` has no year, ``2021`` nothing but."""
    if day.startswith("--"):
        return "", day[2:]
    return day[:4], day[5:]
