"""Questions asked of a shelf without their notices: ``python -m eval.absent QUESTIONS.jsonl=KB …``.

Who asks about a programme that is not on the shelf must be refused, not told the dates of another
one. The shelf is copied into ``--shelves`` ``PARTS`` times, each time without some of its notices,
and every question whose evidence stands in those alone is asked of that copy. Whatever is said is
said by a notice that was not meant. Now and then it is right all the same (two notices state one
rule), so the share answered has a floor above 0.

The copies stay there, each with its questions in ``questions.jsonl``: what ``eval.calibrate`` and
``eval.candidates`` take as ``DIR/…/questions.jsonl!=DIR/…``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from eval.question_set import Row, read_questions
from index import KnowledgeBase
from qa_api.answering import answer

PARTS = 5
QUESTIONS = "questions.jsonl"
_SURE = 0.7  # confidence from which an answer is said as if it were known


def shelves_without(kb: Path, rows: Sequence[Row], into: Path) -> Iterator[tuple[Path, list[Row]]]:
    """A copy of ``kb`` without a part of its notices, with the questions that only those answer,
    for each part that answers any."""
    with KnowledgeBase.open(kb) as whole:
        notices = {notice.notice_id: PurePath(notice.source).stem for notice in whole.notices()}
    part = _parts(notices.values())
    for number in range(PARTS):
        asked = [row for row in rows if _only_in(row, part, number)]
        if not asked:
            continue
        copy = into / f"{kb.name}-{number}"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(kb, copy)
        with KnowledgeBase.open(copy) as shelf:
            for notice_id in (each for each, file in notices.items() if part[file] == number):
                shelf.remove(notice_id)
        yield copy, asked


def _parts(files: Iterable[str]) -> Mapping[str, int]:
    """To each file its part: as many files in each, and always the same ones."""
    ranked = sorted(set(files), key=lambda file: hashlib.sha256(file.encode()).digest())
    return {file: at % PARTS for at, file in enumerate(ranked)}


def _only_in(row: Row, part: Mapping[str, int], number: int) -> bool:
    stands_in = {part.get(entry["doc"]) for entry in row["evidence"]}
    return bool(row["answerable"]) and stands_in == {number}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="QUESTIONS.jsonl=KB")
    parser.add_argument("--shelves", type=Path, required=True, help="folder for the copies")
    parser.add_argument("--only-make", action="store_true", help="ask nothing")
    parser.add_argument("--wrong", action="store_true", help="list what is answered")
    options = parser.parse_args(arguments)
    for name in options.sets:
        file, _, folder = name.partition("=")
        rows, sure, asked = read_questions(Path(file)), [], 0
        into = options.shelves / Path(file).stem
        for copy, questions in shelves_without(Path(folder), rows, into):
            lines = (json.dumps(row, ensure_ascii=False) for row in questions)
            (copy / QUESTIONS).write_text("".join(f"{line}\n" for line in lines), "utf-8")
            if options.only_make:
                continue
            with KnowledgeBase.open(copy) as kb:
                for row in questions:
                    given = answer(kb, row["question"])
                    asked += 1
                    if given.status == "not_found":
                        continue
                    sure.append(given.confidence)
                    if options.wrong:
                        print(f"{given.confidence:.2f} {row['question']}\n  {given.text[:120]!r}")
        told = {"asked": asked, "answered": len(sure), "sure": sum(s >= _SURE for s in sure)}
        print(json.dumps({"questions": Path(file).stem, **told}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
