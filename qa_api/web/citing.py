"""A citation as one pastes it into a reply: 《题名》（发文字号）附件 五（二）：“原文”."""

from __future__ import annotations

import re
from itertools import pairwise

from index.records import ClauseRecord
from qa_api.model import Citation
from qa_api.web.flow import flowing

_ROW = re.compile(r"行(\d+)")
_BRACKETED = re.compile(r"[（(].*[）)]$")
_STATUTE = re.compile(r"第.+[编章节条]$|第.+部分$")


def pasteable(citation: Citation) -> str:
    """《…》（苏科协发〔2021〕51号）附件 五（二）：“…”, the quote with its broken lines joined."""
    return f"{source(citation.clause)}{spoken(citation.clause.number)}：“{flowing(citation.quote)}”"


def source(clause: ClauseRecord) -> str:
    """《题名》（发文字号), the name marks inside the title made single (GB/T 15834-2011, 4.15)."""
    number = f"（{clause.document_number}）" if clause.document_number else ""
    return f"{titled(clause.notice_title)}{number}"


def titled(title: str) -> str:
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def spoken(number: str) -> str:
    """A clause number as it is said: 附件/五/（二） → 附件 五（二）, 三/6 → 三、6."""
    if not number:
        return ""
    parts = [_ROW.sub(r"第\1行", part) for part in number.split("/")]
    return parts[0] + "".join(_joint(a, b) + b for a, b in pairwise(parts))


def _joint(before: str, after: str) -> str:
    if before.startswith("附件"):
        return " "
    if re.match(r"第\d+行", after) or _BRACKETED.match(after) or _STATUTE.match(before):
        return ""
    if re.match(r"表\d|专栏", after):
        return " "
    return "" if _BRACKETED.match(before) else "、"
