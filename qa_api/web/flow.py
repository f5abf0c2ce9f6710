"""Text for reading: lines that a page's width broke are joined, others stay."""

from __future__ import annotations

import re
from itertools import pairwise

FULL_LINE = 16  # characters; a shorter line ends because its writer ended it
_ENDS_INSIDE = re.compile(r"[\u4e00-\u9fff，、“（《]$")
_OPENS = re.compile(
    r"[-—·]|[（(]?[一二三四五六七八九十\d]+(?:[）)、]|[.．](?!\d))|第.{1,5}[条章节]|附件"
)
_BREAK = re.compile(r"\n[ \t　]*")


def flowing(text: str) -> str:
    """``text`` with only its white space changed.

    A line is joined to the next where it is about as long as the longest and ends within a Chinese
    sentence; after a number or an address the break stays, and before an item of a list.
    """
    lines = _BREAK.split(text.strip("\n"))
    full = max(FULL_LINE, 0.8 * max(map(len, lines)))
    out = lines[0]
    for before, line in pairwise(lines):
        broken = len(before) >= full and _ENDS_INSIDE.search(before) and not _OPENS.match(line)
        out += line if broken else "\n" + line
    return out
