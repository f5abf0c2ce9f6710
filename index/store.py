"""The record of truth, one SQLite file: connections, transactions, the format.

``PRAGMA user_version`` is the format: an older file is migrated by the numbered scripts of
``migrations/``, a newer or foreign one refused. Write-ahead logging lets readers work during a
write; ``synchronous=FULL`` because one fsync a source file is cheap, and what was acknowledged must
outlive a power cut (NORMAL may lose the last commits).
"""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path

from index.errors import ForeignFormat, KnowledgeBaseMissing

APPLICATION_ID = 0x706C7161  # "plqa", so that a stranger's SQLite file is recognised
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA mmap_size = 268435456",
)


class Store:
    """Connections to the record, lent to one thread at a time and used again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for a few reads; it sees every transaction committed before."""
        db = self._take()
        try:
            yield db
        finally:
            self._give(db)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is in the record, or nothing (the caller holds the lock)."""
        with self.reading() as db, transaction(db):
            yield db

    def close(self) -> None:
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()

    def version(self) -> int:
        """Format of the file, 0 for an empty one. Raises ForeignFormat for any other program's."""
        try:
            with self.reading() as db:
                version = int(db.execute("PRAGMA user_version").fetchone()[0])
                owner = int(db.execute("PRAGMA application_id").fetchone()[0])
                empty = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
        except sqlite3.DatabaseError as error:
            raise ForeignFormat(_foreign(self.path)) from error
        if owner != APPLICATION_ID and not empty:
            raise ForeignFormat(_foreign(self.path))
        if version > len(migrations()):
            raise ForeignFormat(
                f"知识库 {self.path.parent} 由更新的 policyqa 写成（格式 {version}，"
                f"本程序只认到 {len(migrations())}）。请升级：pip install --upgrade policyqa"
            )
        return 0 if empty else version

    def migrate(self) -> None:
        """Bring an empty or older file to this format, a transaction a step (hold the lock)."""
        for number in range(self.version() + 1, len(migrations()) + 1):
            script = (
                f"BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION_ID};"
                f"{migrations()[number - 1]}; PRAGMA user_version = {number}; COMMIT;"
            )
            with self.reading() as db:
                try:
                    db.executescript(script)
                except BaseException:
                    db.rollback()
                    raise
        with self.writing() as db:
            first = {"record": uuid.uuid4().hex, "generation": "0", "vector_epoch": "0"}
            db.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", first.items())

    def _take(self) -> sqlite3.Connection:
        with self._guard:
            if self._closed:
                raise KnowledgeBaseMissing("知识库已经关闭，请重新打开后再用。")
            if self._idle:
                return self._idle.pop()
        # Lent to one thread at a time by this pool, so SQLite's own thread check is not needed.
        db = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
        try:
            for pragma in _PRAGMAS:
                db.execute(pragma)
        except sqlite3.DatabaseError as error:
            db.close()
            raise ForeignFormat(_foreign(self.path)) from error
        return db

    def _give(self, db: sqlite3.Connection) -> None:
        with self._guard:
            if not self._closed:
                self._idle.append(db)
                return
        db.close()


def meta(db: sqlite3.Connection, key: str) -> str | None:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def set_meta(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All that is written inside is kept, or nothing; other writers wait from its start on."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def generation(db: sqlite3.Connection) -> int:
    """Counts the changes of the record; derived indexes say which one they have reached."""
    return int(meta(db, "generation") or 0)


@cache
def migrations() -> tuple[str, ...]:
    """Scripts by number: the n-th makes format n out of format n-1."""
    folder = resources.files("index") / "migrations"
    scripts = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return tuple(script.read_text("utf-8") for script in scripts)


def _foreign(path: Path) -> str:
    return (
        f"{path} 不是 policyqa 的知识库，或者已经损坏。"
        f"请从备份恢复，或换一个空文件夹重新导入：policyqa --kb 新文件夹 ingest 原文件"
    )
