"""Fixtures of the page tests: a real server over a small library, and Debian's Chromium.

``conftest`` imports them.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from qa_api.http import create_app

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
WIDE, NARROW = (1366, 860), (360, 740)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a real server over the knowledge base in ``folder``."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(folder), log_level="critical", access_log=False)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not running.started and time.monotonic() < deadline:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def library(notices: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server over the invented notices and two digests, one of them a PDF."""
    from conftest import command

    folder = tmp_path_factory.mktemp("library") / "kb"
    digests = (ROOT / "corpus" / "tsjh.pdf", ROOT / "corpus" / "sfw.html")
    assert command("ingest", notices, *digests, "--kb", folder).returncode == 0
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """For a module, not the session: playwright's event loop runs as long as it is open."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@contextmanager
def tab(browser: Any, address: str, size: tuple[int, int], scheme: str = "light") -> Iterator[Any]:
    """A fresh page that must end without an error on its console and without a dialog."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, base_url=address, color_scheme=scheme
    )
    page = context.new_page()
    page.set_default_timeout(8000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(f"dialog {dialog.message}"))
    page.on("console", lambda said: errors.append(said.text) if _is_fault(said) else None)
    yield page
    context.close()
    assert errors == [], errors


def _is_fault(said: Any) -> bool:
    """A refused upload is told on the page; the browser notes it on its console as well."""
    return said.type == "error" and "422" not in said.text


@pytest.fixture
def wide(browser: Any, library: str) -> Iterator[Any]:
    with tab(browser, library, WIDE) as page:
        yield page


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def page(browser: Any, library: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    with tab(browser, library, request.param) as page:
        yield page
