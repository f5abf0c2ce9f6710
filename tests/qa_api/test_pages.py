"""The pages without a browser: what they show works without script, and nothing is unescaped."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from conftest import HOSTILE_NAME, NUMBER

from qa_api.web.flow import flowing

PAGE_LIMIT = 100 * 1024
PART = {"hx-request": "true", "hx-target": "answer"}
STATIC = Path(__file__).parents[2] / "qa_api" / "static"


def hostile_id(web: httpx.Client) -> str:
    shelf = web.get("/v1/notices").json()["notices"]
    return str(next(n["notice_id"] for n in shelf if n["document_number"] != NUMBER))


def test_an_address_with_a_question_shows_its_answer(web: httpx.Client) -> None:
    page = web.get("/", params={"q": "青桥计划什么时候截止申报？", "as_of": "2031-05-20"}).text
    assert "5月28日" in page and NUMBER in page and "2031-05-20" in page
    links = re.findall(r'href="(/notices/[^"]+#c-\d+)"', page)
    assert links
    notice = web.get(links[0].replace("&amp;", "&")).text
    anchor = links[0].rsplit("#", 1)[1]
    cited = re.search(rf'id="{anchor}"[^>]*aria-current="true"[^>]*>(.*?)</div>', notice, re.S)
    assert cited and "<mark>" in cited[1]


def test_what_is_not_answered_is_said_so(web: httpx.Client) -> None:
    page = web.get("/", params={"q": "火星移民的补贴标准是多少？"}).text
    assert "没有找到答案" in page and '<h2 class="small">依据</h2>' not in page


@pytest.mark.parametrize(
    ("query", "said"),
    [({"q": "问" * 501}, "超过 500 字"), ({"q": "何时", "as_of": "明天"}, "不是日期")],
)
def test_bad_questions_are_told_on_the_page(
    web: httpx.Client, query: dict[str, str], said: str
) -> None:
    page = web.get("/", params=query)
    assert page.status_code == 200 and said in page.text and 'role="alert"' in page.text


def test_examples_come_from_the_notices_and_are_answered(web: httpx.Client) -> None:
    links = re.findall(r'<li><a href="(/\?q=[^"]+)">([^<]+)</a>', web.get("/").text)
    assert links
    for address, _ in links:
        assert "没有找到答案" not in web.get(address.replace("&amp;", "&")).text


def test_a_part_of_the_page_can_be_fetched_alone(web: httpx.Client) -> None:
    reply = web.get("/", params={"q": "联系电话"}, headers=PART)
    assert "<html" not in reply.text and reply.headers["vary"] == "HX-Request, HX-Target"
    assert "<title>联系电话 - " in reply.text


def test_nothing_from_a_notice_becomes_markup(web: httpx.Client) -> None:
    notice = f"/notices/{quote(hostile_id(web))}"
    pages = [
        web.get("/notices"),
        web.get(notice),
        web.get("/", params={"q": "试点单位什么时候报送登记表？"}),
        web.get("/", params={"q": "<script>alert(3)</script>"}),
        web.get("/", params={"q": "x", "as_of": '"><script>alert(4)'}),
        web.get("/notices/<script>alert(5)", headers={"accept": "text/html"}),
        web.post("/notices", files={"files": (HOSTILE_NAME, b"")}),
    ]
    for page in pages:
        assert page.headers["content-type"].startswith("text/html")
        for bad in ("<script>alert", "<img src=x", "<b>单位", "<i>试点"):
            assert bad not in page.text
    assert "&lt;script&gt;alert(1)" in pages[0].text
    assert "&lt;img src=x" in pages[1].text


def test_an_unknown_page_is_a_page(web: httpx.Client) -> None:
    reply = web.get("/nothing", headers={"accept": "text/html"})
    assert reply.status_code == 404 and "返回提问" in reply.text and "没有这个页面" in reply.text


def test_uploading_by_form_reports_on_the_page(web: httpx.Client) -> None:
    page = web.post("/notices", files={"files": ("空.txt", b"")})
    assert page.status_code == 200 and "失败" in page.text and "空.txt" in page.text


def test_pages_are_light_and_bring_their_own_assets(web: httpx.Client) -> None:
    page = web.get("/", params={"q": "联系电话"}).text
    assets = sum(file.stat().st_size for file in STATIC.iterdir())
    assert len(page.encode()) + assets < PAGE_LIMIT
    assert not re.search(r'(?:src|href)="https?://', page)
    assert "style=" not in page and "onclick" not in page and "<script>" not in page


def test_assets_are_asked_for_again_only_if_they_changed(web: httpx.Client) -> None:
    first = web.get("/static/app.css")
    assert first.headers["cache-control"] == "no-cache"
    again = web.get("/static/app.css", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert web.get("/").headers["cache-control"] == "no-store"


def test_lines_broken_by_a_page_flow_and_others_stay() -> None:
    wide = "为贯彻落实全会精神推动学会组织建设服务"
    assert flowing(f"{wide}\n高质量发展。") == f"{wide}高质量发展。"
    assert flowing("一、目标\n" + wide) == "一、目标\n" + wide
    for item in ("2、名单", "- 2、名单", "（二）名单", "第三条　名单", "附件：名单"):
        assert flowing(f"{wide}\n{item}") == f"{wide}\n{item}"
    assert flowing(f"{wide}\n3.5%以上") == f"{wide}3.5%以上"
    assert (
        flowing("联系电话：0519-55550123 转 8001\n邮箱") == "联系电话：0519-55550123 转 8001\n邮箱"
    )
