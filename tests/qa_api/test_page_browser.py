"""A person's way through the pages, in Debian's Chromium; skipped where it is not installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
QUESTION = "青桥计划什么时候截止申报？"


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(params=[(1100, 800), (360, 740)], ids=["wide", "narrow"])
def page(browser, server: str, request: pytest.FixtureRequest) -> Iterator[object]:
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, base_url=server, color_scheme="light"
    )
    page = context.new_page()
    page.set_default_timeout(5000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield page
    assert errors == []
    context.close()


def overflow(page) -> int:
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def test_ask_read_the_answer_follow_the_citation(page) -> None:
    page.goto("/")
    page.get_by_label("您的问题").fill(QUESTION)
    page.keyboard.press("Enter")
    answer = page.locator(".answer")
    answer.wait_for()
    assert "5月28日" in answer.inner_text()
    assert page.locator("#answer").get_attribute("aria-live") == "polite"
    assert "q=" in page.url and overflow(page) == 0
    page.locator(".where a").first.click()
    mark = page.locator("mark").first
    mark.wait_for()
    assert "5月28日" in mark.inner_text()
    clause = page.locator(".clause.cited")
    assert clause.get_attribute("id") == page.url.rsplit("#", 1)[1]
    red, plain = (
        page.locator(place).first.evaluate("e => getComputedStyle(e).backgroundColor")
        for place in (".clause.cited", ".clause:not(.cited)")
    )
    assert red != plain
    box = mark.bounding_box()
    assert 0 <= box["y"] < page.viewport_size["height"]
    assert overflow(page) == 0


def test_going_back_brings_the_question_page(page) -> None:
    page.goto("/")
    page.get_by_label("您的问题").fill(QUESTION)
    page.get_by_role("button", name="提问").click()
    page.locator(".answer").wait_for()
    page.go_back()
    page.locator(".examples").wait_for()


def test_no_page_scrolls_sideways(page) -> None:
    for address in ("/", "/?q=" + QUESTION, "/notices", "/docs", "/?q=火星移民补贴标准"):
        page.goto(address)
        assert overflow(page) == 0, address


def test_the_keyboard_reaches_the_text_first(page) -> None:
    page.goto("/notices")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
