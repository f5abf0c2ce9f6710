"""How fast is search? ``python -m eval.speed --clauses 30000 200000 1000000 --cache DIR``.

At each size a knowledge base is built as ``policyqa ingest`` would from notices already read (see
``eval.speed_corpus``), and real questions are searched as ``policyqa search`` does and as answering
does, whole: words, vectors, ranking. One notice is added and removed, each until the next search
sees it. Beside it, over the same clauses and in the same run: tantivy alone, bm25s, SQLite FTS5 and
faiss Flat (``eval.speed_peers``), each of which does only a part of it.

Times are wall clock in milliseconds, in brackets CPU: other programs on the machine count in the
first only. Knowledge bases are kept in ``--cache`` with what building them took.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from eval.speed_corpus import notices
from eval.speed_peers import PEERS
from index import KnowledgeBase, Query
from ingest.model import Notice, SourceFile
from qa_api.evidence import SEARCH_LIMIT

SHARED = Path(__file__).parents[2] / "shared"
ARTICLES = SHARED / "train" / "articles.jsonl"
WARM_UP = 50  # questions searched before the clock starts
CHANGES = 10  # notices added and removed
PATIENCE = 60.0  # seconds after which a slow system is asked no more questions


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of single runs: wall clock and CPU."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    def __str__(self) -> str:
        wall, cpu = (f"{_at(ms, 50)} / {_at(ms, 99)}" for ms in (self.wall, self.cpu))
        return f"{wall} ({cpu})"


def _at(values: Sequence[float], percent: int) -> str:
    ordered = sorted(values)
    value = ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def timed(
    work: Callable[[Any], object], inputs: Sequence[Any], patience: float = PATIENCE
) -> Times:
    wall, cpu, began = [], [], time.perf_counter()
    for given in inputs:
        a, b = time.perf_counter(), time.process_time()
        work(given)
        wall.append((time.perf_counter() - a) * 1e3)
        cpu.append((time.process_time() - b) * 1e3)
        if time.perf_counter() - began > patience:
            break
    return Times(tuple(wall), tuple(cpu))


def build(folder: Path, clauses: int) -> dict[str, float]:
    """A knowledge base of so many clauses; seconds, CPU seconds and peak memory in MB."""
    began = time.perf_counter()
    with KnowledgeBase.open(folder, create=True) as kb, kb.batch():
        for notice, source in notices(ARTICLES, clauses):
            kb.add([notice], source)
    return {
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time(),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def built(cache: Path, clauses: int) -> tuple[Path, dict[str, float]]:
    """The knowledge base and what building it took; built by a process of its own if missing."""
    folder, card = cache / f"kb-{clauses}", cache / f"kb-{clauses}.json"
    if not card.is_file():
        command = [
            sys.executable,
            "-m",
            "eval.speed",
            "--build",
            str(clauses),
            "--cache",
            str(cache),
        ]
        subprocess.run(command, check=True)
    return folder, json.loads(card.read_text("utf-8"))


def measure(folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Everything that is timed of one knowledge base."""
    began = time.perf_counter()
    kb = KnowledgeBase.open(folder)
    kb.search(Query(questions[0]))
    opened = time.perf_counter() - began
    warm, asked = questions[:WARM_UP], questions[WARM_UP:]
    for question in warm:
        kb.search(Query(question))
    found = {
        "open": opened,
        "search": timed(lambda q: kb.search(Query(q)), asked, 600),
        "answer": timed(
            lambda q: kb.search(Query(q, limit=SEARCH_LIMIT, explain=False)), asked, 600
        ),
    }
    fresh = list(_fresh(CHANGES))
    found["add"] = timed(lambda pair: kb.add([pair[0]], pair[1]), fresh)
    added = [pair[0].notice_id for pair in fresh]
    found["remove"] = timed(kb.remove, added[1:])
    # What a person waits for: from adding a notice to the first search that finds it.
    found["seen"] = timed(lambda pair: _seen(kb, *pair), list(_fresh(2 * CHANGES))[CHANGES:])
    for notice, _ in [*fresh[:1], *list(_fresh(2 * CHANGES))[CHANGES:]]:
        kb.remove(notice.notice_id)
    kb.close()
    found["memory"] = _resident()
    return found


def _seen(kb: KnowledgeBase, notice: Notice, source: SourceFile) -> None:
    kb.add([notice], source)
    found = kb.search(Query(notice.title, limit=1)).hits
    assert found[0].clause.notice_id == notice.notice_id, notice.title


def _fresh(count: int) -> Iterator[tuple[Notice, SourceFile]]:
    """Notices like the others that no knowledge base here holds."""
    from eval.speed_corpus import made_up

    return islice(made_up(ARTICLES), count)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _size(folder: Path) -> dict[str, float]:
    parts = {"record": "record.sqlite*", "words": "lexical/*", "vectors": "vectors-*"}
    return {
        name: sum(path.stat().st_size for path in folder.glob(pattern)) / 2**20
        for name, pattern in parts.items()
    }


def questions_of(bench: Path, count: int) -> list[str]:
    files = ("legal_dc/questions_dev.jsonl", "stard/questions_train.jsonl")
    rows = [json.loads(line) for name in files for line in (bench / name).open(encoding="utf-8")]
    return random.Random(7).sample([row["question"] for row in rows], count + WARM_UP)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clauses", type=int, nargs="+", default=[30_000, 200_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--build", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    options.cache.mkdir(parents=True, exist_ok=True)
    if options.build:
        card = build(options.cache / f"kb-{options.build}", options.build)
        (options.cache / f"kb-{options.build}.json").write_text(json.dumps(card), "utf-8")
        return 0
    questions = questions_of(SHARED / "bench", options.questions)
    for clauses in options.clauses:
        folder, card = built(options.cache, clauses)
        print(table(clauses, card, _size(folder), measure(folder, questions)), flush=True)
        for row in peers(folder, clauses, questions, options.peers):
            print(row, flush=True)
    return 0


def table(
    clauses: int, card: dict[str, float], size: dict[str, float], found: dict[str, Any]
) -> str:
    sizes = ", ".join(f"{name} {mb:.0f}" for name, mb in size.items())
    minutes = f"{card['seconds'] / 60:.1f} ({card['cpu_seconds'] / 60:.1f} CPU)"
    return "\n".join(
        [
            f"\n### {clauses:,} clauses, {len(found['search'].wall)} questions\n",
            "| policyqa | |",
            "|---|---|",
            f"| search as `policyqa search`, median / p99, ms | {found['search']} |",
            f"| search as answering does, median / p99, ms | {found['answer']} |",
            f"| one notice added, median / p99, ms | {found['add']} |",
            f"| … and found by the next search, ms | {found['seen']} |",
            f"| one notice removed, ms | {found['remove']} |",
            f"| opened and first search, s | {found['open']:.2f} |",
            f"| built, minutes | {minutes} |",
            f"| memory building / searching, MB | {card['peak_mb']:.0f} / {found['memory']:.0f} |",
            f"| on disk, MB | {sizes} |",
            "\n| peer (does only a part) | median / p99, ms | n | built, s | MB |",
            "|---|---|---|---|---|",
        ]
    )


def peers(
    folder: Path, clauses: int, questions: Sequence[str], names: Sequence[str]
) -> Iterator[str]:
    from eval.speed_peers import Clauses

    with KnowledgeBase.open(folder) as kb:
        rows = Clauses.read(kb)
    for name in names:
        made = PEERS[name](rows)
        for question in questions[:3]:
            made.search(question)
        times = timed(made.search, questions[WARM_UP:])
        cost = f"{made.seconds:.0f} | {made.megabytes:.0f}"
        yield f"| {name} | {times} | {len(times.wall)} | {cost} |"
        made.close()


if __name__ == "__main__":
    raise SystemExit(main())
