"""Knowledge bases for measuring, made once for the same files, in the temporary folder.

Those not used for a week, and all but the newest, are removed when another is made, so that they do
not pile up with every change of the code.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from index import KnowledgeBase
from ingest.errors import IngestError
from ingest.model import SourceFile
from ingest.pipeline import ingest_file

KEPT_DAYS, KEPT = 7.0, 8
_IN_USE_DAYS = 0.1  # one used so lately may be in use


def kb_of(files: Sequence[Path]) -> Path:
    """The folder of a knowledge base of ``files``; README files are left out."""
    kept = [file for file in files if file.suffix != ".md"]
    return kb_of_sources(SourceFile.from_path(file) for file in kept)


def kb_of_sources(sources: Iterable[SourceFile]) -> Path:
    """The same, of files in memory. A file that cannot be read is named and left out."""
    given = list(sources)
    folder = Path(tempfile.gettempdir()) / "policyqa-eval" / _key(given)
    done = folder / "complete"
    if not done.exists():
        clear(folder.parent)
        shutil.rmtree(folder, ignore_errors=True)
        _build(folder, given)
    done.touch()
    return folder


def clear(cache: Path, days: float = KEPT_DAYS, kept: int = KEPT) -> list[Path]:
    """Remove the folders of ``cache`` that nobody used for ``days``, and those beyond the ``kept``
    newest but for what may be in use; gives those that were removed."""
    ages = {folder: _days_unused(folder) for folder in (cache.iterdir() if cache.is_dir() else ())}
    newest = sorted(ages, key=ages.__getitem__)[:kept]
    removed = [
        folder
        for folder, age in ages.items()
        if age > days or (folder not in newest and age > _IN_USE_DAYS)
    ]
    for folder in removed:
        shutil.rmtree(folder, ignore_errors=True)
    return removed


def _days_unused(folder: Path) -> float:
    done = folder / "complete"
    return (time.time() - (done if done.exists() else folder).stat().st_mtime) / (24 * 3600)


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
