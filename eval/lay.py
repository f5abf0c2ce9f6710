"""Fit the ranker's weights for lay questions: ``python -m eval.lay --bench DIR --unseen MODEL``.

The questions are the second fifth of STARD's training questions (``index.training.evaluate``), and
``MODEL`` an embedding that has seen neither them nor the first fifth, which is measured
(``python -m index.train --data DIR --stard DIR --hold-out 2 --out MODEL``): one that knew them
would make the cosine look better than it is. Weights are learned as in ``index.ranking.fit`` and
scaled so that their sums spread as those of the other weights do. Only those of words and meaning
(MATCHED) are kept, for the others the ranker takes those of all questions: what a clause offers and
where it stands means something else in a law than in a notice.

Writes the ``lay`` parts of ``weights.json``; the others stay.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.search_corpora import Benchmark, read_stard
from index import KnowledgeBase, Query
from index.embedding import StaticEmbedder
from index.ranking.features import NAMES, features
from index.ranking.fit import Example, learn
from index.ranking.ranker import WEIGHTS, Ranker

FIFTH, SHRINK, SUPPORT = 1, 0.1, 0.01
MATCHED = (
    "bm25", "cosine", "cosine_behind", "notice_cosine_behind", "in_title", "title_met", "pairs",
    "pairs_besides_title", "order", "order_with_title",
)  # fmt: skip


def examples(kb: KnowledgeBase, bench: Benchmark) -> Iterator[Example]:
    """Candidates of each question whose right clause is among them."""
    with kb.reading() as db:
        names = dict(db.execute("SELECT id, clause_id FROM clauses").fetchall())
    engine = kb.engine()
    for question in bench.questions:
        with kb.reading() as db:
            pool = engine.pool(db, Query(question.text))
        right = np.array([names[s.clause] in question.relevant for s in pool.known], bool)
        if right.any() and not right.all():
            yield Example(features(pool.asked, pool.found, pool.named), right)


def fit(data: Sequence[Example]) -> dict[str, Any]:
    """What ``weights.json`` holds of lay questions."""
    rows = np.concatenate([example.rows for example in data])
    common = np.minimum(np.mean(rows != 0, axis=0), rows.std(axis=0)) > SUPPORT
    learned, loss = learn([Example(e.rows * common, e.right) for e in data], SHRINK)
    usual = Ranker.read().weights
    scaled = np.where(common, learned, 0.0) * _spread(data, usual) / _spread(data, learned * common)
    lay = np.where([name in MATCHED for name in NAMES], scaled, usual)
    lift = np.mean([(e.rows @ usual).max() - (e.rows @ lay).max() for e in data])
    return {
        "loss": round(loss, 4),
        "lay_raise": round(float(lift), 3),
        "lay": {name: round(float(lay[NAMES.index(name)]), 3) for name in MATCHED},
    }


def _spread(data: Sequence[Example], weights: NDArray[np.floating]) -> float:
    """How far apart the sums of a question's candidates are, in the mean."""
    return float(np.mean([(example.rows @ weights).std() for example in data]))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument(
        "--unseen", type=Path, required=True, help="model trained with --hold-out 2"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    asked = options.bench / "stard" / "questions_train.jsonl"
    model = StaticEmbedder(options.unseen)
    with (
        tempfile.TemporaryDirectory() as folder,
        KnowledgeBase.open(Path(folder), create=True, embedder=lambda: model) as kb,
    ):
        data = list(examples(kb, read_stard(kb, asked.parent, FIFTH)))
    found = fit(data)
    before = json.loads(WEIGHTS.read_text("utf-8"))
    card = {
        "made_by": "python -m eval.lay",
        "data": {f"STARD {asked.name}": hashlib.sha256(asked.read_bytes()).hexdigest()},
        "questions": len(data), "shrink": SHRINK, "loss": found.pop("loss"), "model": model.name,
    }  # fmt: skip
    written = before | {"card": before["card"] | {"lay": card}} | found
    options.out.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
