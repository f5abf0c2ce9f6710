"""The page of the last run of ``policyqa eval``: before there is one, with one, its downloads."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from test_verify import NOTICE

from index import KnowledgeBase
from ingest.model import SourceFile
from ingest.pipeline import ingest_file
from qa_api import settings
from qa_api.http import create_app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = SourceFile("青桥.txt", NOTICE.encode())
    with KnowledgeBase.open(tmp_path / "kb", create=True) as kb:
        kb.add(ingest_file(source), source)
    return tmp_path / "kb"


def kept(folder: Path) -> None:
    last = folder / settings.EVALUATION
    last.mkdir()
    (last / settings.EVALUATION_BODY).write_text("<h2>答案</h2><p>答对 9 题</p>", "utf-8")
    (last / settings.EVALUATION_REPORT).write_text("<h1>测评报告</h1>", "utf-8")
    (last / settings.EVALUATION_RESULTS).write_text("{}", "utf-8")


def test_without_a_run_the_page_says_how_to_make_one(folder: Path) -> None:
    with TestClient(create_app(folder), base_url="http://127.0.0.1") as web:
        page = web.get("/eval")
        assert page.status_code == 200 and "policyqa eval" in page.text
        assert web.get("/eval/report.html").status_code == 404
        assert 'href="/eval"' in web.get("/about").text


def test_the_last_run_stands_in_the_frame_of_the_site(folder: Path) -> None:
    kept(folder)
    with TestClient(create_app(folder), base_url="http://127.0.0.1") as web:
        page = web.get("/eval").text
        assert "答对 9 题" in page and "/static/report.css" in page and "style=" not in page
        assert web.get("/static/report.css").status_code == 200
        report = web.get("/eval/report.html")
        assert report.text == "<h1>测评报告</h1>"
        assert "attachment" in report.headers["content-disposition"]
        assert web.get("/eval/results.json").text == "{}"
        assert web.get("/eval/..%2Frecord.sqlite").status_code in (404, 422)
        assert web.get("/eval/body.html").status_code == 422
