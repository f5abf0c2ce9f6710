"""Fit what is answered and how sure it is: ``python -m eval.calibrate QUESTIONS.jsonl=KB …``.

Each question is asked of its knowledge base. Every candidate for its first part is a row: its
signals (``qa_api.signals.NAMES``) and whether it is right, that is short, cites evidence and holds
what is demanded (some of it, where more is asked in other parts). The weights of the conditional
logit (``qa_api.confidence``) are those of greatest penalised likelihood (ridge; L-BFGS), written
with the measures of six-fold cross-validation to ``qa_api/confidence.json``. ``--dry`` only
measures. ``--onward`` moves the weights that are there towards the questions instead of fitting all
anew (the ridge is around them: the posterior mode, with the earlier fit as the prior); for sets too
small for a fit of their own.

``--reading`` leaves the weights of the signals and fits what the reader's scores count beside them,
on questions that the reader was not trained on; ``--again`` does so for the second look at whole
notices (``qa_api.whole``), on those of them of whose answer the first is not sure.

``QUESTIONS.jsonl!=KB`` asks them of a knowledge base that answers none of them
(``eval.absent``): that is where a refusal is learned. Of such rows only the share that is answered
is measured.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import torch

from eval.answers import holds, is_short, proves
from eval.calibration import expected_error
from eval.question_set import read_set
from index import KnowledgeBase
from index.cross_encoder import CrossEncoder, Passage
from qa_api.candidates import candidates
from qa_api.confidence import (
    AGAIN,
    FIRST,
    WEIGHTS,
    Look,
    alike,
    chances_of,
    likeliest,
    surest,
    together,
    worth_of,
    worths,
)
from qa_api.evidence import gather
from qa_api.question import Question, split_questions
from qa_api.reading import passages_of, reader, scores_of, wording
from qa_api.scope import Scope, names_of, read_scope
from qa_api.signals import NAMES, Matrix, signals
from qa_api.whole import whole_notices

RIDGE, STEPS, FOLDS = 25.0, 300, 6
ONWARD = 3000.0  # the ridge around the weights that are there; chosen in view of eval/invented
NEW = 0.1  # share of it for a signal that has no weight yet
ELSEWHERE, READ_ELSEWHERE = 0.25, 0.3  # what a question asked elsewhere counts in either fit

Weights = tuple[Matrix, float]  # (len(NAMES),) and the constant
_LOOSE = 10.0  # the ridge around the next; chosen in view of the sets to develop on
_ALONE: Weights = (np.array([1.0, 0.0]), 0.0)  # the worth of the signals as it is, without reading


@dataclass(frozen=True, slots=True)
class Asked:
    """The candidates of one question: (n, len(NAMES)) signals, which are right, which say the same
    (``groups``), and as the reader reads them; ``answerable`` whether any notice answers it."""

    values: Matrix
    right: Matrix
    groups: list[int]
    answerable: bool
    measured: bool
    question: str
    passages: list[Passage | None]


def ask(
    kb: KnowledgeBase, row: dict[str, Any], *, elsewhere: bool = False, whole: bool = False
) -> Asked:
    """``elsewhere``: ``kb`` does not answer it, whatever another one does; ``whole``: every
    sentence of the notices meant is a candidate.

    Where the question fits several editions of a notice it is asked of each by itself, and the one
    counts that answers it.
    """
    scope = read_scope(row["question"], names_of(kb))
    parts = split_questions(row["question"], scope.names, scope.places)
    editions = scope.editions if len(parts) == 1 else ()
    meant = [scope.within(notice) for notice in editions] or [scope]
    asked = [_ask(kb, row, parts, one, elsewhere=elsewhere, whole=whole) for one in meant]
    return next((one for one in asked if one.right.any()), asked[0])


def _ask(
    kb: KnowledgeBase, row: dict[str, Any], parts: Sequence[Question], scope: Scope, *,
    elsewhere: bool, whole: bool,
) -> Asked:  # fmt: skip
    evidence = gather(kb, parts[0], scope)
    found = candidates(evidence, date.today())
    if whole:
        found = whole_notices(evidence, found)
    enough = all if len(parts) == 1 else any
    answerable = row["answerable"] and not elsewhere
    right = [
        answerable
        and proves(row, candidate.finding.citations)
        and enough(holds(candidate.finding.text, entry) for entry in row["must"])
        and is_short(candidate.finding.text, row)
        for candidate in found
    ]
    values = signals(evidence, found)
    return Asked(
        values, np.array(right, bool), alike(found), answerable, not elsewhere,
        wording(evidence.question), passages_of(kb, found),
    )  # fmt: skip


def likeliest_first(asked: Asked) -> list[int]:
    """Places of the candidates by their worth, as the signals that ship have it."""
    return [int(at) for at in np.argsort(-worth_of(asked.values), kind="stable")]


def as_read(asked: Asked, weights: Weights, judge: CrossEncoder, look: Look = FIRST) -> Asked:
    """Only the candidates that are read: (n, 2) values, their worth and the reader's score."""
    worth = worths(asked.values, *weights)
    few = likeliest(worth, look)
    scores = scores_of(judge, asked.question, [asked.passages[at] for at in few])
    return replace(
        asked, values=np.column_stack([worth[few], scores]), right=asked.right[few],
        groups=[asked.groups[at] for at in few], passages=[asked.passages[at] for at in few],
    )  # fmt: skip


def fit(
    questions: Sequence[Asked], near: Weights | None = None, stiffness: float = ONWARD,
    elsewhere: float = ELSEWHERE,
) -> Weights:  # fmt: skip
    """Weights and constant: each question's mass belongs to its right candidates, where it has
    any, and to saying nothing where it has none. ``near``: weights that it is to stay near, by a
    ridge of ``stiffness``; ``elsewhere``: what a question asked elsewhere counts."""
    table = np.concatenate([asked.values for asked in questions])
    centre, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    values = torch.from_numpy((table - centre) / spread)
    right = torch.from_numpy(np.concatenate([asked.right for asked in questions]))
    sizes = [len(asked.values) for asked in questions]
    place = torch.repeat_interleave(torch.arange(len(sizes)), torch.tensor(sizes))
    answered = torch.zeros(len(sizes), dtype=torch.bool).index_put(
        (place[right],), torch.tensor(True)
    )
    start, ridge = np.zeros(table.shape[1] + 1), np.full(table.shape[1], RIDGE)
    if near:
        start = np.append(near[0] * spread, near[1] + near[0] @ centre)
        ridge = stiffness * np.where(near[0] == 0, NEW, 1.0)
    prior, stiffness = torch.from_numpy(start), torch.from_numpy(ridge)
    weights = prior.clone().requires_grad_(True)
    optimiser = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def mass(worth: torch.Tensor, which: torch.Tensor) -> torch.Tensor:
        raised = torch.where(which, worth.clamp(max=50).exp(), 0.0)
        return torch.zeros(len(sizes), dtype=torch.float64).index_add(0, place, raised)

    counts = torch.tensor([1.0 if asked.measured else elsewhere for asked in questions])

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        worth = values @ weights[:-1] + weights[-1]
        told = torch.where(answered, mass(worth, right), 1.0)
        every = 1.0 + mass(worth, torch.ones_like(right))
        lost = (counts * (every.log() - told.log())).sum()
        lost = lost + (stiffness * (weights - prior)[:-1].square()).sum() / 2
        lost.backward()
        return lost

    optimiser.step(loss)
    fitted = weights.detach().numpy()
    plain = fitted[:-1] / spread
    return plain, float(fitted[-1] - plain @ centre)


def measured(
    questions: Sequence[Asked], near: Weights | None = None, stiffness: float = ONWARD,
    elsewhere: float = ELSEWHERE,
) -> dict[str, float | int | None]:  # fmt: skip
    """Cross-validated shares right, refused wrongly, answered wrongly, and calibration error; and
    how many of those asked elsewhere are answered. A question is in the same part wherever it is
    asked."""
    fold = [zlib.crc32(asked.question.encode()) % FOLDS for asked in questions]
    given: list[tuple[float, bool]] = []
    refused = wrongly = apart = 0
    for out in range(FOLDS):
        known = [asked for asked, at in zip(questions, fold, strict=True) if at != out]
        weights, constant = fit(known, near, stiffness, elsewhere)
        for asked in (asked for asked, at in zip(questions, fold, strict=True) if at == out):
            sure, right = _chosen(asked, chances_of(worths(asked.values, weights, constant)))
            if not asked.measured:
                apart += sure >= AGAIN.enough
            elif sure >= AGAIN.enough:
                given.append((sure, right))
                wrongly += not asked.answerable
            else:
                refused += asked.answerable
    asked_of = [asked for asked in questions if asked.measured]
    answerable = sum(asked.answerable for asked in asked_of)
    return {
        "questions": len(asked_of),
        "asked_elsewhere": len(questions) - len(asked_of),
        "answered_elsewhere": round(apart / max(1, len(questions) - len(asked_of)), 3),
        "right_answerable": round(sum(right for _, right in given) / answerable, 3),
        "refused_wrongly": round(refused / answerable, 3),
        "answered_wrongly": round(wrongly / max(1, len(asked_of) - answerable), 3),
        "calibration_error": expected_error(given),
    }


def _chosen(asked: Asked, chances: Matrix) -> tuple[float, bool]:
    """How sure the best candidate is, and whether it is right."""
    if not len(chances):
        return 0.0, False
    best, sure = surest(chances, asked.groups)
    return sure, bool(asked.right[best])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="QUESTIONS.jsonl[!]=KB")
    parser.add_argument("--dry", action="store_true", help="measure, write nothing")
    parser.add_argument("--onward", action="store_true", help="move the weights that are there")
    parser.add_argument("--reading", action="store_true", help="fit what the reader counts")
    parser.add_argument("--again", action="store_true", help="the same for the second look")
    options = parser.parse_args(arguments)
    kept = json.loads(WEIGHTS.read_text("utf-8"))
    shipped = _weights(kept["weights"])
    if options.again:
        kept |= _reading(_asked_again(options.sets, shipped, kept["reading"]), shipped, AGAIN)
        print(json.dumps(kept["read_again"]))
    elif options.reading:
        kept |= _reading(_asked(options.sets), shipped, FIRST)
        print(json.dumps(kept["read"]))
    else:
        questions = list(_asked(options.sets))
        kept, near = (kept, shipped) if options.onward else ({}, None)
        measures = measured(questions, near)
        print(json.dumps(measures))
        weights, constant = fit(questions, near)
        table = {"constant": constant, **dict(zip(NAMES, weights.tolist(), strict=True))}
        kept["moved_on" if near else "cross_validated"] = measures
        kept["weights"] = {name: round(weight, 4) for name, weight in table.items()}
    if not options.dry:
        WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    return 0


def _asked(sets: Sequence[str], *, whole: bool = False) -> Iterator[Asked]:
    for name in sets:
        rows, folder, elsewhere = read_set(name)
        with KnowledgeBase.open(folder) as kb:
            yield from (ask(kb, row, elsewhere=elsewhere, whole=whole) for row in rows)


def _asked_again(
    sets: Sequence[str], shipped: Weights, reading: dict[str, float]
) -> Iterator[Asked]:
    """The questions of whose answer the first look is not sure, with all that the second sees."""
    judge = _judge()
    for first, second in zip(_asked(sets), _asked(sets, whole=True), strict=True):
        read = as_read(first, shipped, judge)
        worth, score = read.values.T
        chances = chances_of(together(worth, score.astype(np.float32), reading))
        if _chosen(read, chances)[0] < FIRST.enough:
            yield second


def _reading(questions: Iterable[Asked], weights: Weights, look: Look) -> dict[str, object]:
    """How much the worth of the signals and the reader's score count, and the measures of it."""
    judge = _judge()
    read = [as_read(asked, weights, judge, look) for asked in questions]
    (worth, score), constant = fit(read, _ALONE, _LOOSE, READ_ELSEWHERE)
    table = {"worth": worth, "score": score, "constant": constant}
    reading = {name: round(float(value), 4) for name, value in table.items()}
    measures = measured(read, _ALONE, _LOOSE, READ_ELSEWHERE) | {"reader": judge.name}
    return {look.weighed: reading, look.weighed.replace("reading", "read"): measures}


def _judge() -> CrossEncoder:
    judge = reader()
    if judge is None:
        raise SystemExit("没有阅读模型，无从拟合。")
    return judge


def _weights(table: dict[str, float]) -> Weights:
    """Those of ``confidence.json``; a signal that it does not know has none yet."""
    return np.array([table.get(name, 0.0) for name in NAMES]), table["constant"]


if __name__ == "__main__":
    raise SystemExit(main())
