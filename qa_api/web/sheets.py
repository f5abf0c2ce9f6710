"""The page beside the text: which page to show, and the quote's boxes on it, in points."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from urllib.parse import quote as percent

from index.knowledge_base import KnowledgeBase
from index.records import NoticeRecord
from ingest.model import Box, PlacedLine
from qa_api.web.page_images import has_pictures

ROW_TYPE = 10.5  # points
PADDING = 1.5  # points around a box, so that the frame does not touch the characters


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of text set where it stands on the page, for files without pictures of their pages."""

    x: float
    y: float
    width: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its picture or its lines, its size, the boxes to draw, this notice's pages.

    ``more`` are the other pages on which the quote stands.
    """

    number: int
    width: float
    height: float
    boxes: tuple[Box, ...]
    picture: str
    lines: tuple[Drawn, ...]
    first: int
    last: int
    more: tuple[int, ...] = ()

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > self.first else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.last else None


def sheet(
    kb: KnowledgeBase, notice: NoticeRecord, span: range | None, wanted: int | None = None
) -> Sheet | None:
    """The page ``wanted``, else the one on which ``span`` begins; None for files without pages."""
    pages = {page.number: page for page in kb.notice_pages(notice.notice_id)}
    text = kb.notice_text(notice.notice_id)
    placed = [p for p in kb.places(notice.notice_id, 0, len(text)) if p.page in pages and p.box]
    if not placed:
        return None
    cited = [line for line in placed if span and line.start < span.stop and span.start < line.end]
    number = wanted if wanted in pages else (cited or placed)[0].page or 1
    here = [line for line in placed if line.page == number]
    boxes = [_narrowed(p, span, text[p.start : p.end]) for p in here if span and p in cited]
    picture = _picture(notice, number)
    drawn = () if picture else tuple(_drawn(line, text) for line in here)
    numbers = [line.page for line in placed if line.page]
    more = sorted({line.page for line in cited if line.page} - {number})
    page = pages[number]
    return Sheet(
        number, page.width, page.height, tuple(boxes), picture, drawn,
        min(numbers), max(numbers), tuple(more),
    )  # fmt: skip


def _picture(notice: NoticeRecord, number: int) -> str:
    """Address of the page's picture, empty where there is none (OFD)."""
    if not has_pictures(notice.source):
        return ""
    return f"/v1/notices/{percent(notice.notice_id, safe='')}/pages/{number}.png"


def _drawn(line: PlacedLine, text: str) -> Drawn:
    assert line.box is not None
    x0, y0, x1, y1 = line.box
    words = text[line.start : line.end].replace("\t", "　")
    size = min(y1 - y0, (x1 - x0) / max(1.0, sum(map(_width, words))) * 1.2)
    if "\t" in text[line.start : line.end]:  # a row: its box says nothing about its type
        size = min(size, ROW_TYPE)
    return Drawn(x0, y1 - 0.2 * (y1 - y0), x1 - x0, size, words)


def _narrowed(line: PlacedLine, span: range, text: str) -> Box:
    """The part of a line's box that ``span`` covers; a table row is framed whole."""
    assert line.box is not None
    x0, y0, x1, y1 = line.box
    if "\t" not in text and text.strip():
        widths = [_width(char) for char in text]
        total = sum(widths) or 1
        start = max(span.start - line.start, 0)
        end = min(span.stop - line.start, len(text))
        x0, x1 = (
            x0 + (x1 - x0) * sum(widths[:start]) / total,
            x0 + (x1 - x0) * sum(widths[:end]) / total,
        )
    return (x0 - PADDING, y0 - PADDING, x1 + PADDING, y1 + PADDING)


def _width(char: str) -> float:
    """Of a character in a line of even type: full-width 1, others half of it."""
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5
