"""What somebody thought of an answer or of one of its quotes, and the question-set rows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["right", "wrong", "incomplete"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer as it was given, and what somebody thought of it, or of ``quote`` where given."""

    id: int
    at: str
    verdict: Verdict
    question: str
    kind: str
    status: str
    as_of: str
    text: str
    facts: tuple[str, ...]
    evidence: tuple[Mapping[str, str], ...]
    correction: str
    wrong_quotes: tuple[int, ...]
    unanswerable: bool
    quote: Mapping[str, str] | None = None

    def row(self) -> Row:
        """A question-set row for ``policyqa eval``; a wrong answer becomes a regression test."""
        return {
            "id": f"feedback-{self.id}",
            "type": self.kind,
            "question": self.question,
            "must": self._must(),
            "evidence": self._proofs(),
            "answerable": self._answerable,
        }

    @property
    def corrected(self) -> list[str]:
        """What should have been there, an item a line."""
        return [line.strip() for line in self.correction.splitlines() if line.strip()]

    def _proofs(self) -> list[dict[str, str]]:
        if not self._answerable:
            return []
        if self.quote is None:
            return self._good_quotes()
        own = [] if self.verdict == "wrong" else [_proof(self.quote)]
        return own + [{"doc": "", "text": line} for line in self.corrected]

    def _good_quotes(self) -> list[dict[str, str]]:
        """Of a wrong answer only those beside the ones that were called wrong."""
        if self.verdict == "wrong" and not self.wrong_quotes:
            return []
        quotes = enumerate(self.evidence)
        return [_proof(quote) for order, quote in quotes if order not in self.wrong_quotes]

    @property
    def _answerable(self) -> bool:
        if self.quote is not None:
            return True
        if self.verdict == "right":
            return self.status == "answered"
        return not self.unanswerable

    def _must(self) -> list[str]:
        if not self._answerable:
            return []
        if self.quote is not None:
            text = "" if self.verdict == "wrong" else self.quote["text"]
            return [value for value in self.facts if value in text]
        if self.verdict == "right":
            return list(self.facts) or [self.text]
        return self.corrected or (list(self.facts) if self.verdict == "incomplete" else [])


def question_rows(judgements: Iterable[Judgement]) -> list[Row]:
    """A row for each question, from judgements oldest first; of two verdicts the later counts."""
    asked: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        asked.setdefault(judgement.question, []).append(judgement)
    return [_together(said) for said in asked.values()]


def _together(said: Sequence[Judgement]) -> Row:
    """The row of the answer, its evidence mended by what was thought of single quotes.

    ``refuted`` are the quotes called wrong: they prove nothing, whatever the answer's verdict.
    """
    quotes = {_key(item.quote): item for item in said if item.quote is not None}
    rows = [item.row() for item in quotes.values()]
    row = next((item.row() for item in reversed(said) if item.quote is None), None)
    if row is None:
        must = dict.fromkeys(value for one in rows for value in one["must"])
        row = {**said[-1].row(), "must": list(must), "evidence": []}
    wrong = {key for key, item in quotes.items() if item.verdict == "wrong"}
    if row["answerable"]:
        proofs = [*row["evidence"], *(proof for one in rows for proof in one["evidence"])]
        row["evidence"] = list({_key(p): p for p in proofs if _key(p) not in wrong}.values())
    if wrong:
        row["refuted"] = [{"doc": doc, "text": text} for doc, text in sorted(wrong)]
    return row


def _proof(quote: Mapping[str, str]) -> dict[str, str]:
    return {"doc": quote["doc"], "text": quote["text"]}


def _key(quote: Mapping[str, str]) -> tuple[str, str]:
    return quote["doc"], quote["text"]
