"""Questions as people ask them in speech, and what the asker only says of himself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from shelves import shelf

from index import KnowledgeBase
from qa_api.answering import answer
from qa_api.question import read_question, split_questions
from qa_api.wanted import Wanted

DAY = date(2032, 4, 1)
NOTICE = """岚港市科学技术协会
岚科协〔2032〕21号
关于实施“砾穹计划”的通知
各学会：
一、申报范围
砾穹计划设观测站建设、夜空讲堂两个子项目。各子项目均可兼报，每个学会每个子项目至多申报1项。
观测站建设仅限2031年12月31日前已建成观测站的学会申报。
二、建设要求
围绕“三清能力”和“五个到位”开展建设。其中，三清能力主要是指看得清、记得清、讲得清。
本通知所称基层观测员范围为乡镇科协专职人员、中小学科学教师和退休气象职工。
三、申报时间
申报书须在2032年5月16日17:00前报送市科协。
四、联系方式
市科协学会部 陆望川 0771-8830216，材料寄送至岚港市望海路6号（贺小满收 13900001122）。
岚港市科学技术协会
2032年3月30日
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with shelf(tmp_path_factory.mktemp("spoken") / "kb", {"plan.txt": NOTICE}) as kb:
        yield kb


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("市科协想牵头报砾穹计划，可以不？", "yesno"),
        ("高新区升级，省厅支持不，有前提吗", "yesno"),
        ("砾穹计划几个子项目一起报会不会超限？", "yesno"),
        ("砾穹计划一起能报几个子项目？", "number"),
        ("砾穹计划的夜空讲堂谁来办？", "lead"),
        ("要学会牵头搞多少个观测站？", "number"),
        ("我们只是承办单位，够格报砾穹计划吗？", "yesno"),
        ("砾穹计划交材料的最后期限", "deadline"),
        ("干嘛要办夜空讲堂", "free"),
        ("夜空讲堂要干嘛", "list"),
    ],
)
def test_the_kind_is_read_off_spoken_words(question: str, kind: str) -> None:
    assert split_questions(question)[0].kind == kind


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("我们学会2031年就把观测站建好了，该报哪个子项目？", ()),
        ("我们学会2031年就建好了观测站，该报哪个子项目？", ()),
        ("我们想报2031年的砾穹计划，何时截止？", (2031,)),
        ("我们准备报2031年的，何时截止？", (2031,)),
        ("2031年砾穹计划何时截止？", (2031,)),
    ],
)
def test_what_the_asker_did_is_no_year_asked_about(question: str, years: tuple[int, ...]) -> None:
    assert split_questions(question)[0].years == years


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("砾穹计划的“三清能力”是哪三清？", "看得清、记得清、讲得清"),
        ("“基层观测员”都算哪些人？", "退休气象职工"),
        ("砾穹计划几个子项目一起报会不会超限？", "均可兼报"),
        ("贺小满的手机号是多少？", "13900001122"),
    ],
)
def test_it_is_answered(kb: KnowledgeBase, question: str, told: str) -> None:
    given = answer(kb, question, as_of=DAY)
    assert given.status == "answered" and told in given.text


def test_nobody_is_given_the_mobile_of_another(kb: KnowledgeBase) -> None:
    given = answer(kb, "陆望川的手机号是多少？", as_of=DAY)
    assert "13900001122" not in given.text


@pytest.mark.parametrize(
    "text", ["三清能力主要是指看得清、讲得清", "三清能力具体包括看得清、讲得清"]
)
def test_a_quoted_term_is_defined(text: str) -> None:
    wanted = Wanted.of(read_question("砾穹计划的“三清能力”是哪三清？"))
    assert next(wanted.defined(text))


PLAN = """岚港市科学技术协会
关于印发年度重点任务的通知
各部门：
一、服务企业
1.建设科技驿站
（1）新建科技驿站12家，组织专家巡诊6场。
（2）开设企业夜校。
牵头单位：企业服务部
完成时限：2032年11月
2.办好成果市集
（1）举办成果市集4场。
牵头单位：成果转化中心
岚港市科学技术协会
2032年2月1日
"""


@pytest.mark.parametrize(
    ("question", "number", "body"),
    [
        ("科技驿站新建多少家，谁来办？", "12家", "企业服务部"),
        ("成果市集要办几场，归谁负责？", "4场", "成果转化中心"),
    ],
)
def test_who_leads_is_told_of_the_task_before(
    tmp_path: Path, question: str, number: str, body: str
) -> None:
    with shelf(tmp_path / "kb", {"plan.txt": PLAN}) as kb:
        given = answer(kb, question, as_of=DAY)
    assert number in given.text and body in given.text
    assert len({"企业服务部", "成果转化中心"} & set(re.findall(r"\w+部|\w+中心", given.text))) == 1


WORKSHOP = """岚港市科学技术协会
岚科协〔2032〕9号
关于举办“檐溪训练营”的通知
各学会：
近年来，学会干部流动快，不少新手不会办会、不懂财务。为帮助他们尽快上手，市科协决定举办“檐溪训练营”。
一、时间地点
训练营于2032年6月3日在岚港宾馆举办。
二、内容
为学员讲授办会流程和财务制度，为什么设账、怎么报销都会讲到。
岚港市科学技术协会
2032年2月8日
"""


@pytest.mark.parametrize("question", ["为什么要办檐溪训练营？", "举办檐溪训练营图的是什么"])
def test_why_a_notice_was_issued_is_told_by_what_it_opens_with(
    tmp_path: Path, question: str
) -> None:
    with shelf(tmp_path / "kb", {"camp.txt": WORKSHOP, "plan.txt": PLAN}) as kb:
        given = answer(kb, question, as_of=DAY)
    assert given.status == "answered"
    assert "不会办会" in given.text or "尽快上手" in given.text


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("租期到了没签新的，管理处也没说啥，还能接着用吗", 1),
        ("我们的船只有十几吨，碰坏了能按小船赔吗", 1),
        ("站里的屋顶用了几年漏了，修的钱谁出", 1),
        ("几家学会合办一场，算谁的名额", 1),
        ("还没定什么时候开会，要怎么通知", 1),
        ("有没有什么要求，找谁", 2),
        ("没通过怎么办，找谁", 2),
        ("报几个，几号截止", 2),
    ],
)
def test_words_that_ask_elsewhere_ask_nothing_in_what_is_told_first(
    question: str, parts: int
) -> None:
    assert len(split_questions(question)) == parts
