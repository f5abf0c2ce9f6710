"""What the knowledge base gives back: rows of the record as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.model import Box, Fact, Relation


def issuers_of(printed: str | None) -> tuple[str, ...]:
    """The organs that issue a notice together: the record keeps them apart by a space."""
    return tuple((printed or "").split())


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """A notice on the shelf, without its text."""

    notice_id: str
    title: str
    document_number: str | None
    issuer: str | None
    issued_on: str | None
    recipients: str | None
    type: str | None
    aliases: tuple[str, ...]
    source: str
    source_sha256: str
    clause_count: int
    ingested_at: str
    superseded_by: str | None = None
    relations: tuple[Relation, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def issuers(self) -> tuple[str, ...]:
        return issuers_of(self.issuer)

    def to_json(self) -> dict[str, Any]:
        return {
            "notice_id": self.notice_id,
            "title": self.title,
            "document_number": self.document_number,
            "issuer": self.issuer,
            "issued_on": self.issued_on,
            "recipients": self.recipients,
            "type": self.type,
            "aliases": list(self.aliases),
            "source": self.source,
            "source_sha256": self.source_sha256,
            "clauses": self.clause_count,
            "ingested_at": self.ingested_at,
            "superseded_by": self.superseded_by,
            "relations": [{"kind": r.kind, "target": r.target} for r in self.relations],
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class ClauseRecord:
    """A clause with what a citation needs of its notice; ``text`` is the clause verbatim."""

    clause_id: str
    notice_id: str
    notice_title: str
    document_number: str | None
    issuer: str | None
    issued_on: str | None
    number: str
    kind: str
    path: tuple[str, ...]
    text: str
    context: str
    start: int
    end: int
    ordinal: int
    parent: str | None
    source: str
    page: int | None = None
    boxes: tuple[Box, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "clause_id": self.clause_id,
            "notice_id": self.notice_id,
            "notice_title": self.notice_title,
            "document_number": self.document_number,
            "issuer": self.issuer,
            "issued_on": self.issued_on,
            "number": self.number,
            "kind": self.kind,
            "path": list(self.path),
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "source": self.source,
            "page": self.page,
            "boxes": [list(box) for box in self.boxes],
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause with its score and why: matched words, lexical and vector parts.

    ``marks`` are the matched words and phrases as code-point offsets into the clause's text, and
    ``snippet`` is the stretch of it that is worth showing, ``(0, 0)`` for programs.
    """

    clause: ClauseRecord
    score: float
    why: Mapping[str, Any] = field(default_factory=dict)
    marks: tuple[tuple[int, int], ...] = ()
    snippet: tuple[int, int] = (0, 0)

    def to_json(self) -> dict[str, Any]:
        start, end = self.snippet
        return {
            **self.clause.to_json(),
            "score": round(self.score, 6),
            "why": dict(self.why),
            "marks": [list(span) for span in self.marks],
            "snippet": {"start": start, "end": end, "text": self.clause.text[start:end]},
        }


@dataclass(frozen=True, slots=True)
class FactRecord:
    """A fact and the notice it is from."""

    fact: Fact
    notice_id: str
