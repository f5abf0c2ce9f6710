"""Vectors in memory and their file: faiss, and nothing of models or of the record's meaning.

A *base* is read from a file where there is one; a *tail* of plain rows holds what came later. Only
a writer makes the file, when the tail has grown; it is a cache that may be missing or damaged. Up
to FLAT_LIMIT clauses the base is exact. Beyond it is an inverted file (IVF, Jégou, Douze & Schmid
2011), which takes more clauses without being built anew; it is trained again when it has grown
fourfold. Vectors are float16 in the base, as in the record.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.shelf import Scope
from index.spans import Mask, Spans, read_spans

FLAT_LIMIT = 50_000
TAIL_MIN, TAIL_SHARE, TAIL_MAX = 2_000, 0.1, 20_000  # vectors from which a file is worth writing
HALF = 0.5
DEAD_SHARE = 0.2
# At a million clauses a question looks into 4 % of them and finds 97 % of the nearest 200.
PROBES = 96
TRAINED_ON, ROUNDS = 32, 6  # vectors a list, and rounds of k-means
CHUNK = 50_000
MASKS = 8

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

log = logging.getLogger("policyqa")


@dataclass(frozen=True, slots=True)
class Base:
    """The part that a file holds: vectors of clauses up to integer id ``last``."""

    index: Any
    last: int


@dataclass(slots=True)
class Snapshot:
    """All living vectors at one state of the record.

    ``ids`` (n,) and ``rows`` (n, dim) are the tail; ``spans`` tell which clauses live, and where.
    """

    base: Base | None
    ids: Ids
    rows: Floats
    spans: Spans
    _masks: dict[Scope, Mask | None] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The last clause that has a vector here, -1 for none."""
        return int(self.ids[-1]) if len(self.ids) else self.base.last if self.base else -1

    def nearest(self, vector: Floats, scope: Scope, limit: int) -> dict[int, float]:
        """Clauses in ``scope`` with the highest cosine, best first; ``vector`` is (1, dim)."""
        mask = self._mask(scope)
        found = _search(self.base.index, vector, mask, limit) if self.base else {}
        chosen = slice(None) if mask is None else mask.holds[self.ids]
        scores = (self.rows @ vector[0])[chosen]
        best = np.argpartition(-scores, limit)[:limit] if len(scores) > limit else slice(None)
        ids = self.ids[chosen][best].tolist()
        found.update(zip(ids, scores[best].tolist(), strict=True))
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return dict(ranked[:limit])

    def _mask(self, scope: Scope) -> Mask | None:
        """The clauses that count; None: all that are here. Made once for a scope."""
        if scope not in self._masks:
            whole = scope.everything and self.spans.count == len(self.ids) + (
                self.base.index.ntotal if self.base else 0
            )
            mask = None if whole else self.spans.mask(scope, self.last + 1)
            if len(self._masks) >= MASKS:
                self._masks.clear()
            self._masks[scope] = mask
        return self._masks[scope]


def read_snapshot(
    db: sqlite3.Connection,
    dim: int,
    folder: Path,
    epoch: int,
    known: Snapshot | None,
    since: int,
) -> Snapshot:
    """What the record holds now; of what is ``known``, only the changes ``since`` then are read."""
    spans = read_spans(db, known.spans if known else None, since)
    base = known.base if known else None
    if known is None or (len(known.ids) > TAIL_MIN and _newest(folder, epoch) > known.last):
        base = read_base(folder, epoch, dim)
    last = base.last if base else -1
    ids, rows = np.empty(0, np.int64), np.empty((0, dim), np.float32)
    if known and last <= known.last:
        later = known.ids > last
        ids, rows, last = known.ids[later], known.rows[later], known.last
    fresh = db.execute("SELECT clause, vector FROM vectors WHERE clause > ? ORDER BY 1", (last,))
    if found := fresh.fetchall():
        ids = np.concatenate([ids, np.array([row[0] for row in found], np.int64)])
        rows = np.concatenate([rows, matrix([row[1] for row in found], dim)])
    return Snapshot(base, ids, rows, spans)


def matrix(blobs: list[bytes], dim: int) -> Floats:
    """float16 rows of the record → float32, shape (n, dim)."""
    return np.frombuffer(b"".join(blobs), np.float16).reshape(-1, dim).astype(np.float32)


def read_base(folder: Path, epoch: int, dim: int) -> Base | None:
    """The newest file of this epoch that can be read; a damaged one is removed."""
    for path in sorted(folder.glob(f"vectors-{epoch}-*.faiss"), reverse=True):
        try:
            index = _read(path)
            if index.d != dim:
                raise RuntimeError(f"{index.d} dimensions, not {dim}")
        except RuntimeError as error:
            if path.exists():  # a writer may have replaced it just now
                log.warning("语义索引文件 %s 已损坏，将从知识库重建。(%s)", path.name, error)
                path.unlink(missing_ok=True)
            continue
        return Base(index, _last(path))
    return None


def write_base(
    db: sqlite3.Connection, dim: int, folder: Path, epoch: int, *, done: bool = True
) -> bool:
    """Write the file if much is not in it, or much in it is gone (for the holder of the lock).

    Unless ``done`` only where half of it would be new: a file is not made anew for every batch.
    """
    path = max(folder.glob(f"vectors-{epoch}-*.faiss"), default=None)
    held, last = (_total(path), _last(path)) if path else (0, -1)
    count, newer = _counts(db, last)
    dead = held - (count - newer)
    enough = min(TAIL_SHARE * count, TAIL_MAX) if done else HALF * count
    if newer < max(TAIL_MIN, enough) and dead <= DEAD_SHARE * held:
        return False
    # Building may take every core; the setting belongs to the calling thread.
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    base = read_base(folder, epoch, dim) if path and count > FLAT_LIMIT else None
    if base is not None and dead <= DEAD_SHARE * held and _lists(base.index) ** 2 >= count:
        index, start = base.index, base.last
    else:
        index, start = _empty(db, count, dim), -1
    for ids, rows in _chunks(db, dim, start):
        index.add_with_ids(rows, ids)
        last = int(ids[-1])
    _save(index, folder, f"vectors-{epoch}-{last:012}-{index.ntotal}.faiss")
    return True


def _save(index: Any, folder: Path, name: str) -> None:
    """Whole on disk under its name before the older ones go."""
    path = folder / name
    fresh = path.with_suffix(".new")
    faiss.write_index(index, str(fresh))
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(path)
    for old in folder.glob("vectors-*"):
        if old != path:
            old.unlink(missing_ok=True)


def _counts(db: sqlite3.Connection, last: int) -> tuple[int, int]:
    """Clauses with a vector, and those of them after clause ``last``."""
    # Counting rows would read every vector; notices know how many clauses they have.
    whole = db.execute("SELECT coalesce(sum(clause_count), 0) FROM notices").fetchone()[0]
    newer = db.execute("SELECT count(*) FROM vectors WHERE clause > ?", (last,)).fetchone()[0]
    return int(whole), int(newer)


def _chunks(db: sqlite3.Connection, dim: int, after: int) -> Iterator[tuple[Ids, Floats]]:
    rows = db.execute("SELECT clause, vector FROM vectors WHERE clause > ? ORDER BY 1", (after,))
    while found := rows.fetchmany(CHUNK):
        yield np.array([row[0] for row in found], np.int64), matrix([r[1] for r in found], dim)


def _empty(db: sqlite3.Connection, count: int, dim: int) -> Any:
    """An index without vectors, trained if it needs to be."""
    half, product = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    if count <= FLAT_LIMIT:
        return faiss.IndexIDMap2(faiss.IndexScalarQuantizer(dim, half, product))
    lists = 2 * round(count**0.5)
    # faiss makes its constructors at run time; the stub lists another signature.
    make: Any = faiss.IndexIVFScalarQuantizer
    index = make(faiss.IndexFlatIP(dim), dim, lists, half, product)
    index.by_residual = False
    index.cp.niter, index.cp.max_points_per_centroid = ROUNDS, TRAINED_ON
    index.cp.min_points_per_centroid = 1  # fewer would be warned of on the screen
    step = max(1, count // (TRAINED_ON * lists))
    rows = db.execute("SELECT vector FROM vectors WHERE clause % ? = 0", (step,)).fetchall()
    index.train(matrix([row[0] for row in rows], dim))
    return index


def _read(path: Path) -> Any:
    index = faiss.read_index(str(path))
    if isinstance(index, faiss.IndexIDMap2):
        if isinstance(faiss.downcast_index(index.index), faiss.IndexScalarQuantizer):
            return index
    elif isinstance(index, faiss.IndexIVFScalarQuantizer):
        return index
    raise RuntimeError(f"{type(index).__name__}: made by another version")


def _lists(index: Any) -> int:
    return int(getattr(index, "nlist", 0))


def _search(index: Any, vector: Floats, mask: Mask | None, limit: int) -> dict[int, float]:
    # One question is too little work to share: threads that wait for each other cost ten times more
    # on a busy machine. The setting belongs to the calling thread, so it is made here.
    faiss.omp_set_num_threads(1)
    keys: dict[str, Any] = {}
    outside = 0 if mask is None else max(0, index.ntotal - mask.count)
    if mask is not None and outside > limit:
        keys["sel"] = mask.selector()
        outside = 0
    lists = _lists(index)
    if lists:  # a narrow choice is spread thinly over the lists: look into more of them
        share = 1.0 if mask is None else max(mask.count, 1) / max(index.ntotal, 1)
        keys["nprobe"] = min(lists, round(PROBES / share))
    # Looked up by name: faiss makes this class at run time and its stub does not list it.
    wanted = getattr(faiss, "SearchParametersIVF" if lists else "SearchParameters")(**keys)
    # A few that do not count are left out afterwards: to ask it of each vector costs far more.
    found, ids = index.search(vector, min(limit + outside, index.ntotal), params=wanted)
    pairs = zip(ids[0].tolist(), found[0].tolist(), strict=True)
    return {at: score for at, score in pairs if at >= 0 and (mask is None or mask.holds[at])}


def _newest(folder: Path, epoch: int) -> int:
    path = max(folder.glob(f"vectors-{epoch}-*.faiss"), default=None)
    return _last(path) if path else -1


def _last(path: Path) -> int:
    return int(path.stem.split("-")[-2])


def _total(path: Path) -> int:
    return int(path.stem.split("-")[-1])
