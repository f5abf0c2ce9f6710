"""The seam for other engines: whatever answers a Query as the knowledge base does.

A Query is a value and a SearchResult is one; between them may stand the local engine
(``index.knowledge_base``) or a cluster. ``tests/index/test_retriever.py`` is the contract.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.query import Query
from index.records import ClauseRecord, NoticeRecord
from index.search import SearchResult


class Retriever(Protocol):
    """What is asked of a search engine: the shelf, the clauses, and which of them answer."""

    def search(self, query: Query) -> SearchResult:
        """Hits from the best, scores descending; ``total`` and facets over all that match."""
        ...

    def notices(self, *, include_superseded: bool = True) -> list[NoticeRecord]:
        """The shelf, in the order of arrival."""
        ...

    def clauses_by_id(self, clause_ids: Sequence[str]) -> list[ClauseRecord]:
        """The clauses of these ids, in their order; unknown ids are left out."""
        ...
