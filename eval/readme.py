"""The README's results table, written from a run: ``policyqa eval … --readme README.md``, or
``python -m eval.readme RESULTS.json README.md``.

The table stands between two comments, and nothing else of the file is touched. A measure that there
was nothing to measure for has no row.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.labels import written

BEGIN, END = "<!-- results:begin -->", "<!-- results:end -->"
# The README is in English; the reports are in Chinese (``eval.labels``).
SHOWN = {
    "questions": "questions",
    "right": "right (answered and cited, or refused where due)",
    "cited": "answers whose citation proves them",
    "citation_precision": "citations that prove, of all given",
    "quotes_exact": "quotes verbatim",
    "refused_wrongly": "refused though a clause answers",
    "answered_wrongly": "answered though no clause does",
    "ece": "calibration error of the answers' confidence (ECE)",
    "hit_1": "search: right clause first",
    "hit_10": "search: right clause within ten",
    "mrr": "search: MRR",
    "median_ms": "time of an answer, median",
    "p95_ms": "time of an answer, 95th percentile",
}


class NoMarkers(ValueError):
    """The file has no place for the table."""


def results_table(run: Mapping[str, Any]) -> str:
    """A Markdown table of the main measures."""
    values = {name: written(name, run["summary"].get(name)) for name in SHOWN}
    known = {name: label for name, label in SHOWN.items() if run["summary"].get(name) is not None}
    rows = [(label, values[name].replace("毫秒", "ms")) for name, label in known.items()]
    lines = ["| measure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    source = f"`{run['questions_file']}`, {run['notices']} notices, {run['day']}; `make bench`."
    return "\n".join([*lines, "", source])


def write_table(readme: Path, run: Mapping[str, Any]) -> None:
    """Put the table of ``run`` between the markers. Raises NoMarkers."""
    text = readme.read_text("utf-8")
    start, end = text.find(BEGIN), text.find(END)
    if start < 0 or end < start:
        raise NoMarkers(f"{readme.name}: {BEGIN} and {END} must stand in it, in this order")
    start += len(BEGIN)
    readme.write_text(f"{text[:start]}\n{results_table(run)}\n{text[end:]}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path)
    parser.add_argument("readme", type=Path)
    options = parser.parse_args(arguments)
    try:
        write_table(options.readme, json.loads(options.results.read_text("utf-8")))
    except (NoMarkers, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
