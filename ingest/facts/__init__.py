"""Typed values read from clauses, one module a kind. ``read_facts`` is all a caller needs.

To add a kind: a module with ``facts_in(clause, text, year) -> Iterator[Fact]``, named in ``_KINDS``.
``text`` is the clause verbatim; spans are offsets in the notice (``clause.start`` + place in text).
``year`` is what a date without a year means in this notice: the last year named before the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts import contact, deadline, eligibility, responsibility
from ingest.model import Fact, Notice

__all__ = ["read_facts"]

_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_KINDS = (deadline, contact, eligibility, responsibility)


def read_facts(notice: Notice) -> Iterator[Fact]:
    """All facts of a notice, clause by clause in order."""
    year = int(notice.issued_on[:4]) if notice.issued_on else None
    for clause in notice.clauses:
        text = notice.quote(clause)
        if year is None and (named := _YEAR.search(text)):
            year = int(named[1])
        for kind in _KINDS:
            yield from kind.facts_in(clause, text, year)
