"""What the reader is trained on: ``python -m eval.candidates QUESTIONS.jsonl=KB … > FILE``.

A line each question: what may be answered, as the reader is given it, the likeliest first, and
which of it is right (as ``eval.calibrate`` tells). ``QUESTIONS.jsonl!=KB`` asks a shelf without
their notices (``eval.absent``): nothing is right there. ``prepare`` and ``refine`` of
``python -m index.train_reader`` take it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict

from eval.calibrate import ask, likeliest_first
from eval.question_set import read_set
from index import KnowledgeBase


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="QUESTIONS.jsonl[!]=KB")
    options = parser.parse_args(arguments)
    for name in options.sets:
        rows, folder, elsewhere = read_set(name)
        with KnowledgeBase.open(folder) as kb:
            for row in rows:
                asked = ask(kb, row, elsewhere=elsewhere)
                candidates = [
                    {**asdict(passage), "right": bool(asked.right[at])}
                    for at in likeliest_first(asked)
                    if (passage := asked.passages[at])
                ]
                line = {"id": row["id"], "question": asked.question, "candidates": candidates}
                line |= {"source": "absent"} if elsewhere else {}
                print(json.dumps(line, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
