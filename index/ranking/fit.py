"""Learn the ranker's weights: ``python -m index.ranking.fit --data DIR``.

``DIR/articles.jsonl`` holds articles ``{law, chapter, article, text}``. A sample of national laws
goes into a knowledge base as files would, questions are made from their articles
(``index.ranking.questions``) and searched, and the weights chosen under which the right clause is
the likeliest of the candidates (softmax over candidates, as in ListNet, Cao et al. 2007), shrunk
towards zero. No benchmark's questions are read. Writes the ``learned`` part of
``weights.json`` and its card; the ``chosen`` part stays. The same data and seed give the same file.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.knowledge_base import KnowledgeBase
from index.query import Query
from index.ranking.asked import PROVINCE
from index.ranking.features import NAMES, Matrix, features
from index.ranking.questions import KINDS, Spoiler, asked_of
from index.ranking.ranker import WEIGHTS
from ingest.model import SourceFile
from ingest.normal import squeezed
from ingest.pipeline import ingest_file

SEED, SHRINK, STEPS, RATE = 7, 0.01, 300, 0.05
# A made question is cut from its clause: it keeps the order of its words, and what it asks for.
UNFAIR = ("order", "order_with_title", "listed")
LOCAL = re.compile(rf"{PROVINCE.pattern}|^.{{2,6}}(?:市|州|县)")


@dataclass(frozen=True, slots=True)
class Example:
    """One question: features of its candidates, and which of them answer it."""

    rows: Matrix
    right: NDArray[np.bool_]


def examples(
    kb: KnowledgeBase, questions: Iterable[tuple[str, str]], answers: Mapping[str, frozenset[int]]
) -> Iterator[Example]:
    """``questions``: (question, its article squeezed); ``answers``: such an article → clauses."""
    engine = kb.engine()
    for question, article in questions:
        with kb.reading() as db:
            pool = engine.pool(db, Query(question))
        right = np.array([s.clause in answers[article] for s in pool.known], bool)
        if right.any() and not right.all():
            rows = features(pool.asked, pool.found, pool.named)
            rows[:, [NAMES.index(name) for name in UNFAIR]] = 0.0
            yield Example(rows, right)


def learn(
    data: Sequence[Example], shrink: float = SHRINK, towards: NDArray[np.float32] | None = None
) -> tuple[NDArray[np.float64], float]:
    """Weights of the raw features, and the loss: the mean surprise at the right clause, in nats.

    They are shrunk ``towards`` other weights, or towards 0.
    """
    rows = np.concatenate([example.rows for example in data])
    scale = rows.std(axis=0) + 1e-6
    rows = (rows - rows.mean(axis=0)) / scale
    right = np.concatenate([example.right for example in data])
    sizes = [len(example.right) for example in data]
    starts, group = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(data)), sizes)
    start = np.zeros(rows.shape[1], np.float32) if towards is None else towards * scale
    weights = start
    first, second, loss = np.zeros_like(weights), np.zeros_like(weights), 0.0
    for step in range(1, STEPS + 1):
        sums = rows @ weights
        power = np.exp(sums - np.maximum.reduceat(sums, starts)[group])
        total, hit = np.add.reduceat(power, starts), np.add.reduceat(power * right, starts)
        loss = float(-np.log(hit / total).mean())
        pull = power / total[group] - power * right / hit[group]
        slope = rows.T @ pull.astype(np.float32) / len(data) + shrink * (weights - start)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights = weights - RATE * (first / (1 - 0.9**step)) / (
            np.sqrt(second / (1 - 0.99**step)) + 1e-8
        )
    return weights.astype(np.float64) / scale, loss


def law_texts(articles: Path) -> dict[str, str]:
    """Each law of ``articles.jsonl`` as a text file has it, chapters and articles line by line."""
    rows = map(json.loads, articles.read_text("utf-8").splitlines())
    texts: dict[str, str] = {}
    for (law, _), group in itertools.groupby(rows, key=lambda row: (row["law"], row["date"])):
        lines, chapter = [law, ""], None
        for row in group:
            if row["chapter"] and row["chapter"] != chapter:
                lines.append(re.sub(r"\s+", "　", row["chapter"].strip()))
            chapter = row["chapter"]
            lines.append(f"{row['article']}　{row['text'].strip()}")
        texts[law] = "\n".join(lines)
    return texts


def sources(articles: Path, laws: int, rng: random.Random) -> list[SourceFile]:
    """A sample of national laws as text files."""
    texts = law_texts(articles)
    chosen = rng.sample([law for law in sorted(texts) if not LOCAL.search(law)], laws)
    return [SourceFile(f"{law[:60]}.txt", texts[law].encode(), "text/plain") for law in chosen]


def questions(
    kb: KnowledgeBase, count: int, synonyms: Mapping[str, Sequence[str]], rng: random.Random
) -> tuple[list[tuple[str, str]], dict[str, frozenset[int]]]:
    """About ``count`` questions, no kind over twice its share, and the clauses of each text."""
    clauses: defaultdict[str, set[int]] = defaultdict(set)
    with kb.reading() as db:
        rows = db.execute(
            "SELECT c.id, c.text, n.title FROM clauses c JOIN notices n ON n.id = c.notice"
            " WHERE c.kind = 'article' ORDER BY c.id"
        ).fetchall()
    for clause, text, _ in rows:
        clauses[_article(text)].add(clause)
    rng.shuffle(rows)
    made: list[tuple[str, str]] = []
    tally: Counter[str] = Counter()
    for _, text, title in rows:
        body = re.sub(r"^第.{1,8}条\s*", "", text)
        for kind, question in asked_of(body, squeezed(title), rng, Spoiler(synonyms)):
            if tally[kind] < 2 * count / len(KINDS):
                tally[kind] += 1
                made.append((question, _article(text)))
    chosen = rng.sample(made, min(count, len(made)))
    return chosen, {text: frozenset(ids) for text, ids in clauses.items()}


def _article(text: str) -> str:
    return re.sub(r"^第.{1,8}条", "", squeezed(text))


def read_synonyms(path: Path | None) -> dict[str, list[str]]:
    """A word → the others of its group; one group a line."""
    lines = path.read_text("utf-8").splitlines() if path else []
    groups = [line.split() for line in lines if not line.startswith("#")]
    return {word: [o for o in group if o != word] for group in groups for word in group}


def card(options: argparse.Namespace, asked: int, loss: float, articles: Path) -> dict[str, Any]:
    return {
        "made_by": "python -m index.ranking.fit",
        "data": {articles.name: hashlib.sha256(articles.read_bytes()).hexdigest()},
        "laws": options.laws, "questions": asked, "seed": SEED, "shrink": SHRINK,
        "steps": STEPS, "rate": RATE, "loss": round(loss, 4),
    }  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--laws", type=int, default=700)
    parser.add_argument("--questions", type=int, default=2500)
    parser.add_argument("--synonyms", type=Path, help="groups of words, one a line")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    rng, articles = random.Random(SEED), options.data / "articles.jsonl"
    with (
        tempfile.TemporaryDirectory() as folder,
        KnowledgeBase.open(Path(folder), create=True) as kb,
    ):
        with kb.batch():
            for source in sources(articles, options.laws, rng):
                kb.add(ingest_file(source), source)
        asked, answers = questions(kb, options.questions, read_synonyms(options.synonyms), rng)
        data = list(examples(kb, asked, answers))
    weights, loss = learn(data)
    before = json.loads(WEIGHTS.read_text("utf-8"))
    written = before | {
        "card": before["card"] | card(options, len(data), loss, articles),
        "learned": {
            n: round(float(w), 3) for n, w in zip(NAMES, weights, strict=True) if n not in UNFAIR
        },
    }
    options.out.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
