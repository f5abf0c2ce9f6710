"""Which clauses belong to which notice, as ranges of integer ids: a choice of notices as a mask.

The clauses of a notice are inserted in one transaction, so their ids follow one another.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.shelf import Scope

Range = tuple[int, int]  # first and last integer id


@dataclass(frozen=True)
class Mask:
    """``holds`` (size,) bool by integer id: does the clause count?"""

    holds: NDArray[np.bool_]

    @cached_property
    def count(self) -> int:
        return int(self.holds.sum())

    @cached_property
    def _bits(self) -> NDArray[np.uint8]:
        return np.packbits(self.holds, bitorder="little")

    def selector(self) -> Any:
        """For faiss; it refers to this mask's memory."""
        import faiss

        make: Any = faiss.IDSelectorBitmap  # its stub lists the signature of C++
        return make(self._bits)


@dataclass(frozen=True)
class Spans:
    """``ranges`` by notice (integer ids); notices without clauses are left out."""

    ranges: Mapping[int, Range]

    @cached_property
    def count(self) -> int:
        """Clauses in all."""
        return sum(last - first + 1 for first, last in self.ranges.values())

    def few(self, scope: Scope, most: int) -> list[Range] | None:
        """The ranges of ``scope`` if they hold at most ``most`` clauses."""
        if scope.only is None or len(scope.only) > most:
            return None
        found = sorted(self.ranges[notice] for notice in scope.only if notice in self.ranges)
        return found if sum(last - first + 1 for first, last in found) <= most else None

    def mask(self, scope: Scope, size: int) -> Mask:
        """Clauses of ``scope`` with ids below ``size``."""
        edges = np.zeros(size + 1, np.int8)
        for notice in self.ranges if scope.only is None else scope.only & self.ranges.keys():
            if notice not in scope.without:
                first, last = self.ranges[notice]
                edges[min(first, size)] += 1
                edges[min(last + 1, size)] -= 1
        return Mask(np.cumsum(edges[:size], dtype=np.int8).astype(bool))


def read_spans(db: sqlite3.Connection, known: Spans | None, since: int) -> Spans:
    """All ranges; those ``known`` are kept but for notices that changed ``since`` a generation."""
    if known is None:
        rows = db.execute("SELECT notice, min(id), max(id) FROM clauses GROUP BY notice")
        return Spans({notice: (first, last) for notice, first, last in rows})
    changed = db.execute("SELECT notice FROM changes WHERE generation > ?", (since,)).fetchall()
    listed = json.dumps([row[0] for row in changed])
    ranges = dict(known.ranges)
    for (notice,) in changed:
        ranges.pop(notice, None)
    rows = db.execute(
        "SELECT notice, min(id), max(id) FROM clauses"
        " WHERE notice IN (SELECT value FROM json_each(?)) GROUP BY notice",
        (listed,),
    )
    ranges.update((notice, (first, last)) for notice, first, last in rows)
    return Spans(ranges)
