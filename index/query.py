"""A Query is a value: what is looked for and where, apart from the engine that answers it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_QUOTED = re.compile(r"[\"“”＂]([^\"“”＂]+)[\"“”＂]")

Validity = Literal["current", "superseded"]


@dataclass(frozen=True, slots=True)
class Query:
    """Look for ``text`` in the notices that pass every filter given.

    ``phrases`` must all occur as they are, white space, width, case and punctuation aside.
    ``clause`` is a clause number as people write it (附件3第五条, 五（二）): only that clause
    and what stands under it. ``issuer``, ``document_number`` and ``kind`` (notice type) match by
    part, a document number in any brackets; ``year`` is that of issue, ``issued_from`` and
    ``issued_to`` are ISO dates, both included. ``validity`` leaves only the current versions, or
    only those that a later one has superseded; without it, ``include_superseded`` adds the latter.
    Naming a notice in ``notice_ids`` finds it even if superseded. An empty ``text`` without
    phrases lists every clause of the notices in order.

    ``explain`` is for people: each hit says why and where, facets are counted, and a line that only
    heads another hit is left out. A program that reads the hits saves the time.
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
    clause: str | None = None
    year: str | None = None
    validity: Validity | None = None

    def __post_init__(self) -> None:
        if self.limit < 0 or self.offset < 0:
            raise ValueError(f"limit {self.limit}, offset {self.offset}: must not be negative")

    @property
    def filters(self) -> tuple[object, ...]:
        """Everything that narrows the notices, as one hashable value."""
        return (
            self.notice_ids, self.issuer, self.document_number, self.kind, self.issued_from,
            self.issued_to, self.year, self.validity, self.include_superseded,
        )  # fmt: skip

    @property
    def filtered(self) -> bool:
        """Does any filter narrow the notices?"""
        return any(self.filters[:-1])

    @property
    def demanding(self) -> bool:
        """Is something demanded of the clause itself? Then meaning alone brings up nothing."""
        return bool(self.phrases or self.clause)


def quoted_phrases(text: str) -> tuple[str, ...]:
    """What stands between quotation marks, straight or curly: the phrases of a look-up.

    Not for questions: there a quoted name (“星火计划”什么时候截止) is no demand on the clause.
    """
    return tuple(phrase.strip() for phrase in _QUOTED.findall(text) if phrase.strip())
