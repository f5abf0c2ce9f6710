"""What a notice only announces is no answer, and the refusal says so; a date is told tersely."""

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
一、论坛安排
论坛于2031年9月18日召开，会期两天，参会名单由各学会报送。
分会场的会议号另行通知。优秀报告的评选办法由学术委员会另行制定。
二、报名办法
报名系统于2031年6月1日9:00开放，代表通过“青湾论坛”网站填写信息并上传照片，电子报名表于2031年7月15日17:00前提交，纸质报名表可以现场补交。
三、志愿者
招募志愿者40名，服务时长不少于16小时；服装样式另行公布。
青湾市科学技术协会
2031年4月26日
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with shelf(tmp_path_factory.mktemp("kb") / "kb", {"论坛.txt": NOTICE}) as base:
        yield base


@pytest.mark.parametrize(
    ("question", "announced"),
    [
        ("青湾论坛分会场的会议号是多少？", "会议号另行通知"),
        ("青湾论坛优秀报告的评选办法是怎样的？", "评选办法由学术委员会另行制定"),
    ],
)
def test_what_is_only_announced_is_refused_and_told(
    kb: KnowledgeBase, question: str, announced: str
) -> None:
    given = answer(kb, question, as_of=DAY)
    assert (given.status, given.text) == ("not_found", "")
    assert announced in given.reason
    assert announced in given.nearest[0].quote


def test_a_value_beside_an_announcement_is_said(kb: KnowledgeBase) -> None:
    given = answer(kb, "青湾论坛招募多少名志愿者？", as_of=DAY)
    assert given.status == "answered" and "40名" in given.text


def test_whether_it_is_left_open_is_answered(kb: KnowledgeBase) -> None:
    given = answer(kb, "青湾论坛分会场的会议号有没有另行通知？", as_of=DAY)
    assert "只写明" not in given.reason


def test_a_part_that_is_only_announced_is_told_beside_the_other(kb: KnowledgeBase) -> None:
    given = answer(kb, "青湾论坛哪天召开，分会场的会议号是多少？", as_of=DAY)
    assert given.status == "answered" and "9月18日" in given.text
    assert "会议号另行通知" in given.reason
