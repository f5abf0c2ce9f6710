"""The shapes of HTTP bodies: requests are validated by them, responses documented by them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qa_api import settings

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=settings.MAX_QUESTION)
]


class Question(BaseModel):
    """一个问题；as_of 是判断是否截止的日期，notices 限定在这些通知里找。"""

    model_config = ConfigDict(extra="forbid")

    question: Text
    as_of: date | None = None
    notices: list[str] = Field(default_factory=list, max_length=50)


class ClauseOut(BaseModel):
    clause_id: str
    notice_id: str
    notice_title: str
    document_number: str | None
    issuer: str | None
    issued_on: str | None
    number: str
    kind: str
    path: list[str]
    text: str
    start: int
    end: int
    source: str
    page: int | None
    boxes: list[list[float]]


class CitationOut(ClauseOut):
    quote: str


class SnippetOut(BaseModel):
    """条款原文里值得显示的一段；start、end 是在条款 text 里的位置。"""

    start: int
    end: int
    text: str


class HitOut(ClauseOut):
    score: float
    why: dict[str, Any]
    marks: list[list[int]]
    snippet: SnippetOut


class FactOut(BaseModel):
    kind: str
    label: str
    value: str
    text: str
    clause_id: str
    state: str | None = None
    days_left: int | None = None
    fields: dict[str, str] = {}


class AnswerOut(BaseModel):
    question: str
    status: Literal["answered", "not_found", "ambiguous"]
    kind: str
    as_of: str
    text: str
    facts: list[FactOut]
    citations: list[CitationOut]
    reason: str
    nearest: list[CitationOut]
    elapsed_ms: float


class ReadingOut(BaseModel):
    """查找的内容是怎样认出来的。"""

    words: str
    phrases: list[str]
    document_number: str | None
    clause: str | None


class SearchOut(BaseModel):
    query: str
    total: int
    hits: list[HitOut]
    facets: dict[str, dict[str, int]]
    reading: ReadingOut
    notes: list[str]
    suggestion: str | None


class RelationOut(BaseModel):
    kind: str
    target: str


class NoticeOut(BaseModel):
    notice_id: str
    title: str
    document_number: str | None
    issuer: str | None
    issued_on: str | None
    recipients: str | None
    type: str | None
    aliases: list[str]
    source: str
    source_sha256: str
    clauses: int
    ingested_at: str
    superseded_by: str | None
    relations: list[RelationOut]
    warnings: list[str]


class NoticesOut(BaseModel):
    notices: list[NoticeOut]


class ClausesOut(BaseModel):
    notice_id: str
    clauses: list[ClauseOut]


class UploadedFile(BaseModel):
    file: str
    status: Literal["added", "unchanged", "failed"]
    notices: list[str]
    titles: list[str] = []
    clauses: int = 0
    facts: int = 0
    warnings: list[str] = []
    superseded: list[str] = []
    stage: str = ""
    reason: str = ""


class UploadOut(BaseModel):
    files: list[UploadedFile]


class ProblemOut(BaseModel):
    """RFC 9457 的错误说明。"""

    type: str
    title: str
    status: int
    detail: str


class DeadlineOut(FactOut):
    group: Literal["week", "month", "later", "coming", "closed", "undated"]
    last_day: str | None
    subject: str
    notice_id: str
    notice_title: str
    document_number: str | None
    issuer: str | None
    number: str
    source: str
    page: int | None


class DeadlinesOut(BaseModel):
    as_of: str
    total: int
    counts: dict[str, int]
    deadlines: list[DeadlineOut]
