"""Pages of a PDF that have to be recognised: which they are, and how they become pictures.

Bounded: pixels of an embedded image, pixels of a rendered page, number of pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import UnsupportedFormat
from ingest.model import Page, SourceFile
from ingest.readers import scan
from ingest.readers.bitmap import MAX_PIXELS, scale_for, too_large
from ingest.readers.sheets import Sheet, text_of

#: GB2312 holds 99.9 % of the Chinese characters of notices; wrongly decoded ones stay below this.
_LEAST_COMMON = 0.8
#: More characters than this share without a meaning, and the font was never decoded.
_MOST_UNKNOWN = 0.3
#: A page of fewer characters (a page number, a stamp's text) says nothing about its encoding.
_FEWEST = 20


def recognised(source: SourceFile, pdf: Any, sheets: list[Sheet]) -> list[Sheet]:
    """The sheets, those without a usable text layer replaced by what OCR reads on the page.

    Raises UnsupportedFormat where there are too many, or where all need OCR and none is installed.
    """
    scans = [at for at, sheet in enumerate(sheets) if _needs_ocr(pdf, at, sheet)]
    if len(scans) > scan.MAX_PAGES:
        reason = f"有 {len(scans)} 页是扫描页，超过 {scan.MAX_PAGES} 页的上限，请拆分后再导入。"
        raise UnsupportedFormat(source.name, reason)
    result = list(sheets)
    for at in scans:
        try:
            result[at] = _recognised(source, pdf, sheets[at])
        except UnsupportedFormat as error:
            if len(scans) == len(sheets):
                raise
            pages = scan.spans(n + 1 for n in scans)
            unread = f"{source.name}：第 {pages} 页没有收入：{error.reason}"
            return [*sheets[:at], sheets[at]._replace(warnings=(unread,)), *sheets[at + 1 :]]
    return result


def is_unknown(character: str) -> bool:
    """True for what stands where a font says nothing: private use, replacement, control."""
    return "\ue000" <= character <= "\uf8ff" or character == "\ufffd" or character < "\t"


def is_rubbish(text: str) -> bool:
    """Whether a text layer is not what the page shows (fonts without a usable encoding)."""
    inked = re.sub(r"\s+", "", text)
    if len(inked) < _FEWEST:
        return False
    unknown = sum(map(is_unknown, inked))
    han = "".join(re.findall(r"[\u3400-\u9fff\uac00-\ud7af\u0600-\u0eff]", inked))
    common = len(han.encode("gb2312", "ignore")) / 2
    return unknown > _MOST_UNKNOWN * len(inked) or (
        len(han) >= _FEWEST and common < _LEAST_COMMON * len(han)
    )


def _needs_ocr(pdf: Any, at: int, sheet: Sheet) -> bool:
    """True for a page that shows something but has no text, and where the text is rubbish."""
    text = text_of(sheet)
    if text.strip():
        return is_rubbish(text)
    return any(True for _ in islice(pdf[at].get_objects(), 1))


def _recognised(source: SourceFile, pdf: Any, sheet: Sheet) -> Sheet:
    page, number = pdf[sheet.page.number - 1], sheet.page.number
    largest = max(_image_pixels(page), default=0)
    if largest > MAX_PIXELS:
        unread = f"{source.name}：第 {number} 页没有收入：{too_large(largest)}"
        return sheet._replace(blocks=[], warnings=(unread,))
    bitmap = page.render(scale=scale_for(sheet.page.width, sheet.page.height), rev_byteorder=False)
    found = scan.sheet(bitmap.to_numpy()[:, :, :3], Page(number, *page.get_size()), source.name)
    return found._replace(warnings=sheet.warnings)


def _image_pixels(page: Any) -> Iterator[int]:
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        try:
            width, height = image.get_px_size()
        except pypdfium2.PdfiumError:
            continue
        yield width * height
