"""PDF: pdfium for characters and boxes, pdfplumber where a page has ruled tables.

Pages without a text layer, or with one that is rubbish, are recognised: see ``pdf_scan``.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pypdfium2

from ingest.errors import BrokenFile, UnsupportedFormat
from ingest.model import Line, Page, RawDocument, SourceFile
from ingest.readers import scan
from ingest.readers.pdf_glyphs import Glyph, glyphs_of, glyphs_plumbed, loses_text, text_lines
from ingest.readers.pdf_scan import is_unknown, recognised
from ingest.readers.ruled import Table, has_rules, inside, tables_of
from ingest.readers.sheets import Block, Sheet, assembled, in_order, text_of

#: The longest plans have some hundred pages; beyond this a file is a book or an attack.
MAX_PAGES = 2000


def read(source: SourceFile) -> RawDocument:
    """Lines with page and box, tables as rows. Raises BrokenFile or UnsupportedFormat."""
    with closing(_opened(source)) as pdf:
        sheets = recognised(source, pdf, list(_sheets(source, pdf)))
    return assembled(sheets, _warnings(source, sheets))


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


def _sheets(source: SourceFile, pdf: Any) -> Iterator[Sheet]:
    """Every page with its text lines and tables; raises BrokenFile where a page is damaged."""
    plumber = None
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except pypdfium2.PdfiumError as error:
            reason = f"PDF 第 {index + 1} 页已损坏，读不出来。请重新下载或重新提供。"
            raise BrokenFile(source.name, reason) from error
        glyphs, lost = glyphs_of(page), loses_text(page)
        ruled = bool(glyphs or lost) and has_rules(page)
        tables: list[Table] = []
        warnings = []
        if lost or ruled:
            try:
                plumber = plumber or _plumber(source)
                drawn = plumber.pages[index]
                if lost:
                    glyphs = max(glyphs, glyphs_plumbed(drawn.chars), key=len)
                tables = tables_of(drawn, glyphs) if glyphs and ruled else []
                drawn.close()
            except Exception:  # pdfminer raises whatever a damaged page makes it stumble over
                what = (
                    "有的文字读不出来，可能缺字" if lost else "表格线读不出来，表格按普通文字收入"
                )
                warnings.append(f"{source.name}：第 {index + 1} 页的{what}。")
        blocks = _blocks(index + 1, glyphs, tables)
        yield Sheet(Page(index + 1, *page.get_size()), blocks, tuple(warnings))
        page.close()


def _blocks(number: int, glyphs: list[Glyph], tables: list[Table]) -> list[Block]:
    """Text lines outside the tables, and the tables, from top to bottom."""
    outside = [g for g in glyphs if not any(inside(g, table.box) for table in tables)]
    lines = [Line(found.text, page=number, box=found.box) for found in text_lines(outside)]
    return in_order(lines, tables)


def _plumber(source: SourceFile) -> Any:
    """The file for pdfplumber, whose complaints about fonts nobody needs. It is not closed: that
    reads every page once more, and stumbles over damaged ones."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    return pdfplumber.open(io.BytesIO(source.data))


def _warnings(source: SourceFile, sheets: Sequence[Sheet]) -> list[str]:
    """What the user should know although the file was read."""
    warnings = scan.warnings((sheet.page for sheet in sheets), source.name)
    if b"%%EOF" not in source.data[-2048:]:
        warnings.append(f"{source.name}：PDF 结尾不完整，可能缺页，请与原文核对。")
    text = "".join(text_of(sheet) for sheet in sheets)
    unknown = sum(is_unknown(character) for character in text)
    if unknown > 0.05 * len(text):
        warnings.append(f"{source.name}：部分字体没有编码信息，有 {unknown} 个字可能读错。")
    return warnings
