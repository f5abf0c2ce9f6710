"""Labels inside a paragraph: “主要举措：（1）…。（2）…。” and “一是…。二是…。”.

A single bracketed number may be a reference (第（2）项); a run that counts 1, 2, 3 is a list. So a
label inside a paragraph is believed when it goes on counting from the one before it, and the first
of a run when it stands at the start or after a mark that ends a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ingest.numbering import Label, label_at_start

_CN = "一二三四五六七八九十百"
_CANDIDATES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第[{_CN}]{{1,4}}章(?=[\s　])")),
    ("article", re.compile(rf"第[〇零千{_CN}]{{1,6}}条(?:之[{_CN}]+)?(?=[\s　])")),
    ("cn", re.compile(rf"[{_CN}]{{1,3}}、")),
    ("cn_paren", re.compile(rf"[（(][{_CN}]{{1,3}}[）)]")),
    ("arabic", re.compile(r"(?<![\d.．])\d{1,2}[.．、](?!\d(?!\d{3}\s*年))")),
    ("paren", re.compile(r"[（(]\s*\d{1,3}\s*[）)]")),
    ("half_paren", re.compile(r"(?<![\d（(])\d{1,2}[)）]")),
    ("circle", re.compile(r"[①-⑳]")),
    ("ordinal", re.compile(rf"[{_CN}]{{1,2}}是")),
)
_OPENERS = "。；;：:！？!?"
LONG_ITEM = 40  # characters; shorter 一是…；二是… runs are one sentence and stay whole


def inline_labels(text: str, last: Mapping[str, int], families: Iterable[str]) -> list[Label]:
    """Labels inside ``text`` (not at its very start) that open clauses, in order of place.

    ``last`` holds the last value seen in each family, so that a list that goes on counting over
    several paragraphs (（5） after （4） of the paragraph before) is recognised.
    """
    found: list[Label] = []
    for family, pattern in _CANDIDATES:
        if family in families:
            run = _run(text, pattern, last.get(family, 0))
            if family == "ordinal" and not _long_items(text, run):
                continue
            found += run
    return sorted(found, key=lambda label: label.start)


def _run(text: str, pattern: re.Pattern[str], last: int) -> list[Label]:
    """Labels of one family that count on, each run from 1 or from the ``last`` value before."""
    runs: list[list[Label]] = [[]]
    head = label_at_start(text)
    expected: int | None = None
    for match in pattern.finditer(text):
        label = label_at_start(text[match.start() :])
        if label is None:
            continue
        value, start = label.value[0], match.start()
        here = Label(label.family, label.value, label.number, start, start + label.end)
        if head is not None and start == head.start:
            expected = value + 1
        elif expected is not None and _counts_on(text, start, value, expected):
            runs[-1].append(here)
            expected = value + 1
        elif _opens(text, start) and value in (1, last + 1):
            runs.append([here])
            expected = value + 1
    return [label for run in runs if not _lonely(run) for label in run]


def _counts_on(text: str, at: int, value: int, expected: int) -> bool:
    """The next number, or the one after it where a sentence ends before (numbers get lost)."""
    if value == expected:
        return _opens_loosely(text, at)
    return value == expected + 1 and text[:at].rstrip()[-1:] in tuple(_OPENERS + "）)")


def _lonely(run: list[Label]) -> bool:
    """A lone （1） is a reference; a lone 一是 may go on counting in the next paragraph."""
    return len(run) == 1 and run[0].value[0] == 1 and run[0].family != "ordinal"


def _opens(text: str, at: int) -> bool:
    before = text[:at]
    return not before.strip() or before[-1] in " 　" or before[-1] in _OPENERS


def _opens_loosely(text: str, at: int) -> bool:
    """Inside a run that already counts, a missing stop before the next number is forgiven."""
    before = text[:at].rstrip()
    return not before or before[-1] not in "第和及与至到、（("


def _long_items(text: str, run: list[Label]) -> bool:
    """Whether 一是… items are long enough, and ended by full stops, to be clauses of their own."""
    if not run:
        return False
    starts = [label.start for label in run]
    spans = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    stops = sum(span.rstrip().endswith("。") for span in spans)
    return (
        bool(spans) and sum(map(len, spans)) / len(spans) >= LONG_ITEM and stops >= len(spans) - 1
    )
