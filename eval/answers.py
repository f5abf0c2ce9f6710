"""Are answers right, cited and short? ``python -m eval.answers QUESTIONS.jsonl --kb DIR``.

A question is a row ``{id, type, question, must, evidence: [{doc, text}], answerable}``. An answer
is right when every entry of ``must`` (a string, or a list of which one suffices) occurs in its text
and some cited clause contains an evidence text, white space and width aside; an unanswerable
question is right when it is refused. A question without an answer counts, as wrong.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import KnowledgeBase
from ingest.normal import squeezed
from qa_api.answering import answer
from qa_api.model import Answer, Citation

SHORT = 200  # characters; a longer answer is not short unless the must entries alone are half of it


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one question went. ``right`` needs ``holds`` and ``cited``, or a refusal that was due."""

    row: dict[str, Any]
    answer: Answer
    holds: bool
    cited: bool
    right: bool
    short: bool


def judge(row: dict[str, Any], given: Answer) -> Verdict:
    """Compare an answer with what its question's row demands."""
    if not row["answerable"]:
        refused = given.status == "not_found"
        return Verdict(row, given, refused, refused, refused, True)
    demanded = all(holds(given.text, entry) for entry in row["must"])
    held = given.status != "not_found" and demanded
    cited = proves(row, given.citations)
    return Verdict(row, given, held, cited, held and cited, is_short(given.text, row))


def is_short(text: str, row: dict[str, Any]) -> bool:
    """Whether ``text`` is no longer than SHORT, or than twice what is demanded of it."""
    return len(text) <= max(SHORT, 2 * sum(len(_longest(entry)) for entry in row["must"]))


def proves(row: dict[str, Any], citations: Iterable[Citation]) -> bool:
    """Whether a cited clause holds an evidence text of the question's row."""
    texts = [squeezed(entry["text"]) for entry in row["evidence"] + row.get("also", [])]
    clauses = [squeezed(citation.clause.text) for citation in citations]
    return any(text in clause for text in texts for clause in clauses)


def holds(text: str, entry: str | Sequence[str]) -> bool:
    """Whether ``text`` holds what is demanded, or one of the forms of it."""
    options = [entry] if isinstance(entry, str) else entry
    said = squeezed(text)
    return any(squeezed(option) in said for option in options)


def _longest(entry: str | Sequence[str]) -> str:
    return entry if isinstance(entry, str) else max(entry, key=len)


def run(kb: KnowledgeBase, rows: Iterable[dict[str, Any]]) -> list[Verdict]:
    return [judge(row, answer(kb, row["question"])) for row in rows]


def summary(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Shares over all questions, both error rates of refusing, and the time of an answer in ms."""
    due = [v for v in verdicts if not v.row["answerable"]]
    asked = [v for v in verdicts if v.row["answerable"]]
    by_type: dict[str, list[bool]] = defaultdict(list)
    for verdict in verdicts:
        by_type[verdict.row["type"]].append(verdict.right)
    return {
        "questions": len(verdicts),
        "right": _share(v.right for v in verdicts),
        "right_answerable": _share(v.right for v in asked),
        "holds": _share(v.holds for v in asked),
        "cited": _share(v.cited for v in asked),
        "short": _share(v.short for v in asked),
        "refused_wrongly": _share(v.answer.status == "not_found" for v in asked),
        "answered_wrongly": _share(not v.right for v in due),
        "median_ms": round(statistics.median(v.answer.elapsed_ms for v in verdicts), 1),
        "by_type": {
            kind: f"{sum(rights)}/{len(rights)}" for kind, rights in sorted(by_type.items())
        },
    }


def _share(flags: Iterable[bool]) -> float | None:
    values = list(flags)
    return round(sum(values) / len(values), 3) if values else None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--kb", type=Path, required=True)
    parser.add_argument("--wrong", action="store_true", help="list each wrong answer")
    options = parser.parse_args(arguments)
    rows = [json.loads(line) for line in options.questions.read_text("utf-8").splitlines() if line]
    with KnowledgeBase.open(options.kb) as kb:
        verdicts = run(kb, rows)
    if options.wrong:
        for verdict in (v for v in verdicts if not v.right or not v.short):
            given = verdict.answer
            print(f"{verdict.row['id']} [{verdict.row['type']}] {verdict.row['question']}")
            print(
                f"  must {verdict.row['must']}"
                f"  holds={verdict.holds} cited={verdict.cited} short={verdict.short}"
            )
            print(f"  {given.status} {given.kind}: {given.text[:300]} {given.reason}")
            print("  " + " | ".join(c.clause.clause_id for c in given.citations[:4]))
    json.dump(summary(verdicts), sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
