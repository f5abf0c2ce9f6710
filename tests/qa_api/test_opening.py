"""What a question names first must be what the answer is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import shelf

from index import common_pairs
from ingest.normal import squeezed
from qa_api.answering import answer
from qa_api.opening import Opening
from qa_api.question import read_question

PLAN = """鹤原市科学技术协会
鹤科协发〔2031〕7号
关于实施“砾穹计划”的通知
各学会：
一、申报时间
项目网上填报截止时间为2031年4月30日。
二、资助标准
每个项目资助不超过6万元。
三、牵头部门
计划由市科协学会学术部牵头实施。
"""


@pytest.mark.parametrize(
    ("name", "ordinary"), [("橘洲", "服务"), ("三服", "提升"), ("砾穹", "申报")]
)
def test_names_are_rarer_than_words(name: str, ordinary: str) -> None:
    assert common_pairs.rarity(name) > 0.8 > 0.2 > common_pairs.rarity(ordinary)


def test_a_table_is_read_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = {"服务": 5000, "社团": 75, "橘洲": 3, "科创": 24}
    assert common_pairs.save(times, tmp_path) == 3
    monkeypatch.setattr(common_pairs, "SHIPPED", tmp_path)
    monkeypatch.setattr(common_pairs, "_table", common_pairs._table.__wrapped__)
    told = [common_pairs.rarity(pair) for pair in ("服务", "社团", "科创", "橘洲", "龘龘")]
    assert told == [0, 1 - 6 / 8, 1 - 4 / 8, 7 / 8, 7 / 8]


@given(st.text("砾穹计划的资助标准是多少钱abc，12？ ", min_size=1, max_size=30), st.floats(0, 1))
def test_the_more_is_said_the_less_is_missed(text: str, other: float) -> None:
    opening = Opening.of(read_question(text))
    said = squeezed(text)
    assert opening.unmet(said) == 0 <= opening.unmet(said[:4]) <= opening.unmet("") + 1e-9
    assert opening.unmet("", other) <= opening.unmet("") <= 1 + 1e-9


def test_a_name_is_missed_not_how_people_begin() -> None:
    opening = Opening.of(read_question("砾穹计划的资助标准"))
    named, other = map(opening.unmet, ("关于砾穹计划的通知", "各项目资助标准为6万元"))
    assert named < 0.01 < 0.2 < other
    spoken = Opening.of(read_question("干嘛要办砾穹计划的培训"))
    assert spoken.unmet("关于砾穹计划的通知") < 0.1


@pytest.mark.parametrize(
    "question",
    [
        "云松小站每个项目资助多少钱？",
        "火星基地的项目怎么资助？",
    ],
)
def test_another_programme_is_not_answered_for(tmp_path: Path, question: str) -> None:
    with shelf(tmp_path / "kb", {"plan.txt": PLAN}) as kb:
        assert answer(kb, question).status == "not_found"
        told = answer(kb, f"砾穹计划{question[4:]}")
        assert told.status == "answered"
        (notice,) = kb.notices()
        chosen = answer(kb, question[4:], notices=[notice.notice_id])
        assert chosen.status == "answered"
