"""A hit as people read it: the passage that matched, its words marked, and why it was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.records import ClauseRecord, Hit
from qa_api.web.citing import spoken
from qa_api.web.flow import flowing
from qa_api.web.views import Piece

SHOWN = 220  # characters of a clause before the rest is folded away
_BEFORE = 40
_NEAR = 0.45  # cosine from which meaning alone is worth a word


@dataclass(frozen=True, slots=True)
class Found:
    """``shown`` is the passage, ``whole`` the clause where the passage is only a part of it."""

    clause: ClauseRecord
    heading: tuple[Piece, ...]
    shown: tuple[Piece, ...]
    whole: tuple[Piece, ...]
    why: tuple[str, ...]


def found(hit: Hit, phrases: Sequence[str]) -> Found:
    clause = hit.clause
    words = [*phrases, *(clause.text[start:end] for start, end in hit.marks)]
    words += [str(word) for word in hit.why.get("words", ()) if len(word) > 1]
    heading, text = _headed(clause)
    pieces = tuple(marked(text, words))
    passage = _passage(text, words)
    shown = pieces if passage == text else tuple(marked(passage, words))
    whole = pieces if passage != text else ()
    return Found(clause, tuple(marked(heading, words)), shown, whole, tuple(_why(hit, phrases)))


def _headed(clause: ClauseRecord) -> tuple[str, str]:
    """Heading and text of a clause, the heading not twice; its number where it has none."""
    text = _readable(clause)
    heading = flowing(clause.path[-1]) if clause.path else ""
    if not heading or heading.endswith("…"):
        return spoken(clause.number), text
    return heading, text.removeprefix(heading).strip()


def _readable(clause: ClauseRecord) -> str:
    """A table row with its cells apart; other text with its lines joined."""
    if clause.kind in ("row", "table"):
        return re.sub(r"\t+", "　", clause.text).strip()
    return flowing(clause.text)


def _passage(text: str, words: Sequence[str]) -> str:
    """The part of a long text around its first marked word."""
    if len(text) <= SHOWN:
        return text
    pattern = _pattern(words)
    first = pattern.search(text) if pattern else None
    start = max(0, first.start() - _BEFORE) if first else 0
    start = min(start, len(text) - SHOWN)
    end = start + SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def marked(text: str, words: Sequence[str]) -> Iterator[Piece]:
    """``text`` in runs, those that are one of ``words`` marked."""
    pattern, at = _pattern(words), 0
    for match in pattern.finditer(text) if pattern else ():
        if match.start() > at:
            yield Piece(text[at : match.start()])
        yield Piece(match[0], marked=True)
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """Any of the words, longest first, width and case aside, white space inside allowed."""
    bare = {re.sub(r"\s+", "", word) for word in words}
    ordered = sorted(filter(None, bare), key=lambda word: (-len(word), word))
    if not ordered:
        return None
    return re.compile("|".join(r"\s*".join(map(_either_width, w)) for w in ordered), re.IGNORECASE)


def _either_width(char: str) -> str:
    code = ord(char)
    if 0x21 <= code <= 0x7E:
        return f"[{re.escape(char)}{re.escape(chr(code + 0xFEE0))}]"
    if 0xFF01 <= code <= 0xFF5E:
        return f"[{re.escape(char)}{re.escape(chr(code - 0xFEE0))}]"
    return re.escape(char)


def _why(hit: Hit, phrases: Sequence[str]) -> Iterator[str]:
    """Which words stand in the clause, which above it, and whether the meaning is near."""
    if phrases:
        yield f"原样含有{_listed(phrases)}"
    matched = map(str, hit.why.get("words", ()))
    words = [word for word in matched if not any(word in phrase for phrase in phrases)]
    inside = [word for word in words if (p := _pattern([word])) and p.search(hit.clause.text)]
    above = [word for word in words if word not in inside]
    if inside:
        yield f"条款里有{_listed(inside)}"
    if above:
        yield f"标题或通知名里有{_listed(above)}"
    if alike := [str(word) for word in hit.why.get("alike", ())]:
        yield f"有近义的{_listed(alike)}"
    cosine = hit.why.get("vector")
    if cosine is not None and cosine >= _NEAR:
        yield "意思相近"
    elif not words and not alike and not phrases and hit.score and cosine:
        yield "没有相同的词，意思较近"


def _listed(words: Sequence[str]) -> str:
    return "、".join(f"“{word}”" for word in words)
