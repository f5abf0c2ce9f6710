"""What something is divided into, who is left out, and the number of an order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from shelves import shelf

from index import KnowledgeBase
from ingest.normal import normal
from qa_api.abbreviations import written_out
from qa_api.answering import answer
from qa_api.divisions import heads_parts, parts_asked, parts_named
from qa_api.exclusions import asks_excluded, excludes

DAY = date(2032, 4, 1)
PRIZE = """岚港市科学技术协会
岚科协〔2032〕11号
关于评选“砾穹杯”科普作品的通知
各学会：
一、作品类别
A类 图文作品，每件不超过三千字；
B类 短视频，时长不超过五分钟；
C类 互动展具，须能现场操作。
二、评审程序
第一步，初评。由各县科协在五月底前完成。
第二步，复评。市科协组织专家在六月中旬完成。
第三步，公示。公示期为七天。
三、不予受理的情形
（一）已在市级评选中得过名次的作品；
（二）著作权有争议的作品；
（三）篇幅超出规定的作品。
四、经费
奖金由市科协承担，不得用于购买设备。
岚港市科学技术协会
2032年3月28日
"""
CLUB = """岚港市科学技术协会
岚科协〔2032〕12号
关于组建“檐溪科普志愿团”的通知
各学会：
志愿团下设宣讲分队、展陈分队和急救分队，每队不少于八人。
下列人员不得报名：未满十六周岁的；正在接受处分的；不能参加岗前培训的。
报名截止时间为2032年5月20日。
岚港市科学技术协会
2032年3月29日
"""
RULES = """岚港市人民政府令
第87号
《岚港市流动展品管理办法》已经市政府常务会议通过，现予公布，自2032年6月1日起施行。
市长 晏霜白
2032年4月2日
岚港市流动展品管理办法
第一条 为了管好流动展品，制定本办法。
第二条 流动展品由市科技馆登记造册。
第三条 借展单位损坏展品的，按原价赔偿。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    notices = {"砾穹杯.txt": PRIZE, "檐溪.txt": CLUB, "展品.txt": RULES}
    with shelf(tmp_path_factory.mktemp("parts"), notices) as base:
        yield base


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("砾穹杯作品分几类？", ["图文作品", "短视频", "互动展具"]),
        ("砾穹杯评审分几步？", ["初评", "复评", "公示"]),
        ("檐溪科普志愿团有几个分队？", ["宣讲分队", "展陈分队", "急救分队"]),
        ("砾穹杯哪些作品不能报？", ["得过名次", "著作权有争议", "篇幅超出规定"]),
        ("檐溪科普志愿团哪些人不能报名？", ["十六周岁", "处分", "岗前培训"]),
        ("檐溪科普志愿团谁不能报名？", ["十六周岁", "处分", "岗前培训"]),
        ("岚港市流动展品管理办法是第几号令？", ["第87号"]),
    ],
)
def test_parts_exclusions_and_orders(kb: KnowledgeBase, question: str, holds: list[str]) -> None:
    told = answer(kb, question, as_of=DAY)
    assert told.status == "answered", told.reason
    assert [part for part in holds if part not in told.text] == []


def test_a_notice_without_a_number_is_told_none(kb: KnowledgeBase) -> None:
    """No sentence that only speaks of the notice stands in for its number."""
    told = answer(kb, "檐溪科普志愿团的文号是多少？", as_of=DAY)
    assert told.text == "岚科协〔2032〕12号"
    assert answer(kb, "碇舟计划的文号是多少？", as_of=DAY).status == "not_found"


@pytest.mark.parametrize(
    ("question", "text", "names"),
    [
        ("作品分几类", "A类 图文；B类 视频", {"a类", "b类"}),
        ("这个奖分几类", "传灯奖、新叶奖", {"传灯奖", "新叶奖"}),
        ("下设哪些组", "下设学生组、青年组和企业组，每组十人", {"学生组", "青年组", "企业组"}),
        ("评审分几步", "第一步，初评；第二步，复评", {"第一步", "第二步"}),
        ("评审分几步", "每步都要公示", set()),
    ],
)
def test_parts_by_the_noun_they_are_called_by(question: str, text: str, names: set[str]) -> None:
    called = parts_asked(normal(question))
    assert called is not None
    assert names <= parts_named(normal(text), called)
    assert names or not parts_named(normal(text), called)


@pytest.mark.parametrize("question", ["几号截止", "有多少人参加", "谁可以报名"])
def test_no_parts_are_asked_for(question: str) -> None:
    assert parts_asked(normal(question)) is None


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("哪些人不能报", True),
        ("谁不得参加", True),
        ("哪些开支不可以列支", True),
        ("什么时候截止", False),
        ("在职人员能报吗", False),
    ],
)
def test_who_is_left_out_is_asked(question: str, asked: bool) -> None:
    assert asks_excluded(normal(question)) is asked


@pytest.mark.parametrize(
    ("text", "turned_away"),
    [
        ("不予受理的情形", True),
        ("有下列情形之一的，不得申报：", True),
        ("公务员不纳入。", True),
        ("弄虚作假的，三年内不得申报", False),
        ("考核不合格的，下一年度不得申报", False),
        ("不收纸质材料", False),
        ("申报人应在岗满两年", False),
    ],
)
def test_what_turns_someone_away(text: str, turned_away: bool) -> None:
    assert excludes(normal(text)) is turned_away


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("农科所", "由市农业科学研究所承担", ("农业科学研究所",)),
        ("资助金", "资助资金分两次拨付", ("资助资金",)),
        ("资助金", "资助金分两次拨付", ()),
        ("经费", "经常性费用", ()),
    ],
)
def test_words_written_out(word: str, text: str, found: tuple[str, ...]) -> None:
    assert written_out(word, [text]) == found


TABLE = """岚港市科学技术协会
岚科协〔2032〕14号
关于申报“砾穹计划”的通知
各学会：
一、项目设置
项目类别\t子项目\t数量
观测站建设\t新建\t3个
观测站建设\t改造\t5个
夜空讲堂\t进校园\t12个
夜空讲堂\t进社区\t9个
二、材料要求
申报书分别提交。报送材料类别见系统。
岚港市科学技术协会
2032年3月28日
"""


@pytest.mark.parametrize(
    "question", ["砾穹计划项目分几类？", "砾穹计划的项目有哪几类", "砾穹计划有哪些项目类别？"]
)
def test_a_column_of_classes_is_told_each_once(tmp_path: Path, question: str) -> None:
    with shelf(tmp_path / "kb", {"table.txt": TABLE, "prize.txt": PRIZE}) as kb:
        given = answer(kb, question, as_of=DAY)
    assert given.text == "观测站建设；夜空讲堂"
    assert {cited.clause.kind for cited in given.citations} >= {"row"}


def test_only_the_column_asked_for_lists_parts() -> None:
    assert heads_parts("项目类别", "砾穹计划项目分几类")
    assert heads_parts("组别", "比赛分哪几组")
    assert not heads_parts("材料类别", "砾穹计划项目分几类")
    assert not heads_parts("项目类别", "砾穹计划项目几号截止")
