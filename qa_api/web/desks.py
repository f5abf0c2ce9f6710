"""Files are read in processes of their own, so that reading one holds up no page and no answer.

Recognising a scan is minutes of computing, pdfium serves one thread at a time, and a damaged file
may take its reader down or never end: none of this reaches the server. ``read(source)`` waits for
a free desk; each desk has one process, started when it is needed and stopped after some idle time,
since one that has recognised a scan holds half a gigabyte.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from queue import Empty, LifoQueue

from ingest.errors import BrokenFile, IngestError
from ingest.model import Notice, SourceFile
from ingest.pipeline import ingest_file

DESKS = 2
PLACES = 12  # uploads at the desks or waiting; each holds one of the server's threads
TIME_LIMIT = 1800.0  # seconds; a scan of 300 pages takes about 15 minutes
IDLE = 300.0  # seconds
NICENESS = 5  # answering comes before reading


class ReaderDefect(Exception):
    """A reader failed in a way that is no property of the file; the text is its traceback."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An IngestError on its way between processes."""

    kind: type[IngestError]
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Any other error on its way between processes."""

    trace: str


Outcome = tuple[Notice, ...] | Refused | Failed


class Desk:
    """One process that reads, replaced when it dies or does not come to an end."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def read(self, source: SourceFile, limit: float) -> tuple[Notice, ...]:
        """Raises IngestError, or ReaderDefect."""
        try:
            outcome = self._running().submit(_read, source).result(limit)
        except (BrokenProcessPool, TimeoutError) as error:
            self.stop()
            why = "读得太久" if isinstance(error, TimeoutError) else "读取程序在这个文件上中断了"
            raise BrokenFile(source.name, f"{why}，请换一种格式或拆分后再传。") from error
        if isinstance(outcome, Refused):
            raise outcome.kind(outcome.name, outcome.reason)
        if isinstance(outcome, Failed):
            raise ReaderDefect(outcome.trace)
        return outcome

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A fresh process: what is forked from a server with threads may hold their locks.
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=_begin)
        return self._pool

    def stop(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)


_places = threading.BoundedSemaphore(PLACES)
_free: LifoQueue[Desk] = LifoQueue()  # the last used first, so that a second process is rare
for _ in range(DESKS):
    _free.put(Desk())


class Rest:
    """Stops idle processes a while after the last reading."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def begin_anew(self) -> None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(IDLE, close)
            self._timer.daemon = True
            self._timer.start()


_rest = Rest()


def read(source: SourceFile, limit: float = TIME_LIMIT) -> tuple[Notice, ...]:
    """The notices of a file. Raises IngestError, also where too many wait; or ReaderDefect."""
    if not _places.acquire(blocking=False):
        raise IngestError(source.name, "正在读取的文件太多，请过一会儿再传。")
    try:
        with _desk() as desk:
            return desk.read(source, limit)
    finally:
        _places.release()


@contextmanager
def _desk() -> Iterator[Desk]:
    desk = _free.get()
    try:
        yield desk
    finally:
        _free.put(desk)
        _rest.begin_anew()


def close() -> None:
    """Stop the processes that read nothing at the moment."""
    idle = []
    with suppress(Empty):
        while True:
            idle.append(_free.get_nowait())
    for desk in idle:
        desk.stop()
        _free.put(desk)


def _begin() -> None:
    """In the new process: answering comes first, and the server decides when it ends."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_server, daemon=True).start()


def _end_with_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)


def _read(source: SourceFile) -> Outcome:
    try:
        return ingest_file(source)
    except IngestError as error:
        return Refused(type(error), error.name, error.reason)
    except Exception:
        return Failed(traceback.format_exc())
