"""Outlines of whole notices, kept in ``golden/``: clause kinds, numbers, and how headings begin.

After a change that is meant, write them anew and read the difference before committing it:
``POLICYQA_WRITE_GOLDEN=1 pytest tests/ingest/test_pipeline_golden.py``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.model import Notice, SourceFile
from ingest.pipeline import ingest_file

WRITE = bool(os.environ.get("POLICYQA_WRITE_GOLDEN"))
HEADING = 12  # characters of a heading, enough to see that it is the right one
GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[2]
CORPUS = sorted(path for path in (ROOT / "corpus").iterdir() if path.name != "README.md")
NOTICES = ("kczg", "kcjs", "sfw", "ssw", "tsjh")


def outline(notice: Notice) -> Iterator[str]:
    """One line a clause, then one for the facts of each kind in each clause."""
    yield f"notice\t{notice.document_number or ''}\t{notice.issued_on or ''}"
    for clause in notice.clauses:
        yield f"{clause.kind}\t{clause.number}\t{clause.path[-1][:HEADING]}"
    numbers = {clause.clause_id: clause.number for clause in notice.clauses}
    counts = Counter((fact.kind, numbers[fact.clause_id]) for fact in notice.facts)
    for (kind, number), count in counts.items():
        yield f"fact\t{kind}\t{number}\t{count}"


def _compare(source: Path, golden: Path) -> None:
    notices = ingest_file(SourceFile.from_path(source))
    lines = [line for notice in notices for line in outline(notice)]
    if WRITE:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text("\n".join(lines) + "\n", "utf-8")
    assert lines == golden.read_text("utf-8").splitlines()


@pytest.mark.parametrize("source", CORPUS, ids=lambda path: path.name)
def test_digests_keep_their_outline(source: Path) -> None:
    _compare(source, GOLDEN / "corpus" / f"{source.name}.tsv")


@pytest.mark.parametrize("name", NOTICES)
def test_notices_keep_their_outline(name: str) -> None:
    source = ROOT.parent / "shared" / "notices" / f"{name}.txt"
    if not source.exists():
        pytest.skip(f"needs {source.name} of ../shared/notices")
    _compare(source, GOLDEN / "notices" / f"{source.name}.tsv")


def test_golden_files_are_not_being_written() -> None:
    assert not WRITE, "POLICYQA_WRITE_GOLDEN is set: the golden files were written, not compared"
