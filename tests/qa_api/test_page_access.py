"""Can everybody use the pages? Names, roles, headings, ids and contrast, in both colour schemes.

The rules of WCAG 2.2 AA that a script can judge: 1.1.1, 1.3.1, 1.4.3, 2.4.2, 3.1.1, 4.1.2.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browsing import NARROW, WIDE, tab

PAGES = (
    "/",
    f"/?q={quote('提升计划申报条件有哪些？')}",
    f"/?q={quote('提升计划电子版申报书什么时候截止？')}&as_of=2021-05-20",
    f"/?q={quote('提升计划联系人电话')}",
    "/?q=火星移民补贴标准",
    "/?q=（二）",
    "/search?q=“申报书”&year=2021",
    "/deadlines?as_of=2021-05-24",
    "/notices",
    "/about",
    "/feedback",
    "/verify",
    "/eval",
    "/docs",
)
CHECK = Path(__file__).with_name("access.js").read_text("utf-8")


def notices_of(page: Any) -> list[str]:
    page.goto("/notices")
    links = page.locator(".shelf a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return [str(link) for link in links]


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide-light", "narrow-dark"]
)
def test_pages_are_accessible(
    browser: Any, library: str, size: tuple[int, int], scheme: str
) -> None:
    with tab(browser, library, size, scheme) as page:
        for address in (*PAGES, *notices_of(page)):
            page.goto(address)
            assert page.evaluate(CHECK) == [], address


def test_the_check_finds_faults(browser: Any, library: str) -> None:
    with tab(browser, library, WIDE) as page:
        page.goto("/")
        page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend',"
            "'<h4>x</h4><input><button></button><p id=q><a href=/>词</a></p>');"
            "document.querySelector('#main p a').style.color = '#ccc'"
        )
        found = " ".join(page.evaluate(CHECK))
    for rule in ("heading", "label", "name", "id q", "contrast"):
        assert rule in found
