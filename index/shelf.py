"""The notices' heads in memory: which ones pass a Query's filters, and what the hits belong to.

Filtering and facets need every notice's head at each search; thousands of them are read once a
generation of the record.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from index.query import Query
from index.ranking.naming import Names, make_names
from ingest.normal import squeezed

Facets = Mapping[str, Mapping[str, int]]

_PUNCTUATION = re.compile(r"[\W_]+")
_ORDINAL = re.compile(r"第(?=\d+号)")


def number_key(document_number: str | None) -> str | None:
    """Document number without spaces and brackets: what makes two of them the same."""
    if not document_number:
        return None
    bare = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", document_number)).lower()
    return _ORDINAL.sub("", bare) or None


@dataclass(frozen=True, slots=True)
class Head:
    notice_id: str
    issuer: str | None
    number_key: str | None
    type: str | None
    issued_on: str | None
    superseded: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """Integer ids of the notices a search may touch, and of those it may not."""

    allowed: frozenset[int]
    excluded: frozenset[int]


EVERYWHERE = Scope(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Shelf:
    """``heads`` by integer id; ``all`` are those ids, ``superseded`` the ids of old versions;
    ``names`` is what the notices are called."""

    generation: int
    heads: Mapping[int, Head]
    all: frozenset[int] = frozenset()
    superseded: frozenset[int] = frozenset()
    names: Names = field(default_factory=Names)

    def scope(self, query: Query) -> Scope:
        if query.filtered:
            rowids = (rowid for rowid, head in self.heads.items() if _passes(head, query))
            allowed = frozenset(rowids)
        else:
            allowed = self.all if query.include_superseded else self.all - self.superseded
        return Scope(allowed, self.all - allowed)

    def facets(self, counts: Mapping[int, int]) -> Facets:
        """Clause counts by notice (integer id) → by issuer, type and year, largest first."""
        tally: dict[str, Counter[str]] = {"issuer": Counter(), "type": Counter(), "year": Counter()}
        for rowid, count in counts.items():
            head = self.heads.get(rowid)
            if head is None:
                continue
            year = (head.issued_on or "")[:4]
            for name, value in (("issuer", head.issuer), ("type", head.type), ("year", year)):
                if value:
                    tally[name][value] += count
        return {
            name: dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
            for name, counter in tally.items()
        }


def read_shelf(db: sqlite3.Connection, generation: int) -> Shelf:
    rows = db.execute(
        "SELECT id, title, aliases, notice_id, issuer, number_key, type, issued_on,"
        " superseded_by IS NOT NULL FROM notices"
    ).fetchall()
    heads = {rowid: Head(*head) for rowid, _, _, *head in rows}
    superseded = frozenset(rowid for rowid, head in heads.items() if head.superseded)
    names = make_names(
        (rowid, title, json.loads(aliases), heads[rowid].number_key)
        for rowid, title, aliases, *_ in rows
    )
    return Shelf(generation, heads, frozenset(heads), superseded, names)


def _passes(head: Head, query: Query) -> bool:
    if query.notice_ids:
        if head.notice_id not in query.notice_ids:
            return False
    elif head.superseded and not query.include_superseded:
        return False
    return (
        _holds(head.issuer, query.issuer)
        and _holds(head.type, query.kind)
        and (not query.document_number or _key(query.document_number) in (head.number_key or ""))
        and (not query.issued_from or (head.issued_on or "") >= query.issued_from)
        and (not query.issued_to or "" < (head.issued_on or "") <= query.issued_to)
    )


def _holds(value: str | None, part: str | None) -> bool:
    return not part or squeezed(part).lower() in squeezed(value or "").lower()


def _key(text: str) -> str:
    # A filter of nothing but punctuation matches no number rather than every one.
    return number_key(text) or "\0"
