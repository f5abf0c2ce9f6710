"""Questions with the passages to read and the spans that answer them: what the reader learns by.

From ``reading.jsonl`` (encyclopaedia, short answers; traditional characters are made simplified)
and from articles of law, whose wording shows what they answer (``index.ranking.questions``): their
answers are as long as those of notices are.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.ranking.questions import KINDS, Spoiler

_ORGAN = "(?:部门|机关|机构|委员会|局|政府|国务院)"
_LISTED = r"(?:下列|以下)[^：。；]{0,14}[：:]\s*((?:.|\n)+)"
# What answers a question made by ``index.ranking.questions`` in its article, by kind: group 1.
_SPANS: Mapping[str, re.Pattern[str]] = {
    "purpose": re.compile(r"(为了?.{4,200}?)，?(?:根据|依据|依照|结合|按照|制定)"),
    "effective": re.compile(r"自(.{2,25}?)起?(?:施行|实施)"),
    "scope": re.compile(r"([^。\n]*适用本(?:法|条例|规定|办法|细则|解释)[^。\n]*)"),
    "definition": re.compile(r"是指([^。\n]+)"),
    "penalty": re.compile(r"的，((?:由|依法|处|给予|责令|应当|依照)[^。\n]*)"),
    "body": re.compile(rf"(?:^|[。；\n，])([^。；，\n]{{3,40}}{_ORGAN})(?:主管|负责)"),
    "maker": re.compile(rf"由([^。；，\n]{{3,30}}{_ORGAN})"),
    "condition": re.compile(_LISTED),
    "material": re.compile(_LISTED),
    "list": re.compile(_LISTED),
    "which": re.compile(_LISTED),
    "time": re.compile(
        r"((?:自[^。；，\n]{2,20}起)?[0-9一二三四五六七八九十百]+个?(?:工作)?日(?:以)?内)"
    ),
    "principle": re.compile(r"(?:遵循|坚持|实行|遵守)([^。；\n]{2,50}原则)"),
    "permission": re.compile(r"([^。；\n]*(?:不得|可以)[^。；\n]*)"),
    "duty": re.compile(r"(应当[^。\n]+)"),
    "procedure": re.compile(r"(应当[^。\n]+)"),
}
_TITLED = ("purpose", "effective", "scope")
_ITEM = re.compile(r"^[（(][一二三四五六七八九十]+[）)]([^。\n]{4,30})。([^\n]{20,400})$", re.M)
_HOW = (
    "如何{x}？ 怎样{x}？ {x}有哪些措施？ 在{x}方面有什么要求？ {x}的具体举措是什么？ "
    "为{x}，采取了哪些措施？ {x}要做好哪些工作？ {x}有什么规定？"
).split()
_ITEM_LINE = re.compile(r"\s*[（(][一二三四五六七八九十]+[）)]")


@dataclass(frozen=True, slots=True)
class Example:
    """``spans`` are offsets in ``passages[0]``; the other passages do not answer."""

    question: str
    passages: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    source: str


def reading(path: Path, simplified: Callable[[str], str]) -> list[Example]:
    """The rows of ``reading.jsonl``; the passage of another row of the same source beside each."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    found = []
    for row in rows:
        trad = "traditional" in row["source"]
        change = simplified if trad else str
        context, question = change(row["context"]), change(row["question"])
        spans = sorted({
            (at.start(), at.end())
            for answer in row["answers"]
            for at in re.finditer(re.escape(change(answer)), context)
        })  # fmt: skip
        if spans:
            found.append(Example(question, (context,), tuple(spans), "reading"))
    return found


def articles(path: Path, count: int, words: Spoiler, rng: random.Random) -> list[Example]:
    """About ``count`` questions made from articles of law, each article between its neighbours."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    laws = [
        list(group) for _, group in itertools.groupby(rows, key=lambda r: (r["law"], r["date"]))
    ]
    rng.shuffle(laws)
    made: defaultdict[str, list[Example]] = defaultdict(list)
    share = 2 * count // len(KINDS)
    for law in laws:
        for at, row in enumerate(law):
            around = law[max(0, at - 1) : at + 2]
            for kind, example in _of_article(row, around, words, rng):
                if len(made[kind]) < share and rng.random() < 0.3:
                    made[kind].append(example)
        if sum(map(len, made.values())) >= 1.5 * count:
            break
    every = [example for kind in sorted(made) for example in made[kind]]
    return rng.sample(every, min(count, len(every)))


def _of_article(
    row: Mapping[str, Any], around: Sequence[Mapping[str, Any]], words: Spoiler, rng: random.Random
) -> Iterator[tuple[str, Example]]:
    text = row["text"].strip()
    for kind in KINDS:
        asked = kind.pattern.search(text)
        answer = _SPANS[kind.name].search(text, 0 if kind.titled or not asked else asked.start())
        if not asked or not answer:
            continue
        if kind.titled:
            thing = row["law"]
        else:
            thing = "".join(filter(None, asked.groups()))
            thing = thing if kind.name == "definition" else words.spoil(thing, rng)
        if len(thing) < 2:
            continue
        start, end = answer.span(1)
        end = _end_of_list(text, start, end)
        passage, offset = "", 0
        for other in around:
            offset = len(passage) if other is row else offset
            passage += other["text"].strip() + "\n"
        question = rng.choice(kind.templates).format(x=thing)
        yield (
            kind.name,
            Example(question, (passage[:1200],), ((offset + start, offset + end),), "articles"),
        )


def _end_of_list(text: str, start: int, end: int) -> int:
    """Where the items end: lines that are no items are no longer of the list."""
    at = start
    for line in text[start:end].split("\n"):
        if at > start and line.strip() and not _ITEM_LINE.match(line):
            return at - 1
        at += len(line) + 1
    return end


def headed(path: Path, rng: random.Random) -> list[Example]:
    """Items of State Council papers that open with a heading: what stands behind it answers."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        for item in _ITEM.finditer(text):
            question = rng.choice(_HOW).format(x=item[1])
            start = max(0, item.start() - 250)
            passage = text[start : item.end() + 150]
            found.append(
                Example(
                    question, (passage,), ((item.start(2) - start, item.end(2) - start),), "headed"
                )
            )
    return found


def simplifier() -> Callable[[str], str]:
    """Traditional characters to simplified ones, by OpenCC (Apache-2.0; only training needs it)."""
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
