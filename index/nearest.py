"""Vectors in memory and their file: faiss, and nothing of models or of the record's meaning.

A *base* is read from a file where there is one; a flat *tail* holds what came later. Only a writer
makes the file, when the tail has grown; it is a cache that may be missing or damaged. Up to
FLAT_LIMIT clauses the base is exact, beyond it HNSW (Malkov & Yashunin 2018). Vectors are float16
in memory, as in the record.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.shelf import Scope

FLAT_LIMIT = 200_000
TAIL_MIN = 2_000  # vectors from which a file is worth writing
TAIL_SHARE = 0.1
EXACT_LIMIT = 20_000  # a choice this narrow is searched exactly: HNSW would lose hits
HNSW_LINKS, HNSW_BUILD, HNSW_SEARCH = 32, 80, 256

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

log = logging.getLogger("policyqa")


@dataclass(frozen=True, slots=True)
class Base:
    """The part that a file holds: vectors of clauses up to integer id ``last``."""

    index: Any
    last: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All living vectors at one state of the record: their clauses and notices, row by row.

    ``dead`` are clauses that the base holds and the record no longer does.
    """

    base: Base | None
    tail: Any
    ids: Ids
    notices: Ids
    dead: Ids

    def nearest(self, vector: Floats, scope: Scope, limit: int) -> dict[int, float]:
        """Clauses in ``scope`` with the highest cosine, best first; ``vector`` is (1, dim)."""
        barred = _among(self.notices, scope.excluded)
        chosen, banned = self.ids[~barred], np.concatenate([self.dead, self.ids[barred]])
        found: dict[int, float] = {}
        for part in [self.base.index, self.tail] if self.base else [self.tail]:
            if len(chosen) and part.ntotal:
                found |= _search(part, vector, chosen, banned, limit)
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return dict(best[:limit])


def read_snapshot(
    db: sqlite3.Connection, dim: int, folder: Path, epoch: int, known: Base | None
) -> Snapshot:
    """What the record holds now; ``known`` saves reading the file a second time."""
    base = known or read_base(folder, epoch, dim)
    last = base.last if base else -1
    rows = db.execute(
        "SELECT v.clause, c.notice FROM vectors v JOIN clauses c ON c.id = v.clause ORDER BY 1"
    ).fetchall()
    ids, notices = np.array(rows, np.int64).reshape(-1, 2).T
    later = db.execute("SELECT clause, vector FROM vectors WHERE clause > ? ORDER BY 1", (last,))
    tail = _filled(_flat(dim), later.fetchall(), dim)
    held = faiss.vector_to_array(base.index.id_map) if base else np.empty(0, np.int64)
    return Snapshot(base, tail, ids.copy(), notices.copy(), np.setdiff1d(held, ids))


def matrix(blobs: list[bytes], dim: int) -> Floats:
    """float16 rows of the record → float32, shape (n, dim)."""
    return np.frombuffer(b"".join(blobs), np.float16).reshape(-1, dim).astype(np.float32)


def read_base(folder: Path, epoch: int, dim: int) -> Base | None:
    """The newest file of this epoch that can be read; a damaged one is removed."""
    for path in sorted(folder.glob(f"vectors-{epoch}-*.faiss"), reverse=True):
        try:
            index = faiss.read_index(str(path))
            if index.d != dim:
                raise RuntimeError(f"{index.d} dimensions, not {dim}")
        except RuntimeError as error:
            if path.exists():  # a writer may have replaced it just now
                log.warning("语义索引文件 %s 已损坏，将从知识库重建。(%s)", path.name, error)
                path.unlink(missing_ok=True)
            continue
        return Base(index, _last(path))
    return None


def write_base(db: sqlite3.Connection, dim: int, folder: Path, epoch: int) -> bool:
    """Write the file if much is not in it, or much in it is gone (for the holder of the lock)."""
    count, last = db.execute("SELECT count(*), coalesce(max(clause), -1) FROM vectors").fetchone()
    held, total = _held(db, folder, epoch)
    if count - held < max(TAIL_MIN, TAIL_SHARE * count) and total - held <= 0.2 * total:
        return False
    rows = db.execute("SELECT clause, vector FROM vectors ORDER BY 1").fetchall()
    path = folder / f"vectors-{epoch}-{last:012}-{count}.faiss"
    fresh = path.with_suffix(".new")
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    faiss.write_index(_filled(_empty(count, dim), rows, dim), str(fresh))
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(path)
    for old in folder.glob("vectors-*"):
        if old != path:
            old.unlink(missing_ok=True)
    return True


def _held(db: sqlite3.Connection, folder: Path, epoch: int) -> tuple[int, int]:
    """How many living vectors the newest file holds, and how many in all."""
    path = max(folder.glob(f"vectors-{epoch}-*.faiss"), default=None)
    if path is None:
        return 0, 0
    living = db.execute("SELECT count(*) FROM vectors WHERE clause <= ?", (_last(path),)).fetchone()
    return int(living[0]), int(path.stem.split("-")[-1])


def _empty(count: int, dim: int) -> Any:
    if count <= FLAT_LIMIT:
        return _flat(dim)
    # faiss makes its constructors at run time; the stub lists another signature.
    make: Any = faiss.IndexHNSWSQ
    index = make(dim, faiss.ScalarQuantizer.QT_fp16, HNSW_LINKS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = HNSW_BUILD
    return index


def _flat(dim: int) -> Any:
    half = faiss.ScalarQuantizer.QT_fp16
    return faiss.IndexScalarQuantizer(dim, half, faiss.METRIC_INNER_PRODUCT)


def _filled(index: Any, rows: list[tuple[int, bytes]], dim: int) -> Any:
    """``index`` with the vectors of ``rows`` under their clauses' integer ids."""
    out = faiss.IndexIDMap2(index)
    if rows:
        ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        out.add_with_ids(matrix([row[1] for row in rows], dim), ids)
    return out


def _search(part: Any, vector: Floats, chosen: Ids, banned: Ids, limit: int) -> dict[int, float]:
    # One question is too little work to share: threads that wait for each other cost ten times more
    # on a busy machine. The setting belongs to the calling thread, so it is made here.
    faiss.omp_set_num_threads(1)
    hnsw = isinstance(faiss.downcast_index(part.index), faiss.IndexHNSW)
    selector = _selector(chosen, banned)
    if hnsw and selector is not None and len(chosen) <= EXACT_LIMIT:
        return _exactly(part, vector, chosen)
    keys: dict[str, Any] = {} if selector is None else {"sel": selector}
    if hnsw:
        keys["efSearch"] = max(HNSW_SEARCH, limit)
    # Looked up by name: faiss makes this class at run time and its stub does not list it.
    wanted = getattr(faiss, "SearchParametersHNSW" if hnsw else "SearchParameters")(**keys)
    scores, ids = part.search(vector, min(limit, part.ntotal), params=wanted)
    return {int(i): float(s) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0}


def _exactly(part: Any, vector: Floats, chosen: Ids) -> dict[int, float]:
    ids = np.intersect1d(chosen, faiss.vector_to_array(part.id_map))
    if not len(ids):
        return {}
    scores = part.reconstruct_batch(ids) @ vector[0]
    return {int(i): float(s) for i, s in zip(ids, scores, strict=True)}


def _selector(chosen: Ids, banned: Ids) -> Any:
    """The shorter way to say which clauses count; None: all of them."""
    if not len(banned):
        return None
    if len(chosen) <= len(banned):
        return faiss.IDSelectorBatch(chosen)
    return faiss.IDSelectorNot(faiss.IDSelectorBatch(banned))


def _among(notices: Ids, some: frozenset[int]) -> NDArray[np.bool_]:
    return np.isin(notices, np.fromiter(some, np.int64, len(some)))


def _last(path: Path) -> int:
    return int(path.stem.split("-")[-2])
