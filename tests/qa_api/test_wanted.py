"""What a question wants to be told, and which text tells it."""

from __future__ import annotations

import pytest

from ingest.normal import normal
from qa_api.answer_types import ANSWER_TYPES
from qa_api.people import PERSON
from qa_api.question import read_question
from qa_api.wanted import Wanted


def wanted(question: str) -> Wanted:
    return Wanted.of(read_question(question))


def lacking(question: str, text: str) -> set[str]:
    """Types of answer that ``question`` wants and ``text`` lacks."""
    asks = wanted(question)
    said = list(asks.types_said(asks.new(normal(text))))
    return {name for name, lacks in zip(ANSWER_TYPES, said[1::2], strict=True) if lacks}


@pytest.mark.parametrize(
    ("question", "tells", "does_not", "lacks"),
    [
        ("面试按几倍确定人选？", "按名额的1.8倍确定", "笔试占40%", "times"),
        ("平均降价幅度是多少？", "平均降价52%", "2至3年内调整到位", "share"),
        ("补正要多长时间交？", "应当在2小时内补正", "逾期不予受理", "duration"),
        ("休市到哪天结束？", "休市至2月20日", "自2月8日起休市", "until"),
        ("服务队的队长是哪位？", "队长聂文", "牵头单位：科普部", "person"),
        ("每个站资助几万元？", "每站资助2万元", "评选20个站", "sum"),
        ("报名几月几号截止？", "5月8日截止", "5月截止", "date"),
        ("年会在哪儿召开？", "在湖滨酒店召开", "10月召开，另行通知", "held"),
        ("试点放在哪几个市？", "在绵阳、德阳试点", "在全省开展试点", "city"),
        ("科普部的联系人叫什么？", "科普部 聂文 5550101", "科普部 5550101", "given_name"),
        ("由哪家机构评审？", "由甲方研究院评审", "评审按百分制打分", "organ"),
        ("每个县分几个名额？", "每县5个名额", "共40个名额", "each"),
        ("总人数是多少？", "共支持40人", "甲县5人", "total"),
        ("入选的是哪些学会？", "甲学会、乙学会、丙学会", "入选学会名单另发", "items"),
        ("多久报一次进展？", "每季度报送进展", "报送至办公室", "often"),
        ("纸质材料寄到哪里？", "寄至湖滨路8号科协205室", "申报系统5月31日关闭", "posted"),
        ("发到哪个邮箱？", "发至 a@b.example", "发至会务组", "mail"),
        ("三等奖有奖金吗？", "三等奖只发证书，不发奖金", "三等奖不超过150篇", "paid"),
        ("论坛为啥推迟？", "因场馆检修，论坛推迟举行", "论坛推迟至5月8日", "why"),
        ("展品的运费谁出？", "运费由报送单位自理", "展品于5月8日前运到", "payer"),
        ("甲类和乙类能不能同时报？", "甲类、乙类不得兼报", "甲类报送5项", "both"),
        ("榜单上有哪些企业？", "甲川科技公司、乙川制药公司", "榜单于5月发布", "named_ones"),
        (
            "方案的文号是多少？",
            "印发方案（青科协发〔2031〕16号）",
            "完成时限：12月",
            "document_number",
        ),
        ("要在哪两个月受理？", "3月和9月受理", "每年受理", "two"),
        ("创新性这项占几分？", "指标：创新性；分值：30", "指标：创新性", "points"),
        ("注册费多少钱？", "在校学生；600", "在校学生凭学生证", "sum"),
        ("踏勘从几号到几号？", "6月3日至5日踏勘", "6月下旬踏勘", "span"),
        ("受理处的传真是多少？", "传真：5550148", "电话：5550148", "fax"),
        ("监事长是谁？", "监事长聂文", "设监事长1名", "person"),
        ("评审会在哪个会议室开？", "在科技馆三楼会议室召开", "5月下旬召开评审会", "held"),
        ("评审委托哪家机构？", "委托甲方研究院评审", "委托第三方评审", "called"),
        ("违规了罚多少？", "处五百元以上一千元以下罚款", "由主管部门责令改正", "sum"),
    ],
)
def test_types_of_answer(question: str, tells: str, does_not: str, lacks: str) -> None:
    assert lacks in lacking(question, does_not)
    assert lacks not in lacking(question, tells)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("分会场召集人是谁？", "held"),  # no place is asked for
        ("聘期几年？", "often"),
        ("哪天几点截止？", "share"),
        ("协会要求由谁领衔？", "person"),
        ("邮箱地址是什么？", "posted"),
        ("能不能打电话报名？", "stopped"),
        ("牵头哪几项？", "leads"),
    ],
)
def test_what_is_not_asked_for(question: str, other: str) -> None:
    assert other not in wanted(question).types


def test_a_count_in_a_unit_of_the_same_sort(question: str = "一个学会能建几支队？") -> None:
    asks = wanted(question)
    assert next(iter(asks.unit_said("每个学会只建一个队", in_row=False)))
    assert next(iter(wanted("有几位讲师？").unit_said("讲师12名", in_row=False)))
    assert not next(iter(asks.unit_said("每个学会建队", in_row=False)))
    assert not next(iter(wanted("有几位讲师？").unit_said("讲座12个", in_row=False)))
    assert next(iter(wanted("要来多少听众？").unit_said("听众不少于50人", in_row=False)))
    assert not next(iter(wanted("小车最重几公斤？").unit_said("项目:物流;每队人数:2", in_row=True)))


def test_what_is_counted_is_told_with_its_number() -> None:
    asks = wanted("一共请多少位专家？")
    assert list(asks.counted("请7名行业专家评审")) == [True, False]
    assert list(asks.counted("专家现场评审,6月完成")) == [False, True]
    assert list(wanted("专家在哪儿评审？").counted("请7名专家")) == [False, False]


def test_what_the_question_says_is_no_news() -> None:
    question = "2亿元稳岗资金，一家企业最多能领几万？"
    assert "sum" in lacking(question, "设立2亿元稳岗资金予以补助")
    assert "sum" not in lacking(question, "设立2亿元稳岗资金，每家最多50万元")


def test_unit_noun_and_meaning() -> None:
    asks = wanted("每个专委会要组织多少篇稿子？")
    assert list(asks.unit_said("至少组织投稿10篇", in_row=False)) == [True, False]
    assert list(asks.unit_said("至少组织3人参会", in_row=False)) == [False, True]
    assert list(asks.unit_said("专委会:仪器;投稿数:10", in_row=True)) == [True, False]
    asks = wanted("颁奖在哪家酒店举行？")
    assert list(asks.noun_said("在湖山酒店颁奖")) == [True, False]
    assert list(asks.noun_said("11月下旬颁奖")) == [False, True]
    asks = wanted("“净含量”是指什么？")
    assert list(asks.defined("净含量是指内装商品的量")) == [True, False]
    assert list(asks.defined("标注净含量是指包装上明示的量")) == [False, True]


def test_a_value_is_looked_for_beside_the_words_asked() -> None:
    asks = wanted("期满考核之后多少天内整改？")
    text = "中期评估后60日内整改，期满考核后90日内整改"
    assert list(asks.by_part(text, lambda part: float("期满考核" in part))) == [1.0, 0.0, False]
    assert list(asks.by_part("期满考核合格的予以公布", lambda part: 1.0))[:2] == [0.0, 1.0]
    assert next(wanted("怎么报名？").by_part(text, lambda part: 0.0)) == 1.0


@pytest.mark.parametrize(
    ("told", "put_off"),
    [
        ("奖学金的具体金额由基金会另行公布", True),
        ("第二家中心的领域待论证后确定", True),
        ("奖学金每人5000元", False),
    ],
)
def test_what_is_put_off_is_no_answer(told: str, put_off: bool) -> None:
    asks = wanted("奖学金一年发多少？")
    assert list(asks.by_part(told, lambda part: 1.0))[2] == put_off


def test_two_things_asked_want_two_values() -> None:
    asks = wanted("经费分几次拨付、每次多少？")
    assert list(asks.values_said("立项后拨付50%,验收后拨付50%")) == [True, False]
    assert list(asks.values_said("立项后拨付50%")) == [False, True]


@pytest.mark.parametrize("text", ["班主任聂文", "联系人：骆小山", "组长：张一民", "柯文山院士"])
def test_names_of_people(text: str) -> None:
    assert PERSON.search(text)


@pytest.mark.parametrize(
    "text", ["组长由会长担任", "年龄不超过70周岁，", "由会务组负责", "文化和旅游部门"]
)
def test_what_only_looks_like_a_name(text: str) -> None:
    assert not PERSON.search(text)
