"""Notices on one line each: are the labels of their lists found again as clauses?

The judge counts on by itself: 一、 then the next 二、 and so on, each family alone; a run of two or
more is a list. Lists of annexes and of phone numbers are in that count too, and rightly no clauses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from eval.reading.rows import Row
from ingest.model import SourceFile
from ingest.pipeline import ingest_file

_ONES = "一二三四五六七八九十"
_LONGEST = 300  # characters; a longer unnumbered clause is no citation


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number <= 10:
        return _ONES[number - 1]
    return ("" if tens == 1 else _ONES[tens - 1]) + "十" + (_ONES[ones - 1] if ones else "")


_FAMILIES: dict[str, tuple[Callable[[int], str], str]] = {
    "一、": (_chinese, r"(?:^|[\s　。；;：:！？”）)]){}、"),
    "（一）": (lambda n: f"（{_chinese(n)}）", r"[（(]{}[）)]"),
    "1.": (str, r"(?<![\d.．]){}[.．、](?!\d)"),
}


def rows(path: Path) -> Iterator[Row]:
    documents = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    read = [
        (row["text"], ingest_file(SourceFile(f"{row['docid']}.txt", row["text"].encode())))
        for row in documents
    ]
    for family, (label, pattern) in _FAMILIES.items():
        missing, total = [], 0
        for text, notices in read:
            numbers = {part for n in notices for c in n.clauses for part in c.number.split("/")}
            run = _run(text, label, pattern)
            total += len(run)
            missing += [f"{notices[0].title}: {name}" for name in run if name not in numbers]
        yield Row(
            f"one-line notices: labels {family} found as clauses",
            total - len(missing),
            total,
            0.95,
            notes=tuple(missing),
        )
    bodies = [
        c.end - c.start
        for _, notices in read
        for n in notices
        for c in n.clauses
        if c.number == "正文"
    ]
    short = sum(size <= 1.5 * _LONGEST for size in bodies)
    yield Row(
        "one-line notices: unnumbered clauses of at most 450 characters", short, len(bodies), 0.95
    )


def _run(text: str, label: Callable[[int], str], pattern: str) -> list[str]:
    """Labels 1, 2, 3 … of a family in the order of the text; none where only one is there."""
    found: list[str] = []
    at = 0
    while True:
        bare = label(len(found) + 1)
        match = re.compile(pattern.format(bare.strip("（）"))).search(text, at)
        if not match:
            return found if len(found) > 1 else []
        at = match.end()
        found.append(bare)
