"""Tables as clauses: the head row, and each row below it with its column heads as context."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import tables
from ingest.layout import KEY_VALUE
from ingest.numbering import label_at_start
from ingest.outline import Outline, heading_of
from ingest.reading import Reading


def table_rows(reading: Reading, at: int) -> list[tuple[str, ...]]:
    """Cells of the rows from ``at`` on that belong to one table; empty where there is none."""
    rows: list[tuple[str, ...]] = []
    first = reading.paragraphs[at].lines[0] if at < len(reading.paragraphs) else None
    for paragraph in reading.paragraphs[at:]:
        line = paragraph.lines[0]
        if first is None or line.kind != "row" or line.table != first.table:
            break
        rows.append(line.cells)
    return rows


def open_table(reading: Reading, at: int, rows: Sequence[Sequence[str]]) -> None:
    """The table's clause holds its caption and column heads; a row's clause the row."""
    outline = reading.outline
    free = not outline.drafts or outline.drafts[-1].end <= reading.starts[at - 1]
    captioned = at > 0 and free and is_caption(reading, at - 1)
    caption = heading_of(reading.text(at - 1).strip().rstrip("：:")) if captioned else ""
    name = f"表{_next_table(outline)}"
    heading = f"{name} {caption}".strip()
    skip = tables.header_rows(rows)
    names = tables.heads(rows[:skip])
    paired = tables.is_label_value(rows)
    if skip or captioned:
        last = at + skip - 1 if skip else at - 1
        span = reading.starts[at - 1 if captioned else at], reading.span(last)[1]
        outline.row(name, heading, "table", span, caption)
    above: Sequence[str] = ()
    for index, row in enumerate(rows[skip:], start=1):
        above = tables.carried(row, above)
        context = tables.pairs(row) if paired else tables.meaning(above, names)
        outline.row(
            f"{name}/行{index}", heading, "row", reading.span(at + skip + index - 1), context
        )


def is_caption(reading: Reading, at: int) -> bool:
    """A short line right above a table that names it."""
    text = reading.text(at).strip()
    rows = table_rows(reading, at + 1)
    return (
        bool(rows)
        and tables.is_table(rows)
        and not reading.paragraphs[at].is_row
        and 4 <= len(text) <= 60
        and not re.search("[。；]|(?:如下|下表)[:：]?$", text)
        and label_at_start(text) is None
        and not KEY_VALUE.match(text[:-1])
    )


def _next_table(outline: Outline) -> int:
    if not outline.stack:
        return 1 + sum(draft.kind == "table" for draft in outline.drafts)
    outline.stack[-1].tables += 1
    return outline.stack[-1].tables
