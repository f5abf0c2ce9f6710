"""What people leave behind: judgements as question-set rows, removed notices, failed files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from conftest import NOTICE, NUMBER

from eval.answers import judge
from index.errors import ForeignFormat
from index.knowledge_base import KnowledgeBase
from ingest.model import SourceFile
from ingest.pipeline import ingest_file
from qa_api.answering import answer
from qa_api.feedback import _STEPS, KEPT_FAILURES, Notebook
from qa_api.judgement import question_rows
from qa_api.model import Answer
from qa_api.web.taking import put_back, take_off

QUESTION = "青桥计划什么时候截止申报？"


@pytest.fixture
def given(kb: Path) -> Answer:
    with KnowledgeBase.open(kb) as base:
        return answer(base, QUESTION)


@pytest.fixture
def notes(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path)


def test_a_right_answer_becomes_a_row_that_it_passes(given: Answer, notes: Notebook) -> None:
    notes.judge(given, "right")
    row = notes.judgements()[0].row()
    assert set(row) == {"id", "type", "question", "must", "evidence", "answerable"}
    assert row["answerable"] and row["must"] and all(part in given.text for part in row["must"])
    assert row["evidence"][0]["doc"] == "青桥计划"
    assert row["evidence"][0]["text"] in given.citations[0].clause.text


def test_a_wrong_answer_becomes_a_row_that_it_fails(given: Answer, notes: Notebook) -> None:
    number = notes.judge(given, "wrong")
    row = notes.judgements()[0].row()
    assert row["answerable"] and row["evidence"] == []
    assert notes.correct(number, "6月1日\n\n纸质版 ", [], False)
    assert notes.judgements()[0].row()["must"] == ["6月1日", "纸质版"]
    assert notes.correct(number, "", [0], True)
    assert notes.judgements()[0].row() | {"id": 0} == {
        "id": 0, "type": given.kind, "question": QUESTION, "must": [],
        "evidence": row["evidence"], "answerable": False,
    }  # fmt: skip
    assert not notes.correct(number + 1, "", [], False)


def test_a_due_refusal_is_unanswerable(given: Answer, notes: Notebook) -> None:
    refused = replace(given, status="not_found", text="", facts=(), citations=())
    notes.judge(refused, "right")
    notes.judge(refused, "wrong")
    rows = [judgement.row() for judgement in notes.judgements()]
    assert [row["answerable"] for row in rows] == [True, False]


def test_many_may_write_at_once(given: Answer, notes: Notebook) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: notes.judge(given, "right"), range(24)))
    assert sorted(numbers) == list(range(1, 25))


def test_a_newer_format_is_refused(notes: Notebook) -> None:
    notes.judgements()
    with sqlite3.connect(notes.path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(ForeignFormat, match="升级"):
        notes.judgements()


def test_failures_are_few_and_end_with_success(notes: Notebook) -> None:
    for order in range(KEPT_FAILURES + 5):
        notes.failed(f"{order}.pdf", "读取", "坏")
    notes.failed("9.pdf", "读取", "还是坏")
    assert len(notes.failures()) == KEPT_FAILURES
    assert notes.failures()[0].name == "9.pdf"
    notes.succeeded("9.pdf")
    assert "9.pdf" not in {failure.name for failure in notes.failures()}


def added(kb: KnowledgeBase, name: str, text: str) -> str:
    source = SourceFile(name, text.encode())
    return kb.add(ingest_file(source), source).added[0]


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[KnowledgeBase, str, str]:
    """Two versions of a notice, and their ids, the older first."""
    kb = KnowledgeBase.open(tmp_path / "kb", create=True)
    old = added(kb, "旧.txt", NOTICE)
    new = added(kb, "新.txt", NOTICE.replace("5月28日", "6月6日"))
    return kb, old, new


def test_a_removed_notice_comes_back_as_it_was(
    shelf: tuple[KnowledgeBase, str, str], notes: Notebook
) -> None:
    kb, old, new = shelf
    before = kb.full_notice(new)
    removed = notes.removed_one(take_off(kb, notes, kb.notice(new)))  # type: ignore[arg-type]
    assert kb.notice(new) is None and kb.notice(old).superseded_by is None  # type: ignore[union-attr]
    assert put_back(kb, notes, removed) == new  # type: ignore[arg-type]
    assert kb.full_notice(new) == before
    assert kb.notice(old).superseded_by == new  # type: ignore[union-attr]
    assert notes.removed() == []


def test_an_older_version_comes_back_as_the_older_one(
    shelf: tuple[KnowledgeBase, str, str], notes: Notebook
) -> None:
    kb, old, new = shelf
    removed = notes.removed_one(take_off(kb, notes, kb.notice(old)))  # type: ignore[arg-type]
    put_back(kb, notes, removed)  # type: ignore[arg-type]
    assert kb.notice(old).superseded_by == new  # type: ignore[union-attr]
    assert kb.notice(new).superseded_by is None  # type: ignore[union-attr]
    assert notes.removed() == []


Post = Callable[..., httpx.Response]


def test_over_http_an_answer_is_judged_and_exported(web: httpx.Client) -> None:
    form = {"question": QUESTION, "verdict": "incomplete", "as_of": "2031-05-20"}
    page = web.post("/feedback", data=form)
    assert page.status_code == 200 and "已记下" in page.text
    assert "<html" not in web.post("/feedback", data=form, headers={"hx-request": "true"}).text
    rows = [json.loads(line) for line in web.get("/v1/feedback.jsonl").text.splitlines()]
    assert rows[-1]["question"] == QUESTION and rows[-1]["type"] == "deadline"
    assert QUESTION in web.get("/feedback").text
    assert web.post("/feedback", data=form | {"verdict": "maybe"}).status_code == 422
    assert web.post("/feedback", data=form, headers={"origin": "http://x"}).status_code == 403
    assert web.post("/feedback/9999", data={"correction": "x"}).status_code == 404


def test_over_http_a_deleted_notice_can_be_put_back(web: httpx.Client) -> None:
    listed = web.get("/v1/notices").json()["notices"]
    chosen = next(n["notice_id"] for n in listed if n["document_number"] == NUMBER)
    done = web.post(f"/notices/{chosen}/remove")
    assert done.status_code == 303
    assert web.get(f"/v1/notices/{chosen}").status_code == 404
    (number,) = parse_qs(urlsplit(done.headers["location"]).query)["removed"]
    assert web.post(f"/notices/restore/{number}", headers={"origin": "null"}).status_code == 403
    assert web.post(f"/notices/restore/{number}").status_code == 303
    assert web.get(f"/v1/notices/{chosen}").json()["notice_id"] == chosen
    assert web.post(f"/notices/restore/{number}").status_code == 404


def test_of_an_answer_the_quotes_are_judged_one_by_one(given: Answer, notes: Notebook) -> None:
    quote = given.citations[0]
    proof = {"doc": "青桥计划", "text": quote.quote}
    notes.judge(given, "right", quote)
    (row,) = question_rows(reversed(notes.judgements()))
    assert row["evidence"] == [proof] and row["answerable"]
    assert row["must"] and all(value in quote.quote for value in row["must"])
    notes.judge(given, "right")
    number = notes.judge(given, "wrong", quote)
    notes.correct(number, "另一句", [], False)
    (row,) = question_rows(reversed(notes.judgements()))
    assert row["refuted"] == [proof] and proof not in row["evidence"]
    assert {"doc": "", "text": "另一句"} in row["evidence"]


def test_a_quote_that_proves_nothing_leaves_no_evidence(given: Answer, notes: Notebook) -> None:
    notes.judge(given, "wrong", given.citations[0])
    (row,) = question_rows(notes.judgements())
    assert row["must"] == row["evidence"] == [] and row["answerable"]


def test_the_later_verdict_on_a_question_counts(given: Answer, notes: Notebook) -> None:
    notes.judge(given, "wrong")
    notes.judge(given, "right")
    (row,) = question_rows(reversed(notes.judgements()))
    assert row["id"] == "feedback-2" and row["must"]


def test_policyqa_eval_passes_what_was_called_right(given: Answer, notes: Notebook) -> None:
    notes.judge(given, "right")
    notes.judge(given, "right", given.citations[0])
    (row,) = question_rows(reversed(notes.judgements()))
    assert judge(row, given).right
    assert not judge(row, replace(given, citations=())).right


def test_a_notebook_of_the_first_format_is_migrated(given: Answer, notes: Notebook) -> None:
    with sqlite3.connect(notes.path) as db:
        db.executescript(_STEPS[0])
        db.execute(
            "INSERT INTO feedback (at,verdict,question,kind,status,as_of,text,facts,evidence)"
            " VALUES ('2031-01-01','right','问','deadline','answered','2031-01-01','答','[]','[]')"
        )
        db.execute("PRAGMA user_version = 1")
    assert notes.judgements()[0].quote is None
    notes.judge(given, "right", given.citations[0])
    assert [item.question for item in notes.judgements()] == [QUESTION, "问"]


def test_over_http_a_quote_is_judged(web: httpx.Client) -> None:
    quote = web.post("/v1/answers", json={"question": QUESTION}).json()["citations"][0]
    form = {
        "question": QUESTION,
        "verdict": "wrong",
        "clause": quote["clause_id"],
        "start": quote["start"],
        "end": quote["end"],
    }
    page = web.post("/feedback", data=form).text
    assert "这条依据“不对”" in page and "应当引用的原文" in page
    assert web.post("/feedback", data=form | {"end": 1}).status_code == 422
    rows = [json.loads(line) for line in web.get("/v1/feedback.jsonl").text.splitlines()]
    assert quote["quote"] in [one["text"] for one in rows[-1]["refuted"]]
