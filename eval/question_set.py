"""Question sets: read, and check that their evidence stands in the notices (see eval/README.md).

``python -m eval.question_set QUESTIONS.jsonl --kb DIR`` names each row that is wrong, and then ends
with 1.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from index import KnowledgeBase
from index.records import ClauseRecord
from ingest.errors import BrokenFile, MissingFile
from ingest.normal import squeezed

Row = dict[str, Any]


def read_questions(file: Path) -> list[Row]:
    """The rows of a JSON Lines file, each with every key that measuring needs.

    Raises MissingFile, or BrokenFile with the line that is no question.
    """
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        raise MissingFile(file.name, "没有这个文件，请检查路径。") from None
    except UnicodeDecodeError as error:
        raise BrokenFile(file.name, "不是 UTF-8 编码，请另存为 UTF-8。") from error
    rows = [_row(file.name, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise BrokenFile(file.name, "文件里没有问题，每行应是一个 JSON 对象。")
    return rows


def read_set(name: str) -> tuple[list[Row], Path, bool]:
    """``QUESTIONS.jsonl[!]=KB``: the rows, the knowledge base's folder, and whether that answers
    none of them (!)."""
    file, _, folder = name.partition("=")
    return read_questions(Path(file.rstrip("!"))), Path(folder), file.endswith("!")


def _row(name: str, number: int, line: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BrokenFile(name, f"第 {number} 行不是完整的 JSON。") from error
    if not isinstance(row, Mapping) or not isinstance(row.get("question"), str):
        raise BrokenFile(name, f"第 {number} 行缺少 question。")
    defaults = {"id": str(number), "type": "other", "must": [], "evidence": [], "answerable": True}
    return {**defaults, **row}


def problems(rows: Sequence[Row], evidence: Evidence) -> Iterator[str]:
    """What is wrong with a set, one line each, in Chinese."""
    for repeated, count in Counter(row["id"] for row in rows).items():
        if count > 1:
            yield f"{repeated}：编号出现了 {count} 次。"
    for row in rows:
        if row["answerable"] and not row["must"]:
            yield f"{row['id']}：能回答的问题要有 must，即答案必须包含的内容。"
        if row["answerable"] and not row["evidence"]:
            yield f"{row['id']}：能回答的问题要有 evidence，即能证明答案的原文。"
        if not row["answerable"] and (row["must"] or row["evidence"]):
            yield f"{row['id']}：不能回答的问题不应有 must 和 evidence。"
        for entry in row["evidence"]:
            if not evidence.clauses(entry):
                text, doc = entry.get("text", ""), entry.get("doc", "")
                yield f"{row['id']}：依据“{text}”不在 {doc} 的任何条款里。"


class Evidence:
    """Which clauses of a knowledge base hold an evidence text."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._texts: list[tuple[str, str, ClauseRecord]] = []
        for notice in kb.notices(include_superseded=False):
            for clause in kb.clauses(notice.notice_id):
                stem = PurePath(clause.source).stem
                self._texts.append((stem, squeezed(clause.text), clause))
        self._stems = {stem for stem, _, _ in self._texts}

    def clauses(self, entry: Mapping[str, str]) -> list[ClauseRecord]:
        """The clauses of the file ``doc`` (of any, if there is no such file) that hold ``text``."""
        wanted = squeezed(entry.get("text", ""))
        doc = entry.get("doc", "")
        anywhere = doc not in self._stems
        return [
            clause
            for stem, text, clause in self._texts
            if wanted and wanted in text and (anywhere or stem == doc)
        ]

    def format(self, doc: str) -> str:
        """The kind of file that ``doc`` came as: pdf, docx …; empty for an unknown one."""
        found = (PurePath(clause.source).suffix for stem, _, clause in self._texts if stem == doc)
        return next(found, "").lstrip(".")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--kb", type=Path, required=True)
    options = parser.parse_args(arguments)
    rows = read_questions(options.questions)
    with KnowledgeBase.open(options.kb) as kb:
        found = list(problems(rows, Evidence(kb)))
    print("\n".join([*found, f"共 {len(rows)} 个问题，{len(found)} 处不对。"]))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
