"""Questions that are a programme and a topic: sections by what they are headed by, clauses by their
number, whole tables, annexes, and two years of one programme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from shelves import shelf

from index import KnowledgeBase
from ingest.normal import normal
from qa_api.abbreviations import abbreviates
from qa_api.answering import answer
from qa_api.evidence import notice_clauses
from qa_api.numbered import numbered
from qa_api.scope import names_of, read_scope
from qa_api.sections import Headed, sections

DAY = date(2032, 4, 1)
PLAN = """玖岚省科学技术协会文件
玖科协发〔2032〕15号
关于印发《“岚桥”三年行动计划（2032-2034年）》的通知
各市科协，各省级学会：
现将《“岚桥”三年行动计划（2032-2034年）》印发给你们，请认真执行。
附件：1.“岚桥”三年行动计划（2032-2034年）
2.名额表
玖岚省科学技术协会
2032年3月1日
附件1
“岚桥”三年行动计划（2032-2034年）
一、总体目标
建成岚桥服务站60个，服务企业800家。
二、服务企业
1. 技术问诊
牵头单位：企业工作部
2. 设备共享
牵头单位：学会部
3. 成果路演
牵头单位：科普部
三、服务乡村
4. 科技小院
牵头单位：农村部
5. 良种下乡
牵头单位：青少部
6. 直播课堂
牵头单位：信息部
四、推荐条件
（一）成立满两年；
（二）专职人员不少于3人；
（三）近两年无违规记录。
五、违规处理
弄虚作假的，取消资格，两年内不得再报。
附件2
名额表
推荐单位\t名额
檐溪市\t4
雾坪市\t3
玉麓市\t2
合计\t9
"""
FUND = """玖岚省科学技术协会文件
玖科协发〔{year}〕8号
关于组织申报{year}年度“檐火”学会能力提升项目的通知
各省级学会：
一、资助标准
每个项目资助{sum}万元。
二、申报时间
{year}年5月{day}日前报送。
玖岚省科学技术协会
{year}年3月6日
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    texts = {
        "岚桥.txt": PLAN,
        "檐火一.txt": FUND.format(year=2031, sum=6, day=12),
        "檐火二.txt": FUND.format(year=2032, sum=9, day=20),
    }
    with shelf(tmp_path_factory.mktemp("short") / "kb", texts) as base:
        yield base


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("岚桥行动有哪些条件", ["成立满两年", "近两年无违规记录"]),
        ("岚桥行动违规了怎么处理", ["取消资格"]),
        ("岚桥行动有哪些任务", ["技术问诊", "科技小院", "直播课堂"]),
        ("岚桥行动第5项任务由谁牵头", ["青少部"]),
        ("岚桥行动第4项是什么", ["科技小院"]),
        ("岚桥行动附件有哪些", ["名额表"]),
        ("岚桥行动发给谁", ["各省级学会"]),
        ("岚桥行动要做到哪年", ["2034"]),
        ("岚桥行动一共多少个名额", ["9"]),
    ],
)
def test_a_topic_is_enough(kb: KnowledgeBase, question: str, holds: list[str]) -> None:
    given = answer(kb, question, as_of=DAY)
    assert given.status == "answered", given.reason
    assert all(part in given.text for part in holds), given.text


def test_what_no_section_says_is_not_told(kb: KnowledgeBase) -> None:
    assert answer(kb, "岚桥行动第9项是什么", as_of=DAY).status == "not_found"
    assert answer(kb, "三湖方案是谁发的", as_of=DAY).status == "not_found"


def test_two_years_of_a_programme_are_both_told_the_newer_first(kb: KnowledgeBase) -> None:
    given = answer(kb, "檐火项目给多少钱", as_of=DAY)
    assert given.status == "ambiguous"
    newer, older = given.text.splitlines()
    assert "2032" in newer and "9万元" in newer
    assert "2031" in older and "6万元" in older
    assert {c.clause.issued_on for c in given.citations} == {"2031-03-06", "2032-03-06"}
    only = answer(kb, "2031年檐火项目给多少钱", as_of=DAY)
    assert only.status == "answered" and "6万元" in only.text and "9万元" not in only.text
    assert read_scope("31年檐火项目给多少钱", names_of(kb)).editions == ()


@pytest.mark.parametrize(
    ("question", "heading", "named"),
    [
        ("谁可以报", "三、申报条件", True),
        ("能报几个", "（三）限项规定", True),
        ("要交什么材料", "六、报送材料", True),
        ("找谁", "七、联系方式", True),
        ("找谁", "三、申报条件", False),
        ("怎么打分", "附件2 评分标准", True),
        ("谁可以报", "三、近三年来在本学科领域取得突出成绩并且具备申报条件的科技工作者", False),
    ],
)
def test_headings_of_sections(question: str, heading: str, named: bool) -> None:
    assert (Headed.of(normal(question)).tight(heading) > 0) is named


def test_every_section_is_asked_for_and_headed() -> None:
    for section in sections():
        assert section.asks.pattern and section.heads.pattern
        assert not section.asks.search("") and not section.heads.search("")


def test_words_of_asking_are_told_from_words_of_the_matter() -> None:
    headed = Headed.of(normal("会费多少钱"))
    assert headed.asks_with("多少钱") and not headed.asks_with("会费")


def test_clauses_by_their_number(kb: KnowledgeBase) -> None:
    notice = next(notice for notice in kb.notices() if "岚桥" in notice.title)
    clauses = notice_clauses(kb, notice.notice_id)

    def heads(question: str) -> set[str]:
        return {clause.path[-1] for clause in numbered(question, clauses)}

    assert "5.良种下乡" in heads("第5项任务") and len(heads("第5项任务")) == 1
    assert "二、服务企业" in heads("第二部分讲什么")
    assert "（二）专职人员不少于3人" in heads("推荐条件第2条")
    assert not heads("第二届") and not heads("附件有哪些") and not heads("2032年5月1日")


def test_abbreviations() -> None:
    title = "关于调整部分医疗服务价格和认定高新技术企业的通知"
    assert abbreviates("调价", title) and abbreviates("高企", title)
    assert not abbreviates("价格", title)  # said in full
    assert not abbreviates("企高", title) and not abbreviates("奖补", title)
