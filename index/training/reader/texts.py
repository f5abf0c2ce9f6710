"""What is read from ``--data``: articles of law, reading questions, questions with passages.

Texts in traditional characters are turned into simplified ones (OpenCC), so that what they teach
holds for the notices. All leave this module as they were printed, not normalised.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.training.data import ARTICLES, PAIRS, TrainingDataMissing, rows, sha256_of

READING, DOCUMENTS = "reading.jsonl", "state_council_2019.jsonl"
_TRADITIONAL = re.compile("drcd", re.IGNORECASE)
_CHAPTER = re.compile(r"^第.{1,4}[章节编]\s*")
_PASSAGE, _PIECE = 700, 600  # characters of a passage, and of a long document, read at once


@dataclass(frozen=True, slots=True)
class LawArticle:
    law: str
    chapter: str
    number: str
    text: str

    @property
    def heading(self) -> str:
        return f"{self.law} {_CHAPTER.sub('', self.chapter)}".strip()


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """A question, the text that answers it, and the answer as it stands there."""

    question: str
    context: str
    answer: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and a passage that answers it."""

    source: str
    question: str
    passage: str


@dataclass(frozen=True, slots=True)
class Sources:
    """All of it; how many rows of each (source, licence), and the files' sha256."""

    articles: list[LawArticle]
    reading: list[ReadingQuestion]
    labelled: list[Labelled]
    documents: list[tuple[str, str]]
    counts: dict[tuple[str, str], int]
    sha256: dict[str, str]

    def running(self) -> Iterator[tuple[str, str]]:
        """Every text once, each after its heading or a question on it."""
        for article in self.articles:
            yield f"{article.law} {article.chapter} {article.number}", article.text
        seen: set[str] = set()
        for asked in self.reading:
            yield asked.question, "" if asked.context in seen else asked.context
            seen.add(asked.context)
        for pair in self.labelled:
            yield pair.question, pair.passage[:_PASSAGE]
        for title, text in self.documents:
            for start in range(0, len(text), _PIECE):
                yield title, text[start : start + _PIECE]


def read_sources(folder: Path) -> Sources:
    """Raises TrainingDataMissing where a file is absent or broken, or OpenCC is not installed."""
    counts: Counter[tuple[str, str]] = Counter()
    try:
        import opencc

        simplified = opencc.OpenCC("t2s").convert

        def plain(source: str, *texts: str) -> list[str]:
            return [simplified(t) if _TRADITIONAL.search(source) else t for t in texts]

        articles = [
            LawArticle(row["law"], row["chapter"] or "", row["article"] or "", row["text"])
            for row in rows(folder / ARTICLES)
        ]
        reading = []
        for row in rows(folder / READING):
            counts[row["source"], row["licence"]] += 1
            texts = (row["question"], row["context"], row["answers"][0])
            reading.append(ReadingQuestion(*plain(row["source"], *texts)))
        labelled = []
        for row in rows(folder / PAIRS):
            counts[row["source"], row["licence"]] += 1
            source = row["source"]
            labelled.append(Labelled(source, *plain(source, row["question"], row["passage"])))
        documents = [(row["title"], row["text"]) for row in rows(folder / DOCUMENTS)]
        files = (ARTICLES, READING, PAIRS, DOCUMENTS)
        sha256 = {name: sha256_of(folder / name) for name in files}
    except ImportError as error:
        raise TrainingDataMissing("没有安装 OpenCC，请运行：pip install opencc") from error
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise TrainingDataMissing(
            f"训练数据不全：{folder} 下须有 {ARTICLES}、{READING}、{PAIRS} 与 {DOCUMENTS}"
            f"（每行一个 JSON 对象）。{error}"
        ) from error
    return Sources(articles, reading, labelled, documents, dict(counts), sha256)
