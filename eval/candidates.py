"""What the reader is trained on: ``python -m eval.candidates QUESTIONS.jsonl=KB … > FILE``.

A line each question: what may be answered, as the reader is given it, and which of it is right
(as ``eval.calibrate`` tells). ``python -m index.train_reader prepare --candidates FILE`` takes it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from eval.calibrate import ask
from eval.question_set import read_questions
from index import KnowledgeBase


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="QUESTIONS.jsonl=KB")
    options = parser.parse_args(arguments)
    for name in options.sets:
        file, _, folder = name.partition("=")
        with KnowledgeBase.open(Path(folder)) as kb:
            for row in read_questions(Path(file)):
                asked = ask(kb, row)
                found = zip(asked.passages, asked.right.tolist(), strict=True)
                candidates = [
                    {"text": passage.text, "around": passage.around, "right": right}
                    for passage, right in found
                    if passage
                ]
                line = {"id": row["id"], "question": asked.question, "candidates": candidates}
                print(json.dumps(line, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
