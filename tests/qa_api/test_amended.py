"""A date that was put off, a number that was corrected: what stands now is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from shelves import shelf

from index import KnowledgeBase
from qa_api.answering import answer

DAY = date(2031, 5, 1)
NOTICE = """青湾市科学技术协会文件
青科协发〔2031〕16号
关于举办2031年“青湾论坛”的通知
各学会：
一、时间地点
论坛主会场于2031年9月18日在市科技馆开幕。
二、报名
报名截止时间为2031年7月15日17:00。每个学会推荐论文不超过12篇，每篇版面费300元。
三、联系方式
联系人：会务组，电话：0512-66010203。
展位预订：综合部 聂文 0512-66010277。
青湾市科学技术协会
2031年4月26日
"""
LATER = """青湾市科学技术协会文件
青科协发〔2031〕21号
关于“青湾论坛”延期及有关事项更正的通知
各学会：
现对《关于举办2031年“青湾论坛”的通知》（青科协发〔2031〕16号）作如下调整。
一、论坛主会场原定2031年9月18日开幕，延期至2031年10月22日。
二、报名截止时间由2031年7月15日17:00延长至2031年8月20日17:00。
三、联系电话“0512-66010203”有误，更正为“0512-66010230”。
四、展位预订联系人聂文因工作变动，改为单敏，电话0512-66010288。
青湾市科学技术协会
2031年6月6日
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    texts = {"论坛.txt": NOTICE, "延期.txt": LATER}
    with shelf(tmp_path_factory.mktemp("kb") / "kb", texts) as base:
        yield base


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("青湾论坛主会场哪天开幕？", "10月22日"),
        ("青湾论坛什么时候报名截止？", "8月20日17:00"),
        ("青湾论坛的联系电话是多少？", "0512-66010230"),
        ("青湾论坛订展位找谁？", "单敏"),
    ],
)
def test_what_stands_now_is_said(kb: KnowledgeBase, question: str, now: str) -> None:
    given = answer(kb, question, as_of=DAY)
    assert given.status == "answered", given.reason
    assert now in given.text
    assert given.citations[0].clause.document_number == "青科协发〔2031〕21号"


def test_a_date_given_up_is_no_deadline(kb: KnowledgeBase) -> None:
    given = answer(kb, "青湾论坛什么时候报名截止？", as_of=DAY)
    assert [fact.value for fact in given.facts] == ["2031-08-20T17:00"]


def test_what_was_not_changed_stands(kb: KnowledgeBase) -> None:
    given = answer(kb, "青湾论坛每个学会最多推荐几篇论文？", as_of=DAY)
    assert given.status == "answered" and "12篇" in given.text
    assert given.citations[0].clause.document_number == "青科协发〔2031〕16号"
