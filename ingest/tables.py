"""Table rows as clauses: which rows are heads, and what a row says once its heads are read with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEAD_CELL = 24  # characters; longer cells are content
_CONTACT = re.compile(r"\d{3,4}[-—－]\d{7,8}|1\d{10}|@")


def is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Rows that make a table, not lines of a paragraph that happen to hold tabs (a contact list)."""
    if len(rows) < 2:
        return False
    return header_rows(rows) > 0 or len(rows) > 3


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """1 where the first row only names columns, else 0."""
    first = [cell for cell in rows[0] if cell.strip()]
    named = len(first) >= 2 and all(
        len(cell) <= _HEAD_CELL and not re.search(r"\d{2}|[。；]", cell) for cell in first
    )
    return int(named and not any(_CONTACT.search(cell) for row in rows[:3] for cell in row[:0]))


def heads(row: Sequence[str]) -> list[str]:
    """Column heads; a blank head belongs to the merged cell on its left."""
    result: list[str] = []
    for cell in row:
        result.append(_flat(cell) or (result[-1] if result else ""))
    return result


def carried(row: Sequence[str], above: Sequence[str]) -> list[str]:
    """The row with merged cells filled from above.

    Blanks before the first filled cell are the lower parts of merged cells; where there are such,
    blanks after the last filled cell are too. Any other blank is a merged neighbour or just empty.
    """
    filled = [index for index, cell in enumerate(row) if cell.strip()]
    if not filled or filled[0] == 0:
        return list(row)
    return [
        above[index] if (index < filled[0] or index > filled[-1]) and index < len(above) else cell
        for index, cell in enumerate(row)
    ]


def meaning(row: Sequence[str], names: Sequence[str]) -> str:
    """``列名：值；…`` for searching; a column without a name gives its value alone."""
    parts = []
    for index, cell in enumerate(row):
        if value := _flat(cell):
            name = names[index] if index < len(names) else ""
            parts.append(f"{name}：{value}" if name and name != value else value)
    return "；".join(parts)


def _flat(cell: str) -> str:
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", cell).strip()
