"""Query → SearchResult: gather candidates, rank the best of them, show the page asked for.

Words and meaning bring up the clauses (``index.candidates``, ``index.fusion``); which of them
answers the question is judged by ``index.ranking``. Beyond RANKED the order is that of the fusion.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from index.candidates import Candidates, Gatherer, notices_of
from index.fusion import Scored, fuse
from index.lexical import LexicalIndex
from index.query import Query, Validity
from index.ranking import lay
from index.ranking.asked import Asked, content, read_asked
from index.ranking.features import Found
from index.ranking.passage import Passages
from index.ranking.ranker import Ranked, Ranker
from index.records import ClauseRecord, Hit
from index.rows import CLAUSE_COLUMNS, CLAUSES_FROM, clause_record
from index.shelf import FACETS, Facets, Shelf
from index.snippets import marks, snippet
from index.store import Store
from index.thesaurus import single_synonyms
from index.vectors import VectorIndex
from index.words import words
from ingest.normal import normal

__all__ = ["Engine", "SearchResult", "fuse"]

_PLACE = 0.1  # of its score a clause that stands last may lose
RANKED = 120  # candidates that are judged by all features


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
class Pool:
    """What was found for a query; ``found`` are to be ranked, ``known`` are their fused scores.

    ``fused`` are all candidates, best first; ``alike`` see ``index.ranking.lay``.
    """

    asked: Asked
    named: dict[int, float]
    candidates: Candidates
    fused: list[Scored]
    alike: float
    known: tuple[Scored, ...] = ()
    found: tuple[Found, ...] = ()


class Judged(NamedTuple):
    """A candidate with its final score; ``at`` is its place in ``Ranked``, None beyond RANKED."""

    scored: Scored
    score: float
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Engine:
    """All that answers a query: the record, the notices' heads, both indexes, the ranker."""

    store: Store
    shelf: Shelf
    lexical: LexicalIndex
    vectors: VectorIndex
    passages: Passages
    ranker: Ranker

    def search(self, query: Query) -> SearchResult:
        """Raises LexicalDamaged if the lexical index has to be built anew."""
        scope = self.shelf.scope(query)
        if scope.only is not None and not scope.only:
            return SearchResult((), 0, _ordered({name: Counter() for name in FACETS}))
        with self.store.reading() as db:
            pool = self.pool(db, query)
            judged, ranked = self._judge(pool, query.explain, query.offset + query.limit)
            judged = _folded(judged, pool.found) if query.explain else judged
            wanted = judged[query.offset : query.offset + query.limit]
            clauses = _clauses(db, [one.scored.clause for one in wanted])
            others = [s.clause for s in pool.fused if not s.bm25 and pool.asked.weights]
            beside = notices_of(db, others) if query.explain else {}
        note = self.vectors.missing() if pool.candidates.cosines is None else ""
        hits = []
        for one in wanted:
            # The index may still hold what the record has removed.
            if clause := clauses.get(one.scored.clause):
                if not query.explain:
                    hits.append(Hit(clause, one.score))
                    continue
                why = _why(one, clause, pool.asked, ranked, note)
                spans = marks(clause.text, _parts(query, why))
                shown = snippet(clause.text, spans)
                hits.append(Hit(clause, one.score, why, tuple(spans), shown))
        total = pool.candidates.by_words.total + len(others)
        if not query.explain:
            return SearchResult(tuple(hits), total)
        total -= len(pool.fused) - len(judged)  # those folded
        facets = self.shelf.tally(beside.values())
        for name, counts in pool.candidates.by_words.facets.items():
            facets[name].update(counts)
        facets["validity"] = self._validity(query, total)
        return SearchResult(tuple(hits), total, _ordered(facets))

    def pool(self, db: sqlite3.Connection, query: Query) -> Pool:
        """The candidates, and those of them that are worth judging by all features."""
        asked = read_asked(query.text, *self.lexical.frequencies(content(query.text)))
        named = self.shelf.names.named(asked.text)
        gatherer = Gatherer(query, self.shelf.scope(query), self.lexical, self.vectors)
        candidates = gatherer.gather(db, named, asked.intents)
        best = self.passages.get(db, candidates.best_by_words(lay.LOOKED_AT))
        alike = lay.alike(asked, best, named=bool(named))
        fused = fuse(candidates.bm25, candidates.cosines, lay.vector_share(alike))
        if not asked.weights:
            return Pool(asked, named, candidates, fused, alike)
        chosen = fused[:RANKED] + [s for s in fused[RANKED:] if s.clause in candidates.also]
        passages = self.passages.get(db, [scored.clause for scored in chosen])
        read = {passage.clause: passage for passage in passages}
        known = tuple(scored for scored in chosen if scored.clause in read)
        found = tuple(Found(read[s.clause], s.bm25, s.cosine or 0.0) for s in known)
        return Pool(asked, named, candidates, fused, alike, known, found)

    def _validity(self, query: Query, total: int) -> Counter[str]:
        """How many hits are current and how many superseded, whichever of them were asked for."""

        def count(validity: Validity) -> int:
            scope = self.shelf.scope(replace(query, validity=validity))
            return self.lexical.count(query.text, query.phrases, scope, query.clause)

        if query.validity == "superseded":
            return Counter(current=count("current"), superseded=total)
        old = count("superseded") if self.shelf.superseded else 0
        both = not query.validity and (query.include_superseded or bool(query.notice_ids))
        return Counter(current=total - old if both else total, superseded=old)

    def _judge(self, pool: Pool, whole: bool, least: int) -> tuple[list[Judged], Ranked | None]:
        """Best first: the ranked ones, then the others by their fused score, below all of those;
        those others only where the ``whole`` list or more than the ranked are wanted."""
        fused = pool.fused
        if not pool.found:
            return [Judged(scored, scored.score) for scored in fused], None
        ranked = self.ranker.rank(pool.asked, pool.found, pool.named, pool.alike)
        scores = _in_order(ranked.scores.tolist(), pool)
        judged = [Judged(scored, scores[at], at) for at, scored in enumerate(pool.known)]
        judged.sort(key=lambda one: (-one.score, one.scored.clause))
        if len(judged) >= least and not whole:
            return judged, ranked
        done = {scored.clause for scored in pool.known}
        floor = judged[-1].score
        rest = [Judged(s, floor * s.score) for s in fused if s.clause not in done]
        return judged + rest, ranked


def _in_order(scores: Sequence[float], pool: Pool) -> Sequence[float]:
    """Who looks up only what a notice is called means the notice: its clauses from the first on.

    A question says more than that, if only words that ask.
    """
    rest = pool.asked.bare
    for word in sorted(pool.asked.weights, key=len, reverse=True):
        rest = rest.replace(word, "")
    if rest or pool.asked.intents:
        return scores
    passages = [one.passage for one in pool.found]
    titles = {passage.notice: passage.title.text for passage in passages}
    meant = {n for n, title in titles.items() if all(w in title for w in pool.asked.weights)}
    best: dict[int, float] = {}
    for passage, score in zip(passages, scores, strict=True):
        best[passage.notice] = max(score, best.get(passage.notice, 0.0))
    return [
        best[passage.notice] * (1 - _PLACE * passage.place) if passage.notice in meant else score
        for passage, score in zip(passages, scores, strict=True)
    ]


def _ordered(facets: Mapping[str, Counter[str]]) -> Facets:
    """The largest first; what no hit has is left out."""
    return {
        name: {value: n for value, n in sorted(counts.items(), key=lambda c: (-c[1], c[0])) if n}
        for name, counts in facets.items()
    }


def _folded(judged: Sequence[Judged], found: Sequence[Found]) -> list[Judged]:
    """Without the lines that only head a clause found itself: its path says them too."""
    parents = {one.passage.parent for one in found}
    headings = {
        at
        for at, one in enumerate(found)
        if one.passage.heading and one.passage.clause_id in parents
    }
    return [one for one in judged if one.at not in headings]


def _clauses(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, ClauseRecord]:
    marks = ",".join(map(str, ids))
    rows = db.execute(f"SELECT c.id, {CLAUSE_COLUMNS} {CLAUSES_FROM} WHERE c.id IN ({marks})")
    return {row[0]: clause_record(row[1:]) for row in rows}


def _met(clause: ClauseRecord, asked: Collection[str]) -> set[str]:
    """Those words that stand in the clause, its headings or its notice's head."""
    head = (clause.notice_title, clause.document_number or "", clause.issuer or "")
    text = normal(" ".join([clause.text, *clause.path, clause.context, *head]))
    met = {word for word in asked if word in text}
    # Phones and document numbers are words in one spelling, whatever the text's is.
    if any(not word.isalpha() for word in asked if word not in met):
        met |= set(words(text)) & set(asked)
    return met


def _parts(query: Query, why: Mapping[str, Any]) -> list[str]:
    """What is marked in a hit: phrases, and the words that stand in none of them."""
    found = [*why["words"], *why["alike"]]
    return [*query.phrases, *(w for w in found if not any(w in p for p in query.phrases))]


def _why(
    one: Judged, clause: ClauseRecord, asked: Asked, ranked: Ranked | None, note: str
) -> dict[str, Any]:
    """Words and synonyms that match, the parts of the score, what moved the rank most."""
    scored, met = one.scored, _met(clause, asked.weights)
    alike = {s for word in asked.weights.keys() - met for s in single_synonyms(word)}
    why: dict[str, Any] = {
        "words": sorted(met),
        "alike": sorted(_met(clause, alike)),
        "lexical": round(scored.lexical, 4),
        "bm25": round(scored.bm25, 4),
        "vector": None if scored.cosine is None else round(scored.cosine, 4),
    }
    if ranked is not None and one.at is not None:
        why["ranking"] = ranked.reasons(one.at)
    return why | {"note": note} if note else why
