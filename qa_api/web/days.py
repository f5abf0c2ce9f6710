"""Days, times of day and what is left of them, as people say them."""

from __future__ import annotations

import re
from datetime import date, datetime

from qa_api.deadlines import CHINA
from qa_api.kinds.deadline import last_day

STATES = {"open": "未截止", "closing": "即将截止", "closed": "已截止", "coming": "尚未开始"}
_TIME = re.compile(r"T(\d{2}:\d{2})")


def state_name(state: str | None) -> str:
    return STATES.get(state or "", state or "")


def countdown(days_left: int | None) -> str:
    """还剩 8 天, 今天截止, 已过 3 天."""
    if days_left is None:
        return ""
    if days_left == 0:
        return "今天截止"
    return f"还剩 {days_left} 天" if days_left > 0 else f"已过 {-days_left} 天"


def chinese_day(value: str) -> str:
    """An ISO value as a day: 2021-05-28T17:00 → 2021年5月28日, 2021-12 → 2021年12月."""
    names = zip(value.split("T")[0].split("-"), "年月日", strict=False)
    return "".join(f"{int(part)}{name}" for part, name in names if part.isdecimal())


def weekday(value: str) -> str:
    """星期五; empty for a month."""
    day = last_day(value)
    if day is None or value.count("-") < 2:
        return ""
    return f"星期{'一二三四五六日'[day.weekday()]}"


def clock(value: str) -> str:
    """The time of day of an ISO value, empty where it has none."""
    found = _TIME.search(value)
    return found[1] if found else ""


def beijing(moment: str) -> str:
    """An ISO moment as the clock shows it in China: 2021-05-28 17:00."""
    return datetime.fromisoformat(moment).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def valid_day(text: str) -> date | None:
    """Raises ValueError for what is no date; None for nothing."""
    return date.fromisoformat(text) if text else None
