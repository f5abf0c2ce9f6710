"""Answers out of tables, imprints, counted lists and time limits; names within longer names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from shelves import shelf

from index import KnowledgeBase
from qa_api.answering import answer
from qa_api.proof import unproved
from qa_api.question import read_question
from qa_api.runs import longest_run
from qa_api.scope import names_of, read_scope

DAY = date(2031, 5, 1)
PLAN = """临江市科学技术协会文件
临科协发〔2031〕9号
关于印发《“星火乡村”三年行动方案》的通知
各县（市、区）科协：
为推动基层科普，制定本方案。
一、行动内容
本方案实施三大行动。
（一）实施星火乡村进村行动，建设村级站点
（二）实施星火乡村进校行动，配备辅导教师
（三）实施星火乡村进企行动，培训一线职工
二、项目安排
表1 星火乡村项目安排一览表
项目类别\t子项目\t牵头单位\t数量（上限）
科普站点建设\t示范站点\t普及部\t12个
科普站点建设\t标准站点\t普及部\t30个
讲解员培训\t初级班\t学会部\t8个
表2 各区建站任务
区\t2031年\t2032年\t合计
青田区\t25\t35\t60
石桥区\t12\t18\t30
表3 报送材料
材料\t份数\t说明
站点照片\t电子1份\t不少于8张，每张不小于2兆
手册\t纸质2份\t加盖公章
三、工作任务
1. 编写村级手册
完成时限：2031年11月
牵头单位：普及部
2. 建立讲师名册
完成时限：2031年12月
牵头单位：学会部
四、材料报送
电子材料于2031年8月18日前发至 xinghuo@linjiang.example；纸质材料于2031年8月25日下班前送达。
临江市科学技术协会
2031年4月26日
抄送：市教育局，市农业农村局。
临江市科协办公室
2031年4月28日印发
"""
OTHER = """临江市农业农村局文件
临农发〔2031〕4号
关于实施高素质农民星火乡村培训计划的通知
各镇人民政府：
一、总体要求
高素质农民星火乡村培训计划由市农广校组织，每镇推荐学员15名。
临江市农业农村局
2031年3月2日
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with shelf(
        tmp_path_factory.mktemp("kb") / "kb", {"星火乡村.txt": PLAN, "培训.txt": OTHER}
    ) as base:
        yield base


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("星火乡村方案里示范站点的数量上限是多少？", ("12个",)),
        ("示范站点和标准站点分别有几个名额？", ("12个", "30个")),
        ("讲解员培训由哪个单位牵头？", ("学会部",)),
        ("星火乡村的站点照片要交几张？", ("不少于8张",)),
        ("星火乡村方案实施的三大行动分别是什么？", ("进村", "进校", "进企")),
        ("星火乡村方案中2031年11月要完成哪些任务？", ("编写村级手册",)),
        ("星火乡村方案抄送给哪些单位？", ("市教育局", "市农业农村局")),
        ("星火乡村方案版记上的印发单位和印发日期是什么？", ("临江市科协办公室", "2031年4月28日")),
        ("星火乡村方案的电子材料和纸质材料分别什么时候交？", ("8月18日", "8月25日")),
    ],
)
def test_the_form_that_the_question_wants(
    kb: KnowledgeBase, question: str, holds: tuple[str, ...]
) -> None:
    given = answer(kb, question, as_of=DAY)
    assert given.status == "answered", given.reason
    assert all(part in given.text for part in holds), given.text


def test_tasks_of_another_month_are_left_out(kb: KnowledgeBase) -> None:
    assert "讲师名册" not in answer(kb, "星火乡村方案中2031年11月要完成哪些任务？", as_of=DAY).text


def test_a_short_name_within_a_longer_one_names_nothing(kb: KnowledgeBase) -> None:
    names = names_of(kb)
    plan = next(notice.notice_id for notice in names.notices if "星火乡村" in notice.aliases)
    assert read_scope("“星火乡村”方案有哪些行动？", names).of(plan) >= 0.85
    assert read_scope("高素质农民星火乡村培训计划每镇几名学员？", names).of(plan) < 0.85


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("基层统计培训这事找哪个处？", "lead"),
        ("会费每年收多少？", "money"),
        ("专项行动是哪三年？", "deadline"),
        ("规划总结的四条经验讲的是啥？", "list"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert read_question(text).kind == kind


def test_the_asker_s_year_of_birth_is_not_asked_about() -> None:
    assert read_question("我是1982年5月出生的，能参评吗？").years == ()
    assert read_question("2031年什么时候申报？").years == (2031,)


def test_longest_run() -> None:
    assert longest_run("研发机构提升计划", "机构提升行动") == "机构提升"
    assert longest_run("甲乙", "丙丁") == ""


def test_numbers_of_a_row_are_read_and_proved_cell_by_cell(kb: KnowledgeBase) -> None:
    given = answer(kb, "星火乡村方案里青田2032年的建站任务是多少？", as_of=DAY)
    assert "35" in given.text and not unproved(given.text, given.citations)
    quote = next(c for c in given.citations if "青田区" in c.quote)
    assert unproved("35", [quote]) == [] and unproved("253560", [quote]) != ["35"]


def test_what_any_notice_may_be_called_names_none(kb: KnowledgeBase) -> None:
    names = names_of(kb)
    assert read_scope("若干措施里说的补助怎么领？", names).named == ()
    assert (
        read_scope("临江市科协的通知", names).strength.keys()
        == read_scope("临江市科协", names).strength.keys()
    )


def test_items_of_one_clause_are_listed_whole(tmp_path: Path) -> None:
    text = """临江市湿地保护办法
第一章　总则
第一条　为保护湿地，制定本办法。
第二条　申请开放湿地的，应当符合下列条件：
（一）有固定的管护人员；
（二）有监测设备；
（三）三年内没有毁坏记录。
第三条　本办法自2031年6月1日起施行。
"""
    with shelf(tmp_path / "kb", {"湿地.txt": text}) as base:
        given = answer(base, "申请开放湿地要符合哪些条件？", as_of=DAY)
    assert all(part in given.text for part in ("管护人员", "监测设备", "毁坏记录"))
