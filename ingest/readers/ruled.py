"""Ruled tables of a page: pdfplumber finds the cells, the glyphs of the page fill them.

PDF pages bring their strokes along; for OFD and scans ``tables_between`` takes strokes as values.
A merged cell gives its text once, at its first row and column, and empty strings after that. Where
every row has equally many cells, their order is their column, though their widths may differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ingest.model import Box
from ingest.readers.pdf_glyphs import Glyph, text_lines

#: A grid of two cells needs five strokes; headed paper has one or two red lines.
_FEWEST_STROKES = 4
#: A drawing, not a table: the search for cells grows with the square of the strokes.
_MOST_STROKES = 2000
#: Columns of a continued table may shift by so many points from page to page.
_SAME_EDGE = 6.0
#: Cell borders are drawn with a width: a glyph may touch them by so many points.
_SLACK = 1.0


class Stroke(NamedTuple):
    """A straight line, level or upright: ``x0 <= x1`` and ``y0 <= y1``, one pair nearly equal."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        return self.x1 - self.x0 > self.y1 - self.y0


class Row(NamedTuple):
    """Cells of one row, and the box around them; ``confidence`` (0 to 1) where OCR read it."""

    cells: tuple[str, ...]
    box: Box
    confidence: float | None = None


class Table(NamedTuple):
    """Rows of one ruled table on one page; ``edges`` are the left edges of its columns."""

    rows: tuple[Row, ...]
    edges: tuple[float, ...]
    box: Box

    def continues(self, other: Table) -> bool:
        """True where the columns of both agree."""
        return len(self.edges) == len(other.edges) and all(
            abs(a - b) <= _SAME_EDGE for a, b in zip(self.edges, other.edges, strict=True)
        )


def has_rules(page: Any) -> bool:
    """True where a ``pypdfium2.PdfPage`` draws enough strokes for a table."""
    strokes = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4)
    return sum(1 for _ in islice(strokes, _FEWEST_STROKES)) == _FEWEST_STROKES


def tables_of(page: Any, glyphs: Sequence[Glyph]) -> list[Table]:
    """Tables of a ``pdfplumber`` page from top to bottom; frames of one column are no tables."""
    return _sorted(page.find_tables(), glyphs)


def tables_between(
    strokes: Sequence[Stroke], glyphs: Sequence[Glyph], reach: float = 3.0
) -> list[Table]:
    """Tables that strokes rule; their ends may miss each other by ``reach`` points."""
    from pdfplumber import table

    if len(strokes) < _FEWEST_STROKES or len(strokes) > _MOST_STROKES:
        return []
    edges = table.merge_edges([_edge(stroke) for stroke in strokes], reach, reach, reach, reach)
    corners = table.edges_to_intersections(edges, reach, reach)
    grids = table.cells_to_tables(table.intersections_to_cells(corners))
    return _sorted([table.Table(None, cells) for cells in grids], glyphs)


def _edge(stroke: Stroke) -> dict[str, Any]:
    """The stroke as pdfplumber writes it, along its middle."""
    x0, y0, x1, y1 = stroke
    if stroke.level:
        y0 = y1 = (y0 + y1) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    way = "h" if stroke.level else "v"
    size = {"width": x1 - x0, "height": y1 - y0}
    return {"orientation": way, "x0": x0, "x1": x1, "top": y0, "bottom": y1, **size}


def _sorted(found: Iterable[Any], glyphs: Sequence[Glyph]) -> list[Table]:
    tables = [_filled(each, glyphs) for each in found]
    return sorted(
        (table for table in tables if len(table.edges) > 1 and table.rows),
        key=lambda table: table.box[1],
    )


def inside(glyph: Glyph, box: Box) -> bool:
    """True where the middle of the glyph lies in the box."""
    x, y = glyph.middle
    x0, y0, x1, y1 = box
    return x0 - _SLACK <= x < x1 + _SLACK and y0 - _SLACK <= y < y1 + _SLACK


def _filled(found: Any, glyphs: Sequence[Glyph]) -> Table:
    """A ``pdfplumber`` table with the text of its cells."""
    left = [glyph for glyph in glyphs if inside(glyph, found.bbox)]
    boxes = [[cell for cell in row.cells if cell] for row in found.rows]
    even = len({len(cells) for cells in boxes}) == 1
    edges = _columns(cell[0] for cells in (boxes[:1] if even else boxes) for cell in cells)
    rows = []
    for row, cells in zip(found.rows, boxes, strict=True):
        texts = [""] * len(edges)
        for position, cell in enumerate(cells):
            here = [glyph for glyph in left if inside(glyph, cell)]
            left = [glyph for glyph in left if not inside(glyph, cell)]
            column = position if even else _nearest(edges, cell[0])
            texts[column] += "".join(line.text for line in text_lines(here))
        rows.append(Row(tuple(texts), row.bbox))
    return Table(tuple(row for row in rows if any(row.cells)), edges, found.bbox)


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda column: abs(edges[column] - x))


def _columns(lefts: Iterable[float]) -> tuple[float, ...]:
    """Left edges of the columns, those that are meant to be the same taken together."""
    columns: list[float] = []
    for x in sorted(lefts):
        if not columns or x - columns[-1] > _SAME_EDGE:
            columns.append(x)
    return tuple(columns)
