"""Names of notices as they are compared: width, spaces and marks aside."""

from __future__ import annotations

import re
import unicodedata


def bare_title(text: str) -> str:
    """A title without marks, width and spaces."""
    return re.sub(r"[\s　《》〈〉“”\"'（）()【】]", "", unicodedata.normalize("NFKC", text)).lower()
