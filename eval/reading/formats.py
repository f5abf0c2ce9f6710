"""The same notice in several formats: are its clauses the same?

Clauses are compared in order with those of the text file, by number and by text without white space
(NFKC). A clause too many counts like one too few.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2

from eval.reading.rows import Row
from ingest.model import Notice, SourceFile
from ingest.normal import squeezed
from ingest.pipeline import ingest_file


def rows(folder: Path, scans: bool) -> Iterator[Row]:
    """A row for each file that stands beside ``<name>.txt``; scans only where asked for."""
    for path in sorted(folder.iterdir()):
        scan = path.stem.endswith("-scan")
        plain = folder / f"{path.stem.removesuffix('-scan')}.txt"
        if path.suffix != ".txt" and plain.exists() and (scans or not scan):
            yield compared(path, plain, goal=0.95 if scan else 0.99)
            if path.suffix == ".pdf" and not scan:
                yield from speeds(path)


def speeds(path: Path) -> Iterator[Row]:
    """Pages a CPU second to clauses and facts, and the bare text by pypdfium2 in the same run."""
    source = SourceFile.from_path(path)
    begun = time.process_time()
    with pypdfium2.PdfDocument(source.data) as document:
        pages = len(document)
        for page in document:
            page.get_textpage().get_text_range()
    alone = time.process_time() - begun
    begun = time.process_time()
    list(ingest_file(source))
    ours = time.process_time() - begun
    yield Row(f"{path.name}: pages read to clauses", pages / ours, pages, unit="/CPU s")
    yield Row(f"{path.name}: pypdfium2 alone, same run", pages / alone, pages, unit="/CPU s")


def compared(path: Path, plain: Path, goal: float) -> Row:
    ours, theirs = keys(path), keys(plain)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    equal = sum(block.size for block in matcher.get_matching_blocks())
    notes = tuple(
        f"{tag}: {[number for number, _ in ours[a:b]]} | {[number for number, _ in theirs[c:d]]}"
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )
    name = f"clauses of {path.name} as in {plain.name}"
    return Row(name, equal, max(len(ours), len(theirs)), goal, notes=notes)


def keys(path: Path) -> list[tuple[str, str]]:
    """Number and text of every clause of a file, in order."""
    notices = ingest_file(SourceFile.from_path(path))
    return [key for notice in notices for key in _keys(notice)]


def _keys(notice: Notice) -> Iterator[tuple[str, str]]:
    for clause in notice.clauses:
        yield clause.number, squeezed(notice.quote(clause))
