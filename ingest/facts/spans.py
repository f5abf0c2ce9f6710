"""Sentences and their parts as offsets, shared by the kinds of fact and by answering."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.model import Clause, Fact
from ingest.numbering import label_at_start

_SENTENCE_END = re.compile(r"[。！？!?；;]+[”’」』》）)\]】]*|\n")
_SEVERAL = re.compile(r"[，、][^，、\n]{2,12}$")
_GOES_ON = re.compile(r"[\u4e00-\u9fff“《][^:：\n]*[，、][^:：\n]*[。；]")
# A mark between two digits is part of a figure: 13：00, 1,000.
_PART_END = re.compile(r"(?<!\d)[，,：:]|[，,：:](?!\d)|[。；;！？\n]")

# What is given up for another: 由6月1日延长至6月20日, “6月1日”有误，更正为“6月2日”.
_GIVEN_UP = re.compile(
    r"^\s*[”\"」]?\s*(?:有误)?[，,]?(?:因[^，,。；]{0,24}[，,])?\s*(?:现|统一)?"
    r"(?:更正|调整|变更|修改|延[期长]?|顺延|推迟|提前|改)(?:为|至|到|在)\s*[“\"「]?\s*[\d（(]"
)


def is_given_up(after: str) -> bool:
    """Whether the text behind a value says what is to stand in its place."""
    return bool(_GIVEN_UP.match(after))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of each sentence, its stop included, white space around it not.

    A stop inside brackets or quotation marks does not end a sentence. A line break does, but for
    one that parts an enumeration or a sentence of several parts in the middle.
    """
    start = at = 0
    while match := _SENTENCE_END.search(text, at):
        at = match.end()
        if match[0] != "\n" and _inside_brackets(text[start : match.start()]):
            continue
        if match[0] == "\n" and _parted(text[start : match.start()], text[at:]):
            continue
        yield from _trimmed(text, start, at)
        start = at
    yield from _trimmed(text, start, len(text))


def parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Comma-separated parts of ``text[start:end]``, stops left out."""
    at = start
    for match in _PART_END.finditer(text, start, end):
        yield from _trimmed(text, at, match.start())
        at = match.end()
    yield from _trimmed(text, at, end)


def fact(
    kind: str, clause: Clause, text: str, span: tuple[int, int], *,
    label: str, value: str, fields: dict[str, str] | None = None,
) -> Fact:  # fmt: skip
    """A fact whose span is given in the clause's own text."""
    start, end = span
    return Fact(
        kind, label, value, text[start:end], clause.start + start, clause.start + end,
        clause.clause_id, fields or {},
    )  # fmt: skip


def _parted(before: str, after: str) -> bool:
    """A line break typed into the middle of a sentence: 甲、乙⏎丙、丁。"""
    line = after.split("\n", 1)[0]
    return bool(
        _SEVERAL.search(before)
        and not re.search("[:：]", before)
        and _GOES_ON.match(line)
        and not label_at_start(line)
        and not label_at_start(before)
    )


def _inside_brackets(text: str) -> bool:
    return any(text.count(a) > text.count(b) for a, b in ("（）", "()", "“”", "《》"))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
