"""What is checked and what comes of it: an Item in, a Verification out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

QuoteVerdict = Literal["exact", "spacing", "altered", "elsewhere", "absent", "none"]
ClaimVerdict = Literal["supported", "contradicted", "not_covered", "none"]
DifferenceKind = Literal["date", "number", "unit", "name", "phone", "negation", "text"]


@dataclass(frozen=True, slots=True)
class Item:
    """A citation as somebody wrote it; every part but ``id`` may be empty."""

    id: str
    claim: str = ""
    notice: str = ""
    clause: str = ""
    quote: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.claim or self.notice or self.clause or self.quote)


@dataclass(frozen=True, slots=True)
class Difference:
    """``claimed`` is what the item says, ``stated`` what the notice says; either may be empty."""

    kind: DifferenceKind
    claimed: str
    stated: str

    def to_json(self) -> dict[str, str]:
        return {"kind": self.kind, "claimed": self.claimed, "stated": self.stated}


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdicts on one item; ``reason`` says in words what is left to a person."""

    item: Item
    notice_found: bool = False
    clause_found: bool = False
    clause_id: str | None = None
    quote_verdict: QuoteVerdict = "none"
    found_in: str | None = None
    claim_verdict: ClaimVerdict = "none"
    differences: tuple[Difference, ...] = ()
    stated: str = ""
    reason: str = ""

    @property
    def is_good(self) -> bool:
        """Nothing to mend: the place exists, the quote stands there, the claim is supported."""
        return (
            self.notice_found
            and (self.clause_found or not self.item.clause)
            and self.quote_verdict in ("exact", "spacing", "none")
            and self.claim_verdict in ("supported", "none")
            and not self.differences
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.item.id,
            "notice_found": self.notice_found,
            "clause_found": self.clause_found,
            "clause_id": self.clause_id,
            "quote_verdict": self.quote_verdict,
            "found_in": self.found_in,
            "claim_verdict": self.claim_verdict,
            "differences": [difference.to_json() for difference in self.differences],
            "stated": self.stated,
            "reason": self.reason,
            "cited": _given(self.item),
        }


def _given(item: Item) -> Mapping[str, str]:
    parts = {"notice": item.notice, "clause": item.clause, "quote": item.quote, "claim": item.claim}
    return {name: text for name, text in parts.items() if text}
