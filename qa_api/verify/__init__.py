"""Checking what others cite: is the place there, does the quote stand in it, does it say the claim?

    Item → notices.find_notices → clauses.passages → quotes.judge_quote, claims.judge_claim
         → Verification

``verify`` is all that a caller needs; ``sources`` reads items from files, ``outcome`` writes
verdicts.
"""

from qa_api.verify.check import items_of, verify
from qa_api.verify.model import Difference, Item, Verification

__all__ = ["Difference", "Item", "Verification", "items_of", "verify"]
