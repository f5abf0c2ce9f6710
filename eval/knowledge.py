"""Knowledge bases for measuring, made once for the same files, in the temporary folder."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from index import KnowledgeBase
from ingest.errors import IngestError
from ingest.model import SourceFile
from ingest.pipeline import ingest_file


def kb_of(files: Sequence[Path]) -> Path:
    """The folder of a knowledge base of ``files``; README files are left out."""
    kept = [file for file in files if file.suffix != ".md"]
    return kb_of_sources(SourceFile.from_path(file) for file in kept)


def kb_of_sources(sources: Iterable[SourceFile]) -> Path:
    """The same, of files in memory. A file that cannot be read is named and left out."""
    given = list(sources)
    folder = Path(tempfile.gettempdir()) / "policyqa-eval" / _key(given)
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _build(folder, given)
        (folder / "complete").touch()
    return folder


def _build(folder: Path, sources: Sequence[SourceFile]) -> None:
    with KnowledgeBase.open(folder, create=True) as kb, kb.batch():
        for source in sources:
            try:
                kb.add(ingest_file(source), source)
            except IngestError as error:
                print(error, file=sys.stderr)


def _key(sources: Sequence[SourceFile]) -> str:
    """Changes with the files and with the code that reads them."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + bytes.fromhex(source.sha256))
    for room in ("ingest", "index"):
        for file in sorted((Path(__file__).parents[1] / room).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
