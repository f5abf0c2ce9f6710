"""Does search bring the right clause first? ``python -m eval.search --bench DIR [--sample N]``.

``DIR`` holds ``legal_dc`` (regulations as DOCX; a hit is right if it holds the gold evidence or is
held by it, white space and width aside), ``ncp`` (notices; the right document first, or one that
holds the answer's words too: many were issued or reported twice) and ``stard`` (laws; Recall@10 and
@100). Systems stand beside one another in one run: BM25 alone (tantivy's, and
a plain one over jieba's words), the vector alone, both fused, and the ranker without one of its
parts at a time. Knowledge bases are made once and kept in ``--cache``. ir-measures computes.

The shipped embedding has seen STARD's questions. ``--unseen MODEL`` measures there what search is
worth to questions that nothing was trained on: the first fifth of them, with an embedding that has
not seen it (``python -m index.train --data DIR --stard DIR --hold-out 1 --out MODEL``). The weights
of the ranker are learned from others (``index.ranking.fit``, ``eval.ranking``).
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from eval.retrieval import per_question
from eval.search_corpora import Benchmark, read_legal_dc, read_ncp, read_stard
from eval.search_systems import SYSTEMS
from index import KnowledgeBase
from index.embedding import StaticEmbedder
from index.vectors import Embedder, installed_embedder

DEPTH = 100
MEASURED = 0  # the fifth of STARD's questions that is held out
Run = dict[str, dict[str, float]]
Timed = tuple[Run, list[float]]


@dataclass(frozen=True, slots=True)
class Row:
    """One system on one benchmark; ``by_type`` is the first measure by question type."""

    system: str
    figures: dict[str, float]
    by_type: dict[str, float]
    median_ms: float


def judge(bench: Benchmark, runs: Mapping[str, Timed]) -> list[Row]:
    """Every system's answers judged; a question whose answer is in no clause counts as missed."""
    rows = []
    for name, (run, took) in runs.items():
        wanted = {q.id: dict.fromkeys(q.relevant, 1) for q in bench.questions if q.relevant}
        scored = per_question(bench.measures, [q.id for q in bench.questions], wanted, run)
        figures = {m: _mean(values[m] for values in scored.values()) for m in bench.measures}
        first = {question: values[bench.measures[0]] for question, values in scored.items()}
        types: dict[str, list[float]] = defaultdict(list)
        for question in bench.questions:
            types[question.type].append(first[question.id])
        by_type = {kind: _mean(values) for kind, values in sorted(types.items())}
        rows.append(Row(name, figures, by_type, statistics.median(took)))
    return rows


def ask(search: Callable[[str, int], list[str]], bench: Benchmark) -> Timed:
    """Every question's ranking, and the milliseconds (CPU) that each took."""
    run: Run = {}
    took = []
    for question in bench.questions:
        began = time.process_time()
        found = search(question.text, DEPTH)
        took.append((time.process_time() - began) * 1000)
        ranked = dict.fromkeys(bench.unit.get(clause, clause) for clause in found)
        run[question.id] = {unit: float(-place) for place, unit in enumerate(ranked)}
    return run, took


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return round(statistics.fmean(listed), 3) if listed else 0.0


def table(bench: Benchmark, rows: Sequence[Row], *, types: bool) -> str:
    """A Markdown table; with ``types`` another one by question type for the last system."""
    lines = [f"\n### {bench.name}, n = {len(bench.questions)}\n"]
    lines.append("| system | " + " | ".join(bench.measures) + " | median ms (CPU) |")
    lines.append("|---" * (len(bench.measures) + 2) + "|")
    for row in rows:
        figures = " | ".join(f"{row.figures[name]:.3f}" for name in bench.measures)
        lines.append(f"| {row.system} | {figures} | {row.median_ms:.1f} |")
    if types and len(rows[0].by_type) > 1:
        kinds = {q.type: sum(o.type == q.type for o in bench.questions) for q in bench.questions}
        lines.append(f"\n| type | n | {' | '.join(row.system for row in rows)} |")
        lines.append("|---" * (len(rows) + 2) + "|")
        for kind in sorted(kinds):
            shares = " | ".join(f"{row.by_type[kind]:.3f}" for row in rows)
            lines.append(f"| {kind} | {kinds[kind]} | {shares} |")
    return "\n".join(lines)


def worst(kb: KnowledgeBase, bench: Benchmark, count: int) -> str:
    """The questions whose right clause stands furthest down, what went wrong, what came first."""
    search, missed = SYSTEMS["shipped"](kb), []
    for question in bench.questions:
        found = search(question.text, DEPTH)
        units = list(dict.fromkeys(bench.unit.get(clause, clause) for clause in found))
        place = next((i for i, unit in enumerate(units, 1) if unit in question.relevant), DEPTH + 1)
        if place > 1:
            missed.append((place, question.text, found[0] if found else "", question.relevant))
    missed.sort(key=lambda one: -one[0])
    lines = [
        f"{place}\t{_wrong(place, first, right)}\t{text}\tfirst: {first}\t"
        f"right: {'、'.join(sorted(right)[:2])}"
        for place, text, first, right in missed[:count]
    ]
    return "\n".join(["", "place\twhat went wrong\tquestion", *lines])


def _wrong(place: int, first: str, right: frozenset[str]) -> str:
    if not right:
        return "no clause holds the evidence"
    where = {clause.split("#")[0] for clause in right}
    which = "another clause of it" if first.split("#")[0] in where else "another document"
    return f"{which} first" + (", the right one not found" if place > DEPTH else "")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--only", choices=["legal_dc", "ncp", "stard"], action="append")
    parser.add_argument("--systems", nargs="+", choices=list(SYSTEMS), default=list(SYSTEMS))
    parser.add_argument("--sample", type=int, help="only so many questions of each, chosen by seed")
    parser.add_argument("--worst", type=int, default=0, help="list the worst so many questions")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "policyqa-eval-search"
    )
    parser.add_argument("--unseen", type=Path, help="embedding for STARD that has not seen it")
    options = parser.parse_args(arguments)
    fifth = MEASURED if options.unseen else None
    readers: dict[str, Callable[[KnowledgeBase, Path], Benchmark]] = {
        "legal_dc": read_legal_dc,
        "ncp": read_ncp,
        "stard": partial(read_stard, fifth=fifth),
    }
    systems = {name: SYSTEMS[name] for name in options.systems}
    for name in options.only or ["legal_dc", "ncp"]:
        load: Callable[[], Embedder] = installed_embedder
        folder = options.cache / name
        if name == "stard" and options.unseen:
            model = StaticEmbedder(options.unseen)
            load, folder = lambda model=model: model, options.cache / "stard-unseen"  # type: ignore[misc]
        with KnowledgeBase.open(folder, create=True, embedder=load) as kb:
            bench = readers[name](kb, options.bench / name)
            if options.sample:
                bench = bench.sample(random.Random(7), options.sample)
            runs = {name: ask(system(kb), bench) for name, system in systems.items()}
            for judged in filter(None, (bench, bench.wider)):
                print(table(judged, judge(judged, runs), types=True), flush=True)
            if options.worst:
                print(worst(kb, bench, options.worst))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
