"""How large a picture may be, and how large it is looked at.

Text of notices is set in 16 points (GB/T 9704-2012, 5.2.2); at 150 dpi that is 33 pixels, enough
for recognition. Nothing is decoded before its size is known.
"""

from __future__ import annotations

from ingest.readers.ocr import MAX_SIDE

#: An A3 page at 600 dpi has 70 million pixels; decoded it takes 210 MB.
MAX_PIXELS = 80_000_000
#: Pixels a point at 150 dpi.
_SCALE = 150 / 72


def too_large(pixels: int) -> str:
    """The reason for refusing a picture of so many pixels."""
    return (
        f"图片有 {pixels // 10**4} 万像素，超过 {MAX_PIXELS // 10**4} 万像素的上限，没有识别。"
        "请降低分辨率（300 dpi 即可）重新扫描。"
    )


def scale_for(width: float, height: float) -> float:
    """Pixels a point for a page of ``width`` × ``height`` points."""
    return min(_SCALE, MAX_SIDE / max(width, height, 1.0))
