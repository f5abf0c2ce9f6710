"""Glyphs of a PDF page and the lines they form. Points, origin at the page's top left corner.

Pure but for ``glyphs_of`` and ``loses_text``, which ask pdfium. Not for tables and paragraphs: see
``ruled`` and ``pdf_layout``.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ingest.model import Box
from ingest.readers.furniture import SPACES

#: A gap wider than this share of the character height is a space that nobody typed.
_GAP = 0.8
#: The same where pdfium, too, takes the gap for a space.
_SEEN_GAP = 0.1
#: pdfium's marks for a hyphen at a line's end.
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}


class Glyph(NamedTuple):
    """One character with its font box (as high as the font, not as its ink).

    ``spaced`` is True where pdfium sees a space before it that the page does not draw.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    spaced: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


class TextLine(NamedTuple):
    """One printed line; ``size`` is the height of its characters in points."""

    text: str
    box: Box
    size: float


def glyphs_of(page: Any) -> list[Glyph]:
    """Characters that the page draws, in the order of its content, without doubled ones.

    ``page`` is a ``pypdfium2.PdfPage``; the page's rotation and crop box are taken into account.
    """
    textpage = page.get_textpage()
    to_top_left = _placing(page)
    box = pdfium.FS_RECTF()
    glyphs = []
    spaced = False
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code in (0, 10, 13) or pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            spaced = code == 32
        elif pdfium.FPDFText_GetLooseCharBox(textpage, index, box):
            x0, y0, x1, y1 = to_top_left(box.left, box.top, box.right, box.bottom)
            glyphs.append(Glyph(_character(code), x0, y0, x1, y1, spaced))
            spaced = False
    textpage.close()
    return glyphs


def loses_text(page: Any) -> bool:
    """True where ``glyphs_of`` may miss characters of a ``pypdfium2.PdfPage``.

    Where a font is neither in the file nor on the machine, its text has no height, and a single
    character no width. pdfium passes over what has no width, and takes two flat lines that say the
    same for one.
    """
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4):
        left, bottom, right, top = drawn.get_bounds()
        flat = left == right or bottom == top
        if flat and not pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(drawn)):
            return True
    return False


def glyphs_plumbed(characters: Iterable[dict[str, Any]]) -> list[Glyph]:
    """Glyphs out of a ``pdfplumber`` page's ``chars``, which needs no font but is slower. What has
    no code point is left out."""
    glyphs = []
    for drawn in characters:
        text = drawn["text"]
        if not text.startswith("(cid:"):
            text = _character(ord(text)) if len(text) == 1 else text
            glyphs.append(Glyph(text, *(drawn[edge] for edge in ("x0", "top", "x1", "bottom"))))
    return glyphs


def _character(code: int) -> str:
    """The character of a code point; Kangxi radicals, which fonts confuse, become plain hanzi."""
    if code in _HYPHENS:
        return _HYPHENS[code]
    text = chr(code)
    return unicodedata.normalize("NFKC", text) if 0x2E80 <= code <= 0x2FDF else text


def _placing(page: Any) -> Any:
    """Function from a box in PDF space to ``(x0, y0, x1, y1)`` on the page as it is shown."""
    width, height = page.get_size()
    scale = 100

    def shown(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(
            page, 0, 0, round(width * scale), round(height * scale), 0, x, y, across, down
        )
        return across.value / scale, down.value / scale

    (ox, oy), (ax, ay), (bx, by) = shown(0, 0), shown(1000, 0), shown(0, 1000)
    xx, yx, xy, yy = (ax - ox) / 1000, (ay - oy) / 1000, (bx - ox) / 1000, (by - oy) / 1000

    def place(left: float, top: float, right: float, bottom: float) -> Box:
        xs = ox + xx * left + xy * top, ox + xx * right + xy * bottom
        ys = oy + yx * left + yy * top, oy + yx * right + yy * bottom
        return min(xs), min(ys), max(xs), max(ys)

    return place


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Printed lines from top to bottom, each from left to right; blank ones left out."""
    lines = [_text_line(_undoubled(members)) for members in _rows(glyphs)]
    return [line for line in lines if line.text]


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs grouped by height on the page: within half a character of the row's middle."""
    rows: list[list[Glyph]] = []
    middle = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.y0 + g.y1):
        height = glyph.y1 - glyph.y0
        here = glyph.middle[1]
        if rows and here - middle < 0.5 * max(size, height):
            rows[-1].append(glyph)
            if height > size:
                middle, size = here, height
        else:
            rows.append([glyph])
            middle, size = here, height
    return [sorted(row, key=lambda g: (g.x0, g.x1)) for row in rows]


def _undoubled(row: Sequence[Glyph]) -> list[Glyph]:
    """The row without characters drawn twice nearly in place (imitated bold type)."""
    kept: list[Glyph] = []
    for glyph in row:
        near = 0.3 * (glyph.x1 - glyph.x0)
        if not any(g.text == glyph.text and abs(g.x0 - glyph.x0) < near for g in kept[-2:]):
            kept.append(glyph)
    return kept


def _text_line(row: Sequence[Glyph]) -> TextLine:
    """The text of a row with its box; wide gaps become spaces unless the whole row is spaced.

    In a row of whole words, as OCR gives them, every wide gap is a space.
    """
    inked = [glyph for glyph in row if glyph.text.strip(SPACES)]
    if not inked:
        return TextLine("", (0, 0, 0, 0), 0)
    size = median(glyph.y1 - glyph.y0 for glyph in inked)
    gaps = [b.x0 - a.x1 for a, b in pairwise(row)]
    letters = sum(len(glyph.text) for glyph in row) == len(row)
    usual = median(gaps) if gaps and letters else 0.0
    wide, seen = max(_GAP * size, 1.5 * usual), 2 * usual + _SEEN_GAP * size
    pieces = [row[0].text]
    for gap, glyph in zip(gaps, row[1:], strict=True):
        parted = gap > (seen if glyph.spaced else wide)
        pieces.append(" " + glyph.text if parted else glyph.text)
    return TextLine(_paired("".join(pieces).strip(SPACES)), box_of(inked), size)


def _paired(text: str) -> str:
    """Surrogate halves, which pdfium gives one by one, joined to characters."""
    if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def box_of(glyphs: Sequence[Glyph]) -> Box:
    """The smallest box around glyphs, in points to one decimal."""
    return (
        round(min(g.x0 for g in glyphs), 1),
        round(min(g.y0 for g in glyphs), 1),
        round(max(g.x1 for g in glyphs), 1),
        round(max(g.y1 for g in glyphs), 1),
    )
