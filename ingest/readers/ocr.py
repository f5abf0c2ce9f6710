"""Text recognition: a bitmap → printed lines with boxes and confidence.

The engine is RapidOCR (PP-OCR models, which its wheel contains: no network) on onnxruntime. Both
are imported at the first page that needs them. Not for layout and tables: see ``scan``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from ingest.errors import UnsupportedFormat
from ingest.model import Box

INSTALL = "pip install rapidocr onnxruntime"

#: The longer side of a bitmap is scaled down to this; A4 at 150 dpi has 1754.
MAX_SIDE = 2400
#: The side the detector was trained on; larger, it overlooks short lines.
_DETECTOR_SIDE = 960

#: A place that the detector passed over is believed from this confidence on.
_SURE = 0.8

# The engine keeps the switches of the last call, so each call names them all.
_WHOLE = {
    "use_det": True,
    "use_cls": False,
    "use_rec": True,
    "return_word_box": True,
    "return_single_char_box": True,
}
_PIECE = _WHOLE | {"use_det": False, "return_word_box": False, "return_single_char_box": False}

_HAN = r"[\u3400-\u9fff\u3001-\u301f\uff00-\uffef“”‘’…—]"
_WIDE = str.maketrans("(),:;?!", "（），：；？！")
_LONE = re.compile(rf"(?<={_HAN})[,:;?!]|[,:;?!](?={_HAN})")
_BRACKETS = re.compile(rf"\([^()]*{_HAN}[^()]*\)|(?<={_HAN})\([^()]*\)|\([^()]*\)(?={_HAN})")
_TORN = re.compile(rf"(?<={_HAN})[()]|[()](?={_HAN})")
_YEAR = re.compile(
    r"[\[［【〔]\s*((?:19|20)\d\d)\s*[\]］】〕](?=\s*(?:第\s*)?\d)"
    r"|[(（]\s*((?:19|20)\d\d)\s*[)）](?=\s*(?:第\s*)?\d{1,5}\s*号)"
)

_lock = Lock()


class Word(NamedTuple):
    """A piece of text on one printed line; boxes in pixels, ``letters`` with their own boxes."""

    text: str
    box: Box
    confidence: float
    letters: tuple[tuple[str, Box], ...] = ()


def words(bitmap: Any, name: str) -> list[Word]:
    """Pieces of text on a bitmap (height × width × 3, uint8, BGR), in no particular order.

    Raises UnsupportedFormat, with ``name`` of the file, where the engine is not installed.
    """
    engine = _engine(name)
    with _lock:
        found = engine(bitmap, **_WHOLE)
    if found.txts is None:
        return []
    letters = found.word_results or [()] * len(found.txts)
    return [
        Word(chinese_marks(text), _box(quad), float(score), _letters(single))
        for text, quad, score, single in zip(
            found.txts, found.boxes, found.scores, letters, strict=True
        )
        if text.strip()
    ]


def reread(bitmap: Any, places: Sequence[Box], name: str) -> list[Word]:
    """What stands at places (pixels) that the detector passed over, where it can be told well."""
    found = []
    for box in places:
        x0, y0, x1, y1 = (round(edge) for edge in box)
        engine = _engine(name)
        with _lock:
            read = engine(bitmap[y0:y1, x0:x1], **_PIECE)
        text, score = read.txts[0] if read.txts else "", float(read.scores[0] if read.txts else 0)
        if score >= _SURE and re.search(r"[^\W_]", text):
            found.append(Word(chinese_marks(text.strip()), box, score))
    return found


def chinese_marks(text: str) -> str:
    """Marks beside Chinese characters as they are printed: full-width, years in 〔〕.

    The models know brackets, commas and colons in their half-width form only (GB/T 15834-2011 for
    the marks, GB/T 9704-2012, 7.2.5 for 〔2021〕).
    """
    for pattern in (_LONE, _BRACKETS, _TORN):
        text = pattern.sub(lambda found: found[0].translate(_WIDE), text)
    return _YEAR.sub(lambda found: f"〔{found[1] or found[2]}〕", text)


def _letters(single: Any) -> tuple[tuple[str, Box], ...]:
    return tuple((letter, _box(quad)) for letter, _, quad in single)


def _box(quad: Any) -> Box:
    xs, ys = [float(x) for x, _ in quad], [float(y) for _, y in quad]
    return min(xs), min(ys), max(xs), max(ys)


def _engine(name: str) -> Any:
    try:
        with _lock:
            return _loaded()
    except ImportError as error:
        reason = (
            "是扫描件或图片，要先做文字识别（OCR），但没有安装识别程序。"
            f"请运行 {INSTALL} 后再导入，或提供可复制文字的 PDF、DOCX、网页。"
        )
        raise UnsupportedFormat(name, reason) from error


@cache
def _loaded() -> Any:
    """The engine, loaded once a process (about two seconds, 150 MB)."""
    import onnxruntime  # noqa: F401  rapidocr itself can be imported without it
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": MAX_SIDE,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTOR_SIDE,
        }
    )
