"""Headings without a number, in notices that number nothing: a short line of its own, 【…】, a word
and two spaces before the text (奖励对象  在岗教师…).

Such a line may be anything, so it is believed only where several stand in one notice, each over
text that is plainly longer, and the notice has no numbered headings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.layout import DATE_LINE, DOCUMENT_TYPES, Paragraph
from ingest.numbering import RANK, label_at_start
from ingest.origin import is_organ

_LINE = re.compile(r"\s*[\u4e00-\u9fffA-Za-z“”、·]{2,14}\s*")
_BRACKETED = re.compile(r"\s*【([^【】]{2,16})】")
_RUN_IN = re.compile(r"\s*([\u4e00-\u9fff]{2,8})(?: {2,}|[ ]?\u3000+)(?=\S.{14})")
_SEVERAL = 3
_TEXT = 20  # characters of the paragraph below a heading, at least


@dataclass(frozen=True, slots=True)
class Heading:
    """``outer``: others stand below it."""

    text: str
    outer: bool = False


def unnumbered_headings(paragraphs: Sequence[Paragraph], first: int) -> Mapping[int, Heading]:
    """Headings by the index of the paragraph that they open; ``first`` comes after the head."""
    rest = range(max(first, 1), len(paragraphs))  # the first line is the title, if anything
    texts = [paragraph.text for paragraph in paragraphs]
    bracketed = {at: Heading(found[1]) for at in rest if (found := _BRACKETED.match(texts[at]))}
    if len(bracketed) >= _SEVERAL:
        return bracketed
    labels = [label for at in rest if (label := label_at_start(texts[at]))]
    if sum(label.rank <= RANK["arabic"] for label in labels) >= _SEVERAL:
        return {}
    run_in = {at: Heading(found[1]) for at in rest if (found := _RUN_IN.match(texts[at]))}
    run_in = run_in if len(run_in) >= _SEVERAL else {}
    lines = {
        at: Heading(texts[at].strip(), outer=bool(run_in))
        for at in rest[:-1]
        if _is_heading(paragraphs, at)
    }
    return run_in | (lines if len(lines) >= _SEVERAL else {})


def _is_heading(paragraphs: Sequence[Paragraph], at: int) -> bool:
    line, below = paragraphs[at], paragraphs[at + 1]
    text = line.text.strip()
    if line.is_row or below.is_row or not _LINE.fullmatch(text):
        return False
    if is_organ(text) or DATE_LINE.match(text) or text in DOCUMENT_TYPES:
        return False
    return len(below.text) >= max(_TEXT, 2 * len(text)) and not label_at_start(text)
