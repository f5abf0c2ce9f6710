"""Pages with text lines and tables → RawDocument: one way for PDF, OFD and scans.

Tables become rows, a table that goes on over a page break keeps its number, page numbers and
running heads are removed, and lines are told whether they begin a paragraph. Lengths in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import cos, radians, sin
from typing import NamedTuple

from ingest.model import Box, Line, Page, RawDocument, Removed
from ingest.readers.furniture import REPEATED_HEADER
from ingest.readers.pdf_layout import frame, furniture, opens
from ingest.readers.ruled import Row, Table

Block = Line | Table


class Sheet(NamedTuple):
    """A page with what stands on it, from top to bottom; ``warnings`` are in Chinese.

    ``tilt`` is by how many degrees the page was turned clockwise to stand straight; boxes are those
    of the straight page, and ``assembled`` gives them as they are on the page itself.
    """

    page: Page
    blocks: list[Block]
    warnings: tuple[str, ...] = ()
    tilt: float = 0.0


def in_order(lines: Iterable[Line], tables: Iterable[Table]) -> list[Block]:
    """Lines and tables of a page from top to bottom."""
    blocks: list[Block] = [*lines, *tables]
    return sorted(blocks, key=lambda block: (block.box or (0, 0))[1])


def text_of(sheet: Sheet) -> str:
    """Everything that stands on the page, one line after the other."""
    texts: list[str] = []
    for block in sheet.blocks:
        texts += [block.text] if isinstance(block, Line) else ["".join(r.cells) for r in block.rows]
    return "\n".join(texts)


def assembled(sheets: Sequence[Sheet], warnings: Sequence[str] = ()) -> RawDocument:
    """The document that the sheets make up; ``warnings`` come before those of the sheets."""
    sizes = tuple(sheet.page for sheet in sheets)
    pages, repeated = _with_rows([sheet.blocks for sheet in sheets])
    reasons = furniture(pages, sizes)
    removed = [(line, reasons[id(line)]) for p in pages for line in p if id(line) in reasons]
    kept = [[line for line in page if id(line) not in reasons] for page in pages]
    tilted = {sheet.page.number: sheet for sheet in sheets if sheet.tilt}
    return RawDocument(
        tuple(_tilted_back(line, tilted) for line in _with_opens(kept)),
        sizes,
        removed=tuple(
            Removed(_tilted_back(line, tilted), why) for line, why in [*removed, *repeated]
        ),
        warnings=(*warnings, *(w for sheet in sheets for w in sheet.warnings)),
    )


def _with_rows(blocks: list[list[Block]]) -> tuple[list[list[Line]], list[tuple[Line, str]]]:
    """Lines of each page with tables as rows, and the header rows that a next page repeats."""
    pages: list[list[Line]] = []
    repeated: list[tuple[Line, str]] = []
    number = 0
    header: tuple[str, ...] = ()
    last: Table | None = None
    for at, page in enumerate(blocks, start=1):
        pages.append([])
        for position, block in enumerate(page):
            if isinstance(block, Line):
                pages[-1].append(block)
                continue
            goes_on = last is not None and position <= 1 and block.continues(last)
            if not goes_on:
                number, header = number + 1, block.rows[0].cells
            rows = [_line(row, at, number) for row in block.rows]
            if goes_on and rows[0].cells == header:
                repeated.append((rows.pop(0), REPEATED_HEADER))
            pages[-1] += rows
        last = next((b for b in page[-2:][::-1] if isinstance(b, Table)), None)
    return pages, repeated


def _line(row: Row, page: int, table: int) -> Line:
    return Line(
        "\t".join(row.cells),
        "row",
        page=page,
        box=rounded(row.box),
        cells=row.cells,
        table=table,
        opens=True,
        confidence=row.confidence,
    )


def rounded(box: Iterable[float]) -> Box:
    """A box to one decimal."""
    x0, y0, x1, y1 = (round(float(edge), 1) for edge in box)
    return x0, y0, x1, y1


def _with_opens(pages: list[list[Line]]) -> Iterator[Line]:
    """Every line, the text lines with what the layout says about paragraphs."""
    whole = frame([line for page in pages for line in page])
    before: Line | None = None
    for page in pages:
        area = frame(page) if len(page) > 8 else whole
        for line in page:
            yield line if line.kind == "row" else replace(line, opens=opens(line, before, area))
            before = line


def _tilted_back(line: Line, tilted: Mapping[int, Sheet]) -> Line:
    """The line with its box where it is on a page that was turned to stand straight."""
    sheet = tilted.get(line.page or 0)
    if sheet is None or line.box is None:
        return line
    x0, y0, x1, y1 = line.box
    across, down = sheet.page.width / 2, sheet.page.height / 2
    x, y, turn = (x0 + x1) / 2 - across, (y0 + y1) / 2 - down, radians(-sheet.tilt)
    right = across + x * cos(turn) - y * sin(turn) - (x0 + x1) / 2
    low = down + x * sin(turn) + y * cos(turn) - (y0 + y1) / 2
    return replace(line, box=rounded((x0 + right, y0 + low, x1 + right, y1 + low)))
