"""What the reader is trained on: ``python -m eval.candidates QUESTIONS.jsonl=KB … > FILE``.

A line each question: what may be answered, as the reader is given it, the likeliest first, and
which of it is right (as ``eval.calibrate`` tells). ``QUESTIONS.jsonl!=KB`` asks a shelf without
their notices (``eval.absent``): nothing is right there. ``--answered`` names a file of texts
``{id, text, around, notice}`` that would answer questions which no notice answers: each of those
has a second line, with the text that answers first. ``prepare`` and ``refine`` of
``python -m index.train_reader`` take it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from eval.calibrate import ask, likeliest_first
from eval.question_set import read_set
from index import KnowledgeBase
from index.cross_encoder import Passage
from index.training.reader.lists import ABSENT, ANSWERED


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="QUESTIONS.jsonl[!]=KB")
    parser.add_argument("--answered", type=Path, help="texts that would answer")
    options = parser.parse_args(arguments)
    answering = _answering(options.answered) if options.answered else {}
    for name in options.sets:
        rows, folder, elsewhere = read_set(name)
        with KnowledgeBase.open(folder) as kb:
            for row in rows:
                asked = ask(kb, row, elsewhere=elsewhere)
                found = [
                    {**asdict(passage), "right": bool(asked.right[at])}
                    for at in likeliest_first(asked)
                    if (passage := asked.passages[at])
                ]
                line = {"id": row["id"], "question": asked.question, "candidates": found}
                print(_written(line | ({"source": ABSENT} if elsewhere else {})))
                if not elsewhere and not row["answerable"] and row["id"] in answering:
                    text = {**asdict(answering[row["id"]]), "right": True}
                    print(_written(line | {"source": ANSWERED, "candidates": [text, *found]}))
    return 0


def _answering(file: Path) -> dict[str, Passage]:
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return {row["id"]: Passage(row["text"], row["around"], row["notice"]) for row in rows}


def _written(line: dict[str, object]) -> str:
    return json.dumps(line, ensure_ascii=False)


if __name__ == "__main__":
    raise SystemExit(main())
