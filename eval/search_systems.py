"""The systems that are compared: baselines, and the shipped search without one part at a time.

A system is made from a knowledge base and gives, for a question, clause_ids from the best.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from index import KnowledgeBase, Query
from index.fusion import fuse
from index.ranking.features import NAMES
from index.words import words

Search = Callable[[str, int], list[str]]
System = Callable[[KnowledgeBase], Search]

_K1, _B = 1.2, 0.75

# Names of features, and beginnings of names (those that end in _).
PARTS: Mapping[str, tuple[str, ...]] = {
    "intent": ("wanted_", "unasked_", "defines", "listed"),
    "notice": (
        "named", "another_named", "title_met", "asked_in_title", "in_title", "in_notice",
        "missed_in_notice", "notice_", "place_", "issuer",
    ),
    "meaning": ("cosine", "cosine_", "notice_cosine_"),
    "characters": ("pairs", "pairs_", "run", "order", "order_"),
    "order": ("order", "order_"),
    "focus": ("listed",),
    "shape": ("place", "is_", "heading", "short", "length"),
}  # fmt: skip


def plain_bm25(kb: KnowledgeBase) -> Search:
    """BM25 (Robertson & Zaragoza 2009) over title, headings and text: an afternoon's baseline."""
    ids: list[str] = []
    lengths: list[int] = []
    postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for notice in kb.notices():
        for clause in kb.clauses(notice.notice_id):
            counts = Counter(words(" ".join([clause.notice_title, *clause.path, clause.text])))
            for word, count in counts.items():
                postings[word].append((len(ids), count))
            ids.append(clause.clause_id)
            lengths.append(sum(counts.values()))
    norm = _K1 * (1 - _B + _B * np.array(lengths) / max(1.0, float(np.mean(lengths))))
    table = {word: np.array(found) for word, found in postings.items()}

    def search(question: str, limit: int) -> list[str]:
        scores = np.zeros(len(ids))
        for word in set(words(question)) & table.keys():
            at, count = table[word].T
            rarity = np.log(1 + (len(ids) - len(at) + 0.5) / (len(at) + 0.5))
            scores[at] += rarity * count * (_K1 + 1) / (count + norm[at])
        best = np.argsort(-scores, kind="stable")[:limit]
        return [ids[i] for i in best if scores[i] > 0]

    return search


def parts_only(share: float) -> System:
    """tantivy's BM25 (share 0), the vector (1), or both fused, without the ranker."""

    def make(kb: KnowledgeBase) -> Search:
        with kb.reading() as db:
            names = dict(db.execute("SELECT id, clause_id FROM clauses").fetchall())

        def search(question: str, limit: int) -> list[str]:
            engine = kb.engine()
            scope = engine.shelf.scope(Query(question))
            bm25 = dict(engine.lexical.search(question, (), scope, 200, tally=False).scores)
            near = engine.vectors.search(question, scope, 200) or {}
            if share == 1:
                return [names[clause] for clause in near][:limit]
            if share == 0:
                return [names[clause] for clause in bm25][:limit]
            bm25 |= engine.lexical.scores(question, [c for c in near if c not in bm25])
            near |= engine.vectors.cosines(question, [c for c in bm25 if c not in near])
            return [names[scored.clause] for scored in fuse(bm25, near, share)][:limit]

        return search

    return make


def ranked(without: tuple[str, ...] = (), *, unfitted: bool = False) -> System:
    """The shipped search, the weights of the features ``without`` (see PARTS) set to 0.

    With ``unfitted`` all questions are ranked by the weights that the fitted ones start from.
    """
    begins = tuple(name for name in without if name.endswith("_"))
    kept = np.array([not (n in without or n.startswith(begins)) for n in NAMES], np.float32)

    def make(kb: KnowledgeBase) -> Search:
        kb.search(Query("条"))

        def search(question: str, limit: int) -> list[str]:
            engine = kb.engine()
            ranker = engine.ranker
            used = [ranker.base] * 3 if unfitted else [ranker.laws, ranker.lay, ranker.notices]
            laws, lay, notices = (replace(w, values=w.values * kept) for w in used)
            changed = replace(ranker, laws=laws, lay=lay, notices=notices)
            engine = replace(engine, ranker=changed)
            hits = engine.search(Query(question, limit=limit, explain=False)).hits
            return [hit.clause.clause_id for hit in hits]

        return search

    return make


SYSTEMS: Mapping[str, System] = {
    "jieba BM25": plain_bm25,
    "words (tantivy)": parts_only(0),
    "vector": parts_only(1),
    "fused": parts_only(0.4),
    **{f"ranked, no {part}": ranked(prefixes) for part, prefixes in PARTS.items()},
    "ranked, weights not fitted": ranked(unfitted=True),
    "shipped": ranked(),
}
