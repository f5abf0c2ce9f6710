"""The one normaliser: for searching and comparing, never for stored text (invariants 1 and 5)."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_CJK_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def normal(text: str) -> str:
    """NFKC, lower case, no white space next to a CJK character, other white space single."""
    text = unicodedata.normalize("NFKC", text).lower()
    return _SPACE.sub(" ", _CJK_SPACE.sub("", text)).strip()


def squeezed(text: str) -> str:
    """NFKC without any white space: the form in which evidence and quotes are compared."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))
