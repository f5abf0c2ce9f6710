"""Mistyped words are mended from what the index holds, and known ones are left alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.characters import look_alike, syllables
from index.spelling import corrected
from index.words import words as cut

HELD = (
    "申报时间 截止日期 报名条件 实施方案 联系方式 材料清单 项目负责人 限项规定 科普基地 社区图书馆"
)


class Held:
    """An index of these words alone, that notes how often it is asked."""

    asked = 0

    def frequencies(self, words: Sequence[str]) -> tuple[dict[str, int], int]:
        self.asked += 1
        known = {piece for text in HELD.split() for piece in cut(text)}
        return {word: int(word in known) for word in words}, len(known)

    def stands(self, phrase: str) -> bool:
        return any(phrase in text for text in HELD.split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("申抱时间", "申报时间"),  # the same sound
        ("截止日其", "截止日期"),
        ("报名条建", "报名条件"),
        ("伸报", "申报"),
        ("报申时间", "申报时间"),  # exchanged
        ("村料清单", "材料清单"),  # a similar shape
        ("项目负则人", "项目负责人"),
        ("限向规定", "限项规定"),  # no word of the dictionary, but of the index
        ("shenbao时间", "申报时间"),  # pinyin
        ("lianxifangshi", "联系方式"),
    ],
)
def test_a_mistyped_word_is_mended(typed: str, meant: str) -> None:
    found = corrected(typed, Held())
    assert found is not None and found.text == meant


@pytest.mark.parametrize(
    "typed", ["申报时间", "科普基地", "王小明", "几份", "第三条", "2021年5月", "a@b.org", "", "的"]
)
def test_what_is_no_mistake_is_left_alone(typed: str) -> None:
    assert corrected(typed, Held()) is None


def test_full_width_letters_are_read_like_others() -> None:
    found = corrected("ｓｈｅｎｂａｏ", Held())
    assert found is not None and found.text == "申报"


def test_a_word_of_the_dictionary_is_never_replaced_unasked() -> None:
    found = corrected("身亡", Held())
    assert found is None or not found.sure


def test_shapes_and_syllables() -> None:
    assert look_alike("村", "材") > 0 == look_alike("村", "申")
    assert syllables("lianxifangshi") == ["lian", "xi", "fang", "shi"]
    assert syllables("http") is None
