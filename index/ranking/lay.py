"""Does a question speak in the words of the clauses? If not, meaning counts for more.

Who has read the notice asks in its words, and the clause that has most of them is right. A lay
question (他借了钱不还怎么办) shares few with the article that answers it, and the clauses that
share most are seldom right. ``alike`` tells the two apart; the limits are chosen in coarse steps on
Legal-DC dev, NCP dev and two fifths of STARD's training questions.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.fusion import VECTOR_SHARE
from index.ranking.asked import Asked
from index.ranking.passage import Passage

LOOKED_AT = 20  # the best clauses by words
_VECTOR_SHARE = 0.95  # of a lay question
_FUSED = (1.4, 0.7)  # from this likeness the vector's share grows, from that it is the lay one
_RANKED = (0.9, 0.5)  # the same for the ranker's weights


def alike(asked: Asked, best: Sequence[Passage], *, named: bool = False) -> float:
    """0 to 2: the largest share of the question's pairs of characters that one of the ``best``
    clauses holds, and the largest share of its words' weight that the title of one holds. Who
    has ``named`` a notice knows its words."""
    total = sum(asked.weights.values())
    if named or not best or not total:
        return 2.0
    met = max(sum(pair in passage.body for pair in asked.pairs) for passage in best)
    titles = {passage.title.text for passage in best}
    titled = max(sum(w for word, w in asked.weights.items() if word in title) for title in titles)
    return met / max(1, len(asked.pairs)) + titled / total


def vector_share(likeness: float) -> float:
    """How much the cosine counts when both lists are fused."""
    return VECTOR_SHARE + (_VECTOR_SHARE - VECTOR_SHARE) * _grown(likeness, *_FUSED)


def ranked_as_lay(likeness: float) -> float:
    """0: by the weights of questions in the clauses' words; 1: by those of lay questions."""
    return _grown(likeness, *_RANKED)


def _grown(likeness: float, start: float, end: float) -> float:
    return min(1.0, max(0.0, (start - likeness) / (start - end)))
