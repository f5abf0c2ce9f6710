"""Errors of the knowledge base itself; every message is Chinese and says what to do.

PolicyQAError
└── KnowledgeBaseError
    ├── KnowledgeBaseMissing   no knowledge base in that folder
    ├── ForeignFormat          written by a newer program, or not by this one
    ├── KnowledgeBaseBusy      another program is writing; the wait was bounded
    ├── UnknownNotice          no notice of that id
    ├── EmbeddingMissing       the embedding model is not installed; words still find clauses
    └── CrossEncoderMissing    the reader is not installed; answers are chosen without it
"""

from __future__ import annotations

from ingest.errors import PolicyQAError


class KnowledgeBaseError(PolicyQAError):
    """Base of all errors of the knowledge base."""


class KnowledgeBaseMissing(KnowledgeBaseError):
    pass


class ForeignFormat(KnowledgeBaseError):
    pass


class KnowledgeBaseBusy(KnowledgeBaseError):
    pass


class UnknownNotice(KnowledgeBaseError):
    pass


class EmbeddingMissing(KnowledgeBaseError):
    pass


class CrossEncoderMissing(KnowledgeBaseError):
    pass
