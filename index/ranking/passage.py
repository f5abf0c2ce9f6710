"""A candidate clause as the ranker reads it, and the notice it stands in."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.clause_numbers import Labels, labels_of
from index.ranking.asked import PROVINCE, pairs_of
from index.ranking.intents import offers
from index.ranking.naming import core
from index.records import issuers_of
from ingest.normal import squeezed

_SENTENCE = re.compile(r"[。;；]")
_HEADING_LENGTH = 40
_KEPT = 30_000  # passages kept in memory, about 1 KB each


@dataclass(frozen=True, slots=True)
class Title:
    """A notice's title and issuers, normalised: what all of its clauses share; ``head`` is both."""

    text: str
    head: str
    pairs: tuple[str, ...]
    issuers: tuple[str, ...]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Passage:
    """Normalised ``body`` and ``path`` of clause ``clause`` (integer id) of notice ``notice``.

    ``labels`` are those of its number. ``place`` is 0 for the first clause of the notice and near 1
    for the last; ``heading`` tells a line that only heads others.
    """

    clause: int
    clause_id: str
    parent: str | None
    notice: int
    kind: str
    body: str
    path: str
    sentences: tuple[str, ...]
    place: float
    heading: bool
    places: frozenset[str]
    labels: Labels
    title: Title
    _offers: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    @property
    def named_by(self) -> str:
        """What people name its notice by. A law goes by its title alone: its organ (国务院) is a
        word of what it rules."""
        return self.title.text if self.kind == "article" else self.title.head

    def offers(self, intent: str) -> bool:
        """Whether it may meet the intent of that name (``index.ranking.intents``)."""
        known = self._offers.get(intent)
        if known is None:
            known = self._offers[intent] = offers(self.body, intent)
        return known


class Passages:
    """Passages by integer id: read once, kept while there is room (ids are never used again)."""

    def __init__(self) -> None:
        self._kept: dict[int, Passage] = {}
        self._titles: dict[int, Title] = {}

    def get(self, db: sqlite3.Connection, ids: Iterable[int]) -> list[Passage]:
        """Those of ``ids`` that the record holds."""
        wanted = list(ids)
        if len(self._kept) > _KEPT:
            self._kept, self._titles = {}, {}
        kept = self._kept
        lacking = [i for i in wanted if i not in kept]
        if lacking:
            kept.update((passage.clause, passage) for passage in self._read(db, lacking))
        return [kept[i] for i in wanted if i in kept]

    def _read(self, db: sqlite3.Connection, ids: Sequence[int]) -> Iterable[Passage]:
        marks = ",".join(map(str, ids))
        rows = db.execute(
            "SELECT c.id, c.clause_id, c.parent, c.notice, c.ordinal, c.kind, c.text, c.path,"
            " c.context, n.clause_count, n.title, n.issuer, c.number"
            " FROM clauses c JOIN notices n ON n.id = c.notice"
            f" WHERE c.id IN ({marks})"
        )
        for (
            clause,
            clause_id,
            parent,
            notice,
            ordinal,
            kind,
            text,
            path,
            context,
            count,
            title,
            issuer,
            number,
        ) in rows:
            head = self._titles.get(notice) or read_title(title, issuer)
            self._titles[notice] = head
            body = squeezed(text).lower()
            above = squeezed(" ".join([*json.loads(path), context])).lower()
            yield Passage(
                clause, clause_id, parent, notice, kind, body, above,
                tuple(filter(None, _SENTENCE.split(body))), ordinal / max(1, count),
                kind in ("section", "item") and _is_heading(body),
                frozenset(PROVINCE.findall(body)), labels_of(number), head,
            )  # fmt: skip


def _is_heading(body: str) -> bool:
    return len(body) < _HEADING_LENGTH and not _SENTENCE.search(body)


def read_title(title: str, issuer: str | None) -> Title:
    text, issuers = squeezed(title).lower(), issuers_of((issuer or "").lower())
    head = "".join((*map(squeezed, issuers), text))
    return Title(
        text, head, tuple(pairs_of(core(text))), issuers, frozenset(PROVINCE.findall(head))
    )
