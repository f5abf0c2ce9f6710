"""What a page carries besides the notice: page numbers and blanks (GB/T 9704-2012, 7.5).

Pure tests on one line of text; which lines stand where a page number may stand, the reader knows.
"""

from __future__ import annotations

import re

#: White space that layout puts around a line: ASCII, no-break and full-width spaces, BOM.
SPACES = " \t\r\n\v\f\u00a0\u3000\u2002\u2003\u2009\u200b\ufeff\x1a"

PAGE_NUMBER = "页码"
PAGE_BREAK = "分页符"
HEADER = "页眉"
FOOTER = "页脚"
RUNNING_HEAD = "每页重复的页眉或页脚"
REPEATED_HEADER = "续页重复的表头"

_DASH = "[-‐‑‒–—―－─━·•~～]"
_DRESSED = re.compile(
    rf"""(?:{_DASH}\s*)+ \d{{1,4}} (?:\s*{_DASH})+             # — 11 —   - 3 -
       | 第 \s* \d{{1,4}} \s* 页
         (?:\s* [,，/／、]? \s* [（(]? \s* 共 \s* \d{{1,4}} \s* 页 \s* [)）]?)?
       | 共 \s* \d{{1,4}} \s* 页 \s* [,，/／、]? \s* 第 \s* \d{{1,4}} \s* 页
       | Page \s+ \d{{1,4}} (?:\s+ of \s+ \d{{1,4}})?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,4}(?:\s*[/／]\s*\d{1,4})?")


def is_page_number(text: str) -> bool:
    """True for a line that is a page number wherever it stands: ``— 11 —``, ``第 3 页 共 9 页``."""
    return _DRESSED.fullmatch(text.strip(SPACES)) is not None


def is_bare_number(text: str) -> bool:
    """True for ``7`` or ``7/21``: a page number only where a page begins or ends."""
    return _BARE.fullmatch(text.strip(SPACES)) is not None
