"""Is the knowledge base whole? What ``policyqa doctor`` says about it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from index.derived import Indexes
from index.lexical import LexicalDamaged
from index.store import Store, generation

REBUILD = "请运行 policyqa doctor --rebuild 重建索引。"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; ``message`` is for the user and says what to do if not ``ok``."""

    name: str
    ok: bool
    message: str


def findings(store: Store, indexes: Indexes) -> list[Finding]:
    with store.reading() as db:
        return [_record(db), _spans(db), _words(db, indexes), _vectors(db, indexes)]


def _record(db: sqlite3.Connection) -> Finding:
    problems = [str(row[0]) for row in db.execute("PRAGMA quick_check") if row[0] != "ok"]
    problems += [f"{row[0]} 缺少对应的 {row[2]}" for row in db.execute("PRAGMA foreign_key_check")]
    if problems:
        return Finding(
            "记录", False, f"记录已损坏（{problems[0]}）。请从备份恢复，或重新导入原文件。"
        )
    notices, clauses = _count(db, "notices"), _count(db, "clauses")
    return Finding("记录", True, f"完好：{notices} 份文件，{clauses} 个条款。")


def _spans(db: sqlite3.Connection) -> Finding:
    """Every clause is a verbatim span of its notice (invariant 1)."""
    wrong = []
    for rowid, notice_id, text in db.execute("SELECT id, notice_id, text FROM notices"):
        spans = db.execute('SELECT start, "end", text FROM clauses WHERE notice = ?', (rowid,))
        if any(text[start:end] != clause for start, end, clause in spans):
            wrong.append(notice_id)
    if wrong:
        return Finding("原文", False, f"条款与原文不符：{'、'.join(wrong)}。请删除后重新导入。")
    return Finding("原文", True, "所有条款都与原文一致。")


def _words(db: sqlite3.Connection, indexes: Indexes) -> Finding:
    try:
        held = indexes.lexical.size()
    except LexicalDamaged:
        return Finding("词语索引", False, f"词语索引缺失或损坏。{REBUILD}")
    expected = _count(db, "clauses")
    if held != expected or indexes.lexical.generation() != generation(db):
        return Finding("词语索引", False, f"索引里有 {held} 个条款，应有 {expected} 个。{REBUILD}")
    return Finding("词语索引", True, f"完好：{held} 个条款。")


def _vectors(db: sqlite3.Connection, indexes: Indexes) -> Finding:
    model = indexes.vectors.embedder()
    if model is None:
        return Finding("语义索引", False, indexes.vectors.missing())
    if pending := indexes.vectors.pending():
        return Finding("语义索引", False, f"还有 {pending} 个条款没有语义向量。{REBUILD}")
    return Finding("语义索引", True, f"完好：{_count(db, 'vectors')} 个向量，模型 {model.name}。")


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
