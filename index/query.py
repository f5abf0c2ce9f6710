"""A Query is a value: what is looked for and where, apart from the engine that answers it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = re.compile(r"[\"“”＂]([^\"“”＂]+)[\"“”＂]")


@dataclass(frozen=True, slots=True)
class Query:
    """Look for ``text`` in the notices that pass every filter given.

    ``phrases`` must all occur as they are, white space, width, case and punctuation aside.
    ``issuer``, ``document_number`` and ``kind`` (notice type) match by part; ``issued_from`` and
    ``issued_to`` are ISO dates, both included. Naming a notice in ``notice_ids`` finds it even if
    superseded. An empty ``text`` without phrases lists every clause of the notices in order.
    ``explain`` is for people: each hit says why, facets are counted, and a line that only heads
    another hit is left out. A program that reads the hits saves the time.
    """

    text: str
    notice_ids: tuple[str, ...] = ()
    issuer: str | None = None
    document_number: str | None = None
    kind: str | None = None
    issued_from: str | None = None
    issued_to: str | None = None
    phrases: tuple[str, ...] = ()
    limit: int = 10
    offset: int = 0
    include_superseded: bool = False
    explain: bool = True

    def __post_init__(self) -> None:
        if self.limit < 0 or self.offset < 0:
            raise ValueError(f"limit {self.limit}, offset {self.offset}: must not be negative")

    @property
    def filtered(self) -> bool:
        """Does any filter narrow the notices?"""
        return bool(
            self.notice_ids
            or self.issuer
            or self.document_number
            or self.kind
            or self.issued_from
            or self.issued_to
        )


def quoted_phrases(text: str) -> tuple[str, ...]:
    """What stands between quotation marks, straight or curly: the phrases of a look-up.

    Not for questions: there a quoted name (“星火计划”什么时候截止) is no demand on the clause.
    """
    return tuple(phrase.strip() for phrase in _QUOTED.findall(text) if phrase.strip())
