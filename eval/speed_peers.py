"""What stands beside policyqa's search in ``eval.speed``: each finds 100 clauses by one list alone.

Words are cut once by policyqa's tokeniser and given to all; title, headings and text are one field.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from index import KnowledgeBase, words
from index.nearest import matrix

DEPTH = 100


@dataclass(frozen=True)
class Clauses:
    """``texts`` are the words of each clause, joined by blanks; ``vectors`` is (n, dim)."""

    texts: list[str]
    vectors: np.ndarray[Any, np.dtype[np.float32]]
    model: Any

    @classmethod
    def read(cls, kb: KnowledgeBase) -> Clauses:
        model = kb.embedder()
        assert model is not None, "the shipped model is missing"
        titles: dict[str, str] = {}
        texts = []
        with kb.reading() as db:
            for title, path, text in db.execute(
                "SELECT n.title, c.path, c.text FROM clauses c JOIN notices n ON n.id = c.notice"
                " ORDER BY c.id"
            ):
                if title not in titles:
                    titles[title] = " ".join(words(title))
                own = words(" ".join([*json.loads(path), text]))
                texts.append(" ".join([titles[title], *own]))
            rows = db.execute("SELECT vector FROM vectors ORDER BY clause")
            parts = []
            while chunk := rows.fetchmany(50_000):
                parts.append(matrix([row[0] for row in chunk], model.dim))
        return cls(texts, np.concatenate(parts), model)


class Peer(ABC):
    """A system over the clauses; ``seconds`` and ``megabytes`` are those of building it."""

    def __init__(self, clauses: Clauses) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="policyqa-speed-"))
        began = time.perf_counter()
        self.build(clauses)
        self.seconds = time.perf_counter() - began

    @abstractmethod
    def build(self, clauses: Clauses) -> None: ...

    @abstractmethod
    def search(self, question: str) -> Any: ...

    @cached_property
    def megabytes(self) -> float:
        return sum(p.stat().st_size for p in self.folder.rglob("*") if p.is_file()) / 2**20

    def close(self) -> None:
        shutil.rmtree(self.folder)


class Tantivy(Peer):
    """BM25 over one field, one segment merged or not as tantivy likes."""

    def build(self, clauses: Clauses) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
        self.index: Any = tantivy.Index(schema.build(), path=str(self.folder))
        writer = self.index.writer(64_000_000, 1)
        for text in clauses.texts:
            document = tantivy.Document()
            document.add_text("body", text)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def search(self, question: str) -> Any:
        import tantivy

        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self.index.schema, "body", w, "freq"))
            for w in dict.fromkeys(words(question))
        ]
        return self.index.searcher().search(tantivy.Query.boolean_query(terms), limit=DEPTH)


class Fts5(Peer):
    """SQLite's full-text index over the cut words, ordered by its BM25."""

    def build(self, clauses: Clauses) -> None:
        self.db = sqlite3.connect(self.folder / "fts.sqlite")
        self.db.execute("CREATE VIRTUAL TABLE f USING fts5(body, content='', tokenize='unicode61')")
        self.db.executemany("INSERT INTO f(rowid, body) VALUES (?, ?)", enumerate(clauses.texts))
        self.db.commit()

    def search(self, question: str) -> Any:
        match = " OR ".join(f'"{w}"' for w in dict.fromkeys(words(question)) if '"' not in w)
        sql = "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT ?"
        return self.db.execute(sql, (match, DEPTH)).fetchall() if match else []

    def close(self) -> None:
        self.db.close()
        super().close()


class Bm25s(Peer):
    """Scores computed when the index is built; it cannot be changed afterwards."""

    def build(self, clauses: Clauses) -> None:
        import bm25s

        self.bm25 = bm25s.BM25()
        self.bm25.index([text.split() for text in clauses.texts], show_progress=False)
        self.bm25.save(str(self.folder))

    def search(self, question: str) -> Any:
        tokens = [list(dict.fromkeys(words(question)))]
        return self.bm25.retrieve(tokens, k=DEPTH, show_progress=False)


class FaissFlat(Peer):
    """Every vector compared, float32; the question is embedded as part of the time."""

    def build(self, clauses: Clauses) -> None:
        import faiss

        faiss.omp_set_num_threads(1)
        self.model = clauses.model
        self.flat: Any = faiss.IndexFlatIP(clauses.vectors.shape[1])
        self.flat.add(clauses.vectors)

    @cached_property
    def megabytes(self) -> float:
        return float(self.flat.ntotal * self.flat.d * 4 / 2**20)

    def search(self, question: str) -> Any:
        return self.flat.search(self.model.encode([question]), DEPTH)


PEERS: Mapping[str, type[Peer]] = {
    "tantivy alone": Tantivy,
    "SQLite FTS5": Fts5,
    "bm25s": Bm25s,
    "faiss Flat": FaissFlat,
}
