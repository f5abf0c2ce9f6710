"""Ranking: what a question wants, which notice it names, and the weights that ship."""

from __future__ import annotations

import json
import random

import pytest

from index.ranking.features import NAMES
from index.ranking.intents import defines, intents_of, offers_of, things_asked
from index.ranking.naming import make_names
from index.ranking.questions import Spoiler, asked_of
from index.ranking.ranker import WEIGHTS, shipped


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
    assert intent in intents_of(question) and intent in offers_of(clause)


def test_the_thing_asked_about_is_read_and_found() -> None:
    assert "行道树" in list(things_asked("什么是行道树?"))
    assert defines("本办法所称行道树,是指道路两侧的树木。", "行道树")
    assert not defines("行道树由街道养护。", "行道树")


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
    assert card["card"]["data"] and len(shipped().weights) == len(NAMES)
