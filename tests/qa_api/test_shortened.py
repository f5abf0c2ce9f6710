"""Notices meant by a few words of what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import shelf

from index import KnowledgeBase
from qa_api.answering import answer
from qa_api.scope import names_of, read_scope
from qa_api.shortened import opening_words, shortened

DAY = date(2032, 4, 1)
NOTICE = """{organ}
{code}〔2032〕{serial}号
关于印发《{title}》的通知
各有关单位：
一、建设条件
申请单位的研发人员不少于{count}人。
二、受理时间
自2032年5月{day}日起受理，6月{day}日截止。
{organ}
2032年3月20日
"""
SHELF = (
    ("岚港市专家联合会", "岚专联", 3, "岚港市院士专家创新工作站建设办法", 10, 6),
    ("檐溪市专家联合会", "檐专联", 4, "檐溪市院士专家创新工作站建设办法", 12, 7),
    ("岚港市科学技术协会", "岚科协", 5, "岚港市青年科技人才培育办法", 14, 8),
    ("岚港市康养服务产业联合会", "岚康联", 6, "第二批专家库遴选办法", 16, 9),
)


TOWNS, TOPICS = ("苍浦", "碧湾", "青墟", "白渡"), ("会费", "年检", "期刊", "展品", "讲座", "统计")


def _shelf() -> dict[str, str]:
    """The notices asked about, among others: chance says little on a small shelf."""
    keys = ("organ", "code", "serial", "title", "count", "day")
    others = (
        (f"{town}市科学技术协会", f"{town[0]}科协", at, f"{town}市{topic}办法", 20 + at, 11)
        for town in TOWNS
        for at, topic in enumerate(TOPICS, 1)
    )
    rows = (dict(zip(keys, row, strict=True)) for row in (*SHELF, *others))
    return {f"{row['title']}.txt": NOTICE.format(**row) for row in rows}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with shelf(tmp_path_factory.mktemp("shortened"), _shelf()) as base:
        yield base


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("岚港工作站几号截止？", "岚港市院士专家创新工作站"),
        ("檐溪工作站研发人员要多少人？", "檐溪市院士专家创新工作站"),
        ("我们是民营企业，檐溪工作站几号截止？", "檐溪市院士专家创新工作站"),
        ("康养联合会专家库几号截止？", "第二批专家库"),
        ("工作站几号截止？", ""),  # of two cities
        ("碇州工作站几号截止？", ""),  # of neither
    ],
)
def test_a_few_words_of_a_name(kb: KnowledgeBase, question: str, title: str) -> None:
    scope = read_scope(question, names_of(kb))
    named = [notice.title for id_ in scope.named if (notice := kb.notice(id_))]
    assert [name for name in named if title in name] == named
    assert bool(named) is bool(title)


def test_the_notice_so_named_answers(kb: KnowledgeBase) -> None:
    told = answer(kb, "檐溪工作站研发人员要多少人？", as_of=DAY)
    assert "12" in told.text and "檐溪市" in told.citations[0].clause.notice_title


def test_words_that_many_names_share_by_chance_name_none() -> None:
    called = {str(at): f"岚港市第{at}学会关于会费的通知" for at in range(30)}
    called["meant"] = "岚港市学会联合会关于年检的通知"
    assert shortened("岚港学会怎么交会费", called, called) == ("", "")
    assert shortened("岚港年检什么时候", called, called)[0] == ""  # two words, one of them of all
    called["rare"] = "檐溪市观鸟协会关于春季观鸟的通知"
    assert shortened("檐溪春季怎么报名", called, called) == ("rare", "檐溪 春季")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2032年岚港工作站什么时候截止", ["岚港", "工作站"]),
        ("我想报岚港工作站", ["岚港", "工作站"]),
        ("什么时候截止", []),
        ("", []),
    ],
)
def test_opening_words(text: str, words: list[str]) -> None:
    assert opening_words(text)[: len(words)] == words


@given(st.text(max_size=60))
def test_what_is_named_is_one_of_those_able(text: str) -> None:
    called = {"one": "岚港市院士专家创新工作站建设办法", "two": "檐溪市青年科技人才培育办法"}
    meant, words = shortened(text, called, {"one"})
    assert meant in ("", "one") and bool(meant) is bool(words)
