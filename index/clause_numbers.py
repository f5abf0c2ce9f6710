"""Clause numbers as people write them: 第十二条, 附件3第五条第二款, 五（二）, 附件3/五/（二）.

A number becomes its labels without brackets, outermost first: ("附件3", "五", "二"). Paragraphs and
items of an article (第二款, 第三项) belong to the article's clause and are left out.
"""

from __future__ import annotations

import re

from ingest.normal import squeezed

_CN = "一二三四五六七八九十百千零〇"
_LABEL = re.compile(
    rf"附件(?:\d+|[{_CN}]+)?|第[{_CN}\d]+[编章节条款项]|[(][{_CN}\d]+[)]|[{_CN}]+(?=[、/(]|$)|\d+(?=[./)]|$)"
)
_SPOKEN = re.compile(rf"(?:(?:{_LABEL.pattern})[、/.的]*)+")
_PLAIN = re.compile(rf"[{_CN}\d]+[、.]?")  # 五 or 2 alone: a word or an amount, not a clause
_INNER = re.compile(r"第.+[款项]")
_BRACKETS = re.compile(r"[()\s]")

Labels = tuple[str, ...]


def labels_of(number: str) -> Labels:
    """Of a clause's own number: 附件3/五/（二） → ("附件3", "五", "二")."""
    return tuple(_BRACKETS.sub("", label) for label in squeezed(number).lower().split("/"))


def spoken(text: str) -> tuple[Labels, ...]:
    """The clause numbers that ``text`` names, each once, in order."""
    found = []
    for match in _SPOKEN.finditer(squeezed(text).lower()):
        if not _PLAIN.fullmatch(match.group()):
            labels = (_BRACKETS.sub("", label) for label in _LABEL.findall(match.group()))
            found.append(tuple(label for label in labels if not _INNER.fullmatch(label)))
    return tuple(dict.fromkeys(labels for labels in found if labels))


def means(said: Labels, labels: Labels) -> bool:
    """Does ``said`` name the clause of ``labels``? Outer levels may be left out (附件3第五条)."""
    if not labels or said[-1] != labels[-1]:
        return False
    rest = iter(labels)
    return all(label in rest for label in said)
