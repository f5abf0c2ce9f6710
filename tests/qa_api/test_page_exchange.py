"""Parts of pages that are exchanged without reloading, and the same pages without script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from browsing import NARROW, WIDE, tab
from conftest import NOTICE

QUESTION = "提升计划电子版申报书什么时候截止？"
REFUSED = "火星移民补贴标准是多少？"
GOOD = NOTICE.replace("青桥", "白鹭").replace("7号", "9号")
SHOWN_WITHIN = 100  # milliseconds from the server's answer

# Keeps a mark on the window, which a reload would wipe out.
STAY = "window.stayed = true"
STAYED = "window.stayed === true"
# When the last answer had arrived, and when it was painted.
TIMED = """() => { window.times = [];
  document.addEventListener('htmx:afterSettle', () => requestAnimationFrame(() => setTimeout(() =>
    times.push(performance.now() - performance.getEntriesByType('resource').at(-1).responseEnd))));
}"""

DROP = """text => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], '拖来.txt'));
  const told = kind => document.body.dispatchEvent(
    new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  told('dragover'); told('drop');
}"""


def ask(page: Any, text: str) -> None:
    page.get_by_role("searchbox").fill(text)
    page.keyboard.press("Enter")


@pytest.fixture
def scriptless(browser: Any, library: str) -> Iterator[Any]:
    context = browser.new_context(
        viewport={"width": NARROW[0], "height": NARROW[1]},
        base_url=library,
        java_script_enabled=False,
    )
    page = context.new_page()
    page.set_default_timeout(8000)
    yield page
    context.close()


def test_asking_does_not_reload_and_going_back_shows_what_was_asked(wide: Any) -> None:
    wide.goto("/")
    wide.evaluate(STAY)
    ask(wide, QUESTION)
    wide.locator(".dates").wait_for()
    assert wide.evaluate(STAYED) and wide.title().startswith(QUESTION)
    assert "as_of" not in wide.url and QUESTION in unquote(wide.url)
    assert not wide.locator("#start").count()
    ask(wide, REFUSED)
    wide.get_by_role("heading", name="没有找到答案").wait_for()
    assert wide.evaluate(STAYED)
    wide.go_back()
    wide.locator(".dates").wait_for()
    assert wide.get_by_role("searchbox").input_value() == QUESTION
    wide.go_back()
    wide.locator("#start").wait_for()
    assert wide.get_by_role("searchbox").input_value() == ""
    wide.go_forward()
    wide.locator(".dates").wait_for()


def test_an_answer_is_seen_soon_after_it_arrives(wide: Any) -> None:
    wide.goto("/")
    wide.evaluate(TIMED)
    for order, text in enumerate((QUESTION, REFUSED, "提升计划申报条件有哪些？"), 1):
        ask(wide, text)
        wide.wait_for_function("n => times.length === n", arg=order)
    assert (
        min(wide.evaluate("times")) < SHOWN_WITHIN
    )  # the least is what a busy machine adds least to


def test_what_goes_wrong_is_told(browser: Any, library: str) -> None:
    page = browser.new_page(base_url=library)
    page.goto("/")
    page.route("**/*", lambda route: route.fulfill(status=503, body="{}"))
    ask(page, QUESTION)
    page.locator("#say", has_text="没有完成（503）").wait_for(timeout=8000)
    page.route("**/*", lambda route: route.abort())
    ask(page, QUESTION)
    page.locator("#say", has_text="没有连上服务器").wait_for(timeout=8000)
    page.unroute("**/*")
    page.goto("/notices")
    full = '{"detail": "太大了。"}'
    page.route("**/notices", lambda route: route.fulfill(status=413, body=full))
    page.evaluate(DROP, GOOD)
    page.locator("#reports li", has_text="拖来.txt：太大了。").wait_for(timeout=8000)
    page.context.close()


def test_a_citation_is_copied_as_one_pastes_it(browser: Any, library: str) -> None:
    with tab(browser, library, WIDE) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto("/")
        ask(page, QUESTION)
        page.get_by_role("button", name="复制引文").first.click()
        page.locator("#say", has_text="已复制").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("《关于实施2021年度")
        assert "》（苏科协发〔2021〕51号）附件 五（二）：“" in copied and copied.endswith("”")
        page.locator(".see").first.click()
        page.get_by_role("button", name="复制引文").click()
        page.locator("#say", has_text="已复制").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == copied


def test_an_answer_and_a_quote_are_judged_and_given_out_as_a_question(wide: Any) -> None:
    wide.goto("/")
    ask(wide, QUESTION)
    wide.locator(".overall").get_by_role("button", name="不完整").click()
    wide.get_by_label("答案里应有的内容").fill("5月31日17:00以前")
    assert "答案里应有" in wide.evaluate("document.activeElement.parentElement.textContent")
    wide.get_by_role("button", name="补充").click()
    wide.locator(".overall .thanks", has_text="谢谢").wait_for()
    assert wide.locator("main").count() == 1
    quote = wide.locator(".cite").first
    quoted = quote.locator("blockquote").inner_text()
    quote.get_by_text("评价").click()
    quote.get_by_role("button", name="对", exact=True).click()
    quote.get_by_text("已记下：这条依据“对”").wait_for()
    assert wide.locator("main").count() == 1
    wide.goto("/feedback")
    listed = wide.locator(".shelf").inner_text()
    assert "5月31日17:00以前" in listed and "依据 附件 五（二）" in listed
    rows = wide.request.get("/v1/feedback.jsonl").text().splitlines()
    row = next(row for row in map(json.loads, rows) if row["question"] == QUESTION)
    assert row["must"] == ["5月31日17:00以前"]
    assert "".join(quoted.split()) in ["".join(e["text"].split()) for e in row["evidence"]]


def test_upload_a_good_and_a_broken_file(wide: Any, tmp_path: Path) -> None:
    good, broken = tmp_path / "白鹭计划.txt", tmp_path / "<b>坏.pdf"
    good.write_text(GOOD, encoding="utf-8")
    broken.write_bytes(b"%PDF-1.7 broken")
    wide.goto("/notices")
    wide.evaluate(STAY)
    wide.locator("#files").set_input_files([good, broken])
    rows = wide.locator("#reports li")
    rows.nth(0).get_by_text("已导入").wait_for()
    rows.nth(1).get_by_text("失败").wait_for()
    assert "已导入" in rows.nth(0).inner_text() and "白鹭计划项目" in rows.nth(0).inner_text()
    assert "<b>坏.pdf" in rows.nth(1).inner_text()
    failed = wide.locator("#shelf section", has_text="没能导入的文件")
    failed.wait_for()
    assert "<b>坏.pdf" in failed.inner_text() and rows.count() == 2
    wide.get_by_role("button", name="移除《关于组织申报2031年度白鹭计划项目的通知》").click()
    wide.get_by_role("button", name="撤销").wait_for()
    wide.get_by_role("button", name="清除这些记录").click()
    failed.wait_for(state="detached")
    assert wide.evaluate(STAYED)


def test_files_are_dropped_anywhere_on_the_shelf(wide: Any) -> None:
    wide.goto("/notices")
    wide.evaluate(DROP, GOOD)
    row = wide.locator("#reports li", has_text="拖来.txt")
    row.get_by_text("白鹭计划项目").wait_for()
    wide.get_by_role("button", name="移除《关于组织申报2031年度白鹭计划项目的通知》").click()
    wide.get_by_role("button", name="撤销").wait_for()


def test_remove_and_undo(wide: Any) -> None:
    title = "关于组织申报2031年度青桥计划项目的通知"
    wide.goto("/notices?f=2031")
    wide.evaluate(STAY)
    shelf = wide.locator(".shelf a")
    assert title in shelf.all_inner_texts()
    wide.get_by_role("button", name=f"移除《{title}》").click()
    undo = wide.get_by_role("button", name="撤销")
    undo.wait_for()
    assert title not in shelf.all_inner_texts() and "f=2031" in wide.url
    assert wide.evaluate("document.activeElement.textContent") == "撤销"
    wide.keyboard.press("Enter")
    wide.get_by_text(f"已恢复《{title}》").wait_for()
    assert title in shelf.all_inner_texts() and wide.evaluate(STAYED)
    wide.goto("/")
    ask(wide, "青桥计划什么时候截止申报？")
    wide.locator(".answer", has_text="5月28日").first.wait_for()


def test_a_choice_of_a_list_narrows_at_once_and_keeps_the_focus(wide: Any) -> None:
    wide.goto("/deadlines?as_of=2021-05-24")
    wide.evaluate(STAY)
    wide.get_by_label("排列").focus()
    wide.get_by_label("排列").select_option("notice")
    wide.locator(".due.notice").first.wait_for()
    assert wide.evaluate(STAYED) and "by=notice" in wide.url
    assert wide.evaluate("document.activeElement.id") == "by"
    wide.go_back()
    wide.locator(".due.week").wait_for()
    wide.goto("/notices")
    wide.get_by_label("排序").select_option("title")
    wide.wait_for_url("**sort=title**")
    titles = wide.locator(".shelf a").all_inner_texts()
    assert titles == sorted(titles)


def test_facets_and_pages_of_a_look_up_exchange_the_results(wide: Any) -> None:
    wide.goto("/search?q=申报")
    wide.evaluate(STAY)
    first = wide.locator(".hit h2").first.inner_text()
    wide.get_by_role("link", name="下一页").click()
    wide.get_by_text("第 2 页").wait_for()
    assert wide.locator(".hit h2").first.inner_text() != first and "page=2" in wide.url
    wide.get_by_role("link", name="江苏省科学技术协会").click()
    wide.locator(".facet .chosen").wait_for()
    assert wide.evaluate(STAYED) and "issuer=" in wide.url and "page=" not in wide.url
    wide.get_by_role("searchbox").fill("“申报书”")
    wide.keyboard.press("Enter")
    wide.wait_for_url("**%E2%80%9C**")
    assert "issuer=" in wide.url and wide.evaluate("document.activeElement.id") == "words"
    assert wide.evaluate(STAYED) and wide.title().startswith("“申报书”")
    wide.go_back()
    wide.locator(".facet .chosen").wait_for()
    assert wide.get_by_role("searchbox").input_value() == "申报"


def test_everything_works_without_script(scriptless: Any, tmp_path: Path) -> None:
    page = scriptless
    page.goto("/")
    ask(page, QUESTION)
    page.locator(".cite .see").first.click()
    assert page.locator("mark").count() and page.locator("rect.quoted").count()
    page.locator("#sheet a[rel=prev]").click()
    assert page.locator("#sheet").count() == 1 and page.locator("article h1").count()
    page.get_by_role("link", name="返回答案").click()
    page.locator(".cite").first.get_by_text("评价").click()
    page.locator(".cite").first.get_by_role("button", name="不对").click()
    page.get_by_label("应当引用的原文").fill("5月28日17:00以前")
    page.get_by_role("button", name="补充").click()
    assert "谢谢" in page.locator("main").inner_text()
    good = tmp_path / "白鹭.txt"
    good.write_text(GOOD, encoding="utf-8")
    page.goto("/notices")
    page.locator("#files").set_input_files(good)
    page.get_by_role("button", name="上传").click()
    assert "已导入" in page.locator("#reports").inner_text()
    page.get_by_role("button", name="移除《关于组织申报2031年度白鹭计划项目的通知》").click()
    page.get_by_role("button", name="撤销").click()
    assert "已恢复" in page.locator("main").inner_text()
    page.get_by_role("button", name="移除《关于组织申报2031年度白鹭计划项目的通知》").click()
    page.goto("/deadlines")
    page.get_by_label("排列").select_option("notice")
    page.get_by_role("button", name="查看").click()
    assert page.locator(".due.notice").count()
