"""Dates and times as printed, as ISO 8601."""

from __future__ import annotations

import pytest

from ingest.dates import moments


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2031年4月6日", ["2031-04-06"]),
        ("2031-04-06", ["2031-04-06"]),
        ("二〇三一年四月二十六日", ["2031-04-26"]),
        ("二○三一年十二月三十一日", ["2031-12-31"]),
        ("5 月 28 日 17:00 前", ["2031-05-28T17:00"]),
        ("5月28日下午5点30分", ["2031-05-28T17:30"]),
        ("2月10日24时", ["2031-02-10T24:00"]),
        ("5月10日至31日", ["2031-05-10", "2031-05-31"]),
        ("2031年12月", ["2031-12"]),
        ("2030年5月1日至6月2日", ["2030-05-01", "2030-06-02"]),
        ("13月1日和4月40日", []),
        ("第5条第3款", []),
    ],
)
def test_moments(text: str, values: list[str]) -> None:
    assert [moment.value for moment in moments(text, 2031)] == values


def test_a_date_without_a_year_says_so() -> None:
    assert moments("5月28日")[0].value == "--05-28"
