"""What a refused question names and no notice says is told in the reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import shelf

from index import KnowledgeBase
from qa_api.answering import answer
from qa_api.unheard import unheard

DAY = date(2032, 4, 1)
CALL = """岚港市科学技术协会
岚科协〔2032〕6号
关于申报“砾穹计划”项目的通知
各学会：
一、申报时间
网上填报截止时间为2032年5月9日。
二、资助标准
每个项目资助6万元。
岚港市科学技术协会
2032年4月1日
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with shelf(tmp_path_factory.mktemp("unheard"), {"砾穹.txt": CALL}) as base:
        yield base


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("碇舟计划资助多少钱？", ("碇舟",)),
        ("砾穹计划资助多少钱？", ()),
        ("砾穹计划的奖杯几时颁发？", ("奖杯",)),
        ("几号截止？", ()),
        ("", ()),
    ],
)
def test_words_that_no_notice_says(
    kb: KnowledgeBase, question: str, words: tuple[str, ...]
) -> None:
    assert unheard(kb, question) == words


def test_the_reason_names_them(kb: KnowledgeBase) -> None:
    refused = answer(kb, "砾穹计划的奖杯是什么做的？", as_of=DAY)
    assert refused.status == "not_found" and "“奖杯”" in refused.reason
    refused = answer(kb, "马拉松怎么报名？", as_of=DAY)
    assert refused.status == "not_found" and "“马拉松”" in refused.reason


@given(st.text(max_size=40))
def test_whatever_is_asked(kb: KnowledgeBase, question: str) -> None:
    """At most two, each of the question and in no clause."""
    words = unheard(kb, question)
    assert len(words) <= 2 and not any(kb.stands(word) for word in words)
