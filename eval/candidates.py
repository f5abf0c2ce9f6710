"""What the reader is trained on: ``python -m eval.candidates QUESTIONS.jsonl=KB … > FILE``.

A line each question: what may be answered, as the reader is given it, the likeliest first, and
which of it is right (as ``eval.calibrate`` tells). ``QUESTIONS.jsonl!=KB`` asks a shelf without
their notices (``eval.absent``): nothing is right there. ``--answered`` names a file of texts
``{id, text, around, notice}`` that would answer questions which no notice answers: each of those
has a second line, with the text that answers first. ``--whole`` gives every sentence of the notices
meant (``qa_api.whole``), those first that the reader takes for an answer though they are none.
``prepare`` and ``refine`` of ``python -m index.train_reader`` take it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from eval.calibrate import Asked, ask, likeliest_first
from eval.question_set import read_set
from index import KnowledgeBase
from index.cross_encoder import Passage
from index.training.reader.lists import ABSENT, ANSWERED, WHOLE
from qa_api.reading import reader, scores_of

_READ = 24  # likeliest sentences of a notice that the reader puts in order


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="QUESTIONS.jsonl[!]=KB")
    parser.add_argument("--answered", type=Path, help="texts that would answer")
    parser.add_argument("--whole", action="store_true", help="every sentence of the notices meant")
    options = parser.parse_args(arguments)
    answering = _answering(options.answered) if options.answered else {}
    for name in options.sets:
        rows, folder, elsewhere = read_set(name)
        with KnowledgeBase.open(folder) as kb:
            for row in rows:
                asked = ask(kb, row, elsewhere=elsewhere, whole=options.whole)
                order = _hardest_first(asked) if options.whole else likeliest_first(asked)
                found = [
                    {**asdict(passage), "right": bool(asked.right[at])}
                    for at in order
                    if (passage := asked.passages[at])
                ]
                line = {"id": row["id"], "question": asked.question, "candidates": found}
                source = ABSENT if elsewhere else WHOLE if options.whole else None
                print(_written(line | ({"source": source} if source else {})))
                if not elsewhere and not row["answerable"] and row["id"] in answering:
                    text = {**asdict(answering[row["id"]]), "right": True}
                    print(_written(line | {"source": ANSWERED, "candidates": [text, *found]}))
    return 0


def _hardest_first(asked: Asked) -> list[int]:
    """Places of those that are right and of the likeliest, best read first."""
    likely, right = likeliest_first(asked)[:_READ], np.flatnonzero(asked.right).tolist()
    places = list(dict.fromkeys((*likely, *right)))
    judge = reader()
    if judge is None:
        return places
    scores = scores_of(judge, asked.question, [asked.passages[at] for at in places])
    return [places[at] for at in np.argsort(-scores, kind="stable")]


def _answering(file: Path) -> dict[str, Passage]:
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return {row["id"]: Passage(row["text"], row["around"], row["notice"]) for row in rows}


def _written(line: dict[str, object]) -> str:
    return json.dumps(line, ensure_ascii=False)


if __name__ == "__main__":
    raise SystemExit(main())
