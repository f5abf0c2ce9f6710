"""What people leave behind at the knowledge base, in ``notebook.sqlite`` beside the record.

Judgements of answers, which become question-set rows; notices taken off the shelf, which can be
put back; files that could not be read. Nothing here is needed to answer, and the record knows
nothing of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from index.errors import ForeignFormat
from index.store import transaction
from ingest.model import Notice, SourceFile
from qa_api.judgement import Judgement, Verdict
from qa_api.model import Answer, Citation

# What leads from each format to the next; the notebook's format is how many there are.
_STEPS = (
    """
CREATE TABLE feedback (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, verdict TEXT NOT NULL,
  question TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, as_of TEXT NOT NULL,
  text TEXT NOT NULL, facts TEXT NOT NULL, evidence TEXT NOT NULL,
  correction TEXT NOT NULL DEFAULT '', wrong_quotes TEXT NOT NULL DEFAULT '[]',
  unanswerable INTEGER NOT NULL DEFAULT 0);
CREATE TABLE removed (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, notice_id TEXT NOT NULL,
  title TEXT NOT NULL, superseded_by TEXT, name TEXT NOT NULL, media_type TEXT NOT NULL,
  data BLOB NOT NULL);
CREATE TABLE failures (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, name TEXT NOT NULL,
  stage TEXT NOT NULL, reason TEXT NOT NULL);
""",
    """
ALTER TABLE feedback ADD COLUMN quote TEXT NOT NULL DEFAULT '';
ALTER TABLE removed ADD COLUMN notice BLOB NOT NULL DEFAULT '';
""",
)
FORMAT = len(_STEPS)
KEPT_REMOVED, KEPT_FAILURES = 30, 50
_NOTICE = TypeAdapter(Notice)


@dataclass(frozen=True, slots=True)
class Removed:
    """A notice that was taken off the shelf and can be put back.

    ``notice`` is None where an older notebook kept its file alone.
    """

    id: int
    at: str
    notice_id: str
    title: str
    superseded_by: str | None
    source: SourceFile
    notice: Notice | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be taken in, at which stage and why."""

    id: int
    at: str
    name: str
    stage: str
    reason: str


class Notebook:
    """One short transaction a call, each with a connection of its own; safe from many threads."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "notebook.sqlite"

    def judge(self, answer: Answer, verdict: Verdict, quote: Citation | None = None) -> int:
        """Keep the verdict on an answer, or on one ``quote`` of it; gives its number."""
        values = (
            _now(), verdict, answer.question, answer.kind, answer.status, answer.as_of, answer.text,
            _json(_said(answer)), _json([_evidence(c) for c in answer.citations]),
            _json(_evidence(quote)) if quote else "",
        )  # fmt: skip
        columns = "at,verdict,question,kind,status,as_of,text,facts,evidence,quote"
        sql = f"INSERT INTO feedback ({columns}) VALUES (?,?,?,?,?,?,?,?,?,?)"
        with self._writing() as db:
            return int(db.execute(sql, values).lastrowid or 0)

    def correct(
        self, number: int, correction: str, wrong_quotes: Sequence[int], unanswerable: bool
    ) -> bool:
        """Add what the answer should have been; False where there is no such judgement."""
        sql = "UPDATE feedback SET correction = ?, wrong_quotes = ?, unanswerable = ? WHERE id = ?"
        with self._writing() as db:
            done = db.execute(sql, (correction, _json(list(wrong_quotes)), unanswerable, number))
            return done.rowcount > 0

    def judgement(self, number: int) -> Judgement | None:
        return next(self._judgements("WHERE id = ?", number), None)

    def judgements(self, limit: int = -1) -> list[Judgement]:
        """The latest first."""
        return list(self._judgements("ORDER BY id DESC LIMIT ?", limit))

    def keep_removed(self, notice: Notice, superseded_by: str | None, source: SourceFile) -> int:
        """Keep what it takes to put ``notice`` back; gives its number."""
        head = (_now(), notice.notice_id, notice.title, superseded_by)
        values = (*head, source.name, source.media_type, source.data, _NOTICE.dump_json(notice))
        columns = "at,notice_id,title,superseded_by,name,media_type,data,notice"
        sql = f"INSERT INTO removed ({columns}) VALUES (?,?,?,?,?,?,?,?)"
        with self._writing() as db:
            number = int(db.execute(sql, values).lastrowid or 0)
            _trim(db, "removed", KEPT_REMOVED)
        return number

    def removed(self) -> list[tuple[int, str, str]]:
        """(number, day, title) of what can be put back, the latest first; without the files."""
        with self._reading() as db:
            return db.execute("SELECT id, at, title FROM removed ORDER BY id DESC").fetchall()

    def removed_one(self, number: int) -> Removed | None:
        columns = "id, at, notice_id, title, superseded_by, notice, name, data, media_type"
        sql = f"SELECT {columns} FROM removed WHERE id = ?"
        with self._reading() as db:
            row = db.execute(sql, (number,)).fetchone()
        if row is None:
            return None
        number, at, notice_id, title, newer, notice, *file = row
        full = _NOTICE.validate_json(notice) if notice else None
        return Removed(number, at, notice_id, title, newer, SourceFile(*file), full)

    def forget_removed(self, number: int) -> None:
        with self._writing() as db:
            db.execute("DELETE FROM removed WHERE id = ?", (number,))

    def failed(self, name: str, stage: str, reason: str) -> None:
        with self._writing() as db:
            db.execute("DELETE FROM failures WHERE name = ?", (name,))
            sql = "INSERT INTO failures (at,name,stage,reason) VALUES (?,?,?,?)"
            db.execute(sql, (_now(), name, stage, reason))
            _trim(db, "failures", KEPT_FAILURES)

    def succeeded(self, name: str) -> None:
        """A file that failed before is in now: no longer a failure."""
        if any(failure.name == name for failure in self.failures()):
            with self._writing() as db:
                db.execute("DELETE FROM failures WHERE name = ?", (name,))

    def failures(self) -> list[Failure]:
        with self._reading() as db:
            rows = db.execute("SELECT id, at, name, stage, reason FROM failures ORDER BY id DESC")
            return [Failure(*row) for row in rows]

    def clear_failures(self) -> None:
        with self._writing() as db:
            db.execute("DELETE FROM failures")

    def _judgements(self, tail: str, value: int) -> Iterator[Judgement]:
        with self._reading() as db:
            rows = db.execute(f"SELECT * FROM feedback {tail}", (value,)).fetchall()
        for row in rows:
            values = dict(zip(Judgement.__slots__, row, strict=True))
            for name in ("facts", "evidence", "wrong_quotes"):
                values[name] = tuple(json.loads(values[name]))
            values["quote"] = json.loads(values["quote"]) if values["quote"] else None
            yield Judgement(**values | {"unanswerable": bool(values["unanswerable"])})

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=20, isolation_level=None)) as db:
            version = _format(db)
            if version < FORMAT:
                _bring_up(db)
            elif version > FORMAT:
                raise ForeignFormat(
                    f"{self.path} 的格式是 {version}，这个程序只认 {FORMAT}，请升级 policyqa。"
                )
            yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as db, transaction(db):
            yield db


def _format(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _bring_up(db: sqlite3.Connection) -> None:
    """Make or migrate the tables, unless somebody else was quicker."""
    with transaction(db):
        for step in _STEPS[_format(db) :]:
            for statement in filter(str.strip, step.split(";")):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {FORMAT}")


def _trim(db: sqlite3.Connection, name: str, kept: int) -> None:
    sql = f"DELETE FROM {name} WHERE id NOT IN (SELECT id FROM {name} ORDER BY id DESC LIMIT ?)"
    db.execute(sql, (kept,))


def _evidence(citation: Citation) -> dict[str, str]:
    clause = citation.clause
    return {"doc": Path(clause.source).stem, "text": citation.quote, "number": clause.number}


def _said(answer: Answer) -> list[str]:
    """The values of the answer's facts as its text prints them."""
    values = [
        value for fact in answer.facts for value in (fact.text, *fact.fields.values(), fact.value)
    ]
    return list(dict.fromkeys(value for value in values if value and value in answer.text))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
