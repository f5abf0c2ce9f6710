"""Meaning → clauses: vectors of the embedding model, searched by inner product.

The vectors are float16 rows of the record, so a new notice adds rows and rewrites nothing;
``index.nearest`` holds them in memory. numpy, faiss and the model are imported when a search or a
write needs them: opening a knowledge base does not.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.errors import EmbeddingMissing
from index.shelf import Scope
from index.store import Store, generation, meta, set_meta

if TYPE_CHECKING:
    from index.nearest import Floats, Snapshot

BATCH = 4_096
EXACT_LIMIT = 2_000  # a choice this narrow is compared with the record itself
NOT_INSTALLED = "没有安装语义模型，只按词语检索。"


class Embedder(Protocol):
    """Texts → float32 rows of length 1, shape (n, dim); ``name`` tells models apart."""

    @property
    def name(self) -> str: ...
    @property
    def dim(self) -> int: ...
    def encode(self, texts: Sequence[str]) -> Floats: ...


def installed_embedder() -> Embedder:
    """The model that the project ships. Raises EmbeddingMissing."""
    try:
        from index.embedding import load_embedder

        return load_embedder()
    except ImportError as error:
        raise EmbeddingMissing(NOT_INSTALLED) from error


class VectorIndex:
    """Nearest clauses by meaning. Writing is for the holder of the lock; reading for any thread."""

    def __init__(
        self, store: Store, folder: Path, load: Callable[[], Embedder] = installed_embedder
    ) -> None:
        self._store = store
        self._folder = folder
        self._load = load
        self._guard = threading.Lock()
        self._embedder: Embedder | None = None
        self._missing = ""
        self._snapshot: Snapshot | None = None
        self._state: tuple[int, int, str | None] = (-1, -1, None)
        self._encoded: tuple[str, Floats] | None = None

    def embedder(self) -> Embedder | None:
        """The model, loaded at first use; None if it is not there (``missing()`` says why)."""
        with self._guard:
            if self._embedder is None and not self._missing:
                try:
                    self._embedder = self._load()
                except EmbeddingMissing as error:
                    self._missing = str(error) or NOT_INSTALLED
            return self._embedder

    def missing(self) -> str:
        return self._missing

    def catch_up(self, *, done: bool = True) -> None:
        """Embed the clauses without a vector; write the file anew if much is not in it.

        While more is to come (``done`` is False) the file waits until half would be new.
        """
        model = self.embedder()
        if model is None:
            return
        with self._store.reading() as db:
            other_model = meta(db, "vector_model") != model.name
        if other_model:
            self.clear()
        while self._embed_batch(model):
            pass
        from index.nearest import write_base

        with self._store.reading() as db:
            write_base(db, model.dim, self._folder, _epoch(db), done=done)

    def behind(self) -> bool:
        """Is there a model, and are there clauses that it has not embedded?"""
        model = self.embedder()
        if model is None:
            return False
        with self._store.reading() as db:
            last = "(SELECT max(id) FROM clauses) > coalesce((SELECT max(clause) FROM vectors), -1)"
            pending = db.execute(f"SELECT {last}").fetchone()[0]
            return bool(pending) or (pending is not None and meta(db, "vector_model") != model.name)

    def clear(self) -> None:
        """Forget all vectors; a new epoch tells readers that the old ones do not compare."""
        with self._store.writing() as db:
            db.execute("DELETE FROM vectors")
            set_meta(db, "vector_epoch", str(_epoch(db) + 1))
            set_meta(db, "vector_model", self._embedder.name if self._embedder else "")

    def pending(self) -> int:
        """Number of clauses without a vector."""
        with self._store.reading() as db:
            row = db.execute(
                "SELECT (SELECT count(*) FROM clauses) - (SELECT count(*) FROM vectors)"
            ).fetchone()
        return int(row[0])

    def search(self, text: str, scope: Scope, limit: int) -> dict[int, float] | None:
        """Cosines of the clauses (integer ids) nearest to ``text``; None without a usable model."""
        model = self.embedder()
        if model is None:
            return None
        snapshot = self._current(model)
        if snapshot is None:
            return None
        vector = self._vector(model, text)
        if not vector.any():
            # No word that the model knows: nothing is near, rather than everything equally far.
            return {}
        few = snapshot.spans.few(scope, EXACT_LIMIT)
        if few is None:
            return snapshot.nearest(vector, scope, limit)
        cosines = self._cosines(vector, [f"clause BETWEEN {a} AND {b}" for a, b in few])
        return dict(sorted(cosines.items(), key=lambda item: (-item[1], item[0]))[:limit])

    def cosines(self, text: str, clauses: Sequence[int]) -> dict[int, float]:
        """Cosine of ``text`` with each of ``clauses`` that has a vector."""
        model = self.embedder()
        if model is None or not clauses:
            return {}
        marks = ",".join(str(int(clause)) for clause in clauses)
        return self._cosines(self._vector(model, text), [f"clause IN ({marks})"])

    def _cosines(self, vector: Floats, tests: Sequence[str]) -> dict[int, float]:
        """From the record; each of ``tests`` is an SQL condition, and all are looked up apart."""
        from index.nearest import matrix

        rows: list[tuple[int, bytes]] = []
        with self._store.reading() as db:
            for test in tests:
                rows += db.execute(f"SELECT clause, vector FROM vectors WHERE {test}").fetchall()
        scores = matrix([row[1] for row in rows], vector.shape[1]) @ vector[0]
        return {row[0]: score for row, score in zip(rows, scores.tolist(), strict=True)}

    def _vector(self, model: Embedder, text: str) -> Floats:
        """(1, dim); the last text's is kept, because one search asks for it several times."""
        known = self._encoded
        if known is None or known[0] != text:
            known = (text, model.encode([text]))
            self._encoded = known
        return known[1]

    def _embed_batch(self, model: Embedder) -> bool:
        import numpy as np

        with self._store.reading() as db:
            rows = db.execute(
                # In the order of ids, so that what is missing always comes after what is there.
                "SELECT id, path, context, text FROM clauses"
                " WHERE id > (SELECT coalesce(max(clause), -1) FROM vectors) ORDER BY id LIMIT ?",
                (BATCH,),
            ).fetchall()
        if not rows:
            return False
        vectors = model.encode([_embedded_text(*row[1:]) for row in rows]).astype(np.float16)
        pairs = [(row[0], vector.tobytes()) for row, vector in zip(rows, vectors, strict=True)]
        with self._store.writing() as db:
            db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", pairs)
            set_meta(db, "vector_stamp", f"{pairs[-1][0]}/{len(pairs)}")
        return True

    def _current(self, model: Embedder) -> Snapshot | None:
        """Memory brought to the state of the record; None if its vectors are another model's."""
        from index.nearest import read_snapshot

        with self._guard, self._store.reading() as db:
            if meta(db, "vector_model") != model.name:
                return None
            state = (_epoch(db), generation(db), meta(db, "vector_stamp"))
            if state != self._state or self._snapshot is None:
                epoch, since, _ = self._state
                known = self._snapshot if epoch == state[0] else None
                self._snapshot = read_snapshot(db, model.dim, self._folder, state[0], known, since)
                self._state = state
            return self._snapshot


def _epoch(db: sqlite3.Connection) -> int:
    return int(meta(db, "vector_epoch") or 0)


def _embedded_text(path: str, context: str, text: str) -> str:
    """What a clause means by itself: its nearest heading, the column heads, its text."""
    headings = [heading for heading in json.loads(path) if not text.startswith(heading)]
    return " ".join([*headings[-1:], context, text]).strip()
