"""Where a query's words stand in a clause: code-point offsets into the verbatim text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from index.words import words

Span = tuple[int, int]


def marks(text: str, query: str, phrases: Sequence[str] = ()) -> list[Span]:
    """Half-open spans of ``text`` that match a word of ``query`` or a phrase, in order, disjoint.

    Width, case and white space inside a word do not matter.
    """
    folded, places = _folded(text)
    spans = []
    for part in dict.fromkeys([*words(query), *phrases]):
        wanted, _ = _folded(part)
        at = folded.find(wanted) if wanted else -1
        while at >= 0:
            spans.append((places[at], places[at + len(wanted) - 1] + 1))
            at = folded.find(wanted, at + 1)
    return _merged(text, sorted(spans))


def snippet(text: str, query: str, width: int = 120, phrases: Sequence[str] = ()) -> Span:
    """The stretch of at most ``width`` code points of ``text`` that holds the most marked ones."""
    spans = marks(text, query, phrases)
    starts = [0, *(max(0, start - width // 6) for start, _ in spans)]
    best = max(
        starts, key=lambda s: sum(min(b, s + width) - a for a, b in spans if s <= a < s + width)
    )
    return best, min(len(text), best + width)


def _folded(text: str) -> tuple[str, list[int]]:
    """Normalised characters without white space, and where in ``text`` each comes from."""
    chars: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        plain = unicodedata.normalize("NFKC", char).lower()
        kept = [c for c in plain if not c.isspace()]
        chars += kept
        places += [at] * len(kept)
    return "".join(chars), places


def _merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans that touch, or have only white space between them, become one."""
    out: list[Span] = []
    for start, end in spans:
        if out and not text[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
