"""A page that is a picture: straightened, recognised, what was passed over looked at again → Sheet.

Follows the printed page: words on one height are one line, words between ruling lines are cells.
Bitmaps are height × width × 3, uint8, BGR; results are in points of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from ingest.model import Box, Line, Page
from ingest.readers.ocr import Word, reread, words
from ingest.readers.pdf_glyphs import Glyph, text_lines
from ingest.readers.ruled import Stroke, Table, inside, tables_between
from ingest.readers.scan_rest import unread
from ingest.readers.scan_rules import straightened, strokes_of
from ingest.readers.sheets import Sheet, in_order

#: Recognition takes some seconds a page; a longer scan is a book.
MAX_PAGES = 200
#: Below this mean confidence a page needs a person's look.
LOW = 0.85

#: Ruling lines of a scan miss each other by so many points.
_REACH = 5.0


def sheet(bitmap: Any, page: Page, name: str) -> Sheet:
    """What is printed on a page of the file ``name``. Raises UnsupportedFormat without OCR."""
    straight, tilt = straightened(bitmap)
    scale = page.width / bitmap.shape[1]
    strokes = [Stroke(*(scale * edge for edge in stroke)) for stroke in strokes_of(straight)]
    first = words(straight, name)
    rest = reread(straight, unread(straight, [word.box for word in first]), name)
    found = [_scaled(word, scale) for word in [*first, *rest]]
    pieces = [piece for word in found for piece in _parted(word, strokes)]
    tables = tables_between(strokes, [piece for piece, _ in pieces], _REACH)
    rated = [_rated(table, pieces) for table in tables]
    blocks = in_order(_lines(pieces, tables, page.number), rated)
    return Sheet(replace(page, confidence=_mean(pieces)), blocks, tilt=tilt)


def warnings(pages: Iterable[Page], name: str) -> list[str]:
    """What the user should know about the pages that were recognised."""
    read = [page for page in pages if page.confidence is not None]
    low = [page for page in read if (page.confidence or 0) < LOW]
    if not read:
        return []
    mean = sum(page.confidence or 0 for page in read) / len(read)
    told = [
        f"{name}：第 {spans(page.number for page in read)} 页是扫描页，文字由 OCR 识别，"
        f"平均置信度 {mean:.1%}，重要内容请与原件核对。"
    ]
    if low:
        told.append(
            f"{name}：第 {spans(page.number for page in low)} 页识别置信度低于 {LOW:.0%}，"
            "可能有较多错字，请核对原件或重新扫描（建议 300 dpi）。"
        )
    return told


def spans(numbers: Iterable[int]) -> str:
    """Page numbers for people: ``1-3、7``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


Piece = tuple[Glyph, float]


def _scaled(word: Word, scale: float) -> Word:
    def points(box: Box) -> Box:
        x0, y0, x1, y1 = box
        return x0 * scale, y0 * scale, x1 * scale, y1 * scale

    letters = tuple((letter, points(box)) for letter, box in word.letters)
    return word._replace(box=points(word.box), letters=letters)


def _parted(word: Word, strokes: Sequence[Stroke]) -> Iterator[Piece]:
    """The word, cut where an upright stroke runs through it, each part with its confidence."""
    x0, y0, x1, y1 = word.box
    middle, slack = (y0 + y1) / 2, 0.5 * (y1 - y0)
    cuts = sorted(
        stroke.x0
        for stroke in strokes
        if not stroke.level
        and stroke.y0 <= middle <= stroke.y1
        and x0 + slack < stroke.x0 < x1 - slack
    )
    if not cuts or not word.letters:
        yield Glyph(word.text, *word.box), word.confidence
        return
    edges = [x0 - 1, *cuts, x1 + 1]
    for left, right in pairwise(edges):
        part = [(t, box) for t, box in word.letters if left <= (box[0] + box[2]) / 2 < right]
        text = "".join(letter for letter, _ in part).strip("|丨 ")
        if text:
            yield Glyph(text, part[0][1][0], y0, part[-1][1][2], y1), word.confidence


def _lines(pieces: Sequence[Piece], tables: Sequence[Table], page: int) -> Iterator[Line]:
    """Printed lines outside the tables."""
    outside = [g for g, _ in pieces if not any(inside(g, table.box) for table in tables)]
    for line in text_lines(outside):
        rating = _mean(piece for piece in pieces if inside(piece[0], line.box))
        yield Line(line.text, page=page, box=line.box, confidence=rating)


def _rated(table: Table, pieces: Sequence[Piece]) -> Table:
    """The table with the confidence of its rows."""
    rows = (
        row._replace(confidence=_mean(p for p in pieces if inside(p[0], row.box)))
        for row in table.rows
    )
    return table._replace(rows=tuple(rows))


def _mean(pieces: Iterable[Piece]) -> float:
    """Mean confidence a character, to three decimals; 0 for an empty page."""
    weights = [(len(glyph.text), rating) for glyph, rating in pieces]
    total = sum(weight for weight, _ in weights)
    return round(sum(w * rating for w, rating in weights) / total, 3) if total else 0.0
