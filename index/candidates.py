"""Query → the clauses worth ranking: found by words, by meaning, or by where they stand.

A notice that the question names is searched by itself too, and so are the openings and ends of the
likeliest notices where purpose, scope or effective date is asked: those clauses share hardly a word
with the question (本法自2021年3月1日起施行).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.lexical import LexicalHits, LexicalIndex
from index.query import Query
from index.shelf import Scope
from index.vectors import VectorIndex

DEPTH = 200  # clauses taken from each list
MIN_COSINE = 0.3  # below it, a clause that shares no word with the query is no hit
INSIDE = 50  # clauses taken from the notices that the question names
LIKELY = 5  # notices whose edges are looked at
EDGE_FIRST, EDGE_LAST = 5, 3  # clauses that open and end a notice
AT_THE_EDGE = frozenset({"purpose", "effective", "issuer", "scope", "definition"})


@dataclass(frozen=True, slots=True)
class Candidates:
    """BM25 scores and cosines of clauses (integer ids); ``cosines`` is None without a model.

    ``also`` are to be ranked however low they score. ``by_words``: how many clauses share a word,
    in all and by notice.
    """

    bm25: Mapping[int, float]
    cosines: Mapping[int, float] | None
    also: frozenset[int]
    by_words: LexicalHits

    def best_by_words(self, count: int) -> list[int]:
        return sorted(self.bm25, key=lambda clause: (-self.bm25[clause], clause))[:count]


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Both indexes and an open record, for one query."""

    query: Query
    scope: Scope
    lexical: LexicalIndex
    vectors: VectorIndex

    def gather(
        self, db: sqlite3.Connection, named: Iterable[int], intents: frozenset[str]
    ) -> Candidates:
        """``named`` are notices (integer ids). Raises LexicalDamaged."""
        text, depth = self.query.text, max(DEPTH, self.query.offset + self.query.limit)
        by_words = self.lexical.search(
            text,
            self.query.phrases,
            self.scope,
            depth,
            clause=self.query.clause,
            tally=self.query.explain,
        )
        bm25, cosines = dict(by_words.scores), self._near(self.scope, DEPTH)
        also: set[int] = set()
        if text.strip() and not self.query.demanding:
            inside = self.scope.within(named)
            meant = inside.only or frozenset()
            if meant:
                words = self.lexical.search(text, (), inside, INSIDE, tally=False).scores
                near = self._near(inside, INSIDE) or {}
                bm25 |= words
                cosines = None if cosines is None else cosines | near
                also |= words.keys() | near.keys()
            also |= self._edges(db, meant or self._likely(db, bm25), intents)
            bm25 |= dict.fromkeys(also - bm25.keys(), 0.0)
        return Candidates(*self._completed(bm25, cosines), frozenset(also), by_words)

    def _near(self, scope: Scope, limit: int) -> dict[int, float] | None:
        """Cosines of the nearest clauses; None without a model."""
        if not self.query.text.strip():
            return {}
        if self.query.demanding:  # demanded word by word: meaning only orders what the words found
            return {} if self.vectors.embedder() else None
        near = self.vectors.search(self.query.text, scope, limit)
        return near and {clause: cosine for clause, cosine in near.items() if cosine >= MIN_COSINE}

    def _completed(
        self, bm25: dict[int, float], cosines: dict[int, float] | None
    ) -> tuple[dict[int, float], dict[int, float] | None]:
        """What one list brought up gets its score from the other."""
        text = self.query.text
        unscored = [c for c in (cosines or {}) if c not in bm25]
        unscored += [clause for clause, score in bm25.items() if not score]
        if unscored:
            bm25 = bm25 | self.lexical.scores(text, unscored)
        if cosines is not None:
            lacking = [clause for clause in bm25 if clause not in cosines]
            cosines = cosines | self.vectors.cosines(text, lacking)
        return bm25, cosines

    def _likely(self, db: sqlite3.Connection, bm25: Mapping[int, float]) -> frozenset[int]:
        """The notices that the best clauses by words stand in."""
        best = sorted(bm25, key=lambda clause: -bm25[clause])[:60]
        notices = notices_of(db, best)
        return frozenset(list(dict.fromkeys(notices[c] for c in best if c in notices))[:LIKELY])

    def _edges(
        self, db: sqlite3.Connection, notices: frozenset[int], intents: frozenset[str]
    ) -> set[int]:
        if not intents & AT_THE_EDGE or not notices:
            return set()
        marks = ",".join(map(str, sorted(notices)[: 2 * LIKELY]))
        rows = db.execute(
            "SELECT c.id FROM clauses c JOIN notices n ON n.id = c.notice"
            f" WHERE c.notice IN ({marks})"
            f" AND (c.ordinal < {EDGE_FIRST} OR c.ordinal >= n.clause_count - {EDGE_LAST})"
        )
        return {int(row[0]) for row in rows}


def notices_of(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, int]:
    """Integer ids of clauses → of their notices."""
    marks = ",".join(map(str, ids))
    return dict(db.execute(f"SELECT id, notice FROM clauses WHERE id IN ({marks})").fetchall())
