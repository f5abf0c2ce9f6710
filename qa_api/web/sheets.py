"""The page beside the text: which page to show, and the quote's boxes on it, in points."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote as percent

from index.knowledge_base import KnowledgeBase
from index.records import ClauseRecord, NoticeRecord
from ingest.model import Box, PlacedLine
from qa_api.web.page_images import has_pictures

PADDING = 1.5  # points around a box, so that the frame does not touch the characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its picture, its size, the boxes to draw, and the pages of this notice."""

    number: int
    width: float
    height: float
    boxes: tuple[Box, ...]
    picture: str
    first: int
    last: int

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > self.first else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.last else None


def sheet(
    kb: KnowledgeBase,
    notice: NoticeRecord,
    clauses: Sequence[ClauseRecord],
    span: range | None,
    wanted: int | None = None,
) -> Sheet | None:
    """The page ``wanted``, else the one on which ``span`` begins; None for files without pages."""
    pages = {page.number: page for page in kb.notice_pages(notice.notice_id)}
    if not pages or not has_pictures(notice.source):
        return None
    first, last = _extent(kb, notice, clauses, list(pages))
    lines = kb.places(notice.notice_id, span.start, span.stop) if span else []
    cited = next((line.page for line in lines if line.page), None)
    number = wanted if wanted in pages else cited or first
    page = pages[number]
    text = kb.notice_text(notice.notice_id) if lines else ""
    boxes = tuple(
        _narrowed(line, span, text[line.start : line.end])
        for line in lines
        if span and line.box and line.page == number
    )
    picture = f"/v1/notices/{percent(notice.notice_id, safe='')}/pages/{number}.png"
    return Sheet(number, page.width, page.height, boxes, picture, first, last)


def _extent(
    kb: KnowledgeBase, notice: NoticeRecord, clauses: Sequence[ClauseRecord], pages: list[int]
) -> tuple[int, int]:
    """First and last page of this notice: a file may hold several."""
    if not clauses:
        return min(pages), max(pages)
    first = next((clause.page for clause in clauses if clause.page), min(pages))
    ending = kb.places(notice.notice_id, clauses[-1].start, clauses[-1].end)
    last = max((line.page for line in ending if line.page), default=max(pages))
    return first, max(first, last)


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
