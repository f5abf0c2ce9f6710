"""All facts of a notice, of every kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ingest.facts import contact, deadline, eligibility, responsibility, validity
from ingest.model import Fact, Notice

_DATED = re.compile(r"((?:19|20)\d{2})\s*年\s*\d{1,2}\s*月")
_KINDS = (deadline, contact, eligibility, responsibility, validity)


def read_facts(notice: Notice) -> Iterator[Fact]:
    """All facts of a notice, clause by clause in order."""
    year = _year(notice)
    for clause in notice.clauses:
        text = notice.quote(clause)
        for kind in _KINDS:
            yield from kind.facts_in(clause, text, year)


def _year(notice: Notice) -> int | None:
    if notice.issued_on:
        return int(notice.issued_on[:4])
    named = Counter(_DATED.findall(notice.text)).most_common(1)
    return int(named[0][0]) if named else None
