"""Where a query's words stand in a clause: code-point offsets into the verbatim text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

Span = tuple[int, int]

WIDTH = 120
_STOPS = "。；：，、！？\n\t "


def marks(text: str, parts: Iterable[str]) -> list[Span]:
    """Half-open spans of ``text`` that match one of ``parts``, words or phrases, disjoint.

    In order. Width, case and white space inside a part do not matter. A single character counts
    only beside another match, or where there is nothing longer.
    """
    folded, places = _folded(text)
    spans = []
    for part in dict.fromkeys(parts):
        wanted, _ = _folded(part)
        at = folded.find(wanted) if wanted else -1
        while at >= 0:
            spans.append((places[at], places[at + len(wanted) - 1] + 1))
            at = folded.find(wanted, at + 1)
    spans = _merged(text, sorted(spans))
    longer = [(start, end) for start, end in spans if end - start > 1]
    return longer or spans


def snippet(text: str, spans: Sequence[Span], width: int = WIDTH) -> Span:
    """The stretch of at most ``width`` code points of ``text`` that holds most of ``spans``.

    It begins a little before the first of them, where it can with a part of a sentence.
    """
    if len(text) <= width:
        return 0, len(text)
    starts = [0, *(_opening(text, start, width // 6) for start, _ in spans)]

    def held(start: int) -> int:
        return sum(b - a for a, b in spans if start <= a and b <= start + width)

    best = min(max(starts, key=held), len(text) - width)
    return best, best + width


def _opening(text: str, at: int, before: int) -> int:
    """Where to begin at most ``before`` code points before ``at``: after a punctuation mark."""
    first = max(0, at - before)
    for start in range(first, at):
        if start == 0 or text[start - 1] in _STOPS:
            return start
    return first


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
