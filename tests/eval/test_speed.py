"""The clauses that speed is measured on: as many as asked for, none twice, the same each time."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

from eval.speed import Times
from eval.speed_corpus import made_up, notices


def articles(folder: Path) -> Path:
    file = folder / "articles.jsonl"
    rows = [
        {"law": f"试验条例{law}", "chapter": "第一章　总则", "article": f"第{count}条",
         "text": f"第{law}号试验须在{count}日内完成，逾期不予受理；由试验单位负责。"}
        for law in range(3) for count in range(1, 6)
    ]  # fmt: skip
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return file


def test_as_many_clauses_as_asked_for_and_none_twice(tmp_path: Path) -> None:
    file = articles(tmp_path)
    made = [notice for notice, _ in notices(file, 40)]
    clauses = list(chain.from_iterable(notice.clauses for notice in made))
    assert len(clauses) == 40 == len({clause.clause_id for clause in clauses})
    assert made == [notice for notice, _ in notices(file, 40)]
    for notice in made:
        assert all(notice.quote(clause).startswith("第") for clause in notice.clauses)
    known = {notice.notice_id for notice in made}
    assert known.isdisjoint(notice.notice_id for notice, _ in made_up(file, 3))


def test_times_tell_median_and_99th_percentile() -> None:
    hundred = tuple(float(ms) for ms in range(100))
    assert str(Times(hundred, hundred[:10])) == "50.0 / 99.0 (5.0 / 9.0)"
