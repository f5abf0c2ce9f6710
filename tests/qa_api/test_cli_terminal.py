"""Columns and line breaks where Chinese characters are two cells wide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa_api.commands.terminal import pad, shorten, table, width, wrap

TEXT = st.text(st.sampled_from("通知，。（）《》abc 12\t"), max_size=60)


def test_width_counts_cells() -> None:
    assert width("通知a1") == 6
    assert width("，。") == 4
    assert width("e\u0301") == 1


def test_columns_line_up() -> None:
    lines = table(("编号", "标题"), [("甲", "x"), ("abcdef", "y")]).splitlines()
    assert [line[: line.rindex(end)] for line, end in zip(lines[2:], "xy", strict=True)] == [
        "甲      ",
        "abcdef  ",
    ]


@given(TEXT, st.integers(4, 40))
def test_shortened_text_fits(text: str, cells: int) -> None:
    assert width(shorten(text, cells)) <= cells
    assert width(pad(shorten(text, cells), cells)) == cells


@given(TEXT)
def test_wrapping_loses_no_character(text: str) -> None:
    joined = "".join(wrap(text, 20))
    assert joined.replace(" ", "").replace("\t", "") == text.replace(" ", "").replace("\t", "")


def test_no_line_begins_with_a_stop() -> None:
    assert wrap("一二三四五。六", 10) == ["一二三四", "五。六"]
