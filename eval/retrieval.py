"""Does search bring the clause that proves the answer? Measured by ir-measures (pytrec_eval).

Relevant are the clauses that hold an evidence text of the question; found are the hits of the
question's own words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from eval.question_set import Evidence, Row
from index import KnowledgeBase
from index.query import Query
from ingest.errors import PolicyQAError

DEPTH = 50
NAMES = {
    "Success@1": "hit_1", "Success@3": "hit_3", "Success@5": "hit_5", "Success@10": "hit_10",
    "RR": "mrr", "nDCG@10": "ndcg_10", "R@10": "recall_10", "R@50": "recall_50",
}  # fmt: skip


class MeasuresMissing(PolicyQAError):
    """ir-measures is not installed."""


def measure(
    kb: KnowledgeBase, rows: Sequence[Row], evidence: Evidence
) -> dict[str, dict[str, float]]:
    """The measures of each question that has relevant clauses, by its id."""
    relevant = {row["id"]: _relevant(row, evidence) for row in rows if row["answerable"]}
    relevant = {name: clauses for name, clauses in relevant.items() if clauses}
    found = {row["id"]: ranked(kb, row["question"]) for row in rows if row["id"] in relevant}
    return scores(relevant, found)


def _relevant(row: Row, evidence: Evidence) -> dict[str, int]:
    return {c.clause_id: 1 for entry in row["evidence"] for c in evidence.clauses(entry)}


def ranked(kb: KnowledgeBase, question: str) -> dict[str, float]:
    hits = kb.search(Query(text=question, limit=DEPTH, explain=False)).hits
    return {hit.clause.clause_id: float(DEPTH - rank) for rank, hit in enumerate(hits)}


def scores(
    relevant: Mapping[str, Mapping[str, int]], found: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Question → measure → value; a question whose search finds nothing scores 0."""
    try:
        import ir_measures
    except ImportError:
        raise MeasuresMissing("缺少 ir-measures，请运行：pip install ir-measures") from None
    measures = [ir_measures.parse_measure(name) for name in NAMES]
    out: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(NAMES.values(), 0.0))
    for name in relevant:
        out[name]
    for metric in ir_measures.iter_calc(measures, relevant, found):
        out[metric.query_id][NAMES[str(metric.measure)]] = float(metric.value)
    return dict(out)
