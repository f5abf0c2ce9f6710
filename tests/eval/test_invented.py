"""The invented notices: their questions are sound, and answered no worse than they were."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.answers import run, summary
from eval.question_set import Evidence, problems, read_questions
from index import KnowledgeBase
from qa_api import cli

FOLDER = Path(__file__).resolve().parents[2] / "eval" / "invented"
ANSWERED = FOLDER / "answered.jsonl"  # texts that would answer
SETS = ("fitted", "held_out")
SHORT = ("short_fitted", "short_held_out")
MIXED = ("mixed_fitted", "mixed_settled", "mixed_held_out")
SPOKEN = ("spoken_fitted",)
LONG = ("long_fitted", "long_settled", "long_held_out")
EVERYDAY = ("everyday_fitted", "everyday_settled", "everyday_held_out")
OFFICES = "offices_fitted"  # on notices of their own
MOBILE_NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("invented")
    assert cli.run(["--kb", str(folder), "ingest", str(FOLDER / "notices")]) == 0
    with KnowledgeBase.open(folder) as base:
        yield base


@pytest.mark.parametrize("name", (*SETS, *SHORT, *MIXED, *LONG, *SPOKEN, *EVERYDAY))
def test_evidence_stands_in_the_notices(kb: KnowledgeBase, name: str) -> None:
    assert list(problems(read_questions(FOLDER / f"{name}.jsonl"), Evidence(kb))) == []


def test_evidence_stands_in_the_notices_of_offices(tmp_path: Path) -> None:
    assert cli.run(["--kb", str(tmp_path), "ingest", str(FOLDER / "offices")]) == 0
    with KnowledgeBase.open(tmp_path) as base:
        assert list(problems(read_questions(FOLDER / f"{OFFICES}.jsonl"), Evidence(base))) == []


def test_no_notice_of_one_set_has_questions_in_another() -> None:
    """What is fitted, what the reader's share is settled on, and what is measured on."""
    kinds = ("fitted", "settled", "held_out")
    docs = {
        kind: {
            row["doc"]
            for name in (*SETS, *SHORT, *MIXED, *LONG, *SPOKEN, *EVERYDAY)
            if name.endswith(kind)
            for row in read_questions(FOLDER / f"{name}.jsonl")
        }
        for kind in kinds
    }
    assert all(docs.values()) and sum(map(len, docs.values())) == len(set().union(*docs.values()))


def test_what_would_answer_is_for_questions_that_are_fitted_and_not_answered() -> None:
    fitted = (SETS[0], SHORT[0], MIXED[0], LONG[0], EVERYDAY[0], OFFICES)
    rows = [row for name in fitted for row in read_questions(FOLDER / f"{name}.jsonl")]
    unanswered = {row["id"] for row in rows if not row["answerable"]}
    answered = [json.loads(line) for line in ANSWERED.read_text("utf-8").splitlines()]
    assert {row["id"] for row in answered} == unanswered and len(answered) == len(unanswered)
    assert all(row["text"] and row["notice"] for row in answered)


def test_no_mobile_number_is_in_them() -> None:
    for file in (*FOLDER.glob("*/*.txt"), ANSWERED):
        assert not MOBILE_NUMBER.search(file.read_text("utf-8")), file.name


def test_answers_are_no_worse_than_they_were(kb: KnowledgeBase) -> None:
    """Every sixth question, of both sets; the bars lie a little below what was measured."""
    measures = every(6, SETS, kb)
    assert measures["right_answerable"] >= 0.75
    assert measures["refused_wrongly"] <= 0.18
    assert measures["answered_wrongly"] <= 0.34


def test_answers_that_nothing_was_trained_on_are_no_worse_than_they_were(
    kb: KnowledgeBase,
) -> None:
    measures = every(8, MIXED[1:], kb)
    assert measures["right_answerable"] >= 0.64
    assert measures["refused_wrongly"] <= 0.27
    assert measures["answered_wrongly"] <= 0.27


def test_short_questions_are_answered_no_worse_than_they_were(kb: KnowledgeBase) -> None:
    measures = every(4, SHORT, kb)
    assert measures["right_answerable"] >= 0.58
    assert measures["refused_wrongly"] <= 0.20
    assert measures["answered_wrongly"] <= 0.45


def every(step: int, names: tuple[str, ...], kb: KnowledgeBase) -> dict[str, Any]:
    """The measures over every ``step``-th question of the sets of those names."""
    rows = [row for name in names for row in read_questions(FOLDER / f"{name}.jsonl")][::step]
    return summary(run(kb, rows))
