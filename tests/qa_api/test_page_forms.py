"""The form that an answer's kind deserves, and days as people say them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.knowledge_base import KnowledgeBase
from qa_api.answering import answer
from qa_api.web.days import beijing, chinese_day, clock, countdown, weekday
from qa_api.web.forms import _led, form_of, labelled


def test_dates_as_people_say_them() -> None:
    assert chinese_day("2031-05-28T17:00") == "2031年5月28日"
    assert clock("2031-05-28T17:00") == "17:00"
    assert chinese_day("2031-12") == "2031年12月" and weekday("2031-12") == ""
    assert weekday("2031-05-28") == "星期三"
    assert [countdown(n) for n in (8, 0, -3, None)] == ["还剩 8 天", "今天截止", "已过 3 天", ""]


def test_an_answer_takes_the_form_of_its_kind(kb: Path) -> None:
    with KnowledgeBase.open(kb) as base:
        due = form_of(base, answer(base, "青桥计划什么时候截止申报？"))
        whom = form_of(base, answer(base, "青桥计划的联系人和电话？"))
        who = form_of(base, answer(base, "青桥计划有哪些申报条件？"))
    assert due.dates and not due.contacts
    assert whom.contacts and whom.contacts[0].fields["phone"] == "0519-55550123"
    assert len(who.checks) >= 2


def test_a_row_of_a_table_is_read_out_by_its_columns(kb: Path) -> None:
    with KnowledgeBase.open(kb) as base:
        given = answer(base, "青桥计划每个学会限报几项？")
        row = replace(given.citations[0].clause, kind="row")
        cited = (replace(given.citations[0], clause=row),)
        read = replace(given, text="类别：学术；数量（上限）：25个", facts=(), citations=cited)
        assert form_of(base, read).cells == (("类别", "学术"), ("数量（上限）", "25个"))
        assert form_of(base, replace(read, text="类别：学术；共25个")).cells == ()


def test_points_with_numbers_of_their_own_are_not_numbered_again() -> None:
    said = ("开展三项行动：一是减表", "二是精简", "三是共享")
    assert _led(said) == ("开展三项行动：", ("一是减表", "二是精简", "三是共享"))
    assert _led(("坚持：服务创新", "坚持统筹")) == ("", ("坚持：服务创新", "坚持统筹"))
    assert labelled(("（一）甲", "（二）乙")) and not labelled(("甲", "二是乙"))


def test_moments_are_told_in_chinese_time() -> None:
    assert beijing("2031-05-28T17:30:00+00:00") == "2031-05-29 01:30"


def test_the_same_contact_is_shown_once(kb: Path) -> None:
    with KnowledgeBase.open(kb) as base:
        given = answer(base, "青桥计划联系人电话是多少？")
        doubled = replace(given, facts=given.facts * 2)
        assert form_of(base, doubled).contacts == form_of(base, given).contacts
