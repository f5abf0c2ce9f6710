"""Marks: the matched words by offset into the verbatim text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.snippets import marks, snippet


def test_marks_are_offsets_into_the_verbatim_text() -> None:
    text = "每馆每年补助 12 万元，其中购书费不低于４０％。"
    assert [text[a:b] for a, b in marks(text, ["补助12万元", "购书费", "40%"])] == [
        "补助 12 万元",
        "购书费",
        "４０％",
    ]
    assert [text[a:b] for a, b in marks(text, ["助12万"])] == ["助 12 万"]


@given(st.text(), st.lists(st.text()))
def test_marks_are_in_order_and_disjoint(text: str, parts: list[str]) -> None:
    spans = marks(text, parts)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(b < c for (_, b), (c, _) in pairwise(spans))


def test_a_snippet_shows_what_matched() -> None:
    text = "一" * 300 + "报名截止时间为六月" + "二" * 300
    start, end = snippet(text, marks(text, ["报名", "截止"]), 100)
    assert end - start == 100 and "报名截止" in text[start:end]


def test_a_snippet_opens_with_a_part_of_a_sentence() -> None:
    text = "一" * 200 + "，请于六月前报名。" + "二" * 200
    start, _ = snippet(text, marks(text, ["报名"]), 60)
    assert text[start:].startswith("请于六月前报名")
    assert snippet("短", [], 60) == (0, 1)
