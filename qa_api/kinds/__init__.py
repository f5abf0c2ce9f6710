"""The forms an answer takes, one module each. A kind's ``find(evidence, as_of)`` gives its Finding.

To add a kind: a cue in ``qa_api/cues.txt``, a module with ``find``, and a line in ``FINDERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from qa_api.evidence import Evidence
from qa_api.kinds import (
    contact,
    deadline,
    identity,
    items,
    lead,
    sentence,
    tables,
)
from qa_api.kinds.finding import Finding

__all__ = ["FINDERS", "Finding"]

Finder = Callable[[Evidence, date], Finding | None]

FINDERS: Mapping[str, Finder] = {
    "identity": identity.find,
    "contact": contact.find,
    "deadline": deadline.find,
    "lead": lead.find,
    "eligibility": items.find,
    "list": items.find,
    "procedure": items.find,
    "table": tables.find,
    **{kind: sentence.finder(kind) for kind in sentence.PROOF},
}
