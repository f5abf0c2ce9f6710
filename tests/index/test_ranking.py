"""Ranking: what a question wants, which notice it names, and the weights that ship."""

from __future__ import annotations

import json
import random
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clause_numbers import labels_of
from index.fusion import VECTOR_SHARE
from index.ranking import lay
from index.ranking.asked import content, read_asked
from index.ranking.features import NAMES, Found, features
from index.ranking.focus import focus_of, lists
from index.ranking.intents import defines, intents_of, offers, things_asked
from index.ranking.naming import make_names
from index.ranking.passage import Passage, Title, read_title
from index.ranking.questions import Spoiler, asked_of
from index.ranking.ranker import WEIGHTS, shipped
from index.ranking.subsequence import LONGEST, common_lengths


@pytest.mark.parametrize(
    ("question", "clause", "intent"),
    [
        ("什么是行道树?", "本办法所称行道树,是指道路两侧的树木。", "definition"),
        ("擅自砍伐的怎么处罚?", "擅自砍伐的,处二千元以下罚款。", "penalty"),
        ("本办法何时施行?", "本办法自2023年7月1日起施行。", "effective"),
        ("制定的目的是什么?", "为了规范行道树养护,制定本办法。", "purpose"),
        ("谁负责养护?", "街道办事处等单位负责本区域的养护。", "body"),
        ("参赛要具备什么条件?", "参赛企业应当具备下列条件:", "condition"),
    ],
)
def test_a_clause_offers_what_a_question_wants(question: str, clause: str, intent: str) -> None:
    assert intent in intents_of(question) and offers(clause, intent)


def test_the_thing_asked_about_is_read_and_found() -> None:
    assert "行道树" in list(things_asked("什么是行道树?"))
    assert defines("本办法所称行道树,是指道路两侧的树木。", "行道树")
    assert not defines("行道树由街道养护。", "行道树")


@pytest.mark.parametrize(
    ("question", "noun", "listing", "naming"),
    [
        (
            "认养行道树需要提交哪些申请材料?",
            "材料",
            "认养人应当提交下列材料:(一)申请表",
            "材料齐全的,当场受理。",
        ),
        (
            "申请认养的条件是什么?",
            "条件",
            "认养人的条件如下:年满十八周岁。",
            "不符合条件的,不予认养。",
        ),
        ("养护单位有哪些职责?", "职责", "养护单位的职责包括巡查。", "按照职责分工办理。"),
    ],
)
def test_what_is_asked_for_is_told_from_what_is_only_named(
    question: str, noun: str, listing: str, naming: str
) -> None:
    assert focus_of(question) == (noun,)
    pattern = lists(focus_of(question))
    assert pattern and pattern.search(listing) and not pattern.search(naming)


def test_nothing_is_listed_where_no_noun_is_asked_for() -> None:
    assert focus_of("行道树由谁养护?") == () and lists(()) is None


def _common(some: str, other: str) -> int:
    """The textbook table, as a check."""
    row = [0] * (len(other) + 1)
    for a in some:
        before = row[:]
        for at, b in enumerate(other, 1):
            row[at] = before[at - 1] + 1 if a == b else max(before[at], row[at - 1])
    return row[-1]


@given(st.text("树木养护人", max_size=LONGEST), st.lists(st.text("树木养护单位😀", max_size=80)))
def test_common_subsequences_are_those_of_the_textbook(text: str, others: list[str]) -> None:
    assert common_lengths(text, others).tolist() == [_common(text, other) for other in others]


def test_notices_are_named_by_title_short_name_or_number() -> None:
    laws = [
        (1, "中华人民共和国行道树法", ["树法"], "湖绿发20237号"),
        (2, "中华人民共和国行道树法实施条例", [], None),
    ]
    names = make_names(laws)
    assert names.named("《行道树法》何时施行") == {1: 1.0}
    assert set(names.named("行道树法实施条例何时施行")) == {2}
    assert set(
        names.named("湖绿发〔2023〕7号的截止时间".replace("〔", "[").replace("〕", "]"))
    ) == {1}
    assert names.named("天气怎么样") == {}


def test_questions_are_made_from_what_an_article_shows() -> None:
    made = dict(
        asked_of("本办法所称行道树，是指路旁的树。", "行道树办法", random.Random(1), Spoiler({}))
    )
    assert "行道树" in made["definition"]


def test_the_weights_that_ship_name_features_and_their_data() -> None:
    card = json.loads(WEIGHTS.read_text("utf-8"))
    assert (card["learned"].keys() | card["chosen"].keys()) == set(NAMES)
    assert card["lay"]["weights"].keys() <= set(NAMES)
    assert card["notices"]["weights"].keys() == card["laws"]["weights"].keys() == set(NAMES)
    assert card["card"]["data"] and len(shipped().laws.values) == len(NAMES)


def test_a_question_in_the_clauses_words_is_told_from_a_lay_one() -> None:
    title = Title("行道树养护办法", "行道树养护办法", (), (), frozenset())
    clause = SimpleNamespace(body="行道树由街道办事处负责养护。", title=title)
    near, far = (
        lay.alike(read_asked(question, {}, 100), [cast("Passage", clause)])
        for question in ("行道树由谁负责养护?", "门口的梧桐倒了找哪里?")
    )
    assert far < near <= 2
    assert VECTOR_SHARE == lay.vector_share(2) == lay.vector_share(near) < lay.vector_share(far)
    assert 0 == lay.ranked_as_lay(near) < lay.ranked_as_lay(far) == 1


def test_where_words_find_nothing_the_question_is_not_called_lay() -> None:
    assert lay.alike(read_asked("行道树", {}, 100), []) == 2.0


def test_who_names_a_notice_is_no_layman() -> None:
    title = Title("行道树养护办法", "行道树养护办法", (), (), frozenset())
    clause = cast("Passage", SimpleNamespace(body="每年修剪一次。", title=title))
    asked = read_asked("门口的梧桐倒了找哪里?", {}, 100)
    assert lay.alike(asked, [clause], named=True) == 2.0 > lay.alike(asked, [clause])


def found(body: str, kind: str = "item") -> Found:
    title = read_title("行道树养护办法", "湖山市绿化局")
    passage = Passage(
        1, "n#1", None, 1, kind, body, "", (body,), 0.5, False, frozenset(), labels_of("一"), title
    )
    return Found(passage, 1.0, 0.0)


def feature(name: str, question: str, one: Found) -> float:
    frequencies = dict.fromkeys(content(question), 1)
    row = features(read_asked(question, frequencies, 100), [one], {})[0]
    return float(row[NAMES.index(name)])


def test_a_synonym_of_a_word_counts_where_the_word_is_not_said() -> None:
    question = "护林员年纪多大"
    assert feature("alike", question, found("护林员年龄不超过六十周岁。")) > 0
    assert feature("alike", question, found("护林员年纪不限。")) == 0
    assert feature("alike", question, found("护林员须身体健康。")) == 0


def test_a_notice_is_named_by_its_issuer_too_but_a_law_by_its_title() -> None:
    question = "绿化局有几辆车"
    assert feature("in_title", question, found("车辆三辆。")) > 0
    assert feature("in_title", question, found("车辆三辆。", kind="article")) == 0
