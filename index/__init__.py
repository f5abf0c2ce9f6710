"""index: Notice store, lexical and vector index, search: Query → Hits."""

from index.check import Finding
from index.errors import (
    EmbeddingMissing,
    ForeignFormat,
    KnowledgeBaseBusy,
    KnowledgeBaseError,
    KnowledgeBaseMissing,
    UnknownNotice,
)
from index.knowledge_base import KnowledgeBase
from index.query import Query, quoted_phrases
from index.records import ClauseRecord, FactRecord, Hit, NoticeRecord
from index.search import SearchResult
from index.words import words
from index.writing import AddResult

__all__ = [
    "AddResult",
    "ClauseRecord",
    "EmbeddingMissing",
    "FactRecord",
    "Finding",
    "ForeignFormat",
    "Hit",
    "KnowledgeBase",
    "KnowledgeBaseBusy",
    "KnowledgeBaseError",
    "KnowledgeBaseMissing",
    "NoticeRecord",
    "Query",
    "SearchResult",
    "UnknownNotice",
    "quoted_phrases",
    "words",
]
