"""Which notice, place and year a question is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from shelves import shelf

from index import KnowledgeBase
from qa_api.answering import answer
from qa_api.candidates import candidates
from qa_api.evidence import gather
from qa_api.places import places_among, places_named
from qa_api.question import read_question
from qa_api.scope import names_of, read_scope
from qa_api.years import speaks_of

DAY = date(2031, 5, 1)
CALL = """鹤原市科学技术协会 鹤原市农业农村局
鹤科协联〔2031〕5号
关于申报2032年度青桥计划的通知
各学会：
一、申报时间
网上填报截止时间为2031年4月30日。
二、申报条件
下列单位不得申报：
（一）上年度年检不合格的单位；
（二）有未结项目的单位。
三、推荐名额
每个学会推荐不超过3项。
"""
CHANGE = """鹤原市科学技术协会
鹤科协办〔2031〕9号
关于延长青桥计划申报时间的补充通知
各学会：
《关于申报2032年度青桥计划的通知》（鹤科协联〔2031〕5号，以下简称《通知》）印发后，因系统升级，现补充通知如下。
一、网上填报截止时间延长至2031年5月9日。
"""
ELSEWHERE = """望泽市科学技术协会
望科协发〔2031〕2号
关于申报学会项目的通知
各学会：
一、推荐名额
每个学会推荐不超过8项。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    texts = {"call.txt": CALL, "change.txt": CHANGE, "elsewhere.txt": ELSEWHERE}
    with shelf(tmp_path_factory.mktemp("scope"), texts) as base:
        yield base


def test_who_names_a_notice_means_the_one_that_changes_it_too(kb: KnowledgeBase) -> None:
    scope = read_scope("鹤科协联〔2031〕5号的填报截止时间是哪天？", names_of(kb))
    titles = {notice.title for notice in kb.notices() if notice.notice_id in scope.named}
    assert titles == {"关于申报2032年度青桥计划的通知", "关于延长青桥计划申报时间的补充通知"}
    assert len(scope.amending) == len(scope.amended) == 1


@pytest.mark.parametrize(
    "number", ["鹤科协联〔2031〕6号", "鹤科协联〔2030〕5号", "望科技发〔2031〕5号"]
)
def test_a_document_number_that_the_shelf_does_not_know_is_refused(
    kb: KnowledgeBase, number: str
) -> None:
    said = answer(kb, f"{number}的填报截止时间是哪天？")
    assert said.status == "not_found" and number in said.reason


@pytest.mark.parametrize(
    "number", ["请问科协联[2031]第5号", "按鹤科协联2031年5号", "（2031）5号文"]
)
def test_a_document_number_may_be_written_in_other_ways(kb: KnowledgeBase, number: str) -> None:
    named = read_scope(f"{number}推荐名额有几项？", names_of(kb)).named
    assert "关于申报2032年度青桥计划的通知" in {kb.notice(one).title for one in named}  # type: ignore[union-attr]


def test_a_notice_is_told_by_its_document_number(kb: KnowledgeBase) -> None:
    title = answer(kb, "鹤科协联〔2031〕5号是什么文件？")
    assert title.text == "关于申报2032年度青桥计划的通知"
    issuer = answer(kb, "望科协发〔2031〕2号谁印发的？")
    assert issuer.text == "望泽市科学技术协会"
    number = answer(kb, "望泽市申报学会项目的通知文号是什么？")
    assert number.text == "望科协发〔2031〕2号"


def test_joint_issuers_each_name_their_notice(kb: KnowledgeBase) -> None:
    names = names_of(kb)
    found = {notice.title for notice in names.notices if "科学技术协会" in notice.issuers}
    assert len(found) == 3 and any("农业农村局" in n.issuers for n in names.notices)


def test_places_that_the_shelf_knows(kb: KnowledgeBase) -> None:
    assert names_of(kb).places == {"鹤原": "市", "望泽": "市"}
    assert read_scope("望泽的学会能推荐几项？", names_of(kb)).places == {"望泽"}
    said = answer(kb, "望泽市每个学会推荐几项？")
    assert said.status == "answered" and "8项" in said.text
    assert places_named(["召开澜江省学术年会的通知", "澜江省科协", "各设区市科协"]) == {
        "澜江": "省"
    }
    assert places_among("申报长宁大道的项目", {"长宁": "区"}) == frozenset()
    assert places_among("申报长宁区的项目", {"长宁": "区"}) == {"长宁"}


def test_who_asks_for_a_place_means_the_notice_that_forwards_for_it(tmp_path: Path) -> None:
    inner = (
        "澜江省科学技术协会\n澜科协发〔2032〕7号\n关于申报“云松小站”的通知\n各市科协：\n"
        "一、每市推荐不超过9个。\n二、申报材料于2032年6月6日前报省科协。\n澜江省科学技术协会\n2032年3月1日\n"
    )
    outer = (
        "鹤原市科学技术协会\n鹤科协发〔2032〕3号\n转发省科协《关于申报“云松小站”的通知》的通知\n各学会：\n"
        "一、我市各学会推荐不超过2个。\n二、申报材料于2032年5月16日前报市科协。\n鹤原市科学技术协会\n2032年4月1日\n"
    )
    with shelf(tmp_path / "kb", {"inner.txt": inner, "outer.txt": outer}) as base:
        ours = answer(base, "鹤原市的云松小站申报材料哪天前报？", as_of=date(2032, 5, 1))
        theirs = answer(base, "云松小站申报材料哪天前报省科协？", as_of=date(2032, 5, 1))
    assert ours.status == "answered" and "5月16日" in ours.text
    assert theirs.status == "answered" and "6月6日" in theirs.text


@pytest.mark.parametrize(
    ("year", "levels", "speaks"),
    [
        (2032, ("截止2031年11月5日", "关于2032年度申报的通知"), True),
        (2031, ("2031年12月31日前注册", "关于2032年度申报的通知"), False),
        (2032, ("截止2031年11月5日", "2031—2033年行动计划"), False),
        (2032, ("2032年5月前完成", "2031—2033年行动计划"), True),
        (2032, ("2031年：30个", "关于2032年度申报的通知"), False),
        (2032, ("截止2031年11月5日",), False),
        (2032, ("学会可以申报", ""), True),
    ],
)
def test_a_date_decides_about_its_year_only_where_no_heading_does(
    year: int, levels: tuple[str, ...], speaks: bool
) -> None:
    assert speaks_of(year, *levels) == speaks


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("甲科协发〔2031〕5号何时截止？", ()),
        ("2029—2031年度的基地何时复核？", ()),
        ("2031年何时截止？", (2031,)),
    ],
)
def test_years_asked_about(question: str, years: tuple[int, ...]) -> None:
    assert read_question(question).years == years


def test_an_item_is_said_with_the_line_that_rules_it(kb: KnowledgeBase) -> None:
    said = answer(kb, "鹤原市青桥计划里，上年度年检不合格的单位可以申报吗？")
    assert said.status == "answered"
    assert "不得申报" in said.text and "年检不合格" in said.text


DUTIES = """鹤原市科学技术协会
鹤科协发〔2031〕12号
关于开展“乡村学堂”行动的通知
各学会：
一、任务分工
序号｜任务｜责任单位｜时限
1｜“乡村学堂”选点｜市农技协｜2031年6月20日前
2｜“乡村学堂”授课｜市园艺学会｜2031年9月10日前
二、捐赠账户
户名：鹤原市科技基金会
账号：6222 0000 1111
开户行：鹤原银行城中支行
"""


@pytest.fixture(scope="module")
def duties(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with shelf(tmp_path_factory.mktemp("duties"), {"duties.txt": DUTIES}) as base:
        yield base


def test_two_cells_of_a_drawn_row_are_said_once(duties: KnowledgeBase) -> None:
    said = answer(duties, "“乡村学堂”授课由哪家负责，几号前完成？")
    assert said.status == "answered"
    assert "市园艺学会" in said.text and "2031年9月10日前" in said.text
    assert said.text.count("“乡村学堂”授课") == 1 and "市农技协" not in said.text


def test_entries_that_belong_together_are_a_candidate_together(duties: KnowledgeBase) -> None:
    question = read_question("捐赠账户的账号和开户行是什么？")
    evidence = gather(duties, question, read_scope(question.text, names_of(duties)))
    told = [candidate.finding.text for candidate in candidates(evidence, DAY)]
    assert any("6222 0000 1111" in text and "城中支行" in text for text in told)
