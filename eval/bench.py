"""Speed and quality on the bundled corpus: ``python -m eval.bench [--report DIR] [--readme FILE]``.

Reads ``corpus/`` into a new knowledge base, asks ``eval/questions/corpus.jsonl``, checks citations
made from the corpus, and prints one table. With ``--report`` the run is kept (results.json,
report.html); with ``--readme`` the results table of that file is written anew.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval import verify
from eval.labels import LABELS, written
from eval.question_set import read_questions
from eval.readme import write_table
from eval.report import Report, write
from eval.results import report_of, run
from index import KnowledgeBase
from index.query import Query
from ingest.model import SourceFile
from ingest.pipeline import ingest_file
from qa_api.commands.terminal import table

ROOT = Path(__file__).parents[1]
CORPUS, QUESTIONS = ROOT / "corpus", ROOT / "eval" / "questions" / "corpus.jsonl"


def bench(folder: Path) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The run over the corpus, and the other measures as rows of a table."""
    began = time.perf_counter()
    files = [file for file in sorted(CORPUS.iterdir()) if file.suffix != ".md"]
    with KnowledgeBase.open(folder, create=True) as kb:
        with kb.batch():
            for file in files:
                source = SourceFile.from_path(file)
                kb.add(ingest_file(source), source)
        read = time.perf_counter() - began
        rows = read_questions(QUESTIONS)
        run(kb, rows[:3])  # what the first questions would have to wait for
        outcome = dict(report_of(QUESTIONS.name, len(kb.notices()), run(kb, rows)))
        checked = verify.summary(verify.run(kb))
        searched = [_search_ms(kb, row["question"]) for row in rows]
    others = [
        ("读入 5 个文件", f"{read:.1f} 秒"),
        ("检索用时中位数", f"{statistics.median(searched):.1f} 毫秒"),
        *_checks(checked),
    ]
    return outcome, others


def _search_ms(kb: KnowledgeBase, question: str) -> float:
    began = time.perf_counter()
    kb.search(Query(text=question))
    return (time.perf_counter() - began) * 1000


def _checks(found: dict[str, float]) -> Iterator[tuple[str, str]]:
    yield "核查：造出的引用", f"{found['cases']:.0f} 条"
    yield (
        "核查：改动了事实而判为有据",
        f"{found['altered_supported']:.0f} / {found['altered_facts']:.0f}",
    )
    yield "核查：正确而被判有误", f"{found['right_rejected']:.0f} / {found['right']:.0f}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--readme", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        outcome, others = bench(Path(folder))
    rows = [(LABELS[name], written(name, value)) for name, value in outcome["summary"].items()]
    print(table(("指标", "值"), [*rows, *others]))
    outcome["others"] = [list(row) for row in others]
    if options.report:
        print(write(options.report, Report(outcome)), file=sys.stderr)
    if options.readme:
        write_table(options.readme, outcome)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
