"""What leaves the product: an Answer with its facts and citations, shaped as the contract fixes it.

``Answer.to_json()`` is the one place where the JSON of the CLI and of HTTP is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from index.records import ClauseRecord, FactRecord

Status = Literal["answered", "not_found", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause and a verbatim quote from it; ``start`` and ``end`` are offsets in the notice."""

    clause: ClauseRecord
    quote: str
    start: int
    end: int

    @classmethod
    def of(cls, clause: ClauseRecord, start: int | None = None, end: int | None = None) -> Citation:
        """Quote ``[start, end)`` of the notice (default: the whole clause) out of ``clause``."""
        start = clause.start if start is None else start
        end = clause.end if end is None else end
        if not clause.start <= start <= end <= clause.end:
            raise ValueError(f"quote {start}..{end} outside clause {clause.clause_id}")
        return cls(clause, clause.text[start - clause.start : end - clause.start], start, end)

    def holds(self, record: FactRecord) -> bool:
        """The fact is printed within the quote."""
        return self._spans(record.notice_id, record.fact.start, record.fact.end)

    def quotes(self, other: Citation) -> bool:
        """The quote of the ``other`` is part of this one."""
        return self._spans(other.clause.notice_id, other.start, other.end)

    def _spans(self, notice_id: str, start: int, end: int) -> bool:
        same = self.clause.notice_id == notice_id
        return same and self.start <= start and end <= self.end

    def to_json(self) -> dict[str, Any]:
        return {**self.clause.to_json(), "quote": self.quote, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """One value of an answer; ``state`` is open, closing or closed for deadlines."""

    kind: str
    label: str
    value: str
    text: str
    clause_id: str
    state: str | None = None
    days_left: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "kind": self.kind,
            "label": self.label,
            "value": self.value,
            "text": self.text,
            "clause_id": self.clause_id,
        }
        if self.state is not None:
            out |= {"state": self.state, "days_left": self.days_left}
        if self.fields:
            out["fields"] = dict(self.fields)
        return out


@dataclass(frozen=True, slots=True)
class Answer:
    """Every number, date, name, phone, address and amount in ``text`` stands in a quote.

    ``confidence`` is the chance that the citations prove it, 0 to 1 (``qa_api.confidence``); of an
    answer in parts that of the least sure one. ``reason`` says why there is none, or which part of
    the question found none.
    """

    question: str
    status: Status
    kind: str
    as_of: str
    text: str
    facts: tuple[AnswerFact, ...] = ()
    citations: tuple[Citation, ...] = ()
    reason: str = ""
    nearest: tuple[Citation, ...] = ()
    elapsed_ms: float = 0.0
    confidence: float = 0.0

    def to_json(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "status": self.status,
            "kind": self.kind,
            "as_of": self.as_of,
            "text": self.text,
            "facts": [fact.to_json() for fact in self.facts],
            "citations": [citation.to_json() for citation in self.citations],
            "reason": self.reason,
            "nearest": [citation.to_json() for citation in self.nearest],
            "elapsed_ms": round(self.elapsed_ms, 2),
            "confidence": round(self.confidence, 3),
        }
