"""Pictures of pages (PNG, JPEG, TIFF, BMP, GIF, WebP): each frame is a page, read by OCR.

The size of a page in points is not known; its longer side counts as that of A4.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from ingest.errors import BrokenFile, UnsupportedFormat
from ingest.model import Page, RawDocument, SourceFile
from ingest.readers import scan
from ingest.readers.bitmap import MAX_PIXELS, too_large
from ingest.readers.ocr import MAX_SIDE
from ingest.readers.sheets import assembled

#: Longer side of A4 in points.
_LONG_SIDE = 841.9

_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, IndexError)


def read(source: SourceFile) -> RawDocument:
    """Lines with page, box and confidence. Raises BrokenFile or UnsupportedFormat."""
    sheets = []
    for number, frame in enumerate(_frames(source), start=1):
        height, width = frame.shape[:2]
        scale = _LONG_SIDE / max(height, width)
        page = Page(number, round(width * scale, 1), round(height * scale, 1))
        sheets.append(scan.sheet(frame, page, source.name))
    return assembled(sheets, scan.warnings((sheet.page for sheet in sheets), source.name))


def _frames(source: SourceFile) -> Iterator[Any]:
    """Each frame as a bitmap (height × width × 3, BGR), upright, not larger than OCR looks at."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(source.data))
            count = getattr(image, "n_frames", 1)
        if count > scan.MAX_PAGES:
            reason = f"图片有 {count} 页，超过 {scan.MAX_PAGES} 页的上限，请拆分后再导入。"
            raise UnsupportedFormat(source.name, reason)
        for index in range(count):
            image.seek(index)
            yield _bitmap(source, image)
    except (Image.DecompressionBombError, *_DAMAGE) as error:
        if isinstance(error, Image.DecompressionBombError):
            reason = f"图片的像素太多，超过 {MAX_PIXELS // 10**4} 万的上限。请降低分辨率后再导入。"
            raise UnsupportedFormat(source.name, reason) from error
        reason = "图片不完整或已损坏，打不开。请重新下载或重新扫描。"
        raise BrokenFile(source.name, reason) from error


def _bitmap(source: SourceFile, image: Any) -> Any:
    import numpy
    from PIL import Image, ImageOps

    width, height = image.size
    if width * height > MAX_PIXELS:
        raise UnsupportedFormat(source.name, too_large(width * height))
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))
    upright = ImageOps.exif_transpose(image)
    if upright.has_transparency_data:
        drawn = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn)
    upright = upright.convert("RGB")
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    return numpy.ascontiguousarray(numpy.asarray(upright)[:, :, ::-1])
