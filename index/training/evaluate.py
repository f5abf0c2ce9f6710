"""Recall of the embedding, of BM25 and of both fused, on STARD (arXiv 2406.15313).

The questions measured are a fifth of STARD's training questions, chosen by a hash of their id;
``held_out`` names them, so that training can leave them out. What else is fitted for lay questions
(``eval.ranking lay``) takes the second fifth, with a model that has seen neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rjieba
import tantivy
from numpy.typing import NDArray

from index.training.data import rows
from ingest.normal import normal

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
DEPTH = 200  # ranks kept of each list


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean share of a question's relevant articles found in the first 10 and 100, of n."""

    system: str
    recall_10: float
    recall_100: float
    n: int


def held_out(stard: Path, fifths: Collection[int] = (0,)) -> list[Question]:
    """The questions of these fifths; the first is measured and must not be trained on."""
    return [
        Question(row["question"], frozenset(row["relevant"]))
        for row in rows(stard / "questions_train.jsonl")
        if fifth_of(str(row["id"])) in fifths
    ]


def fifth_of(question_id: str) -> int:
    """0 to 4, by a hash of the id: the same on every machine."""
    return int(hashlib.sha256(question_id.encode()).hexdigest(), 16) % 5


def evaluate(stard: Path, encode: Encode) -> list[Figures]:
    """Figures of the vectors, of BM25 and of both by reciprocal rank, over the whole corpus."""
    questions = held_out(stard)
    corpus = list(rows(stard / "corpus.jsonl"))
    names = [row["name"] for row in corpus]
    texts = [normal(f"{row['name']} {row['text']}") for row in corpus]
    queries = [normal(question.text) for question in questions]
    vector = vector_ranks(encode, texts, queries)
    lexical = bm25_ranks(texts, queries)
    fused = [fuse([a, b]) for a, b in zip(vector, lexical, strict=True)]
    systems = {"embedding": vector, "BM25": lexical, "fused": fused}
    return [_figures(system, ranks, names, questions) for system, ranks in systems.items()]


def vector_ranks(encode: Encode, texts: list[str], queries: list[str]) -> list[list[int]]:
    """Places of the texts nearest to each query by cosine, best first."""
    scores = encode(queries) @ encode(texts).T
    return [np.argsort(-row, kind="stable")[:DEPTH].tolist() for row in scores]


def bm25_ranks(texts: list[str], queries: list[str]) -> list[list[int]]:
    """Places of the best texts for each query by BM25 (Robertson & Zaragoza 2009) over words."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace")
    builder.add_unsigned_field("place", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer()
    for place, text in enumerate(texts):
        writer.add_document(tantivy.Document(words=" ".join(_words(text)), place=place))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    found = []
    for query in queries:
        terms = [tantivy.Query.term_query(schema, "words", word) for word in _words(query)]
        asked = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        hits = searcher.search(asked, DEPTH).hits
        found.append([searcher.doc(address)["place"][0] for _, address in hits])
    return found


def fuse(rankings: list[list[int]], k: int = 60) -> list[int]:
    """Reciprocal rank fusion (Cormack et al. 2009)."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, place in enumerate(ranking, start=1):
            scores[place] = scores.get(place, 0.0) + 1 / (k + rank)
    return sorted(scores, key=lambda place: -scores[place])


def _figures(
    system: str, ranks: list[list[int]], names: list[str], questions: list[Question]
) -> Figures:
    found = [[names[place] for place in row] for row in ranks]
    ten, hundred = (
        float(np.mean([_recall(q, row[:depth]) for q, row in zip(questions, found, strict=True)]))
        for depth in (10, 100)
    )
    return Figures(system, ten, hundred, len(questions))


def _recall(question: Question, found: list[str]) -> float:
    return len(question.relevant.intersection(found)) / len(question.relevant)


def _words(text: str) -> list[str]:
    return [word for word in rjieba.cut(text, False) if any(c.isalnum() for c in word)]
