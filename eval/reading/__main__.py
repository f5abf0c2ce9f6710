"""The reading benchmark: ``python -m eval.reading [--shared DIR] [--scans] [--notes]``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from eval.reading import formats, portal, statutes, unbroken
from eval.reading.rows import Row, table

_SHARED = Path(__file__).resolve().parents[3] / "shared"


def parts(shared: Path, scans: bool) -> list[tuple[Path, Callable[[], Iterator[Row]]]]:
    """Each part of the benchmark with the file or folder that it needs."""
    notices, pages = shared / "notices", shared / "formats/state_council_html"
    regulations, lines = shared / "bench/legal_dc/documents", shared / "bench/ncp/documents.jsonl"
    return [
        (notices, lambda: formats.rows(notices, scans)),
        (regulations, lambda: statutes.rows(regulations)),
        (pages, lambda: portal.rows(pages)),
        (lines, lambda: unbroken.rows(lines)),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--shared", type=Path, default=_SHARED, help="folder of the benchmark texts"
    )
    parser.add_argument("--scans", action="store_true", help="scanned notices too (minutes)")
    parser.add_argument("--notes", action="store_true", help="the single cases behind each number")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    missing = []
    for needed, part in parts(options.shared, options.scans):
        if needed.exists():
            rows += part()
        else:
            missing.append(needed)
    if rows:
        print(table(rows))
    for path in missing:
        print(f"not measured: {path} is missing")
    for row in rows if options.notes else []:
        for note in row.notes:
            print(f"{row.name}: {note}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
