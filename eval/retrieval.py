"""Does search bring the clause that proves the answer? Measured by ir-measures (pytrec_eval).

Relevant are the clauses that hold an evidence text of the question; found are the hits of the
question's own words. ``per_question`` is the one place that calls ir-measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
    by_question = per_question(tuple(NAMES), relevant, relevant, found)
    return {
        question: {NAMES[name]: value for name, value in values.items()}
        for question, values in by_question.items()
    }


def per_question(
    measures: Sequence[str],
    questions: Iterable[str],
    relevant: Mapping[str, Mapping[str, int]],
    found: Mapping[str, Mapping[str, float]],
) -> dict[str, dict[str, float]]:
    """Question → measure (as ir-measures writes it) → value, for all ``questions``; 0 where nothing
    was found, or nothing is ``relevant``."""
    try:
        import ir_measures
    except ImportError:
        raise MeasuresMissing("缺少 ir-measures，请运行：pip install ir-measures") from None
    out = {question: dict.fromkeys(measures, 0.0) for question in questions}
    parsed = [ir_measures.parse_measure(name) for name in measures]
    for metric in ir_measures.iter_calc(parsed, relevant, found):
        out[metric.query_id][str(metric.measure)] = float(metric.value)
    return out
