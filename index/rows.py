"""Notice → rows of the record, and rows → values: SQL and JSON, no rule of the shelf."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from index.records import ClauseRecord, FactRecord, NoticeRecord
from ingest.model import (
    Box,
    Clause,
    Fact,
    Line,
    Notice,
    Page,
    PlacedLine,
    Relation,
    Removed,
    SourceFile,
)

NOTICE_COLUMNS = """
  n.notice_id, n.title, n.document_number, n.issuer, n.issued_on, n.recipients, n.type, n.aliases,
  s.name, n.source, n.clause_count, n.ingested_at, w.notice_id, n.relations, n.warnings"""
NOTICES_FROM = """
  FROM notices n JOIN sources s ON s.sha256 = n.source
  LEFT JOIN notices w ON w.id = n.superseded_by"""
CLAUSE_COLUMNS = """
  c.clause_id, n.notice_id, n.title, n.document_number, n.issuer, n.issued_on, c.number, c.kind,
  c.path, c.text, c.context, c.start, c."end", c.ordinal, c.parent, s.name, c.page, c.boxes"""
CLAUSES_FROM = """
  FROM clauses c JOIN notices n ON n.id = c.notice JOIN sources s ON s.sha256 = n.source"""
FACT_COLUMNS = (
    'f.kind, f.label, f.value, f.text, f.start, f."end", f.clause_id, f.fields, n.notice_id'
)


def insert_source(db: sqlite3.Connection, source: SourceFile) -> str:
    """Keep the bytes once; gives their sha256."""
    key = source.sha256
    row = (key, source.name, source.media_type, source.data)
    db.execute("INSERT OR IGNORE INTO sources VALUES (?, ?, ?, ?)", row)
    return key


def insert_notice(
    db: sqlite3.Connection, notice: Notice, source: str, number_key: str | None, now: str
) -> int:
    """All rows of one notice; gives its integer id. ``source`` is the sha256 of its file."""
    columns = {
        "notice_id": notice.notice_id,
        "title": notice.title,
        "document_number": notice.document_number,
        "number_key": number_key,
        "issuer": notice.issuer,
        "issued_on": notice.issued_on,
        "recipients": notice.recipients,
        "type": notice.type,
        "source": source,
        "clause_count": len(notice.clauses),
        "ingested_at": now,
        "aliases": _json(notice.aliases),
        "relations": _json([asdict(relation) for relation in notice.relations]),
        "pages": _json([asdict(page) for page in notice.pages]),
        "removed": _json([asdict(removed) for removed in notice.removed]),
        "warnings": _json(notice.warnings),
        "text": notice.text,
    }
    marks = ", ".join(f":{name}" for name in columns)
    sql = f"INSERT INTO notices ({', '.join(columns)}) VALUES ({marks})"
    rowid = db.execute(sql, columns).lastrowid
    assert rowid is not None
    db.executemany(
        "INSERT INTO clauses VALUES (NULL, ?,?,?,?,?,?,?,?,?,?,?,?,?)", _clause_rows(rowid, notice)
    )
    db.executemany("INSERT INTO lines VALUES (?,?,?,?,?,?,?)", _line_rows(rowid, notice.lines))
    db.executemany("INSERT INTO facts VALUES (?,?,?,?,?,?,?,?,?,?)", _fact_rows(rowid, notice))
    return rowid


def overlapping(lines: Sequence[PlacedLine], start: int, end: int) -> list[PlacedLine]:
    """Lines, in text order, that share at least a code point with ``[start, end)``."""
    first = bisect_left(lines, start, key=lambda line: line.end)
    out = []
    for line in lines[first:]:
        if line.start >= end:
            break
        if line.end > start:
            out.append(line)
    return out


def notice_record(row: Sequence[Any]) -> NoticeRecord:
    """A row of NOTICE_COLUMNS as a value."""
    aliases, relations, warnings = (json.loads(row[i]) for i in (7, 13, 14))
    related = tuple(Relation(**relation) for relation in relations)
    values = [*row[:7], tuple(aliases), *row[8:13], related, tuple(warnings)]
    return NoticeRecord(*values)


def clause_record(row: Sequence[Any]) -> ClauseRecord:
    """A row of CLAUSE_COLUMNS as a value."""
    boxes = () if row[17] == "[]" else tuple(map(tuple, json.loads(row[17])))
    values = [*row[:8], _path(row[8]), *row[9:17], boxes]
    return ClauseRecord(*values)


@lru_cache(maxsize=4096)
def _path(column: str) -> tuple[str, ...]:
    """The headings above a clause, which its neighbours share."""
    return tuple(json.loads(column))


def fact_record(row: Sequence[Any]) -> FactRecord:
    """A row of FACT_COLUMNS as a value."""
    values = [*row[:7], json.loads(row[7])]
    return FactRecord(Fact(*values), row[8])


def read_lines(db: sqlite3.Connection, notice_id: str) -> tuple[PlacedLine, ...]:
    rows = db.execute(
        'SELECT l.start, l."end", l.page, l.box, l.anchor FROM lines l'
        " JOIN notices n ON n.id = l.notice WHERE n.notice_id = ? ORDER BY l.ordinal",
        (notice_id,),
    )
    return tuple(
        PlacedLine(start, end, page, tuple(json.loads(box)) if box else None, anchor)
        for start, end, page, box, anchor in rows
    )


def read_notice(db: sqlite3.Connection, notice_id: str) -> Notice | None:
    """The whole notice as it was added, from its rows."""
    row = db.execute(
        f"SELECT n.text, n.pages, n.removed, {NOTICE_COLUMNS} {NOTICES_FROM} WHERE n.notice_id = ?",
        (notice_id,),
    ).fetchone()
    if row is None:
        return None
    text, pages, removed, *rest = row
    record = notice_record(rest)
    clauses = db.execute(
        'SELECT c.clause_id, c.number, c.kind, c.path, c.start, c."end", c.parent, c.context'
        " FROM clauses c JOIN notices n ON n.id = c.notice"
        " WHERE n.notice_id = ? ORDER BY c.ordinal",
        (notice_id,),
    )
    facts = db.execute(
        f"SELECT {FACT_COLUMNS} FROM facts f JOIN notices n ON n.id = f.notice"
        " WHERE n.notice_id = ? ORDER BY f.ordinal",
        (notice_id,),
    )
    return Notice(
        notice_id=notice_id,
        title=record.title,
        document_number=record.document_number,
        issuer=record.issuer,
        issued_on=record.issued_on,
        recipients=record.recipients,
        type=record.type,
        text=text,
        clauses=tuple(_clause(clause) for clause in clauses),
        facts=tuple(fact_record(fact).fact for fact in facts),
        lines=read_lines(db, notice_id),
        relations=record.relations,
        aliases=record.aliases,
        pages=tuple(Page(**page) for page in json.loads(pages)),
        removed=tuple(_removed(entry) for entry in json.loads(removed)),
        warnings=record.warnings,
        source_name=record.source,
        source_sha256=record.source_sha256,
    )


def _clause_rows(rowid: int, notice: Notice) -> Iterable[tuple[Any, ...]]:
    for ordinal, clause in enumerate(notice.clauses):
        page, boxes = _place(overlapping(notice.lines, clause.start, clause.end))
        yield (
            rowid,
            ordinal,
            clause.clause_id,
            clause.number,
            clause.kind,
            _json(clause.path),
            clause.start,
            clause.end,
            clause.parent,
            clause.context,
            notice.quote(clause),
            page,
            _json(boxes),
        )


def _line_rows(rowid: int, lines: Sequence[PlacedLine]) -> Iterable[tuple[Any, ...]]:
    for ordinal, line in enumerate(lines):
        box = _json(line.box) if line.box else None
        yield rowid, ordinal, line.start, line.end, line.page, box, line.anchor


def _fact_rows(rowid: int, notice: Notice) -> Iterable[tuple[Any, ...]]:
    for ordinal, fact in enumerate(notice.facts):
        span = (fact.text, fact.start, fact.end, fact.clause_id)
        fields = _json(dict(fact.fields))
        yield rowid, ordinal, fact.kind, fact.label, fact.value, *span, fields


def _place(lines: Sequence[PlacedLine]) -> tuple[int | None, list[Box]]:
    """Page on which the lines begin and their boxes there; boxes of later pages would mislead."""
    page = next((line.page for line in lines if line.page is not None), None)
    return page, [line.box for line in lines if line.box and line.page == page]


def _clause(row: Sequence[Any]) -> Clause:
    clause_id, number, kind, path, start, end, parent, context = row
    return Clause(clause_id, number, kind, tuple(json.loads(path)), start, end, parent, context)


def _removed(entry: Mapping[str, Any]) -> Removed:
    line = dict(entry["line"])
    line["box"] = tuple(line["box"]) if line["box"] else None
    line["cells"] = tuple(line["cells"])
    return Removed(Line(**line), entry["reason"])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
