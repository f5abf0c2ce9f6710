"""Table rows: which are heads, and what a row says once its heads are read with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

_HEAD_CELL = 24  # characters; longer cells are content
_YEAR = re.compile(r"(?:19|20)\d{2}(?!\d)")
_LABEL = re.compile(
    r"^(?:联系人|联络人|姓名|(?:联系|办公|咨询|监督)?电话|手机|传真|(?:电子)?邮箱|(?:联系|通[讯信]|办公|邮寄)?地址|邮编|邮政编码|网址|"
    r"单位名称|开户(?:行|银行|名)|户名|账号|银行账号|(?:申报|承办|主办)单位|项目名称|收费标准|费用|时间|地点)[:：]?$"
)


def is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Rows that make a table, not lines of a paragraph that happen to hold tabs."""
    if len(rows) < 2:
        return False
    return header_rows(rows) > 0 or len(rows) > 3 or is_label_value(rows)


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the top only name columns: 0, 1, or 2 where the first has merged cells."""
    if not _names_columns(rows[0]) or is_label_value(rows) or _goes_on_in_years(rows):
        return 0
    return 2 if len(rows) > 2 and _splits_heads(rows[0], rows[1]) else 1


def _names_columns(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return len(filled) >= 2 and all(
        len(cell) <= _HEAD_CELL and not re.search(r"\d{2}|[。；@]", _YEAR.sub("", cell))
        for cell in filled
    )


def _goes_on_in_years(rows: Sequence[Sequence[str]]) -> bool:
    """A year on top is content where years stand below it too; else it heads a column of them."""
    dated = [index for index, cell in enumerate(rows[0]) if _YEAR.search(cell)]
    return any(_YEAR.search(row[index]) for row in rows[1:] for index in dated if index < len(row))


def _splits_heads(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the second row names just the columns that lie below merged heads of the first."""
    below = [
        not head.strip() or (index + 1 < len(first) and not first[index + 1].strip())
        for index, head in enumerate(first)
    ]
    filled = [bool(cell.strip()) for cell in second]
    return any(below) and filled == below and _names_columns(second)


def is_label_value(rows: Sequence[Sequence[str]]) -> bool:
    """A table whose odd columns name what the even ones hold (联系人, 联系电话, 地址 …)."""
    labels = [row[0] for row in rows if row and row[0].strip()]
    known = sum(bool(_LABEL.match(_flat(label))) for label in labels)
    return len(labels) > 1 and 2 * known > len(labels)


def heads(rows: Sequence[Sequence[str]]) -> list[str]:
    """Column heads; a blank one takes the merged cell on its left, a second row adds to it."""
    result: list[str] = []
    for row in rows:
        names: list[str] = []
        for cell in row:
            names.append(_flat(cell) or (names[-1] if names and not result else ""))
        result = [a + b for a, b in zip_longest(result, names, fillvalue="")] if result else names
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


def pairs(row: Sequence[str]) -> str:
    """``名：值；…`` of a row whose odd cells name the even ones; merged cells are blank."""
    cells = [value for cell in row if (value := _flat(cell))]
    return "；".join("：".join(cells[at : at + 2]) for at in range(0, len(cells), 2))


def _flat(cell: str) -> str:
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", cell).strip()
