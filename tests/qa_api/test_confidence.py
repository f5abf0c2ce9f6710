"""How sure answers are, what is asked in parts, and what keeps a wrong answer from being said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from shelves import shelf

from eval.calibrate import Asked, ask, fit, main, measured
from index import KnowledgeBase
from qa_api.answering import answer
from qa_api.candidates import candidates
from qa_api.confidence import AGAIN, alike, chances_of, worths
from qa_api.evidence import gather
from qa_api.kinds.finding import climbing
from qa_api.places import nearest_places, places_in
from qa_api.question import read_question, split_questions
from qa_api.scope import names_of, read_scope
from qa_api.signals import NAMES, signals

DAY = date(2031, 5, 1)
FIRST = """临江市科学技术协会文件
临科协发〔2031〕7号
关于组织申报2031年度“智汇临江”服务项目的通知
各学会：
现将有关事项通知如下：
一、申报条件
申报单位须为市级学会，会员不少于80人。
二、支持方式
每个项目资助3万元，另给予宣传支持。重点项目不超过12个，一般项目不超过30个。
三、工作任务
1. 建立企业需求库
主要举措：
（1）走访高新区企业120家，梳理技术难题。
（2）选派技术顾问驻点服务。
完成时限：2031年11月
牵头单位：学会服务部
四、申报时间
申报截止时间为2031年6月20日17:00。
五、联系方式
咨询可拨打86541230。联系邮箱：zhihui@linjiang.example
临江市科学技术协会
2031年5月10日
"""
SECOND = """上河市科学技术协会文件
上科协发〔2031〕3号
关于举办2031年度科普讲解大赛的通知
各区科协：
大赛报名截止时间为2031年7月1日。
上河市科学技术协会
2031年4月2日
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with shelf(
        tmp_path_factory.mktemp("kb") / "kb", {"智汇.txt": FIRST, "讲解.txt": SECOND}
    ) as base:
        yield base


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("智汇临江服务项目每个资助多少钱，最晚什么时候申报？", ("3万元", "6月20日17:00")),
        ("重点项目和一般项目分别不超过多少个？", ("12个", "30个")),
        ("选派技术顾问这件事由谁牵头？", ("学会服务部",)),
        ("智汇临江咨询电话是多少？", ("86541230",)),
        ("智汇临江什么时候截止申报，联系邮箱是什么？", ("6月20日17:00", "zhihui@")),
        ("智汇临江的通知是几号文？", ("临科协发〔2031〕7号",)),
    ],
)
def test_answered_and_sure(kb: KnowledgeBase, question: str, holds: tuple[str, ...]) -> None:
    given = answer(kb, question, as_of=DAY)
    assert given.status == "answered", given.reason
    assert all(part in given.text for part in holds), given.text
    assert AGAIN.enough <= given.confidence <= 1
    assert given.to_json()["confidence"] == round(given.confidence, 3)


def test_a_part_that_finds_nothing_is_named(kb: KnowledgeBase) -> None:
    given = answer(kb, "智汇临江什么时候截止申报，评审专家有多少位？", as_of=DAY)
    assert given.status == "answered" and "6月20日17:00" in given.text
    assert "评审专家有多少位" in given.reason


def test_a_role_is_cited_with_its_task(kb: KnowledgeBase) -> None:
    given = answer(kb, "选派技术顾问这件事由谁牵头？", as_of=DAY)
    assert any("技术顾问" in citation.quote for citation in given.citations)


@pytest.mark.parametrize(
    "question",
    [
        "智汇临江联系人的手机号是多少？",
        "智汇临江重点项目的评审专家有多少位？",
        "南京的科普讲解大赛什么时候报名截止？",
        "企业需求库怎么报名？",
    ],
)
def test_not_sure_enough_is_not_said(kb: KnowledgeBase, question: str) -> None:
    given = answer(kb, question, as_of=DAY)
    assert (given.status, given.text, given.confidence) == ("not_found", "", 0.0)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("密云区图书馆闭馆了", {"密云"}),
        ("新建中心什么时候上门办理", set()),
        ("绍兴公积金", {"绍兴"}),
        ("试点城市有哪些东西", set()),
    ],
)
def test_places(text: str, places: set[str]) -> None:
    assert places_in(text) == places


def test_the_nearest_place_counts() -> None:
    assert nearest_places(frozenset({"北京", "朝阳"})) == {"朝阳"}
    assert nearest_places(frozenset({"江苏"})) == {"江苏"}


def test_a_part_without_a_subject_takes_the_one_before() -> None:
    first, second = split_questions("电价按百分之多少结算，到哪天为止？")
    assert first.query == first.text
    assert second.query.startswith(first.text) and second.query.endswith(second.text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("申报要交哪些材料？", "list"),
        ("没有智能手机的老人怎么进门？", "procedure"),
        ("货车进高速还要称重收费站吗？", "yesno"),
        ("候诊时要隔多远？", "number"),
        ("经费是按什么来定的？", "list"),
        ("材料可以直接发到咨询邮箱吗？", "yesno"),
        ("论文发邮箱投稿行不行？", "yesno"),
        ("日期是按合同算还是按借据算？", "yesno"),
        ("现金付的费用认不认？", "yesno"),
        ("怎么查申报期有没有变？", "procedure"),
        ("想咨询的话打哪个座机？", "contact"),
        ("我们能申报哪一类项目？", "list"),
        ("标准要在什么时候以前做完并对外公布？", "deadline"),
        ("“近亲属”指哪些人？", "definition"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert read_question(text).kind == kind


@pytest.mark.parametrize(
    ("text", "terms", "hints"),
    [
        ("专利考试的报名费是多少？", ("报名费", "考试"), ()),
        ("规划的经费总预算是多少亿元？", ("经费", "规划"), ("总预算",)),
        ("东站新寓有多少套房？", ("东站",), ()),
    ],
)
def test_a_cue_that_begins_inside_a_word_leaves_it(
    text: str, terms: tuple[str, ...], hints: tuple[str, ...]
) -> None:
    question = read_question(text)
    assert set(terms) <= set(question.terms) and set(hints) <= set(question.hints)
    assert "亿元" not in question.terms


def test_what_a_notice_says_once_tells_most(kb: KnowledgeBase) -> None:
    question = read_question("申报单位须有多少会员？")
    evidence = gather(kb, question, read_scope("", names_of(kb)))
    found = candidates(evidence, DAY)
    values = signals(evidence, found)
    rare, own = (values[:, NAMES.index(name)] for name in ("rare_met", "own"))
    assert rare.min() >= 0 and rare.max() == 1.0
    assert not np.allclose(rare, own)


def test_fitting_tells_right_from_wrong() -> None:
    """Right candidates have more of the first signal; where none has, nothing is to be said.

    A few more questions hardly move the weights.
    """
    rng = np.random.default_rng(1)
    questions = []
    for number in range(300):
        values = rng.normal(size=(5, 4))
        right = values[:, 0] > 1.0
        questions.append(
            Asked(values, right, list(range(5)), bool(right.any()), True, f"{number}何时？", [])
        )
    weights, constant = fit(questions)
    assert weights[0] > 3 * np.abs(weights[1:]).max() and constant < 0
    chances = chances_of(worths(np.array([[3.0, 0, 0, 0], [-3.0, 0, 0, 0]]), weights, constant))
    assert chances[0] > 0.8 and chances.sum() <= 1
    assert chances_of(worths(np.full((3, 4), -9.0), weights, constant)).sum() < 0.1
    few = questions[:3]
    moved, _ = fit(few, near=(weights, constant))
    assert np.abs(moved - weights).max() < 0.1 * np.abs(weights).max()
    measures = measured(questions)
    assert measures["right_answerable"] > 2 * measures["answered_wrongly"]


def test_candidates_that_say_the_same_speak_for_each_other(kb: KnowledgeBase) -> None:
    evidence = gather(kb, read_question("申报单位须有多少会员？"), read_scope("", names_of(kb)))
    found = candidates(evidence, DAY)
    groups = alike(found)
    said = {group: candidate.finding for group, candidate in zip(groups, found, strict=True)}
    assert len(groups) == len(found) > len(said) > 1
    first = [candidate.finding.citations[0].clause.clause_id for candidate in found]
    for one, clause in zip(groups, first, strict=True):
        assert {g for g, c in zip(groups, first, strict=True) if c == clause} == {one}


def test_the_best_for_each_step() -> None:
    met = {"甲": 0.4, "乙": 0.3, "丙": 0.6, "丁": 0.9}
    assert list(climbing("甲乙丙丁", (0.55, 0.35, 0.2), met.__getitem__)) == ["甲", "丙"]
    assert list(climbing("乙", (0.55,), met.__getitem__)) == []


def test_candidates_and_signals(kb: KnowledgeBase) -> None:
    row = {
        "question": "智汇临江服务项目什么时候截止申报？",
        "must": ["6月20日"],
        "evidence": [{"doc": "智汇", "text": "申报截止时间为2031年6月20日17:00"}],
        "answerable": True,
    }
    asked = ask(kb, row)
    assert asked.values.shape == (len(asked.right), len(NAMES))
    assert np.isfinite(asked.values).all()
    assert asked.right.any() and not asked.right.all()
    with pytest.raises(SystemExit):
        main([])
