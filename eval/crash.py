"""Kill -9 during ingestion: ``python -m eval.crash [--rounds 20]``.

Each round starts ``policyqa ingest`` on fresh copies of the bundled corpus, kills it after a random
time, then opens the knowledge base and asks. Every notice that a completed ingestion reported must
still be there, and a question that the first round answered must be answered again.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[1] / "corpus"
QUESTION = "提升计划的电子版申报书什么时候截止？"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        outcomes = run(Path(folder), options.rounds, random.Random(options.seed))
    killed = sum(outcome["killed"] for outcome in outcomes)
    whole = sum(outcome["opens"] and outcome["answers"] for outcome in outcomes)
    print(f"{len(outcomes)} rounds, {killed} killed while running, {whole} opened and answered")
    return 0 if whole == len(outcomes) else 1


def run(folder: Path, rounds: int, chance: random.Random) -> list[dict[str, Any]]:
    """Outcomes of each round, until ``rounds`` were killed: did the knowledge base hold?"""
    base = folder / "kb"
    command("ingest", str(CORPUS), kb=base)
    full = timed_ingest(folder, base)
    outcomes: list[dict[str, Any]] = []
    while sum(outcome["killed"] for outcome in outcomes) < rounds:
        number = len(outcomes)
        before = {notice["notice_id"] for notice in listed(base)}
        killed = killed_ingest(copies(folder, number), base, chance.uniform(0.1, 0.9 * full))
        after = {notice["notice_id"] for notice in listed(base)}
        said = json.loads(command("ask", QUESTION, "--as-of", "2021-05-20", "--json", kb=base))
        answers = said["status"] == "answered"
        outcome = {"killed": killed, "opens": before <= after, "answers": answers}
        print(number + 1, outcome, f"{len(after)} notices", flush=True)
        outcomes.append(outcome)
    return outcomes


def timed_ingest(folder: Path, base: Path) -> float:
    """Seconds that one undisturbed ingestion takes: the span to kill within."""
    began = time.monotonic()
    command("ingest", str(copies(folder, -1)), kb=base)
    return time.monotonic() - began


def copies(folder: Path, number: int) -> Path:
    """The text notices of the corpus, each made a notice of its own by a line at its end."""
    target = folder / f"round{number}"
    target.mkdir()
    for source in CORPUS.glob("*.txt"):
        for copy in range(4):
            text = source.read_text("utf-8") + f"\n第{number + 2}轮第{copy + 1}份。\n"
            (target / f"{source.stem}-{copy}.txt").write_text(text, encoding="utf-8")
    return target


def killed_ingest(files: Path, base: Path, after: float) -> bool:
    """Start an ingestion and kill it; True if it was still running."""
    process = subprocess.Popen(
        [sys.executable, "-m", "qa_api.cli", "--kb", str(base), "ingest", str(files)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after)
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    shutil.rmtree(files)
    return running


def listed(base: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in command("notices", "--json", kb=base).splitlines()]


def command(*words: str, kb: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "qa_api.cli", "--kb", str(kb), *words],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


if __name__ == "__main__":
    raise SystemExit(main())
