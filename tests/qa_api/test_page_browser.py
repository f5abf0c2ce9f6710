"""A person's way through the pages on the real server, in Debian's Chromium."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

import pytest
from conftest import HOSTILE_NAME
from icalendar import Calendar

QUESTION = "提升计划电子版申报书什么时候截止？"
NUMBER = "苏科协发〔2021〕51号"
CLAUSE = f"{NUMBER} 附件五（二）"
CITED = "5月28日17:00"
PAGES = (
    "/", f"/?q={quote(QUESTION)}&as_of=2021-05-20", "/?q=火星移民补贴标准", "/search",
    "/search?q=申报", "/deadlines?as_of=2021-05-20", "/notices", "/about", "/feedback", "/docs",
    "/verify",
)  # fmt: skip


def overflow(page: Any) -> int:
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(width))


def ask(page: Any, text: str) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill(text)
    page.keyboard.press("Enter")


def test_ask_and_follow_a_citation_to_its_highlighted_box(page: Any) -> None:
    ask(page, QUESTION)
    answer = page.locator(".answer")
    answer.wait_for()
    assert CITED in answer.inner_text() and page.locator(".date .badge").count()
    heard = page.locator("#heard[role=status]")
    assert CITED in heard.inner_text() and "依据" in heard.inner_text()
    assert "q=" in page.url and overflow(page) == 0
    page.locator(".cite", has_text=CITED).locator(".see").first.click()
    mark = page.locator("mark").first
    mark.wait_for()
    assert CITED in mark.inner_text()
    clause = page.locator(".clause.cited")
    assert clause.get_attribute("id") == unquote(page.url).rsplit("#", 1)[1]
    assert 0 <= mark.bounding_box()["y"] < page.viewport_size["height"]
    assert overflow(page) == 0


def test_the_box_stands_on_the_page_of_the_original(wide: Any) -> None:
    ask(wide, QUESTION)
    wide.locator(".cite", has_text=CITED).locator(".see").first.click()
    box = wide.locator("rect.quoted").first
    box.wait_for()
    sheet, drawn = wide.locator("#sheet svg").bounding_box(), box.bounding_box()
    assert sheet["x"] <= drawn["x"] and drawn["x"] + drawn["width"] <= sheet["x"] + sheet["width"]
    assert sheet["y"] <= drawn["y"] <= sheet["y"] + sheet["height"]
    assert 0 <= drawn["y"] < 860
    picture = wide.locator("#sheet image").get_attribute("href")
    size = wide.evaluate(
        "src => new Promise(done => { const i = new Image(); i.onload = () => done(i.naturalWidth);"
        " i.onerror = () => done(0); i.src = src; })",
        picture,
    )
    assert size > 800
    number = wide.locator("#sheet figcaption span").first.inner_text()
    wide.locator("#sheet a[rel=prev]").click()
    wide.wait_for_function("old => !document.getElementById('sheet').innerText.includes(old)",
                           arg=number)  # fmt: skip
    assert wide.locator("rect.quoted").count() == 0


def test_from_citation_to_citation_and_back_to_the_answer(wide: Any) -> None:
    ask(wide, "提升计划申报条件有哪些？")
    wide.locator(".see").first.click()
    tour = wide.locator(".tour")
    assert "第 1 条引文" in tour.inner_text()
    tour.get_by_role("link", name="下一条").click()
    wide.get_by_text("第 2 条引文").wait_for()
    assert wide.locator("mark").count() >= 1
    wide.get_by_role("link", name="上一条").click()
    wide.get_by_text("第 1 条引文").wait_for()
    wide.get_by_role("link", name="返回答案").click()
    wide.locator(".answer").wait_for()


def test_going_back_brings_the_question_page_and_what_was_asked(wide: Any) -> None:
    ask(wide, QUESTION)
    wide.locator(".answer").wait_for()
    wide.go_back()
    wide.locator("#recent a", has_text=QUESTION).wait_for()
    wide.get_by_role("button", name="清除").click()
    wide.reload()
    assert not wide.locator("#recent").is_visible()


@pytest.mark.parametrize(
    ("typed", "heading", "cited"),
    [
        (NUMBER, "关于实施2021年度", None),
        (CLAUSE, "关于实施2021年度", "（二）申报时间"),
        ("关于实施2021年度江苏省科协提升学会服务科技创新能力计划的通知", "关于实施2021年度", None),
    ],
    ids=["number", "clause", "title"],
)
def test_the_box_jumps(wide: Any, typed: str, heading: str, cited: str | None) -> None:
    ask(wide, typed)
    wide.wait_for_url("**/notices/**")
    assert wide.locator("article h1").inner_text().startswith(heading)
    if cited:
        clause = wide.locator(".clause.cited")
        assert clause.inner_text().startswith(cited)
        assert wide.locator("rect.quoted").count()
        assert clause.bounding_box()["y"] < 860


def test_look_up_with_two_facets_and_a_phrase(page: Any) -> None:
    page.goto("/search")
    page.get_by_role("searchbox").fill("“申报书”")
    page.keyboard.press("Enter")
    page.locator(".hit").first.wait_for()
    for facet, value in (("发文机关", "江苏省科学技术协会"), ("年份", "2021")):
        page.wait_for_load_state()
        group = page.locator("details.facet", has_text=facet)
        if group.get_attribute("open") is None:
            group.locator("summary").click()
        group.get_by_role("link", name=value).click()
        page.locator(".facet .chosen", has_text=value).wait_for(state="attached")
    assert "issuer=" in page.url and "year=2021" in page.url
    hits = page.locator(".hit")
    assert 0 < hits.count() <= 10
    for hit in hits.all():
        assert "申报书" in "".join(hit.locator("mark").all_inner_texts())
        assert NUMBER in hit.inner_text() and "原样含有“申报书”" in hit.inner_text()
    shared = page.url
    assert overflow(page) == 0
    page.goto("about:blank")
    page.goto(shared)
    assert page.locator(".hit").count() == hits.count()


def test_the_shelf_filters_and_sorts(wide: Any) -> None:
    wide.goto("/notices?sort=title")
    titles = wide.locator(".shelf a").all_inner_texts()
    assert titles == sorted(titles)
    wide.get_by_label("筛选").fill("青桥")
    wide.get_by_role("button", name="筛选").click()
    wide.wait_for_url("**f=*")
    assert len(wide.locator(".shelf a").all()) == 1


def test_deadlines_at_two_dates(wide: Any) -> None:
    wide.goto("/deadlines?as_of=2021-05-24")
    soon = wide.locator(".due.week")
    assert "2021年5月28日 17:00" in soon.inner_text()
    assert "还剩 4 天" in soon.inner_text()
    wide.get_by_label("以这一天来看").fill("2021-06-10")
    wide.get_by_role("button", name="查看").click()
    wide.locator(".due.closed").wait_for()
    assert wide.locator(".due.week").count() == 0
    assert "2021年5月28日" in wide.locator(".due.closed").text_content()
    wide.get_by_label("排列").select_option("notice")
    wide.get_by_role("button", name="查看").click()
    wide.locator(".due.notice h2").nth(1).wait_for()
    with wide.expect_download() as taken:
        wide.get_by_role("link", name="导出全部日历").click()
    file = Calendar.from_ical(taken.value.path().read_bytes())
    assert len(file.walk("VEVENT")) >= 3


def test_with_the_keyboard_alone(wide: Any) -> None:
    wide.goto("/")
    assert wide.evaluate("document.activeElement.id") == "q"
    wide.keyboard.type(QUESTION)
    wide.keyboard.press("Enter")
    wide.locator(".answer").wait_for()
    for _ in range(30):
        wide.keyboard.press("Tab")
        if wide.evaluate("document.activeElement.className") == "see":
            break
    assert wide.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    wide.keyboard.press("Enter")
    wide.locator("mark").first.wait_for()
    wide.goto("/notices")
    wide.keyboard.press("Tab")
    assert wide.evaluate("document.activeElement.textContent") == "跳到正文"
    wide.keyboard.press("Enter")
    assert wide.evaluate("document.activeElement.id") == "main"
    wide.keyboard.press("Tab")
    assert wide.evaluate("document.activeElement.id") == "files"


def test_no_page_scrolls_sideways(page: Any) -> None:
    for address in PAGES:
        page.goto(address)
        assert overflow(page) == 0, address
    page.goto("/notices")
    links = "all => all.map(a => a.getAttribute('href'))"
    for link in page.locator(".shelf a").evaluate_all(links):
        page.goto(link)
        page.evaluate("document.querySelectorAll('table').forEach(t => t.style.width = '1200px')")
        assert overflow(page) == 0, link


def test_what_a_notice_holds_is_shown_as_text(wide: Any) -> None:
    wide.goto("/notices")
    assert HOSTILE_NAME in wide.locator(".shelf").inner_text()
    wide.get_by_role("link", name="<script>alert(1)</script>试点工作").click()
    assert "<script>alert(1)" in wide.locator("article h1").inner_text()
    assert "<img src=x onerror=alert(2)>" in wide.locator(".text").inner_text()
    assert wide.locator("article img, article b, article script").count() == 0
    for address in ("/search?q=登记表", "/deadlines", "/?q=试点单位什么时候报送登记表？"):
        wide.goto(address)
        assert "<script>alert(1)" in wide.locator("main").inner_text()
        assert wide.locator("main script, main b b, main img").count() == 0
