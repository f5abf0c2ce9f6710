"""What a question is about, and the candidates that only stand beside the words asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from shelves import shelf

from index import KnowledgeBase
from ingest.normal import normal
from qa_api.answering import answer
from qa_api.candidates import candidates
from qa_api.coined import coined
from qa_api.evidence import Evidence, gather
from qa_api.proof import unproved
from qa_api.question import read_question
from qa_api.scope import names_of, read_scope
from qa_api.subject import MISSED, Subject

DAY = date(2031, 5, 1)
CALL = """玖岚省青年气象学会文件
玖气学〔2031〕6号
关于实施2031年度“砾穹”系列项目的通知
各单位：
一、时间地点
答辩时间：2031年6月9日。
答辩地点：玖岚省科技馆三楼报告厅（湖滨路8号）。
二、砾穹登高计划
砾穹登高计划每年支持12名，由推荐单位组织年度考核。
三、砾穹启步计划
砾穹启步计划支持在读研究生，学员要做到“三个按时”：按时到课；按时交作业；按时参加考试。学完发证。
四、有关问答
问：外省的学员能来旁听吗？
答：可以旁听，但不安排住宿。
问：作业怎么交？
答：发到学会的公共邮箱。
五、联系方式
联系人：陈可颂
联系电话：0997-5550148
省科协学会部：0997-5550163
玖岚省青年气象学会
2031年4月2日
"""
PLAN = """玖岚省科学技术协会文件
玖科协发〔2031〕2号
关于印发玖岚省科协2031年工作要点的通知
各市科协：
一、学术引领
办好品牌论坛，支持青年气象学会实施“砾穹”系列项目，项目经费由省科协学会部统筹。
二、科学普及
全年开展科普活动300场，其中檐溪县12场。
玖岚省科学技术协会
2031年1月5日
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("kb") / "kb"
    with shelf(folder, {"砾穹.txt": CALL, "要点.txt": PLAN}) as base:
        yield base


def found(kb: KnowledgeBase, question: str) -> Evidence:
    return gather(kb, read_question(question), read_scope(question, names_of(kb)))


def missed(
    kb: KnowledgeBase, question: str, text: str, notice: str = "", head: str = ""
) -> set[str]:
    """The signals of ``MISSED`` that are up for ``text``, which is all its quotes say."""
    subject = Subject.of(kb, read_question(question))
    values = subject.missed(normal(text), normal(text), head, notice or normal(text))
    return {name for name, value in zip(MISSED, values, strict=True) if value}


def test_names_that_no_dictionary_holds_are_read_off_the_shelf(kb: KnowledgeBase) -> None:
    assert coined(kb, "砾穹项目能报吗") == ("砾穹",)
    assert coined(kb, "檐溪县要办几场") == ("檐溪",)
    assert coined(kb, "青年项目怎么报名") == ()


@pytest.mark.parametrize(
    ("question", "says", "does_not", "signal"),
    [
        ("砾穹计划支持几名？", "砾穹计划支持12名", "登峰计划支持12名", "name_missed"),
        ("“银杏奖”奖金多少？", "银杏奖奖金1万元", "梧桐奖奖金1万元", "name_missed"),
        ("陈可颂的电话是多少？", "陈可颂 5550148", "学会部 5550163", "name_missed"),
        ("市级基地要求多大面积？", "市级基地面积500平方米", "基地面积500平方米", "level_missed"),
        ("C项补多少钱？", "C项补助3万元", "A项补助3万元", "label_missed"),
        ("第二批什么时候开班？", "第二批9月8日开班", "3月5日开班", "label_missed"),
        ("二期面积多大？", "二期2.8万平方米", "一期2.8万平方米", "label_missed"),
        ("第39届什么时候报名？", "第三十九届5月报名", "第38届5月报名", "other_label"),
        ("论文要交多少篇？", "论文10篇", "专利10件", "before_missed"),
        ("多少名导师要参会？", "12名导师参会", "12名学员参会", "after_missed"),
    ],
)
def test_what_a_question_names_must_be_said(
    kb: KnowledgeBase, question: str, says: str, does_not: str, signal: str
) -> None:
    assert signal not in missed(kb, question, says)
    assert signal in missed(kb, question, does_not)


def test_what_only_looks_like_a_name_need_not_be_said(kb: KnowledgeBase) -> None:
    assert "name_missed" not in missed(kb, "科创江苏项目联系电话是多少？", "电话：0997-5550148")


def test_one_district_of_many(kb: KnowledgeBase) -> None:
    question, notice = "檐溪县今年办几场科普活动？", "全年300场，其中檐溪县12场"
    assert "spot_missed" in missed(kb, question, "全年300场", notice)
    assert "spot_missed" not in missed(kb, question, "檐溪县12场", notice)
    assert "spot_missed" not in missed(kb, question, "全年300场", "全年300场")


def test_what_the_title_says_is_said(kb: KnowledgeBase) -> None:
    question, text = "砾穹计划的报名费多少？", "每人300元"
    assert {"name_missed", "before_missed"} <= missed(kb, question, text)
    assert not {"name_missed", "before_missed"} & missed(kb, question, text, head="砾穹计划报名费")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("砾穹项目的答辩在哪儿举行？", "玖岚省科技馆三楼报告厅"),
        ("砾穹启步计划的学员要做到哪“三个按时”？", "按时到课；按时交作业；按时参加考试"),
        ("外省学员能来旁听砾穹项目吗？", "可以旁听，但不安排住宿"),
        ("砾穹项目的联系人和电话是什么？", "陈可颂 0997-5550148"),
    ],
)
def test_what_stands_beside_the_words_asked_may_be_said(
    kb: KnowledgeBase, question: str, says: str
) -> None:
    findings = [candidate.finding for candidate in candidates(found(kb, question), DAY)]
    holding = [finding for finding in findings if says in finding.text]
    assert holding and not any(unproved(f.text, f.citations) for f in holding)


@pytest.mark.parametrize("question", ["省科协学会部的联系人叫什么？", "省科协学会部的手机号码？"])
def test_no_office_number_where_a_name_or_a_mobile_is_asked_for(
    kb: KnowledgeBase, question: str
) -> None:
    texts = [candidate.finding.text for candidate in candidates(found(kb, question), DAY)]
    assert not any("0997-5550163" in text and "陈可颂" not in text for text in texts)


def test_a_short_name_of_two_characters_names_its_notice(kb: KnowledgeBase) -> None:
    assert read_scope("砾穹项目什么时候答辩？", names_of(kb)).clear


def test_another_notice_that_says_the_short_name_may_rule_on_it(kb: KnowledgeBase) -> None:
    given = answer(kb, "砾穹系列项目的经费由谁统筹？", as_of=DAY)
    assert given.status == "answered" and "省科协学会部" in given.text


def test_deadlines_are_told_whatever_form_the_answer_takes(kb: KnowledgeBase) -> None:
    given = answer(kb, "砾穹项目什么时候答辩？", as_of=DAY)
    assert "6月9日" in given.text
    assert all(fact.kind == "deadline" for fact in given.facts)
