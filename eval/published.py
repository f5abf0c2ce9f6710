"""Answers on two published question sets: ``python -m eval.published [ncp] [legal_dc] [claims]``.

NCP (DataFountain 424): 599 government notices as text, questions with written answers; ROUGE-L on
characters of the answer's text, with the best sentence by BM25 as the peer in the same run.
Legal-DC (arXiv 2603.11772): 539 regulations as DOCX, questions with the clause that answers each;
the share of answers whose citations hold that clause. All documents are searched, none is named.
``claims`` takes Legal-DC's written answers as claims on those clauses, for ``policyqa verify``.
Both lie in ``../shared/bench`` and are not part of the project.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from eval.bm25 import Sentences
from eval.knowledge import kb_of, kb_of_sources
from eval.rouge import rouge_l
from index import KnowledgeBase
from ingest.model import SourceFile
from ingest.normal import squeezed
from qa_api.answering import answer
from qa_api.model import Answer
from qa_api.verify.claims import judge_claim

BENCH = Path(__file__).parents[2] / "shared" / "bench"


def ncp(folder: Path, limit: int | None = None) -> dict[str, Any]:
    """Shares and means over all questions; a refusal scores 0."""
    documents = _rows(folder / "documents.jsonl")
    sources = [SourceFile(f"{row['docid']}.txt", row["text"].encode()) for row in documents]
    questions = _rows(folder / "questions_dev.jsonl")[:limit]
    peer = Sentences(row["text"] for row in documents)
    with KnowledgeBase.open(kb_of_sources(sources)) as kb:
        given, elapsed = _answers(kb, [row["question"] for row in questions])
    ours = [rouge_l(a.text, q["answer"]) for a, q in zip(given, questions, strict=True)]
    theirs = [rouge_l(peer.best(q["question"]), q["answer"]) for q in questions]
    answered = [score for score, a in zip(ours, given, strict=True) if a.status == "answered"]
    right_document = [
        any(c.clause.source == f"{q['document']}.txt" for c in a.citations)
        for a, q in zip(given, questions, strict=True)
    ]
    return {
        "questions": len(questions),
        "rouge_l": _mean(ours),
        "rouge_l_bm25_sentence": _mean(theirs),
        "refused": _mean(a.status != "answered" for a in given),
        "rouge_l_of_answered": _mean(answered),
        "cites_the_document": _mean(right_document),
        **elapsed,
    }


def legal_dc(folder: Path, limit: int | None = None) -> dict[str, Any]:
    """Shares over all questions; a refusal cites nothing."""
    questions = _rows(folder / "questions_dev.jsonl")[:limit]
    with KnowledgeBase.open(kb_of(sorted((folder / "documents").glob("*.docx")))) as kb:
        given, elapsed = _answers(kb, [row["question"] for row in questions])
    pairs = list(zip(given, questions, strict=True))
    answered = [pair for pair in pairs if pair[0].status == "answered"]
    return {
        "questions": len(questions),
        "cites_a_gold_clause": _mean(_cites(a, q["evidence"], any) for a, q in pairs),
        "cites_all_gold_clauses": _mean(_cites(a, q["evidence"], all) for a, q in pairs),
        "refused": _mean(a.status != "answered" for a in given),
        "cites_of_answered": _mean(_cites(a, q["evidence"], any) for a, q in answered),
        "cites_the_document": _mean(_cites_document(a, q["document"]) for a, q in pairs),
        "rouge_l": _mean(rouge_l(a.text, q["answer"]) for a, q in pairs),
        **elapsed,
    }


def claims(folder: Path, limit: int | None = None) -> dict[str, Any]:
    """Legal-DC's written answers as claims on their own clauses: people's wording, taken as true.

    Then each with a digit exchanged, where it has one. No knowledge base is needed.
    """
    rows = _rows(folder.parent / "legal_dc" / "questions_dev.jsonl")[:limit]
    chance = random.Random(7)
    true = Counter(_claim(row, row["answer"]) for row in rows)
    changed = [(row, new) for row in rows if (new := _exchanged(row["answer"], chance))]
    false = Counter(_claim(row, new) for row, new in changed)
    return {
        "claims": len(rows),
        **{f"true_{name}": count for name, count in sorted(true.items())},
        "claims_with_a_digit_exchanged": len(changed),
        **{f"exchanged_{name}": count for name, count in sorted(false.items())},
    }


def _claim(row: dict[str, Any], claim: str) -> str:
    around = f"{row['document']}\n{row['question']}"
    return judge_claim(claim, "\n".join(row["evidence"]), around).verdict


def _exchanged(text: str, chance: random.Random) -> str:
    """One digit is another, the numbers of a list aside; empty where there is none."""
    places = [m.start() for m in re.finditer(r"\d(?!\s*[.．、)）])", text)]
    if not places:
        return ""
    at = chance.choice(places)
    return text[:at] + str(int(text[at]) % 9 + 1) + text[at + 1 :]


def _answers(kb: KnowledgeBase, questions: Sequence[str]) -> tuple[list[Answer], dict[str, float]]:
    answer(kb, "申报截止时间")  # what the first question would have to wait for
    given = []
    for order, question in enumerate(questions):
        given.append(answer(kb, question))
        if order % 100 == 99:
            print(f"{order + 1} questions", file=sys.stderr)
    times = sorted(a.elapsed_ms for a in given)
    at = {"median_ms": statistics.median(times), "p95_ms": times[int(0.95 * (len(times) - 1))]}
    return given, {name: round(value, 1) for name, value in at.items()}


def _cites(given: Answer, evidence: Sequence[str], how: Callable[[Iterable[bool]], bool]) -> bool:
    """Is each (any) gold clause in a cited clause, or a cited clause a piece of it?"""
    cited = [squeezed(citation.clause.text) for citation in given.citations]
    golds = [squeezed(text) for text in evidence]
    return how(
        any(gold in text or (len(text) > 20 and text in gold) for text in cited) for gold in golds
    )


def _cites_document(given: Answer, name: str) -> bool:
    return any(citation.clause.source == f"{name}.docx" for citation in given.citations)


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else 0.0


SETS: dict[str, Callable[[Path, int | None], dict[str, Any]]] = {
    "ncp": ncp,
    "legal_dc": legal_dc,
    "claims": claims,
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", choices=[*SETS, []], help="all by default")
    parser.add_argument("--limit", type=int, help="only the first questions")
    parser.add_argument("--bench", type=Path, default=BENCH)
    options = parser.parse_args(arguments)
    for name in options.sets or SETS:
        if not (options.bench / ("legal_dc" if name == "claims" else name)).is_dir():
            print(f"{name}: not in {options.bench}, left out", file=sys.stderr)
            continue
        began = time.perf_counter()
        result = SETS[name](options.bench / name, options.limit)
        print(json.dumps({"set": name, **result}, ensure_ascii=False, indent=2), flush=True)
        print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
