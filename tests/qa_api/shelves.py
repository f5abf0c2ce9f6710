"""Small shelves of invented notices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from index import KnowledgeBase
from ingest.model import SourceFile
from ingest.pipeline import ingest_file


@contextmanager
def shelf(folder: Path, texts: Mapping[str, str]) -> Iterator[KnowledgeBase]:
    """A new knowledge base in ``folder`` of notices given by file name."""
    with KnowledgeBase.open(folder, create=True) as base:
        for name, text in texts.items():
            source = SourceFile(name, text.encode())
            base.add(ingest_file(source), source)
        yield base
