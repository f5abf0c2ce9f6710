"""Fit the ranker's weights on questions whose clauses are known: lay ones, or a team's own.

``python -m eval.ranking lay --bench DIR --unseen MODEL``: the second fifth of STARD's training
questions (``index.training.evaluate``); ``MODEL`` is an embedding that has seen neither them nor
the first fifth, which is measured (``python -m index.train --data DIR --stard DIR --hold-out 2
--out MODEL``): one that knew them would make the cosine look better than it is. Weights are scaled
so that their sums spread as those of the other weights do. Only those of words and meaning
(MATCHED) are kept, for the others the ranker takes those of laws: what a clause offers and where it
stands means something else in lay questions.

``python -m eval.ranking own QUESTIONS.jsonl=KB …``: question sets (``eval/README.md``), each over
the knowledge base it is about. Where most candidates are articles they fit the weights of laws,
else those of notices; both are shrunk towards the learned and chosen ones.

Weights are learned as in ``index.ranking.fit``. Each command writes its part of ``weights.json``;
the others stay.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.question_set import Evidence, read_questions
from eval.search_corpora import read_stard
from index import KnowledgeBase, Query
from index.embedding import StaticEmbedder
from index.ranking.features import NAMES, features
from index.ranking.fit import Example, learn
from index.ranking.ranker import WEIGHTS, Ranker, articles

FIFTH, SHRINK, SUPPORT = 1, 0.1, 0.01
MATCHED = (
    "bm25", "cosine", "cosine_behind", "notice_cosine_behind", "in_title", "title_met", "pairs",
    "pairs_besides_title", "order", "order_with_title",
)  # fmt: skip
OWN_SHRINK = {"laws": 0.1, "notices": 0.03}
FOLDS, SEED = 5, 0
MOSTLY = 0.5  # share of articles among the candidates from which a question is one on laws

Card = dict[str, Any]
Labelled = Iterable[tuple[str, Collection[str]]]  # a question, the clauses (clause_id) it wants


def examples(kb: KnowledgeBase, questions: Labelled) -> Iterator[tuple[Example, float]]:
    """Candidates of each question whose right clause is among them, and the share of articles."""
    with kb.reading() as db:
        names = dict(db.execute("SELECT id, clause_id FROM clauses").fetchall())
    engine = kb.engine()
    for text, relevant in questions:
        with kb.reading() as db:
            pool = engine.pool(db, Query(text))
        right = np.array([names[s.clause] in relevant for s in pool.known], bool)
        if right.any() and not right.all():
            rows = features(pool.asked, pool.found, pool.named)
            yield Example(rows, right), articles(pool.found)


def fit_lay(data: Sequence[Example]) -> Card:
    """What ``weights.json`` holds of lay questions."""
    rows = np.concatenate([example.rows for example in data])
    common = np.minimum(np.mean(rows != 0, axis=0), rows.std(axis=0)) > SUPPORT
    learned, loss = learn([Example(e.rows * common, e.right) for e in data], SHRINK)
    base = Ranker.read().base.values
    scaled = np.where(common, learned, 0.0) * _spread(data, base) / _spread(data, learned * common)
    weights = np.where([name in MATCHED for name in NAMES], scaled, base)
    return {"loss": round(loss, 4), **_written(data, base, weights, MATCHED)}


def fit_own(data: Sequence[Example], shrink: float) -> Card:
    """What ``weights.json`` holds of laws or notices, with the cross-validated share of questions
    whose right clause is first, by these weights and by those they are shrunk towards."""
    base = Ranker.read().base.values
    fold = np.random.default_rng(SEED).permutation(len(data)) % FOLDS
    parts = [[e for e, at in zip(data, fold, strict=True) if at == out] for out in range(FOLDS)]
    first = 0
    for part in parts:
        known = [e for other in parts if other is not part for e in other]
        weights, _ = learn(known, shrink, base)
        first += sum(_is_first(example, weights) for example in part)
    weights, loss = learn(data, shrink, base)
    return {
        "questions": len(data),
        "shrink": shrink,
        "loss": round(loss, 4),
        "first": round(first / len(data), 3),
        "first_before": round(sum(_is_first(e, base) for e in data) / len(data), 3),
        **_written(data, base, weights, NAMES),
    }


def _is_first(example: Example, weights: NDArray[np.floating]) -> bool:
    return bool(example.right[(example.rows @ weights).argmax()])


def _written(
    data: Sequence[Example],
    base: NDArray[np.floating],
    weights: NDArray[np.floating],
    names: Sequence[str],
) -> Card:
    lift = np.mean([(e.rows @ base).max() - (e.rows @ weights).max() for e in data])
    kept = {name: round(float(weights[NAMES.index(name)]), 3) for name in names}
    return {"lift": round(float(lift), 3), "weights": kept}


def _spread(data: Sequence[Example], weights: NDArray[np.floating]) -> float:
    """How far apart the sums of a question's candidates are, in the mean."""
    return float(np.mean([(example.rows @ weights).std() for example in data]))


def lay(bench: Path, unseen: Path) -> Card:
    asked = bench / "stard" / "questions_train.jsonl"
    model = StaticEmbedder(unseen)
    with (
        tempfile.TemporaryDirectory() as folder,
        KnowledgeBase.open(Path(folder), create=True, embedder=lambda: model) as kb,
    ):
        stard = read_stard(kb, asked.parent, FIFTH)
        data = [e for e, _ in examples(kb, ((q.text, q.relevant) for q in stard.questions))]
    card = {
        "made_by": "python -m eval.ranking lay",
        "data": {f"STARD {asked.name}": hashlib.sha256(asked.read_bytes()).hexdigest()},
        "questions": len(data), "shrink": SHRINK, "model": model.name, **fit_lay(data),
    }  # fmt: skip
    return {"lay": card}


def own(sets: Sequence[str]) -> Card:
    data: dict[str, list[Example]] = {"laws": [], "notices": []}
    for name in sets:
        file, _, folder = name.partition("=")
        with KnowledgeBase.open(Path(folder)) as kb:
            found = examples(kb, _labelled(Path(file), Evidence(kb)))
            for example, share in found:
                data["laws" if share >= MOSTLY else "notices"].append(example)
    return {
        kind: {"made_by": "python -m eval.ranking own", **fit_own(data[kind], shrink)}
        for kind, shrink in OWN_SHRINK.items()
    }


def _labelled(file: Path, evidence: Evidence) -> Iterator[tuple[str, Collection[str]]]:
    for row in read_questions(file):
        clauses = (c for entry in row["evidence"] for c in evidence.clauses(entry))
        yield row["question"], {clause.clause_id for clause in clauses}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    kinds = parser.add_subparsers(dest="kind", required=True)
    of_lay = kinds.add_parser("lay")
    of_lay.add_argument("--bench", type=Path, required=True)
    of_lay.add_argument("--unseen", type=Path, required=True)
    kinds.add_parser("own").add_argument("sets", nargs="+", metavar="QUESTIONS.jsonl=KB")
    options = parser.parse_args(arguments)
    is_lay = options.kind == "lay"
    fitted = lay(options.bench, options.unseen) if is_lay else own(options.sets)
    card = json.loads(WEIGHTS.read_text("utf-8")) | fitted
    options.out.write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", "utf-8")
    for kind, told in fitted.items():
        print(kind, {name: value for name, value in told.items() if name != "weights"})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
