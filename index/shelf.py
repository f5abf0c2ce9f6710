"""The notices' heads in memory: which ones pass a Query's filters, and what the hits belong to.

Filtering needs every notice's head at each search; thousands of them are read once, and then only
those that a later generation of the record has changed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.document_numbers import DocumentNumber, number_key, read_number
from index.query import Query
from index.ranking.naming import Names, make_names
from index.records import issuers_of
from ingest.normal import squeezed

__all__ = ["EVERYWHERE", "Facets", "Head", "Scope", "Shelf", "number_key", "read_shelf"]

Facets = Mapping[str, Mapping[str, int]]

FACETS = ("issuer", "type", "year")
_REMEMBERED = 64  # scopes of filters used lately


@dataclass(frozen=True, slots=True)
class Head:
    """What filters and facets read of a notice; ``plain_`` texts are compared, others shown."""

    notice_id: str
    title: str
    aliases: tuple[str, ...]
    issuer: str | None
    number_key: str | None
    type: str | None
    issued_on: str | None
    plain_issuer: str
    plain_type: str
    number: DocumentNumber | None

    @property
    def facets(self) -> tuple[tuple[str, ...], ...]:
        return facet_values(self.issuer, self.type, self.issued_on)


@dataclass(frozen=True, slots=True)
class Scope:
    """The notices (integer ids) a search may touch: ``only`` these, None for all; not ``without``.

    Never both narrow: a long choice is said by what it leaves out.
    """

    only: frozenset[int] | None = None
    without: frozenset[int] = frozenset()

    @property
    def everything(self) -> bool:
        return self.only is None and not self.without

    def admits(self, notice: int) -> bool:
        return (self.only is None or notice in self.only) and notice not in self.without

    def within(self, notices: Iterable[int]) -> Scope:
        """Those of ``notices`` that this scope admits."""
        return Scope(frozenset(notice for notice in notices if self.admits(notice)))


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Shelf:
    """``heads`` and ``rowids`` by integer and by readable id; ``superseded`` are old versions;
    ``names`` is what the notices are called."""

    generation: int
    heads: Mapping[int, Head]
    rowids: Mapping[str, int] = field(default_factory=dict)
    superseded: frozenset[int] = frozenset()
    names: Names = field(default_factory=Names)
    _scopes: dict[tuple[object, ...], Scope] = field(default_factory=dict)

    def scope(self, query: Query) -> Scope:
        """The notices that pass every filter of ``query``."""
        key = query.filters
        if key not in self._scopes:
            if len(self._scopes) >= _REMEMBERED:
                self._scopes.clear()
            self._scopes[key] = self._scope(query)
        return self._scopes[key]

    def tally(self, notices: Iterable[int]) -> dict[str, Counter[str]]:
        """How often each issuer, type and year stands among the ``notices`` of some clauses."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        for notice, times in Counter(notices).items():
            if head := self.heads.get(notice):
                for name, values in zip(FACETS, head.facets, strict=True):
                    for value in values:
                        counts[name][value] += times
        return counts

    def _scope(self, query: Query) -> Scope:
        if not query.filtered:
            return Scope(without=frozenset() if query.include_superseded else self.superseded)
        rowids = (self.rowids.get(n) for n in query.notice_ids) if query.notice_ids else self.heads
        number = read_number(query.document_number) if query.document_number else None
        only = frozenset(
            rowid
            for rowid in rowids
            if rowid is not None
            and self._current_enough(rowid, query)
            and _passes(self.heads[rowid], query, number)
        )
        if len(only) <= len(self.heads) / 2:
            return Scope(only)
        return Scope(without=frozenset(self.heads.keys() - only))

    def _current_enough(self, rowid: int, query: Query) -> bool:
        superseded = rowid in self.superseded
        if query.validity:
            return superseded == (query.validity == "superseded")
        return not superseded or query.include_superseded or bool(query.notice_ids)


def facet_values(
    issuer: str | None, kind: str | None, issued_on: str | None
) -> tuple[tuple[str, ...], ...]:
    """What a notice counts under, in the order of FACETS; under each organ that issued it."""
    year = (issued_on or "")[:4]
    return issuers_of(issuer), (kind,) if kind else (), (year,) if year else ()


def read_shelf(db: sqlite3.Connection, generation: int, known: Shelf | None = None) -> Shelf:
    """The shelf at ``generation``; of a ``known`` one, only what has changed since is read."""
    sql = "SELECT id, notice_id, title, aliases, issuer, number_key, type, issued_on FROM notices"
    old = db.execute("SELECT id FROM notices WHERE superseded_by IS NOT NULL")
    superseded = frozenset(row[0] for row in old)
    if known is None:
        heads = {row[0]: _head(row) for row in db.execute(sql)}
        return _shelf(generation, heads, superseded, make_names(map(_called, heads.items())))
    touched = db.execute("SELECT notice FROM changes WHERE generation > ?", (known.generation,))
    changed = {row[0] for row in touched}
    listed = (json.dumps(list(changed)),)
    rows = db.execute(f"{sql} WHERE id IN (SELECT value FROM json_each(?))", listed)
    fresh = {row[0]: _head(row) for row in rows}
    heads = {**known.heads, **fresh}
    for rowid in changed - fresh.keys():
        heads.pop(rowid, None)
    gone = {rowid: known.heads[rowid] for rowid in changed & known.heads.keys()}
    return _shelf(generation, heads, superseded, _renamed(known.names, gone, fresh))


def _shelf(
    generation: int, heads: Mapping[int, Head], superseded: frozenset[int], names: Names
) -> Shelf:
    rowids = {head.notice_id: rowid for rowid, head in heads.items()}
    return Shelf(generation, heads, rowids, superseded, names)


def _head(row: Sequence[Any]) -> Head:
    _, notice_id, title, aliases, issuer, key, kind, issued_on = row
    return Head(
        notice_id, title, tuple(json.loads(aliases)), issuer, key, kind, issued_on,
        squeezed(issuer or "").lower(), squeezed(kind or "").lower(),
        read_number(key) if key else None,
    )  # fmt: skip


def _called(item: tuple[int, Head]) -> tuple[int, str, tuple[str, ...], str | None]:
    rowid, head = item
    return rowid, head.title, head.aliases, head.number_key


def _renamed(names: Names, gone: Mapping[int, Head], fresh: Mapping[int, Head]) -> Names:
    """``names`` without those of ``gone`` notices and with those of ``fresh`` ones."""
    old, new = (make_names(map(_called, some.items())) for some in (gone, fresh))
    return Names(
        _changed_sets(names.by_name, old.by_name, new.by_name),
        _changed_sets(names.by_number, old.by_number, new.by_number),
    )


def _changed_sets(
    known: Mapping[str, frozenset[int]],
    old: Mapping[str, frozenset[int]],
    new: Mapping[str, frozenset[int]],
) -> dict[str, frozenset[int]]:
    sets = dict(known)
    for key in old.keys() | new.keys():
        left = (sets.get(key, frozenset()) - old.get(key, frozenset())) | new.get(key, frozenset())
        sets[key] = left
        if not left:
            del sets[key]
    return sets


def _passes(head: Head, query: Query, number: DocumentNumber | None) -> bool:
    issued = head.issued_on or ""
    return (
        _holds(head.plain_issuer, query.issuer)
        and _holds(head.plain_type, query.kind)
        and (not query.document_number or _numbered(head, number))
        and (not query.year or issued[:4] == query.year)
        and (not query.issued_from or issued >= query.issued_from)
        and (not query.issued_to or "" < issued <= query.issued_to)
    )


def _holds(plain: str, part: str | None) -> bool:
    return not part or squeezed(part).lower() in plain


def _numbered(head: Head, wanted: DocumentNumber | None) -> bool:
    # A filter of nothing but punctuation matches no number rather than every one.
    return wanted is not None and head.number is not None and wanted.names(head.number)
