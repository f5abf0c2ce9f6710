"""Fit how sure an answer is: ``python -m eval.calibrate QUESTIONS.jsonl=KB …``.

Each question set is asked of its knowledge base; what every way of answering brings is a row: its
signals (``qa_api.confidence.NAMES``) and whether a clause it cites holds the evidence. Weights are
those of a ridge-penalised logistic regression (Newton's method), written with the measures of
ten-fold cross-validation to ``qa_api/confidence.json``. ``--dry`` only measures.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.answers import proves
from eval.calibration import expected_error
from eval.question_set import read_questions
from index import KnowledgeBase
from qa_api.answering import candidates
from qa_api.confidence import NAMES, WEIGHTS, signals
from qa_api.evidence import gather
from qa_api.question import split_questions
from qa_api.scope import names_of, read_scope

RIDGE, STEPS, FOLDS, SEED = 3.0, 30, 10, 0

Matrix = NDArray[np.float64]


def rows_of(kb: KnowledgeBase, rows: Sequence[dict[str, Any]]) -> tuple[Matrix, Matrix]:
    """(n, len(NAMES)) signals and (n, 2): proved or not, and the question's place in ``rows``."""
    found, told = [], []
    for place, row in enumerate(rows):
        scope = read_scope(row["question"], names_of(kb))
        part = split_questions(row["question"], scope.names)[0]
        evidence = gather(kb, part, scope)
        for finding, of_kind in candidates(evidence, date.today()):
            if of_kind and part.kind == "identity":
                continue
            values = signals(evidence, finding, of_kind=of_kind)
            found.append([values[name] for name in NAMES])
            told.append((float(proves(row, finding.citations)), place))
    return np.array(found).reshape(-1, len(NAMES)), np.array(told).reshape(-1, 2)


def fit(signal: Matrix, proved: Matrix) -> tuple[Matrix, float]:
    """Weights (len(NAMES),) and constant."""
    centre, spread = signal.mean(axis=0), signal.std(axis=0) + 1e-9
    table = np.c_[(signal - centre) / spread, np.ones(len(signal))]
    weights = np.zeros(table.shape[1])
    ridge = RIDGE * np.r_[np.ones(table.shape[1] - 1), 0.0]
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - proved) + ridge * weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(ridge + 1e-9)
        weights -= np.linalg.solve(curve, slope)
    plain = weights[:-1] / spread
    return plain, float(weights[-1] - plain @ centre)


def crossed(signal: Matrix, proved: Matrix, question: Matrix) -> Matrix:
    """The chance given to each row by weights that were fitted without its question."""
    order = np.random.default_rng(SEED).permutation(int(question.max()) + 1)
    fold = order[question.astype(int)] % FOLDS
    chance = np.zeros(len(proved))
    for out in range(FOLDS):
        weights, constant = fit(signal[fold != out], proved[fold != out])
        chance[fold == out] = 1 / (1 + np.exp(-(signal[fold == out] @ weights + constant)))
    return chance


def area(chance: Matrix, proved: Matrix) -> float:
    """Area under the ROC curve."""
    right, wrong = chance[proved == 1], chance[proved == 0]
    return float((right[:, None] > wrong).mean() + 0.5 * (right[:, None] == wrong).mean())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="QUESTIONS.jsonl=KB")
    parser.add_argument("--dry", action="store_true", help="measure, write nothing")
    options = parser.parse_args(arguments)
    signal, told, asked = [], [], 0
    for name in options.sets:
        file, _, folder = name.partition("=")
        rows = read_questions(Path(file))
        with KnowledgeBase.open(Path(folder)) as kb:
            some, truth = rows_of(kb, rows)
        signal.append(some)
        told.append(truth + np.array([0, asked]))
        asked += len(rows)
    signals_of, truths = np.concatenate(signal), np.concatenate(told)
    proved, question = truths[:, 0], truths[:, 1]
    chance = crossed(signals_of, proved, question)
    measures = {
        "questions": asked,
        "answers": len(proved),
        "proved": round(float(proved.mean()), 3),
        "auc": round(area(chance, proved), 3),
        "calibration_error": expected_error(
            list(zip(chance.tolist(), proved.astype(bool).tolist(), strict=True))
        ),
    }
    print(json.dumps(measures))
    if not options.dry:
        weights, constant = fit(signals_of, proved)
        table = {"constant": constant, **dict(zip(NAMES, weights.tolist(), strict=True))}
        kept = {"cross_validated": measures, "weights": {k: round(v, 4) for k, v in table.items()}}
        WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
