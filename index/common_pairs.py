"""How common two neighbouring characters are in running text.

What a name is made of (橘洲, 三服) hardly ever stands beside each other elsewhere; what people ask
with does. The table was counted in the texts that the reader was trained on (``index/pairs``,
``python -m index.train_pairs``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "pairs"
TABLE = "pairs.npz"
LEAST = 7  # texts that a pair must stand in to be kept; those left out count as _UNKNOWN
_HIGHEST, _UNKNOWN = 8, 1  # levels: how often the number of texts can be halved
_FIRST, _CHARACTERS = 0x4E00, 0x51F0
HAN = re.compile("[\u4e00-\u9fff]+")


def pairs_in(text: str) -> Iterator[str]:
    """Each two neighbouring Chinese characters, in order."""
    return (run[at : at + 2] for run in HAN.findall(text) for at in range(len(run) - 1))


def rarity(pair: str) -> float:
    """0 for two Chinese characters that one text in 700 says or more, near 1 where none does."""
    codes, levels = _table()
    code = _code(pair)
    at = int(np.searchsorted(codes, code))
    known = at < len(codes) and codes[at] == code
    return 1 - (int(levels[at]) if known else _UNKNOWN) / _HIGHEST


def save(times: Mapping[str, int], folder: Path) -> int:
    """Writes the table of how many texts say each pair; how many pairs it keeps."""
    kept = sorted((_code(pair), said) for pair, said in times.items() if said >= LEAST)
    codes = np.array([code for code, _ in kept], np.uint32)
    levels = [min(_HIGHEST, (1 + said).bit_length() - 1) for _, said in kept]
    folder.mkdir(parents=True, exist_ok=True)
    steps = np.diff(codes, prepend=np.uint32(0))  # small numbers are packed better
    np.savez_compressed(folder / TABLE, steps=steps, levels=np.array(levels, np.uint8))
    return len(kept)


@cache
def _table() -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    with np.load(SHIPPED / TABLE) as kept:
        return np.cumsum(kept["steps"], dtype=np.uint32), kept["levels"]


def _code(pair: str) -> int:
    first, second = map(ord, pair)
    return (first - _FIRST) * _CHARACTERS + second - _FIRST
