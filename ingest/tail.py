"""The end of an official document (GB/T 9704-2012, 7.3.5 and 7.4): signature and imprint.

Each function reads what begins at paragraph ``at``: the index after it, 0 if it is not there.
"""

from __future__ import annotations

import re

from ingest.layout import DATE
from ingest.numbering import label_at_start
from ingest.origin import is_organ
from ingest.reading import Reading

_IMPRINT = re.compile(rf"^\s*抄\s*送\s*[:：]|{DATE}\s*印发\s*$")
_PRINTED = re.compile(rf"\s*{DATE}\s*印发\s*")
_ANNEX = re.compile(r"^\s*附\s*件\s*[\d一二三四五六七八九十]*\s*[:：]?\s*$")
_SIGNERS = 8  # organs that sign together
_IMPRINT_LINES = 8


def signature(reading: Reading, at: int) -> int:
    """落款: the organs and the date."""
    end = signature_end(reading, at)
    if end:
        reading.place("落款", "tail", at, end)
    return end


def signature_end(reading: Reading, at: int) -> int:
    """Index after organ and date lines that begin at ``at``, 0 if there are none."""
    for end in range(at, min(at + _SIGNERS + 1, len(reading.paragraphs))):
        text = reading.text(end).strip()
        if re.fullmatch(rf"[（(]?{DATE}[）)]?", text):
            return end + 1
        if not is_organ(text):
            return 0
    return 0


def imprint(reading: Reading, at: int) -> int:
    """版记: 抄送 and 印发 lines, up to the end or the next annex."""
    text = reading.text(at)
    if len(text) > 400 or not (_IMPRINT.search(text) or _printer(reading, at)):
        return 0
    end = at + 1
    while end < len(reading.paragraphs) and end - at < _IMPRINT_LINES:
        after = reading.text(end)
        if _ANNEX.match(after) or label_at_start(after) or reading.paragraphs[end].is_row:
            break
        end += 1
    reading.place("版记", "tail", at, end)
    return end


def _printer(reading: Reading, at: int) -> bool:
    """The organ that printed the notice, with its date on the next line."""
    dated = at + 1 < len(reading.paragraphs) and _PRINTED.fullmatch(reading.text(at + 1))
    return bool(dated) and len(reading.text(at)) <= 30 and is_organ(reading.text(at))
