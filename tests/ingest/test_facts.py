"""Facts: deadlines only where something is due, eligibility, validity, contacts."""

# ruff: noqa: E501 (an invented notice reads best on one line)
from __future__ import annotations

import pytest
from outlines import facts, read_text


def deadlines(sentence: str) -> list[tuple[str, str]]:
    notice = read_text(
        f"甲市科技局关于申报的通知\n各单位：\n一、事项\n{sentence}\n甲市科技局\n2031年4月6日\n"
    )
    return [(fact.label, fact.value) for fact in facts(notice, "deadline")]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "请于5月28日17:00前报送电子版《申报书》。",
            [("报送电子版《申报书》", "2031-05-28T17:00")],
        ),
        ("申报时间：2031年5月10日至31日。", [("申报时间", "2031-05-31")]),
        ("报名截止日期为6月1日。", [("报名截止日期", "2031-06-01")]),
        ("纳税申报期限延长至2月24日。", [("纳税申报期限", "2031-02-24")]),
        ("应当于每年1月31日前公开数据。", [("公开数据", "--01-31")]),
        ("完成时限：2031年12月", [("完成时限", "2031-12")]),
        ("截至4月1日，全市已有三十家企业申报。", []),
        ("延长2月份纳税申报期限的决定已经公布。", []),
        ("申报企业应当在2030年1月1日前注册。", []),
        ("会议于4月1日召开。", []),
        ("本办法自2031年7月1日起施行。", []),
        ("自5月1日至6月1日，全市企业运输物资三千吨。", []),
        ("培训班原定于5月2日前举行。", []),
    ],
)
def test_deadlines(sentence: str, found: list[tuple[str, str]]) -> None:
    assert deadlines(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("报名截止时间由6月1日延长至6月9日。", ["2031-06-09"]),
        ("“截止时间为6月1日”有误，更正为“6月9日”。", ["2031-06-09"]),
        ("申报时间为6月1日，因系统升级，顺延至6月9日。", ["2031-06-09"]),
        ("报名截止6月1日，缴费截止延期至6月9日。", ["2031-06-01", "2031-06-09"]),
    ],
)
def test_a_date_given_up_for_another_is_no_deadline(sentence: str, days: list[str]) -> None:
    assert [day for _, day in deadlines(sentence)] == days


def test_a_year_named_in_history_is_not_that_of_a_deadline() -> None:
    assert deadlines("2008年5月12日发生地震。请于6月1日前报送。") == [("报送", "2031-06-01")]


@pytest.mark.parametrize(
    "sentence",
    [
        "两类项目只由省科协所属学会申报。", "申报者限于已建成平台的学会。", "设区市科协、直属单位均可申报。", "申报单位须为独立法人。",
        "尚未开展该项工作的学会，才可申报。", "已获立项的，不得再同时申报本项目。", "具备下列条件的单位：", "申报学会的秘书处须有专职人员。",
        "仅限甲市企业参加。",
    ],
)  # fmt: skip
def test_eligibility(sentence: str) -> None:
    found = facts(read_text(f"甲通知\n各单位：\n一、说明\n{sentence}\n"), "eligibility")
    assert [fact.text for fact in found] == [sentence]


@pytest.mark.parametrize(
    "sentence",
    ["延长申报期限，依法办理。", "本办法所称申报人，是指单位。", "要加强申报工作的领导。"],
)
def test_what_is_no_eligibility(sentence: str) -> None:
    assert facts(read_text(f"甲通知\n各单位：\n一、说明\n{sentence}\n"), "eligibility") == []


@pytest.mark.parametrize(
    ("sentence", "label", "value"),
    [
        ("本办法自2031年7月1日起施行。", "施行", "2031-07-01"),
        ("本通知自印发之日起实施。", "施行", "印发之日"),
        ("本办法自发布之日起施行，有效期至2035年12月31日。", "有效期", "2035-12-31"),
        ("本办法自发布之日起施行，有效期5年。", "有效期", "5年"),
        ("执行期限为2031年1月1日至2033年12月31日。", "有效期", "2033-12-31"),
        (
            "《乙市办法》、《丙市办法》（丙发〔2020〕1号）同时废止。",
            "废止",
            "《乙市办法》、《丙市办法》",
        ),
        ("《乙市办法》（乙发〔2020〕1号）同时废止。", "废止", "《乙市办法》"),
    ],
)
def test_validity(sentence: str, label: str, value: str) -> None:
    found = facts(read_text(f"甲办法\n第一条　甲。\n第二条　{sentence}\n"), "validity")
    assert (label, value) in [(fact.label, fact.value) for fact in found]


def test_trial_and_the_validity_of_other_things() -> None:
    trial = facts(read_text("甲市项目管理办法（试行）\n各单位：\n第一条　甲。\n"), "validity")
    assert [fact.label for fact in trial] == ["试行"]
    assert facts(read_text("甲通知\n各单位：\n一、甲\n身份证有效期为3个月。\n"), "validity") == []


def test_contacts_without_a_way_to_reach_are_none() -> None:
    notice = read_text("甲通知\n各单位：\n一、联系\n联系单位：甲协会　联系人：宋一鸣\n")
    assert facts(notice, "contact") == []


def test_names_of_several_people_stop_before_the_next_field() -> None:
    notice = read_text(
        "甲通知\n各单位：\n一、联系\n联系人：宋一鸣、程小雨，联系电话：025-83620011\n"
    )
    (contact,) = facts(notice, "contact")
    assert contact.fields["name"] == "宋一鸣、程小雨"


def test_an_office_on_the_line_above_is_that_of_the_contact() -> None:
    notice = read_text(
        "关于登记的通知\n各单位：\n一、联系方式\n联系人及联系方式：\n公路资格处\n陈甲，电话：010-65290058。\n水运资格处\n赵乙，电话：010-65290029。\n"
    )
    contacts = [fact for fact in notice.facts if fact.kind == "contact"]
    assert [(f.fields["office"], f.fields["name"]) for f in contacts] == [
        ("公路资格处", "陈甲"), ("水运资格处", "赵乙"),
    ]  # fmt: skip
    assert all(fact.text.startswith(fact.fields["office"]) for fact in contacts)


def test_a_phone_given_up_for_another_is_none() -> None:
    notice = read_text(
        "甲通知\n各单位：\n一、更正\n联系电话“0512-66010203”有误，更正为“0512-66010230”。\n"
    )
    (contact,) = facts(notice, "contact")
    assert contact.fields["phone"] == "0512-66010230"


def test_an_office_that_receives_is_nobody() -> None:
    notice = read_text(
        "甲通知\n各单位：\n一、联系\n邮寄地址：北京市东城区甲胡同5号（收件人：北京市公路局登记处，邮编：100006），联系电话：010-85220000\n"
    )
    (contact,) = facts(notice, "contact")
    assert "name" not in contact.fields and contact.fields["phone"] == "010-85220000"
