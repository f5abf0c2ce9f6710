"""PDF with a text layer: pdfium for characters and boxes, pdfplumber where a page has ruled tables.

Not for scans: a PDF without any text is refused with the pages that need OCR.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import Any, NamedTuple

import pypdfium2

from ingest.errors import BrokenFile, UnsupportedFormat
from ingest.model import Line, Page, RawDocument, Removed, SourceFile
from ingest.readers.furniture import REPEATED_HEADER
from ingest.readers.pdf_glyphs import Glyph, glyphs_of, text_lines
from ingest.readers.pdf_layout import frame, furniture, opens
from ingest.readers.pdf_tables import Table, has_rules, inside, tables_of

#: The longest plans have some hundred pages; beyond this a file is a book or an attack.
MAX_PAGES = 2000

Block = Line | Table


class _Sheet(NamedTuple):
    """A page with what stands on it, from top to bottom."""

    page: Page
    blocks: list[Block]
    warnings: list[str]


def read(source: SourceFile) -> RawDocument:
    """Lines with page and box, tables as rows. Raises BrokenFile or UnsupportedFormat."""
    with closing(_opened(source)) as pdf:
        sheets = list(_sheets(source, pdf))
    empty = [sheet.page.number for sheet in sheets if not sheet.blocks]
    if len(empty) == len(sheets):
        raise UnsupportedFormat(source.name, _scan_reason(empty))
    sizes = tuple(sheet.page for sheet in sheets)
    pages, repeated = _with_rows([sheet.blocks for sheet in sheets])
    reasons = furniture(pages, sizes)
    removed = [Removed(line, reasons[id(line)]) for p in pages for line in p if id(line) in reasons]
    kept = [[line for line in page if id(line) not in reasons] for page in pages]
    lines = tuple(_with_opens(kept))
    return RawDocument(
        lines,
        sizes,
        removed=(*removed, *repeated),
        warnings=(*_warnings(source, empty, lines), *(w for s in sheets for w in s.warnings)),
    )


def _opened(source: SourceFile) -> Any:
    """The pdfium document; raises BrokenFile where it is locked or damaged."""
    try:
        pdf = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            reason = "PDF 设了打开密码，无法读取。请去掉密码另存后再导入。"
        else:
            reason = "PDF 不完整或已损坏，打不开。请重新下载或重新提供。"
        raise BrokenFile(source.name, reason) from error
    if not len(pdf):
        raise BrokenFile(source.name, "PDF 里一页也没有，可能没有下载完整，请重新提供。")
    if len(pdf) > MAX_PAGES:
        reason = f"PDF 有 {len(pdf)} 页，超过 {MAX_PAGES} 页的上限，请拆分后再导入。"
        raise UnsupportedFormat(source.name, reason)
    return pdf


def _scan_reason(empty: list[int]) -> str:
    pages = "第 1 页" if len(empty) == 1 else f"第 1 页至第 {empty[-1]} 页"
    return (
        f"是扫描件：{pages}都没有文字层，需要先做文字识别（OCR）。"
        "请提供可复制文字的 PDF、DOCX 或网页原文。"
    )


def _sheets(source: SourceFile, pdf: Any) -> Iterator[_Sheet]:
    """Every page with its text lines and tables; raises BrokenFile where a page is damaged."""
    with ExitStack() as stack:
        plumber = None
        for index in range(len(pdf)):
            try:
                page = pdf[index]
            except pypdfium2.PdfiumError as error:
                reason = f"PDF 第 {index + 1} 页已损坏，读不出来。请重新下载或重新提供。"
                raise BrokenFile(source.name, reason) from error
            glyphs = glyphs_of(page)
            tables: list[Table] = []
            warnings = []
            if glyphs and has_rules(page):
                try:
                    plumber = plumber or _plumber(source, stack)
                    tables = _tables(plumber, index, glyphs)
                except Exception:  # pdfminer raises whatever a damaged page makes it stumble over
                    warnings.append(
                        f"{source.name}：第 {index + 1} 页的表格线读不出来，表格按普通文字收入。"
                    )
            yield _Sheet(
                Page(index + 1, *page.get_size()), _blocks(index + 1, glyphs, tables), warnings
            )
            page.close()


def _tables(plumber: Any, index: int, glyphs: list[Glyph]) -> list[Table]:
    page = plumber.pages[index]
    tables = tables_of(page, glyphs)
    page.close()
    return tables


def _blocks(number: int, glyphs: list[Glyph], tables: list[Table]) -> list[Block]:
    """Text lines outside the tables, and the tables, from top to bottom."""
    outside = [g for g in glyphs if not any(inside(g, table.box) for table in tables)]
    lines = [Line(found.text, page=number, box=found.box) for found in text_lines(outside)]
    return sorted([*lines, *tables], key=lambda block: (block.box or (0, 0))[1])


def _plumber(source: SourceFile, stack: ExitStack) -> Any:
    """The file for pdfplumber, whose complaints about fonts nobody needs; closed by the stack."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    return stack.enter_context(pdfplumber.open(io.BytesIO(source.data)))


def _with_rows(blocks: list[list[Block]]) -> tuple[list[list[Line]], list[Removed]]:
    """Lines of each page with tables as rows, and the header rows that a next page repeats."""
    pages: list[list[Line]] = []
    repeated: list[Removed] = []
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
            rows = [
                Line("\t".join(row.cells), "row", at, _rounded(row.box), None, row.cells, number)
                for row in block.rows
            ]
            if goes_on and rows[0].cells == header:
                repeated.append(Removed(rows.pop(0), REPEATED_HEADER))
            pages[-1] += [replace(row, opens=True) for row in rows]
        last = next((b for b in page[-2:][::-1] if isinstance(b, Table)), None)
    return pages, repeated


def _rounded(box: tuple[float, ...]) -> tuple[float, float, float, float]:
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


def _warnings(source: SourceFile, empty: list[int], lines: tuple[Line, ...]) -> tuple[str, ...]:
    """What the user should know although the file was read."""
    warnings = []
    if empty:
        pages = "、".join(map(str, empty[:20])) + ("等" if len(empty) > 20 else "")
        warnings.append(f"{source.name}：第 {pages} 页没有文字层，可能是扫描页，内容未收入。")
    if b"%%EOF" not in source.data[-2048:]:
        warnings.append(f"{source.name}：PDF 结尾不完整，可能缺页，请与原文核对。")
    text = "".join(line.text for line in lines)
    unknown = sum("\ue000" <= c <= "\uf8ff" or c == "\ufffd" for c in text)
    if unknown > 0.05 * len(text):
        warnings.append(f"{source.name}：部分字体没有编码信息，有 {unknown} 个字可能读错。")
    return tuple(warnings)
