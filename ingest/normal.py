"""The one normaliser: for searching and comparing, never for stored text (invariants 1 and 5)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Text of these characters alone is in NFKC once full-width forms are halved: three times as fast.
_FULL_WIDTH = re.compile("[\u3000\uff01-\uff5e]+")
_HALVES = {0x3000: " "} | {0xFF01 + at: chr(0x21 + at) for at in range(94)}
_UNCOMMON = re.compile(
    "[^\t\n\r -~·—‘’“”\u3000-\u3003\u3008-\u3011\u3014\u3015\u4e00-\u9fff\uff01-\uff5e]"
)
_SPACE = re.compile(r"\s+")
_CJK_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """NFKC, lower case, no white space next to a CJK character, other white space single."""
    text = nfkc(text).lower()
    if _SPACE.search(text):
        text = _SPACE.sub(" ", _CJK_SPACE.sub("", text)).strip()
    return text


def squeezed(text: str) -> str:
    """NFKC without any white space: the form in which evidence and quotes are compared."""
    return _SPACE.sub("", nfkc(text))


def nfkc(text: str) -> str:
    """Unicode's compatibility form: full-width letters and marks as half-width ones (UAX #15)."""
    if _UNCOMMON.search(text):
        return unicodedata.normalize("NFKC", text)
    return _FULL_WIDTH.sub(lambda run: run[0].translate(_HALVES), text)
