"""The invented notices: their questions are sound, and answered no worse than they were."""

from __future__ import annotations

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
SETS = ("fitted", "held_out")
SHORT = ("short_fitted", "short_held_out")
MOBILE_NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("invented")
    assert cli.run(["--kb", str(folder), "ingest", str(FOLDER / "notices")]) == 0
    with KnowledgeBase.open(folder) as base:
        yield base


@pytest.mark.parametrize("name", (*SETS, *SHORT))
def test_evidence_stands_in_the_notices(kb: KnowledgeBase, name: str) -> None:
    assert list(problems(read_questions(FOLDER / f"{name}.jsonl"), Evidence(kb))) == []


def test_no_notice_has_questions_in_both_sets() -> None:
    fitted, held_out = (
        {row["doc"] for name in names for row in read_questions(FOLDER / f"{name}.jsonl")}
        for names in zip(SETS, SHORT, strict=True)
    )
    assert not fitted & held_out


def test_no_mobile_number_is_in_them() -> None:
    for file in (FOLDER / "notices").glob("*.txt"):
        assert not MOBILE_NUMBER.search(file.read_text("utf-8")), file.name


def test_answers_are_no_worse_than_they_were(kb: KnowledgeBase) -> None:
    """Every fifth question, of both sets; the bars lie a little below what was measured."""
    measures = every(5, SETS, kb)
    assert measures["right_answerable"] >= 0.70
    assert measures["refused_wrongly"] <= 0.18
    assert measures["answered_wrongly"] <= 0.36


def test_short_questions_are_answered_no_worse_than_they_were(kb: KnowledgeBase) -> None:
    measures = every(4, SHORT, kb)
    assert measures["right_answerable"] >= 0.50
    assert measures["refused_wrongly"] <= 0.25
    assert measures["answered_wrongly"] <= 0.48


def every(step: int, names: tuple[str, ...], kb: KnowledgeBase) -> dict[str, Any]:
    """The measures over every ``step``-th question of the sets of those names."""
    rows = [row for name in names for row in read_questions(FOLDER / f"{name}.jsonl")][::step]
    return summary(run(kb, rows))
