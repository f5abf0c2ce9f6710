"""A run: every question with what was expected, found and cited, and the measures over them.

``run`` asks; ``summarise`` counts. A question without an answer counts, as wrong (STYLE, 6). All of
it is plain JSON, so that a run can be kept and compared.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from eval import calibration, retrieval
from eval.answers import Verdict, judge
from eval.question_set import Evidence, Row
from eval.rouge import rouge_l
from index import KnowledgeBase
from ingest.normal import squeezed
from qa_api.answering import answer

Result = dict[str, Any]
Summary = dict[str, float | int | None]
GROUPS = ("type", "notice", "format")


def run(kb: KnowledgeBase, rows: Sequence[Row]) -> list[Result]:
    """Ask every question of ``rows``; the results in their order."""
    evidence = Evidence(kb)
    ranks = retrieval.measure(kb, rows, evidence)
    results = []
    for row in rows:
        day = date.fromisoformat(row["as_of"]) if row.get("as_of") else None
        verdict = judge(row, answer(kb, row["question"], as_of=day))
        results.append(_result(kb, verdict, evidence) | {"retrieval": ranks.get(row["id"], {})})
    return results


def _result(kb: KnowledgeBase, verdict: Verdict, evidence: Evidence) -> Result:
    row, given = verdict.row, verdict.answer
    doc = row["evidence"][0].get("doc", "") if row["evidence"] else ""
    wanted = row.get("answer") or "；".join(entry["text"] for entry in row["evidence"])
    cites = [_held(citation.clause.text, row) for citation in given.citations]
    quotes = [_is_exact(kb, c.clause.notice_id, c.start, c.end, c.quote) for c in given.citations]
    return {
        "id": row["id"],
        "type": row["type"],
        "notice": doc or "—",
        "format": evidence.format(doc) or "—",
        "question": row["question"],
        "answerable": bool(row["answerable"]),
        "expected": {"must": row["must"], "evidence": [e["text"] for e in row["evidence"]]},
        "status": given.status,
        "text": given.text,
        "reason": given.reason,
        "citations": [{"clause_id": c.clause.clause_id, "quote": c.quote} for c in given.citations],
        "right": verdict.right,
        "holds": verdict.holds,
        "cited": verdict.cited,
        "short": verdict.short,
        "rouge_l": rouge_l(given.text, wanted) if row["answerable"] else None,
        "citation_precision": _share(bool(held) for held in cites),
        "citation_recall": _share(n in set().union(*cites) for n in range(len(row["evidence"]))),
        "quotes_exact": _share(quotes),
        "elapsed_ms": round(given.elapsed_ms, 2),
        "confidence": getattr(given, "confidence", None),
    }


def _held(text: str, row: Row) -> set[int]:
    """Which evidence texts of the row a cited clause holds; -1 for one that proves it as well."""
    own = squeezed(text)
    held = {n for n, entry in enumerate(row["evidence"]) if squeezed(entry["text"]) in own}
    also = any(squeezed(entry["text"]) in own for entry in row.get("also", []))
    return held or ({-1} if also else set())


def _is_exact(kb: KnowledgeBase, notice_id: str, start: int, end: int, quote: str) -> bool:
    return kb.notice_text(notice_id)[start:end] == quote


def summarise(results: Sequence[Result]) -> Summary:
    """Shares (0 to 1) over the questions that each is about; times in ms."""
    asked = [r for r in results if r["answerable"]]
    due = [r for r in results if not r["answerable"]]
    answered = [r for r in asked if r["status"] == "answered"]
    times = sorted(r["elapsed_ms"] for r in results)
    sure = calibration.pairs(results)
    found: Summary = {
        "questions": len(results),
        "right": _share(r["right"] for r in results),
        "right_answerable": _share(r["right"] for r in asked),
        "holds": _share(r["holds"] for r in asked),
        "cited": _share(r["cited"] for r in asked),
        "short": _share(r["short"] for r in answered),
        "rouge_l": _mean(r["rouge_l"] for r in asked),
        "citation_precision": _mean(r["citation_precision"] for r in answered),
        "citation_recall": _mean(r["citation_recall"] or 0.0 for r in asked),
        "quotes_exact": _mean(r["quotes_exact"] for r in results if r["citations"]),
        "refused_wrongly": _share(r["status"] == "not_found" for r in asked),
        "answered_wrongly": _share(r["status"] == "answered" for r in due),
        "ece": calibration.expected_error(sure),
        "brier": calibration.brier(sure),
        "median_ms": round(statistics.median(times), 1) if times else None,
        "p95_ms": round(times[int(0.95 * (len(times) - 1))], 1) if times else None,
    }
    for name in retrieval.NAMES.values():
        found[name] = _mean(r["retrieval"][name] for r in asked if r["retrieval"])
    return found


def grouped(results: Sequence[Result]) -> dict[str, dict[str, Summary]]:
    """The same measures by question type, notice and file format."""
    tables: dict[str, dict[str, Summary]] = {}
    for group in GROUPS:
        parts: dict[str, list[Result]] = defaultdict(list)
        for result in results:
            parts[result[group]].append(result)
        tables[group] = {name: summarise(part) for name, part in sorted(parts.items())}
    return tables


def _share(flags: Iterable[bool]) -> float | None:
    return _mean(float(flag) for flag in flags)


def _mean(values: Iterable[float | None]) -> float | None:
    found = [value for value in values if value is not None]
    return round(sum(found) / len(found), 4) if found else None


def report_of(name: str, notices: int, results: Sequence[Result]) -> Mapping[str, Any]:
    """What ``results.json`` holds."""
    return {
        "questions_file": name,
        "notices": notices,
        "day": date.today().isoformat(),
        "summary": summarise(results),
        "by": grouped(results),
        "levels": [level.to_json() for level in calibration.levels(calibration.pairs(results))],
        "results": list(results),
    }
