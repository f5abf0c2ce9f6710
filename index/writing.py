"""What adding and removing a notice means to the record: identity, versions, generations.

Each function is one transaction. Two notices with the same document number, whatever its brackets
and spaces, are versions of one another if they come from different files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from index.rows import insert_notice, insert_source
from index.shelf import number_key
from index.store import Store, generation, set_meta
from ingest.model import Notice, SourceFile


@dataclass(frozen=True, slots=True)
class AddResult:
    """notice_ids: taken in, known before, and superseded by those taken in."""

    added: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()


def add(store: Store, notices: Sequence[Notice], source: SourceFile) -> AddResult:
    """Take in the notices that the record does not have yet, and the file with them."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with store.writing() as db:
        known = {notice.notice_id for notice in notices if _rowid(db, notice.notice_id)}
        fresh = [notice for notice in notices if notice.notice_id not in known]
        superseded: list[str] = []
        if fresh:
            sha256 = insert_source(db, source)
            step = _advance(db)
            for notice in fresh:
                key = number_key(notice.document_number)
                rowid = insert_notice(db, notice, sha256, key, now)
                superseded += _supersede(db, rowid, key, sha256)
                _touch(db, rowid, step)
    return AddResult(
        tuple(notice.notice_id for notice in fresh),
        tuple(notice.notice_id for notice in notices if notice.notice_id in known),
        tuple(superseded),
    )


def remove(store: Store, notice_id: str) -> bool:
    """Delete a notice, and its file if nothing else is from it; False if there is none."""
    with store.writing() as db:
        rowid = _rowid(db, notice_id)
        if rowid is None:
            return False
        # What it superseded is superseded by its own successor now, or comes back if it has none.
        db.execute(
            "UPDATE notices SET superseded_by = (SELECT superseded_by FROM notices WHERE id = ?1)"
            " WHERE superseded_by = ?1",
            (rowid,),
        )
        db.execute("DELETE FROM notices WHERE id = ?", (rowid,))
        db.execute("DELETE FROM sources WHERE sha256 NOT IN (SELECT source FROM notices)")
        _touch(db, rowid, _advance(db))
    return True


def _supersede(db: sqlite3.Connection, rowid: int, key: str | None, sha256: str) -> list[str]:
    """Mark the older versions. One file may print a number twice: those do not supersede."""
    if key is None:
        return []
    old = db.execute(
        "SELECT id, notice_id FROM notices"
        " WHERE number_key = ? AND source <> ? AND superseded_by IS NULL AND id <> ?",
        (key, sha256, rowid),
    ).fetchall()
    db.executemany(
        "UPDATE notices SET superseded_by = ? WHERE id = ?", [(rowid, o[0]) for o in old]
    )
    return [str(notice_id) for _, notice_id in old]


def _rowid(db: sqlite3.Connection, notice_id: str) -> int | None:
    row = db.execute("SELECT id FROM notices WHERE notice_id = ?", (notice_id,)).fetchone()
    return int(row[0]) if row else None


def _advance(db: sqlite3.Connection) -> int:
    step = generation(db) + 1
    set_meta(db, "generation", str(step))
    return step


def _touch(db: sqlite3.Connection, rowid: int, step: int) -> None:
    db.execute("INSERT OR REPLACE INTO changes VALUES (?, ?)", (rowid, step))
