"""The forms an answer takes, one module each, and who finds them.

A Finder is given the evidence, the day from which deadlines are seen, and steps: shares of the
question's words that a sentence must meet, from the most to the least. For each step it brings the
best that meets so much.

To add a kind: a cue in ``qa_api/cues.txt``, a module with ``find``, and a line in ``FINDERS``.
"""

from __future__ import annotations

from collections.abc import Mapping

from qa_api.kinds import (
    contact,
    deadline,
    identity,
    items,
    lead,
    place,
    reason,
    section,
    sentence,
    tables,
)
from qa_api.kinds.finding import Finder, Finding

__all__ = ["FINDERS", "Finder", "Finding"]

FINDERS: Mapping[str, Finder] = {
    "identity": identity.find,
    "contact": contact.find,
    "deadline": deadline.find,
    "lead": lead.find,
    "eligibility": items.find,
    "list": items.find,
    "procedure": items.find,
    "table": tables.find,
    "rows": tables.find_whole,
    "place": place.find,
    "section": section.find,
    **{kind: sentence.finder(kind) for kind in sentence.PROOF},
    "free": reason.find,
}
