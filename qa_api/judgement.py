"""What somebody thought of an answer, and the question-set row that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["right", "wrong", "incomplete"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer as it was given, and what somebody thought of it."""

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

    def row(self) -> dict[str, Any]:
        """A question-set row for ``policyqa eval``; a wrong answer becomes a regression test."""
        return {
            "id": f"feedback-{self.id}",
            "type": self.kind,
            "question": self.question,
            "must": self._must(),
            "evidence": self._good_quotes() if self._answerable else [],
            "answerable": self._answerable,
        }

    def _good_quotes(self) -> list[dict[str, str]]:
        """Of a wrong answer only those beside the ones that were called wrong."""
        if self.verdict == "wrong" and not self.wrong_quotes:
            return []
        return [
            {"doc": quote["doc"], "text": quote["text"]}
            for order, quote in enumerate(self.evidence)
            if order not in self.wrong_quotes
        ]

    @property
    def _answerable(self) -> bool:
        if self.verdict == "right":
            return self.status == "answered"
        return not self.unanswerable

    def _must(self) -> list[str]:
        if not self._answerable:
            return []
        if self.verdict == "right":
            return list(self.facts) or [self.text]
        corrected = [line.strip() for line in self.correction.splitlines() if line.strip()]
        return corrected or (list(self.facts) if self.verdict == "incomplete" else [])
