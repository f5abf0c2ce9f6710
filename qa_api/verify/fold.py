"""Text in the form in which quotes are compared, each character leading back to where it stood.

Width, white space and punctuation are folded away; a mark between two letters or digits stays
(1.5, 17:00, 2021-2023, an e-mail), for there it is part of a value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−~～"), "-")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Folded:
    """``chars[i]`` came from ``text[origin[i]]``."""

    text: str
    chars: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """``[start, end)`` of ``chars`` as offsets in ``text``."""
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else len(self.text)
            return at, at
        return self.origin[start], self.origin[end - 1] + 1

    def verbatim(self, start: int, end: int) -> str:
        first, last = self.span(start, end)
        return self.text[first:last]


def fold(text: str, *, punctuation: bool = False) -> Folded:
    """``text`` without width, white space and marks between words.

    With ``punctuation`` the marks stay, and so does one blank between two numbers or Latin words.
    """
    pairs = list(_characters(text))
    if punctuation:
        pairs = [pair for at, pair in enumerate(pairs) if _separates(pairs, at)]
    else:
        pairs = [pair for pair in pairs if not pair[0].isspace()]
        pairs = [(_alike(pair[0]), pair[1]) for at, pair in enumerate(pairs) if _counts(pairs, at)]
    return Folded(text, "".join(char for char, _ in pairs), tuple(at for _, at in pairs))


def _characters(text: str) -> Iterator[tuple[str, int]]:
    for at, char in enumerate(text):
        for plain in unicodedata.normalize("NFKC", char).translate(_DASHES):
            yield plain, at


def _separates(pairs: list[tuple[str, int]], at: int) -> bool:
    """Any character but white space; of that, the first between two numbers or Latin words."""
    if not pairs[at][0].isspace():
        return True
    after = next((char for char, _ in pairs[at:] if not char.isspace()), " ")
    return at > 0 and _is_plain(pairs[at - 1][0]) and _is_plain(after)


def _counts(pairs: list[tuple[str, int]], at: int) -> bool:
    char = pairs[at][0]
    if unicodedata.category(char)[0] not in "PZC" or char in "%‰":
        return True
    before = pairs[at - 1][0] if at else " "
    after = pairs[at + 1][0] if at + 1 < len(pairs) else " "
    if not (_is_plain(before) and _is_plain(after)):
        return False
    return not (char == "," and _is_group(pairs, at))


def _alike(mark: str) -> str:
    """The marks of a list are one: 3、2021 and 3，2021."""
    return "," if mark in "、;" else mark


def _is_plain(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _is_group(pairs: list[tuple[str, int]], at: int) -> bool:
    """The comma of 1,000."""
    around = "".join(char for char, _ in pairs[at - 1 : at + 5])
    return bool(_GROUPED.match(around, 1))
