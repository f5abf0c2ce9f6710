"""Reading in processes of their own: errors come back, a process that dies or hangs is replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browsing import ROOT
from conftest import NOTICE

from ingest.errors import BrokenFile, EmptyFile, IngestError
from ingest.model import SourceFile
from ingest.pipeline import ingest_file
from qa_api.web import desks
from qa_api.web.desks import TIME_LIMIT, Desk

SOURCE = SourceFile("青桥计划.txt", NOTICE.encode())


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.stop()


def processes(desk: Desk) -> list[int]:
    assert desk._pool is not None
    return list(desk._pool._processes)


def test_a_desk_reads_as_one_reads_oneself(desk: Desk) -> None:
    assert desk.read(SOURCE, TIME_LIMIT) == ingest_file(SOURCE)
    assert os.getpid() not in processes(desk)


def test_what_is_wrong_with_a_file_comes_back(desk: Desk) -> None:
    with pytest.raises(EmptyFile, match="空"):
        desk.read(SourceFile("空.txt", b""), TIME_LIMIT)


def test_a_process_that_dies_is_replaced(desk: Desk) -> None:
    desk.read(SOURCE, TIME_LIMIT)
    (process,) = processes(desk)
    os.kill(process, signal.SIGKILL)
    with pytest.raises(BrokenFile, match="中断"):
        while True:  # the death may be noticed a moment later
            desk.read(SOURCE, TIME_LIMIT)
    assert desk.read(SOURCE, TIME_LIMIT)
    assert processes(desk) != [process]


def test_a_file_that_takes_too_long_is_given_up(desk: Desk) -> None:
    with pytest.raises(BrokenFile, match="太久"):
        desk.read(SOURCE, 0.0)
    assert desk.read(SOURCE, TIME_LIMIT)


def test_an_idle_process_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "IDLE", 0.1)
    assert desks.read(SOURCE)
    desk = desks._free.queue[-1]
    deadline = time.monotonic() + 10
    while desk._pool is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert desk._pool is None
    assert desks.read(SOURCE)


def test_too_many_are_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "_places", threading.BoundedSemaphore(1))
    with desks._places, pytest.raises(IngestError, match="太多"):
        desks.read(SOURCE)
    assert desks.read(SOURCE)


def test_pages_are_served_while_every_desk_reads(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on = threading.Event(), threading.Event()

    def read(self: Desk, source: SourceFile, limit: float) -> object:
        began.set()
        assert go_on.wait(20)
        return ingest_file(source)

    monkeypatch.setattr(desks.Desk, "read", read)
    files = {"files": ("青桥计划.txt", NOTICE.encode())}
    sent = [threading.Thread(target=lambda: web.post("/v1/notices", files=files)) for _ in range(3)]
    for thread in sent:
        thread.start()
    assert began.wait(20)
    start = time.monotonic()
    assert web.get("/", params={"q": "青桥计划什么时候截止申报？"}).status_code == 200
    assert time.monotonic() - start < 5
    go_on.set()
    for thread in sent:
        thread.join(20)
        assert not thread.is_alive()


def test_a_process_ends_with_its_server(tmp_path: Path) -> None:
    program = f"""
import os, sys
from ingest.model import SourceFile
from qa_api.web.desks import Desk
if __name__ == "__main__":
    desk = Desk()
    desk.read(SourceFile("a.txt", {NOTICE.encode()!r}), 60)
    print(*desk._pool._processes, flush=True)
    os.kill(os.getpid(), 9)
"""
    script = tmp_path / "server.py"
    script.write_text(program, "utf-8")
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    process = int(done.stdout)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and is_running(process):
        time.sleep(0.05)
    assert not is_running(process)


def is_running(process: int) -> bool:
    """A zombie that nobody has waited for is not running."""
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
