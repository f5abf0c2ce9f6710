"""Query → SearchResult: words and meaning, each asked for its best clauses, then fused.

The score is a convex combination of BM25 over the best BM25 and of the cosine (Bruch, Gai & Ingber
2023 find it better than reciprocal ranks): it keeps how much better a clause is, not only that it
is. What only one of the two brought up gets its score from the other as well.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.lexical import LexicalHits, LexicalIndex
from index.query import Query
from index.records import ClauseRecord, Hit
from index.rows import CLAUSE_COLUMNS, CLAUSES_FROM, clause_record
from index.shelf import Facets, Scope, Shelf
from index.store import Store
from index.vectors import VectorIndex
from index.words import words

DEPTH = 200  # clauses taken from each list
# A compromise: lay questions gain by every tenth; those in the notice's own words lose a little.
VECTOR_SHARE = 0.4
MIN_COSINE = 0.3  # below it, a clause that shares no word with the query is no hit


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``hits`` of the page asked for, best first; ``total`` and ``facets`` count all of them."""

    hits: tuple[Hit, ...]
    total: int
    facets: Facets = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "hits": [hit.to_json() for hit in self.hits],
            "total": self.total,
            "facets": {name: dict(counts) for name, counts in self.facets.items()},
        }


@dataclass(frozen=True, slots=True)
class Scored:
    """A clause's integer id with its score and what the score is made of."""

    clause: int
    score: float
    bm25: float
    lexical: float
    cosine: float | None


def search(
    query: Query, store: Store, shelf: Shelf, lexical: LexicalIndex, vectors: VectorIndex
) -> SearchResult:
    """Raises LexicalDamaged if the lexical index has to be built anew."""
    scope = shelf.scope(query)
    if not scope.allowed:
        return SearchResult((), 0, shelf.facets({}))
    depth = max(DEPTH, query.offset + query.limit)
    by_words = lexical.search(query.text, query.phrases, scope, depth)
    by_meaning = _by_meaning(query, vectors, scope, by_words)
    more = [clause for clause in by_meaning or () if clause not in by_words.scores]
    bm25 = dict(by_words.scores) | (lexical.scores(query.text, more) if more else {})
    ranked = fuse(bm25, by_meaning)
    wanted = ranked[query.offset : query.offset + query.limit]
    with store.reading() as db:
        only_meaning = [s.clause for s in ranked if s.clause not in bm25]
        counts = Counter(by_words.by_notice) + Counter(_notices_of(db, only_meaning).values())
        clauses = _clauses(db, [scored.clause for scored in wanted])
    note = vectors.missing() if by_meaning is None else ""
    asked = frozenset(words(query.text))
    hits = [
        Hit(clauses[s.clause], s.score, _why(s, clauses[s.clause], asked, note) if query.explain else {})
        for s in wanted
        if s.clause in clauses  # the index may still hold what the record has removed
    ]
    return SearchResult(tuple(hits), by_words.total + len(only_meaning), shelf.facets(counts))


def fuse(
    bm25: Mapping[int, float], cosines: Mapping[int, float] | None, share: float = VECTOR_SHARE
) -> list[Scored]:
    """All clauses of both lists, best first; ties in the order of the record. Scores are 0 to 1."""
    best = max(bm25.values(), default=0.0) or 1.0
    out = []
    for clause in bm25.keys() | (cosines or {}).keys():
        raw = bm25.get(clause, 0.0)
        cosine = None if cosines is None else cosines.get(clause, 0.0)
        meaning = 0.0 if cosine is None else max(cosine, 0.0)
        part = raw / best
        score = part if cosines is None else (1 - share) * part + share * meaning
        out.append(Scored(clause, score, raw, part, cosine))
    return sorted(out, key=lambda scored: (-scored.score, scored.clause))


def _by_meaning(
    query: Query, vectors: VectorIndex, scope: Scope, by_words: LexicalHits
) -> Mapping[int, float] | None:
    """Cosines of the nearest clauses and of those found by words; None without a model."""
    if not query.text.strip():
        return {}
    if query.phrases:  # demanded word by word: meaning only orders what the words found
        near: dict[int, float] | None = {} if vectors.embedder() else None
    else:
        near = vectors.search(query.text, scope, DEPTH)
    if near is None:
        return None
    near = {clause: cosine for clause, cosine in near.items() if cosine >= MIN_COSINE}
    lacking = [clause for clause in by_words.scores if clause not in near]
    return near | vectors.cosines(query.text, lacking)


def _clauses(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, ClauseRecord]:
    marks = ",".join(map(str, ids))
    rows = db.execute(f"SELECT c.id, {CLAUSE_COLUMNS} {CLAUSES_FROM} WHERE c.id IN ({marks})")
    return {row[0]: clause_record(row[1:]) for row in rows}


def _notices_of(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, int]:
    marks = ",".join(map(str, ids))
    return dict(db.execute(f"SELECT id, notice FROM clauses WHERE id IN ({marks})").fetchall())


def _why(scored: Scored, clause: ClauseRecord, asked: frozenset[str], note: str) -> dict[str, Any]:
    """Matched words, and the parts of the score before they were weighed."""
    head = (clause.notice_title, clause.document_number or "", clause.issuer or "")
    text = " ".join([clause.text, *clause.path, clause.context, *head])
    why: dict[str, Any] = {
        "words": sorted(asked & set(words(text))),
        "lexical": round(scored.lexical, 4),
        "bm25": round(scored.bm25, 4),
        "vector": None if scored.cosine is None else round(scored.cosine, 4),
    }
    return why | {"note": note} if note else why
