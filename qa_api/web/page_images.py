"""A page of a notice's file as a picture, for the boxes of a quote to be drawn on.

``GET /v1/notices/{id}/pages/{n}.png``: PDF by pdfium, scans as they are, never larger than
``LONG_SIDE``. The last pictures are kept: turning back a page costs nothing.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from ingest.model import SourceFile
from qa_api.web.api import NO_NOTICE, PROBLEM, Base, Known
from qa_api.web.problems import Problem

if TYPE_CHECKING:
    from PIL.Image import Image

LONG_SIDE = 1754  # pixels: A4 at 150 dpi
COLOURS = 64  # enough for red heads and seals; a quarter of the bytes of full colour
KEPT_BYTES = 24 * 2**20
FOREVER = "private, max-age=31536000, immutable"  # a notice_id stands for its content

# pdfium may be used by one thread at a time, the reading of uploads included.
pdfium_lock = Lock()

router = APIRouter(prefix="/v1", responses={422: PROBLEM})


@router.get(
    "/notices/{notice_id}/pages/{number}.png",
    tags=["通知"],
    summary="原文件的一页，PNG 图片",
    response_class=Response,
    responses={**NO_NOTICE, 200: {"content": {"image/png": {}}, "description": "完成"}},
)
def get_page(kb: Base, notice: Known, number: Annotated[int, Path(ge=1, le=100_000)]) -> Response:
    picture = _kept.get(notice.source_sha256, number)
    if picture is None:
        picture = _picture(kb.source(notice.notice_id), number)
        _kept.put(notice.source_sha256, number, picture)
    return Response(picture, media_type="image/png", headers={"Cache-Control": FOREVER})


def has_pictures(source_name: str) -> bool:
    """Can pages of this file be shown? By its name, so that the file need not be loaded."""
    return source_name.lower().endswith(
        (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")
    )


def _picture(source: SourceFile, number: int) -> bytes:
    """Raises Problem 404 where the file has no such page, or pages that cannot be drawn."""
    try:
        image = _drawn(source.data, number)
    except (OSError, ValueError, SyntaxError, IndexError, RuntimeError, EOFError) as error:
        raise Problem(404, f"“{source.name}”第 {number} 页没有页面图像。") from error
    image.thumbnail((LONG_SIDE, LONG_SIDE))
    out = io.BytesIO()
    image.convert("RGB").quantize(COLOURS, method=2).save(out, "PNG")
    return out.getvalue()


def _drawn(data: bytes, number: int) -> Image:
    if is_pdf(data):
        return _pdf_page(data, number)
    from PIL import Image, ImageOps

    image = Image.open(io.BytesIO(data))
    image.seek(number - 1)
    return ImageOps.exif_transpose(image)


def is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _pdf_page(data: bytes, number: int) -> Image:
    import pypdfium2

    with pdfium_lock:
        pdf = pypdfium2.PdfDocument(data)
        try:
            page = pdf[number - 1]
            scale = LONG_SIDE / max(1.0, *page.get_size())
            image: Image = page.render(scale=scale).to_pil().copy()
            return image
        finally:
            pdf.close()


class _Kept:
    """Pictures by file and page, the latest used, up to ``KEPT_BYTES``."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._size = 0

    def get(self, sha256: str, number: int) -> bytes | None:
        with self._lock:
            picture = self._pictures.get((sha256, number))
            if picture is not None:
                self._pictures.move_to_end((sha256, number))
            return picture

    def put(self, sha256: str, number: int, picture: bytes) -> None:
        with self._lock:
            self._size -= len(self._pictures.pop((sha256, number), b""))
            self._pictures[sha256, number] = picture
            self._size += len(picture)
            while self._size > KEPT_BYTES:
                self._size -= len(self._pictures.popitem(last=False)[1])


_kept = _Kept()
