"""ROUGE-L on characters: F1 of the longest common subsequence (Lin, 2004), white space left out.

The subsequence is counted bit by bit in whole integers (Hyyrö, 2004): a step a character.
"""

from __future__ import annotations

from collections import defaultdict

from ingest.normal import squeezed


def rouge_l(given: str, wanted: str) -> float:
    """0 to 1; 0 where either is empty."""
    given, wanted = squeezed(given), squeezed(wanted)
    if not given or not wanted:
        return 0.0
    common = common_length(given, wanted)
    precision, recall = common / len(given), common / len(wanted)
    return 2 * precision * recall / (precision + recall) if common else 0.0


def common_length(left: str, right: str) -> int:
    """Length of the longest common subsequence."""
    places: dict[str, int] = defaultdict(int)
    for at, char in enumerate(left):
        places[char] |= 1 << at
    full = (1 << len(left)) - 1
    row = full
    for char in right:
        same = row & places.get(char, 0)
        row = ((row + same) | (row - same)) & full
    return len(left) - row.bit_count()
