"""Training pairs: made from articles without labels, and read from labelled questions.

Texts leave this module normalised by ``ingest.normal.normal``, as they are when served.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.ranking.questions import Spoiler, asked_of
from ingest.errors import PolicyQAError
from ingest.normal import normal

ARTICLES = "articles.jsonl"
PAIRS = "pairs.jsonl"
# Questions written for this project, most as laymen ask: {"row": the article's row of ARTICLES,
# from 0, "law", "article": its number, "questions": [[question, numbers of its sentences that
# answer, from 1], …]}.
LAY_QUESTIONS = Path(__file__).with_name("lay.jsonl")
# Traditional characters: half of its pieces would never meet those of the notices.
LEFT_OUT = frozenset({"drcd_dev_trad"})
# Lay questions with the very article: the closest to what is asked in earnest.
LAY = frozenset({"stard_train", LAY_QUESTIONS.name})
# Two passages that answer one question are a pair too: lay words and the law's, message and reply.
_BRIDGES = (("lecoqa_train_answer", "stard_train"), ("gov_msg_title2detail", "gov_msg_title2reply"))
LONGEST = 512  # code points of a passage; the rest says little more about its subject
SENTENCE = re.compile(r"(?<=[。；！？;!?\n])")
_PHRASE = re.compile(r"(?<=[，、：,:])")
_CHAPTER = re.compile(r"^第[一二三四五六七八九十百零〇\d]+[编章节]\s*")


class TrainingDataMissing(PolicyQAError):
    """The folder given by ``--data`` does not hold what training needs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and the passage that answers it.

    Pairs of one ``group`` answer each other's query: they are never each other's negatives.
    """

    query: str
    passage: str
    group: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a law, or any passage (without a law): the unlabelled unit."""

    law: str
    chapter: str
    number: str
    text: str

    @property
    def heading(self) -> str:
        return f"{self.law} {self.chapter}".strip()

    @property
    def passage(self) -> str:
        """Title, number and text, as a retriever would index it (normalised)."""
        return normal(f"{self.law}{self.number} {self.text}")[:LONGEST]


@dataclass(frozen=True, slots=True)
class Data:
    """All training input, the count of pairs by (source, licence), and the files' sha256.

    ``labelled`` holds the questions of ``LAY_QUESTIONS`` too; ``sources`` tells them apart."""

    articles: list[Article]
    labelled: list[Pair]
    sources: dict[tuple[str, str], int]
    sha256: dict[str, str]


def read_data(folder: Path, held_out: Collection[str] = ()) -> Data:
    """The training data of ``folder``, without the questions of ``held_out``.

    Raises TrainingDataMissing where ``articles.jsonl`` or ``pairs.jsonl`` is absent or broken.
    """
    try:
        articles = [_article(row) for row in rows(folder / ARTICLES)]
        hidden = {normal(question) for question in held_out}
        labelled, sources = _labelled(rows(folder / PAIRS), hidden)
        asked = lay_questions(articles)
        if asked:
            sources[LAY_QUESTIONS.name, "written for this project"] = len(asked)
        files = (folder / ARTICLES, folder / PAIRS, LAY_QUESTIONS)
        sha256 = {file.name: sha256_of(file) for file in files}
    except (OSError, ValueError, KeyError) as error:
        raise TrainingDataMissing(
            f"训练数据不全：{folder} 下须有 {ARTICLES} 与 {PAIRS}（每行一个 JSON 对象）。{error}"
        ) from error
    return Data(articles, [*labelled, *asked], sources, sha256)


def lay_questions(articles: Sequence[Article]) -> list[Pair]:
    """The questions of ``LAY_QUESTIONS`` with those of ``articles`` that they are on."""
    asked = []
    for row in rows(LAY_QUESTIONS):
        article = articles[row["row"]] if row["row"] < len(articles) else None
        if article and article.law == row["law"]:
            for question in (normal(text) for text, _ in row["questions"]):
                asked.append(Pair(question, article.passage, question, LAY_QUESTIONS.name))
    return asked


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def self_supervised(articles: list[Article], rng: random.Random) -> list[Pair]:
    """One pair from each article: a heading, or a phrase, with the rest of the article.

    The inverse cloze task (Lee et al. 2019), with headings as a second kind of query.
    """
    return [pair for article in articles if (pair := _pair(article, rng))]


def asked_pairs(articles: Iterable[Article], share: float, rng: random.Random) -> list[Pair]:
    """Questions made from a ``share`` of the articles of law, by what their wording shows."""
    pairs = []
    for article in articles:
        if article.law and rng.random() < share:
            made = list(asked_of(article.text, article.law, rng, Spoiler({})))
            if made:
                question = normal(rng.choice(made)[1])
                pairs.append(Pair(question, article.passage, article.text))
    return pairs


def bridges(labelled: Iterable[Pair]) -> list[Pair]:
    """What answers a question, written by one hand and by another, as query and passage."""
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pair in labelled:
        found[pair.query][pair.source].append(pair.passage)
    return [
        Pair(one, other, question, "bridge")
        for question, by_source in found.items()
        for from_source, to_source in _BRIDGES
        for one in by_source.get(from_source, ())
        for other in by_source.get(to_source, ())
    ]


def _pair(article: Article, rng: random.Random) -> Pair | None:
    if article.law and rng.random() < 0.15:
        query, rest, group = article.heading, article.text, article.law
    else:
        query, rest = _cloze(article.text, rng)
        group = article.text
    if rng.random() < 0.5 and group != article.law:
        rest = f"{article.law}{article.number} {rest}"
    pair = Pair(normal(query), normal(rest)[:LONGEST], group)
    return pair if len(pair.query) > 3 and len(pair.passage) > 3 else None


def _cloze(text: str, rng: random.Random) -> tuple[str, str]:
    """A sentence, or up to two phrases of it, and the text without them (now and then with)."""
    sentences = [s for s in SENTENCE.split(text) if s.strip()]
    place = rng.randrange(len(sentences)) if sentences else 0
    phrases = _PHRASE.split(sentences[place]) if sentences else []
    if len(sentences) > 1 and rng.random() < 0.5:
        query = sentences[place]
    else:
        start = rng.randrange(max(1, len(phrases) - 1))
        query = "".join(phrases[start : start + 2])
    return query, text if rng.random() < 0.1 else text.replace(query, "", 1)


def _article(row: dict[str, Any]) -> Article:
    chapter = _CHAPTER.sub("", row["chapter"] or "").strip()
    return Article(row["law"], chapter, row["article"] or "", row["text"])


def _labelled(
    found: Iterator[dict[str, Any]], hidden: Collection[str]
) -> tuple[list[Pair], dict[tuple[str, str], int]]:
    pairs: list[Pair] = []
    sources: dict[tuple[str, str], int] = {}
    for row in found:
        query = normal(row["question"])
        if row["source"] in LEFT_OUT or query in hidden:
            continue
        pairs.append(Pair(query, normal(row["passage"])[:LONGEST], query, row["source"]))
        key = (row["source"], row["licence"])
        sources[key] = sources.get(key, 0) + 1
    return pairs, sources


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
