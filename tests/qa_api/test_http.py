"""The HTTP API over a real server: answers, look-ups, uploads, problems and headers."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import quote

import httpx
import pytest
from conftest import HOSTILE_NAME, NOTICE, NUMBER

from qa_api import settings
from qa_api.web.api import attachment
from qa_api.web.schemas import AnswerOut, ClausesOut, NoticesOut, SearchOut

QUESTION = "青桥计划什么时候截止申报？"
OTHER = NOTICE.replace("青桥", "红枫").replace("7号", "8号")


def notice_id(web: httpx.Client, number: str | None = NUMBER) -> str:
    shelf = web.get("/v1/notices").json()["notices"]
    return str(next(n["notice_id"] for n in shelf if n["document_number"] == number))


def assert_problem(response: httpx.Response, status: int) -> dict[str, object]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = response.json()
    assert body["status"] == status and body["type"] == "about:blank"
    for key in ("title", "detail"):
        assert any(char > "\u2e80" for char in str(body[key])), body
    return body


def test_answers_have_the_documented_shape(web: httpx.Client) -> None:
    reply = web.post("/v1/answers", json={"question": QUESTION, "as_of": "2031-05-20"})
    answer = AnswerOut.model_validate(reply.json())
    assert answer.status == "answered" and answer.as_of == "2031-05-20"
    assert answer.citations[0].document_number == NUMBER


def test_answers_may_be_limited_to_notices(web: httpx.Client) -> None:
    chosen = notice_id(web)
    reply = web.post("/v1/answers", json={"question": QUESTION, "notices": [chosen]})
    assert {c["notice_id"] for c in reply.json()["citations"]} <= {chosen}
    assert_problem(web.post("/v1/answers", json={"question": "x", "notices": ["无"]}), 404)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "缺少"),
        ({"question": "  "}, "不能为空"),
        ({"question": "问" * 501}, "超过 500 字"),
        ({"question": "x", "as_of": "明天"}, "日期"),
        ({"question": "x", "asof": "2021-01-01"}, "没有这个参数"),
        ([], "JSON 对象"),
    ],
)
def test_bad_questions_are_problems(web: httpx.Client, body: object, said: str) -> None:
    assert said in str(assert_problem(web.post("/v1/answers", json=body), 422)["detail"])


def test_broken_json_is_a_problem(web: httpx.Client) -> None:
    headers = {"content-type": "application/json"}
    assert_problem(web.post("/v1/answers", content=b"{", headers=headers), 422)


def test_search_counts_filters_and_pages(web: httpx.Client) -> None:
    found = web.get("/v1/search", params={"q": "申报", "limit": 1}).json()
    SearchOut.model_validate(found)
    assert len(found["hits"]) == 1 < found["total"]
    second = web.get("/v1/search", params={"q": "申报", "limit": 1, "offset": 1}).json()
    assert second["hits"][0]["clause_id"] != found["hits"][0]["clause_id"]
    none = web.get("/v1/search", params={"q": "申报", "to": "1999-01-01"}).json()
    assert none["total"] == 0
    for bad in ({"limit": 0}, {"limit": 101}, {"offset": -1}, {"from": "x"}, {"q": "问" * 501}):
        assert_problem(web.get("/v1/search", params=bad), 422)


def test_notices_clauses_and_each_clause_by_its_id(web: httpx.Client) -> None:
    shelf = NoticesOut.model_validate(web.get("/v1/notices").json())
    chosen = notice_id(web)
    assert chosen in {notice.notice_id for notice in shelf.notices}
    assert web.get(f"/v1/notices/{chosen}").json()["document_number"] == NUMBER
    listed = ClausesOut.model_validate(web.get(f"/v1/notices/{chosen}/clauses").json())
    for clause in listed.clauses:
        path = f"/v1/clauses/{quote(clause.clause_id, safe='')}"
        assert web.get(path).json()["text"] == clause.text


def test_source_downloads_under_its_own_name(web: httpx.Client) -> None:
    reply = web.get(f"/v1/notices/{notice_id(web)}/source")
    assert reply.text == NOTICE
    disposition = reply.headers["content-disposition"]
    assert disposition.startswith("attachment;")
    assert f"filename*=UTF-8''{quote('青桥计划.txt')}" in disposition
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_file_names_cannot_break_the_header() -> None:
    header = attachment('a"\r\nSet-Cookie: x; 通知%.txt')
    assert "\r" not in header and "\n" not in header and header.count('"') == 2


def test_upload_reports_each_file_and_delete_takes_away(web: httpx.Client) -> None:
    files = [
        ("files", ("..\\..\\红枫.txt", OTHER.encode())),
        ("files", ("空.txt", b"")),
        ("files", (HOSTILE_NAME, b"")),
    ]
    reply = web.post("/v1/notices", files=files)
    assert reply.status_code == 201
    first, second, third = reply.json()["files"]
    assert (first["file"], first["status"]) == ("红枫.txt", "added")
    assert second["status"] == "failed" and "空.txt" in second["reason"]
    assert third["file"] == HOSTILE_NAME
    again = web.post("/v1/notices", files=files[:1]).json()["files"][0]
    assert again["status"] == "unchanged" and again["notices"] == first["notices"]
    address = f"/v1/notices/{quote(first['notices'][0])}"
    assert web.delete(address).status_code == 204
    assert_problem(web.delete(address), 404)


def test_upload_of_nothing_good_is_a_problem(web: httpx.Client) -> None:
    problem = assert_problem(web.post("/v1/notices", files={"files": ("空.txt", b"")}), 422)
    assert problem["files"]
    assert_problem(web.post("/v1/notices"), 422)


def test_bodies_are_bounded(web: httpx.Client) -> None:
    big = b" " * (settings.MAX_JSON_BYTES + 1)
    headers = {"content-type": "application/json"}
    assert_problem(web.post("/v1/answers", content=big, headers=headers), 413)
    pieces = (big[:20_000] for _ in range(8))
    assert_problem(web.post("/v1/answers", content=pieces, headers=headers), 413)


@pytest.mark.parametrize("path", ["/v1/notices/无", "/v1/clauses/无%23一", "/v1/nothing", "/无"])
def test_unknown_addresses_are_problems(web: httpx.Client, path: str) -> None:
    assert_problem(web.get(path), 404)


def test_wrong_methods_are_problems_and_name_the_right_ones(web: httpx.Client) -> None:
    reply = web.put("/v1/notices")
    assert_problem(reply, 405)
    assert reply.headers["allow"] == "GET, POST"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://127.0.0.1:1"},
    ],
)
def test_pages_from_elsewhere_change_nothing(web: httpx.Client, headers: dict[str, str]) -> None:
    assert_problem(web.delete(f"/v1/notices/{notice_id(web)}", headers=headers), 403)
    files = {"files": ("红枫.txt", OTHER.encode())}
    assert_problem(web.post("/v1/notices", files=files, headers=headers), 403)
    assert notice_id(web)


def test_our_own_pages_may_ask(web: httpx.Client, server: str) -> None:
    reply = web.post("/v1/answers", json={"question": QUESTION}, headers={"origin": server})
    assert reply.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[", ""])
def test_other_host_names_are_refused(web: httpx.Client, host: str) -> None:
    assert web.get("/v1/notices", headers={"host": host}).status_code in (400, 421)


def test_every_response_is_hardened(web: httpx.Client) -> None:
    for path in ("/", "/v1/notices", "/static/app.css", "/无", "/docs"):
        headers = web.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "server" not in headers or "Python" not in headers["server"]


def test_health_readiness_and_metrics(web: httpx.Client) -> None:
    assert web.get("/healthz").json() == {"status": "ok"}
    assert web.get("/readyz").json()["status"] == "ready"
    web.post("/v1/answers", json={"question": QUESTION})
    text = web.get("/metrics").text
    assert 'policyqa_answers_total{status="answered"}' in text
    assert 'route="/v1/answers",le="+Inf"' in text
    assert "policyqa_notices 2" in text


def test_errors_are_described_as_problems(web: httpx.Client) -> None:
    answers = web.get("/openapi.json").json()["paths"]["/v1/answers"]["post"]["responses"]
    assert list(answers["422"]["content"]) == ["application/problem+json"]
    assert list(answers["200"]["content"]) == ["application/json"]


def test_openapi_names_every_address_and_docs_need_no_network(web: httpx.Client) -> None:
    paths = set(web.get("/openapi.json").json()["paths"])
    assert {"/v1/answers", "/v1/search", "/v1/notices", "/v1/clauses/{clause_id}"} <= paths
    page = web.get("/docs").text
    assert all(path in page for path in paths)
    assert "https://" not in page and "//cdn" not in page


def test_a_file_out_of_an_archive_is_downloaded_under_its_own_name(web: httpx.Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("目录/红枫.txt", OTHER)
    sent = web.post("/v1/notices", files={"files": ("包.zip", packed.getvalue())}).json()
    assert sent["files"][0]["file"] == "包.zip/目录/红枫.txt"
    address = f"/v1/notices/{quote(sent['files'][0]['notices'][0])}"
    header = web.get(f"{address}/source").headers["content-disposition"]
    assert header.endswith(f"filename*=UTF-8''{quote('红枫.txt')}")
    web.delete(address)
