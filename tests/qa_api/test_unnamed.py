"""Notices that a question calls otherwise than they are titled, and questions of several things."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shelves import shelf

from index import KnowledgeBase
from qa_api.answering import answer
from qa_api.candidates import STEPS
from qa_api.evidence import gather, notice_clauses
from qa_api.kinds import lead
from qa_api.question import read_question, split_questions
from qa_api.scope import names_of, read_scope

DAY = date(2032, 4, 1)


def programme(year: int, number: int, named: str) -> str:
    return f"""汐原市科学技术协会
汐科协〔{year}〕{number}号
关于申报{year}年度“岚头”青年人才托举项目的通知
各学会：
{named}
一、申报条件
年龄不超过{year - 1990}周岁。
二、资助标准
每人资助{number}万元。
三、申报时间
申报截止时间为{year}年5月{number}日。
"""


TASKS = """望川市科学技术局
望科发〔2032〕21号
关于印发《深入开展科技“三助”行动实施方案》的通知
各处室：
一、重点任务
1. 提升孵化器服务能力
主要举措：（1）组织孵化器培训不少于6场。
完成时限：2032年11月
牵头单位：创业服务处
2. 提升临床研究水平
主要举措：（2）支持临床研究中心建设。
完成时限：持续推进
牵头单位：社会发展处
3. 推进成果转化
主要举措：（3）部署前沿研究项目50项，关键技术攻关40项。
完成时限：2032年12月
牵头单位：成果转化处
二、工作要求
各处室按月报送进展。
"""
ROADWORKS = """泽安市临川区人民政府
泽安市公安局交通警察支队
通 告
关于古渡口片区道路施工期间机动车分时限行的通告
为保障施工安全，现将有关事项通告如下。
第一条 限行时段为每日7:00至9:00。
第二条 本通告自2032年4月20日起施行。
泽安市临川区人民政府
泽安市公安局交通警察支队
2032年4月2日
"""
PAPERS = """泽安市科学技术协会
泽科协〔2032〕33号
关于征集评选第九届泽安市自然科学优秀学术论文的通知
各学会：
一、征集范围
2030年以来公开发表的论文。
附件：1.评选申报书
2.论文汇总表
泽安市科学技术协会
2032年3月3日
"""
PLAN = """岚溪省科学技术协会文件
岚科协发〔2031〕9号
关于印发《岚溪省科协事业发展规划》的通知
各学会：
一、发展回顾
2030年全省每百人中有科学素质的已达12.5%，比五年前多了四成。
二、发展目标
到2035年，公民有科学素质的比例达到21%。
"""


QUOTAS = """汐原市科学技术协会
汐科协〔2032〕40号
关于实施2032年度汐原市科协提升学会能力计划的通知
各学会：
现将学会能力提升计划（以下简称“提能计划”）有关事项通知如下。
一、项目设置
表1 “提能计划”项目设置
项目类别\t子项目\t项目数量（上限）
标杆学会培育\t标杆学会培育\t20
特长学会培育\t会刊提质\t30
特长学会培育\t会员关怀\t40
合计\t\t90
二、申报要求
上表中的两类不得同时选报，每个学会至多报其中1项。
"""
FORWARDED = """鹤岭地质学会
鹤地会〔2032〕3号
关于转发《关于实施2032年度汐原市科协提升学会能力计划的通知》的通知
各单位：
现将“提能计划”通知转发给你们，请认真阅读。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    texts = {
        "甲.txt": programme(2031, 17, "现启动青年人才托举项目（以下简称“岚头托举”）。"),
        "乙.txt": programme(2032, 9, "现将有关事项通知如下。"),
        "丙.txt": TASKS,
        "丁.txt": ROADWORKS,
        "戊.txt": PAPERS,
        "己.txt": PLAN,
        "庚.txt": QUOTAS,
        "辛.txt": FORWARDED,
    }
    with shelf(tmp_path_factory.mktemp("unnamed"), texts) as base:
        yield base


def text(kb: KnowledgeBase, question: str) -> str:
    return answer(kb, question, as_of=DAY).text


def test_a_short_name_is_that_of_other_years_notices_too(kb: KnowledgeBase) -> None:
    scope = read_scope("2032岚头托举每人资助多少", names_of(kb))
    named = kb.notice(scope.named[0])
    assert named is not None and "2032年度" in named.title
    assert "9万元" in text(kb, "2032岚头托举每人资助多少")
    assert text(kb, "2032年岚头托举通知文号") == "汐科协〔2032〕9号"


def test_number_and_annexes_of_a_notice_that_is_not_named(kb: KnowledgeBase) -> None:
    assert text(kb, "泽安优秀论文评选文号") == "泽科协〔2032〕33号"
    told = text(kb, "泽安优秀论文附件有哪些")
    assert "评选申报书" in told and "论文汇总表" in told


@pytest.mark.parametrize("question", ["洛阳优秀论文评选文号", "第八届泽安优秀论文评选文号"])
def test_not_that_of_another_place_or_edition(kb: KnowledgeBase, question: str) -> None:
    assert answer(kb, question, as_of=DAY).status == "not_found"


def test_organs_that_issue_together_stand_on_lines_of_their_own(kb: KnowledgeBase) -> None:
    told = text(kb, "古渡口限行通告是谁发的")
    assert "临川区人民政府" in told and "交通警察支队" in told


def test_a_limit_without_a_date(kb: KnowledgeBase) -> None:
    assert "持续推进" in text(kb, "三助行动里提升临床研究水平什么时候完成")


def test_two_nouns_that_ask_are_two_questions(kb: KnowledgeBase) -> None:
    told = text(kb, "三助行动中提升临床研究水平的完成时限和牵头单位？")
    assert "持续推进" in told and "社会发展处" in told
    told = text(kb, "三助行动推进成果转化，啥时候做完，谁牵头？")
    assert "2032年12月" in told and "成果转化处" in told


def test_two_things_that_are_counted(kb: KnowledgeBase) -> None:
    told = text(kb, "三助行动部署前沿研究项目和关键技术攻关各几项？")
    assert "50项" in told and "40项" in told


def test_tasks_of_an_office_that_leads_none(kb: KnowledgeBase) -> None:
    assert "成果转化" in text(kb, "三助行动里成果转化处牵头哪些任务？")
    scope = read_scope(asked := "三助行动里金融处牵头哪些任务？", names_of(kb))
    evidence = gather(kb, read_question(asked, scope.names), scope)
    assert not list(lead.find(evidence, DAY, STEPS))  # not the body that leads some other task


def test_what_is_to_be_reached_is_not_what_was(kb: KnowledgeBase) -> None:
    told = text(kb, "岚溪省科协规划要把公民科学素质比例提到多少？")
    assert "21%" in told and "12.5" not in told


def test_a_count_that_a_table_gives_for_the_row_named(kb: KnowledgeBase) -> None:
    assert "20" in text(kb, "提能计划标杆学会培育最多立几个")
    assert "90" in text(kb, "2032年提能计划一共设多少个项目")


def test_who_forwards_a_notice_takes_nothing_from_its_short_name(kb: KnowledgeBase) -> None:
    assert read_scope("提能计划什么时候截止", names_of(kb)).clear


def test_where_the_asker_is_from_is_not_whose_notice_is_meant(kb: KnowledgeBase) -> None:
    asked = "我们是甘肃的公司，2032岚头托举每人资助多少？"
    scope = read_scope(asked, names_of(kb))
    evidence = gather(kb, read_question(asked, scope.names), scope)
    assert not evidence.elsewhere(notice_clauses(kb, scope.named[0])[0])
    home = read_question("我是绵阳推荐来的，上成都的研修班交多少？")
    assert (home.home, home.places) == ({"绵阳"}, {"绵阳", "成都"})
    assert not read_question("绵阳的研修班交多少？").home
    assert not read_question("我在申报甘肃省的科普项目，几号截止？").home


@pytest.mark.parametrize(
    "question",
    ["牵头单位有哪些", "牵头单位是什么", "由哪个部门牵头", "牵头部门是哪个"],
)
def test_who_leads_however_it_is_asked(kb: KnowledgeBase, question: str) -> None:
    assert "社会发展处" in text(kb, f"三助行动里提升临床研究水平的{question}？")


@pytest.mark.parametrize("question", ["全省科学普及活动各几场？", "十个县区参与企业各多少家？"])
def test_no_question_is_cut_within_a_word(question: str) -> None:
    assert len(split_questions(question)) == 1


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.text("一二三四五六七八九十百千万两零〇亿廿半第", max_size=4), min_size=3, max_size=3
    )
)
def test_numerals_of_any_kind_break_no_answer(kb: KnowledgeBase, numerals: list[str]) -> None:
    one, two, three = numerals
    for question in (
        f"规划{one}点了哪{two}家",
        f"第{one}届第{two}条第{three}款",
        f"{one}大行动{two}类{three}项",
    ):
        assert answer(kb, question, as_of=DAY).status in ("answered", "not_found", "ambiguous")
