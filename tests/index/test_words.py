"""The one tokeniser: what must be findable is one word, and punctuation is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import thesaurus
from index.words import _cutter, characters, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每家限报 25 个", {"25", "25个"}),
        ("不低于４０％", {"40", "40%"}),
        ("补助1,200.5万元", {"1200.5", "1200.5万元"}),
        ("6 月 18 日 16:30", {"6月", "18日", "16", "30"}),
        ("电话0510-80001234", {"0510-80001234", "80001234"}),
        ("手机13900001111联系", {"13900001111"}),
        ("邮箱 Trees@Example.org。", {"trees@example.org", "trees"}),
        ("登录https://www.example.org/a/b。", {"www.example.org/a/b", "www.example.org"}),
        ("湖绿发〔2023〕7号", {"〔2023〕7号"}),
        ("湖绿发[2023]第7号", {"〔2023〕7号"}),
        ("依照第十二条办理", {"第十二条"}),
        ("中国科学院", {"中国科学院", "科学院"}),
    ],
)
def test_findable(text: str, expected: set[str]) -> None:
    assert expected <= set(words(text))


def test_jieba_stands_in_for_rjieba(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "中国科学院计算技术研究所申报材料不低于40%"
    expected = words(text)
    monkeypatch.setitem(sys.modules, "rjieba", None)
    _cutter.cache_clear()
    try:
        assert sorted(words(text)) == sorted(expected)
    finally:
        _cutter.cache_clear()


def test_stop_words_and_punctuation_are_dropped() -> None:
    assert words("，。《》？！……——") == []
    assert "什么" not in words("什么时候截止？")
    assert "截止" in words("什么时候截止？")


@given(st.text())
def test_words_are_clean(text: str) -> None:
    for word in words(text):
        assert word and not any(char.isspace() for char in word)
        assert any(char.isalnum() for char in word)


@given(st.text())
def test_width_and_case_do_not_matter(text: str) -> None:
    assert words(text.replace("(", "（")) == words(text.replace("（", "("))


@given(st.text())
def test_characters_ignore_space_and_punctuation(text: str) -> None:
    assert characters(text) == characters(f"，{text} 。")
    assert all(char.isalnum() and len(char) == 1 for char in characters(text))


def test_the_thesaurus_is_one_group_a_line_of_words_that_are_not_too_vague() -> None:
    path = Path(thesaurus.__file__).with_name("thesaurus.txt")
    lines = path.read_text("utf-8").splitlines()
    groups = [line.split() for line in lines if not line.startswith("#")]
    assert len(lines) == len(set(lines)) and min(map(len, groups)) > 1
    assert all(len(set(group)) == len(group) for group in groups)
    vague = {word for group in groups for word in group if len(thesaurus.synonyms(word)) > 15}
    assert not vague


@pytest.mark.parametrize(
    ("word", "text"),
    [("年纪", "年龄不超过60周岁"), ("人社局", "市人力资源和社会保障局"), ("发票", "开具收据")],
)
def test_everyday_words_stand_for_those_of_office_chinese(word: str, text: str) -> None:
    assert thesaurus.stands(word, text)
