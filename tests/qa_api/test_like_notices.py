"""Notices that resemble each other: two years, two cities, a forwarded one; and what their tables
and contacts tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from shelves import shelf

from index import KnowledgeBase
from qa_api.answering import answer
from qa_api.evidence import gather
from qa_api.question import read_question, split_questions
from qa_api.scope import names_of, read_scope
from qa_api.years import in_full, years_in

DAY = date(2032, 4, 1)
CALL = """澜江省雾松学会
澜雾学字〔{year}〕{number}号
关于召开澜江省雾松学会{year}年学术年会的通知
各分支机构：
一、年会时间
年会于{year}年{month}月18日至20日举行。
二、优秀论文
每位作者投稿不超过{papers}篇。评分表如下：
项目\t分值
选题意义\t20分
方法数据\t{points}分
文字规范\t10分
三、联系方式
注册缴费：会员部 陈可颂 0997-5550148
论文投稿：程序委员会秘书 林知夏 0997-5550163
参展赞助：市场部 周以棠 0997-5550171
汇款账号：3301 0021 8800 0316
澜江省雾松学会
{year}年3月2日
"""
PRIZE = """{city}市科学技术协会
{code}科协发〔2032〕{number}号
关于推荐“最亮科技之星”的通知
各学会：
一、名额
每个学会推荐不超过{most}名。
二、校内比赛
每校限报{most}队，每队人数不超过{most}人。
"""
OUTER = """鹤原市雾松学会
鹤雾学函〔2032〕8号
关于转发《澜江省雾松学会关于征集雾松图谱的通知》的通知
各会员：
现将《澜江省雾松学会关于征集雾松图谱的通知》（澜雾学字〔2032〕31号）转发给你们，请于4月20日前报送。
鹤原市雾松学会
2032年3月20日
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    texts = {
        "年会一.txt": CALL.format(year=2031, number=4, month=9, papers=1, points=40),
        "年会二.txt": CALL.format(year=2032, number=6, month=10, papers=2, points=45),
        "鹤原.txt": PRIZE.format(city="鹤原", code="鹤", number=3, most=2),
        "望泽.txt": PRIZE.format(city="望泽", code="望", number=5, most=4),
        "转发.txt": OUTER,
    }
    with shelf(tmp_path_factory.mktemp("like") / "kb", texts) as base:
        yield base


@pytest.mark.parametrize(
    ("question", "holds", "not_holds"),
    [
        ("雾松学会31年年会是哪几天？", "9月18日", "10月18日"),
        ("雾松学会2032年年会哪几天开？", "10月18日", "9月18日"),
        ("望泽市“最亮科技之星”一个学会能推荐几名？", "4名", "2名"),
        ("2032年雾松年会评分表里哪一项分值最高，占多少分？", "45分", "40分"),
        ("雾松学会2032年年会参展的事打哪个电话？", "5550171", "5550148"),
        ("2032年雾松年会论文投稿联系谁？", "林知夏", "陈可颂"),
        ("鹤原市雾松学会转发征集雾松图谱那份通知，转的是省学会哪个文号？", "31号", "8号"),
    ],
)
def test_the_one_that_is_meant(
    kb: KnowledgeBase, question: str, holds: str, not_holds: str
) -> None:
    given = answer(kb, question, as_of=DAY)
    assert given.status == "answered", given.reason
    assert holds in given.text and not_holds not in given.text, given.text


def test_a_title_of_another_year_or_city_names_no_notice(kb: KnowledgeBase) -> None:
    def named(question: str) -> set[str]:
        scope = read_scope(question, names_of(kb))
        return {notice.source for notice in kb.notices() if notice.notice_id in scope.named}

    assert "年会二.txt" in (meant := named("雾松学会2032年学术年会的通知"))
    assert "年会一.txt" not in meant
    assert named("望泽市推荐“最亮科技之星”的通知") == {"望泽.txt"}


def test_the_likest_notice_is_that_which_is_called_so(kb: KnowledgeBase) -> None:
    likeness = read_scope("2032年雾松年会", names_of(kb)).likeness
    sources = {notice.notice_id: notice.source for notice in kb.notices()}
    assert sources[max(likeness, key=likeness.__getitem__)] == "年会二.txt"
    assert max(likeness.values()) == 1.0


def test_an_account_is_no_phone(kb: KnowledgeBase) -> None:
    phones = {fact.fact.fields.get("phone") for fact in kb.facts(kinds=["contact"])}
    assert phones == {"0997-5550148", "0997-5550163", "0997-5550171"}


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("鹤原26年奖补怎么报", "鹤原2026年奖补怎么报"),
        ("27年五一补班是哪天", "2027年五一补班是哪天"),
        ("工作满25年能报吗", "工作满25年能报吗"),
        ("干了12年的师傅", "干了12年的师傅"),
        ("第20年", "第20年"),
    ],
)
def test_years_in_full(text: str, full: str) -> None:
    assert in_full(text) == full


@pytest.mark.parametrize("text", ["1900元", "2000人", "2050字"])
def test_a_number_of_something_is_no_year(text: str) -> None:
    assert years_in(text) == []


def test_a_year_that_the_title_names_is_covered_whatever_the_sentence_says(
    kb: KnowledgeBase,
) -> None:
    question = read_question("2031年雾松年会每位作者投稿几篇？")
    evidence = gather(kb, question, read_scope(question.text, names_of(kb)))
    told = [scored.unit for scored in evidence.scored if "投稿不超过" in scored.unit.text]
    assert {unit.text for unit in told if not evidence.barred(unit)} == {"每位作者投稿不超过1篇。"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("雾松学会为什么要改会费标准？", "free"),
        ("每家能讲几分钟？", "number"),
        ("造假的会受什么影响？", "consequence"),
        ("材料几号前发到邮箱？", "deadline"),
        ("负责人名单最晚几号报？", "deadline"),
        ("中心牵头的那个项目几月底完成？", "deadline"),
        ("答辩是哪两天？", "deadline"),
        ("前几年评上过的还能再报吗？", "yesno"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert split_questions(text)[0].kind == kind
