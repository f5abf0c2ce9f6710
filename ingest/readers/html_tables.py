"""Tables of a web page: rowspan and colspan laid out on a grid, each text where its cell begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.readers.html_nodes import flat_text

#: HTML allows spans of 1000 columns and 65534 rows; no table of a notice is that large.
_MAX_SPAN = 200


def is_data_table(table: Any) -> bool:
    """True for a table of two columns or more that does not merely arrange other tables."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return False
    return any(sum(_span(cell, "colspan") for cell in _cells(row)) > 1 for row in _rows(table))


def grid(table: Any) -> list[tuple[str, ...]]:
    """Texts of the grid columns by row: a merged cell once, then empty strings."""
    result: list[list[str]] = []
    below: dict[int, int] = {}
    for row in _rows(table):
        texts: list[str] = []
        for cell in _cells(row):
            _skip(texts, below)
            width = _span(cell, "colspan")
            height = _span(cell, "rowspan")
            for column in range(len(texts), len(texts) + width):
                if height > 1:
                    below[column] = height - 1
            texts += [flat_text(cell), *[""] * (width - 1)]
        _skip(texts, below)
        result.append(texts)
    width = max(map(len, result), default=0)
    return [tuple(texts + [""] * (width - len(texts))) for texts in result]


def _skip(texts: list[str], below: dict[int, int]) -> None:
    """Fill the columns that cells of the rows above reach down to."""
    while below.get(len(texts), 0) > 0:
        below[len(texts)] -= 1
        texts.append("")


def _span(cell: Any, name: str) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    return max(1, min(int(value), _MAX_SPAN)) if value.isdigit() else 1


def _rows(table: Any) -> Iterator[Any]:
    """Rows of a table, whichever part of it they are in."""
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from _rows(child)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]
