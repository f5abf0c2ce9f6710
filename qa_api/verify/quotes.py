"""Does a quote stand where it is said to stand, letter by letter?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import KnowledgeBase
from index.query import Query
from index.records import ClauseRecord
from qa_api.verify.align import Window, changes, nearest, shortened
from qa_api.verify.clauses import Passage
from qa_api.verify.fold import Folded, fold
from qa_api.verify.model import Difference, DifferenceKind, QuoteVerdict
from qa_api.verify.polarity import RESTRICTION, negations
from qa_api.verify.values import Value, values

_ELLIPSIS = re.compile(r"\s*(?:…+|\.{3,}|。{2,}|⋯+|[\[（(]\s*(?:…+|略)\s*[\])）])\s*")
_NEAR = 0.4  # edit distance for each character of a quote that is still called altered
_MOST_LEFT_OUT = 400  # characters that may be missing in the middle


@dataclass(frozen=True, slots=True)
class QuoteResult:
    """``clause`` is where the quote stands, or what it was altered from."""

    verdict: QuoteVerdict
    clause: ClauseRecord | None = None
    differences: tuple[Difference, ...] = ()


def judge_quote(
    quote: str, cited: Passage | None, notice: Passage | None, kb: KnowledgeBase
) -> QuoteResult:
    """The verdict on ``quote`` for the ``cited`` passage of a ``notice`` (None where not found)."""
    quote = quote.strip().strip('“”"「」')
    if not fold(quote).chars:
        return QuoteResult("none")
    if cited and (found := _verbatim(quote, cited)):
        return found
    if notice and (found := _verbatim(quote, notice)) and found.verdict != "altered":
        return QuoteResult("elsewhere", found.clause)
    if other := _in_other_notices(quote, kb):
        return QuoteResult("elsewhere", other)
    for passage in (cited, notice):
        if passage and (altered := _altered(quote, passage)):
            return altered
    return QuoteResult("absent")


def _verbatim(quote: str, passage: Passage) -> QuoteResult | None:
    """Exact, or but for spacing and marks; a cut through a number or off a 不得 is altered."""
    text = passage.text
    pieces = [piece for piece in _ELLIPSIS.split(quote) if fold(piece).chars]
    exact = len(pieces) == 1 and text.find(quote) >= 0
    whole, at, first = fold(text), 0, None
    for piece in pieces:
        start = _find(fold(piece).chars, whole, at)
        if start < 0:
            return None
        if first is None:
            first = start
        elif lost := _lost_between(whole.chars[at:start]):
            return QuoteResult("altered", _clause(passage, whole, first), (lost,))
        exact = exact or (len(pieces) > 1 and all(piece in text for piece in pieces))
        at = start + len(fold(piece).chars)
    assert first is not None
    clause = _clause(passage, whole, first)
    if cut := _cut_off(whole, first, at):
        return QuoteResult("altered", clause, (cut,))
    return QuoteResult("exact" if exact else "spacing", clause)


def _find(piece: str, whole: Folded, at: int) -> int:
    """The first place from ``at`` where ``piece`` stands and nothing is cut, else any place."""
    first = start = whole.chars.find(piece, at)
    while start >= 0:
        if not _cut_off(whole, start, start + len(piece)):
            return start
        start = whole.chars.find(piece, start + 1)
    return first


def _lost_between(chars: str) -> Difference | None:
    """An ellipsis must not swallow a negation."""
    found = negations(chars)
    if found and len(chars) <= _MOST_LEFT_OUT and found[-1].end >= len(chars) - 6:
        return Difference("negation", "……", str(found[-1]))
    return None


def _cut_off(whole: Folded, start: int, end: int) -> Difference | None:
    """What stands right before or after and changes the meaning: the rest of a number, 不得."""
    chars = whole.chars
    if _joined(whole, start):
        number = re.search(r"[\d.:,-]*$", chars[:start])
        return Difference(
            "number",
            chars[start : start + 4],
            (number[0] if number else "") + chars[start : start + 4],
        )
    if _joined(whole, end):
        number = re.match(r"[\d.:,-]*", chars[end:])
        return Difference(
            "number", chars[end - 4 : end], chars[end - 4 : end] + (number[0] if number else "")
        )
    if end < len(chars) and chars[end - 1].isdecimal() and chars[end] in "万亿%‰":
        return Difference("unit", chars[end - 1 : end], chars[end - 1 : end + 2])
    before = chars[max(0, start - 5) : start]
    for negation in negations(before):
        if negation.end == len(before):
            return Difference("negation", "", negation.word)
    return None


def _joined(whole: Folded, at: int) -> bool:
    """Is ``at`` inside a number?"""
    chars = whole.chars
    if 0 < at < len(chars) and re.search(r"[\n\t]", whole.verbatim(at - 1, at + 1)):
        return False
    return bool(
        0 < at < len(chars)
        and (
            (chars[at - 1].isdecimal() and chars[at].isdecimal())
            or (
                chars[at - 1] in ".:"
                and at > 1
                and chars[at].isdecimal()
                and chars[at - 2].isdecimal()
            )
            or (
                chars[at] in ".:"
                and chars[at - 1].isdecimal()
                and chars[at + 1 : at + 2].isdecimal()
            )
        )
    )


def _in_other_notices(quote: str, kb: KnowledgeBase) -> ClauseRecord | None:
    """A clause anywhere in the knowledge base that holds the quote."""
    if len(fold(quote).chars) < 8:
        return None
    hits = kb.search(Query(text=quote, phrases=(quote,), limit=3, include_superseded=True)).hits
    for hit in hits:
        found = _verbatim(quote, Passage((hit.clause,)))
        if found and found.verdict != "altered":
            return hit.clause
    return None


def _altered(quote: str, passage: Passage) -> QuoteResult | None:
    pattern, whole = fold(quote), fold(passage.text)
    window = shortened(pattern.chars, whole.chars)
    if window is None or window.cost > _MOST_LEFT_OUT:
        window = nearest(pattern.chars, whole.chars)
        if window.cost > _NEAR * len(pattern.chars):
            return None
    clause = _clause(passage, whole, window.start)
    return QuoteResult("altered", clause, tuple(_differences(pattern, whole, window)))


def _clause(passage: Passage, whole: Folded, at: int) -> ClauseRecord:
    return passage.clause_at(whole.span(at, at + 1)[0])


def _differences(quote: Folded, whole: Folded, window: Window) -> Iterator[Difference]:
    """Each change, widened to the value that it is part of."""
    claimed_values, stated_values = _placed(quote.text), _placed(whole.text)
    seen: set[tuple[str, str]] = set()
    for change in changes(quote.chars, whole.chars[window.start : window.end]):
        said, value1 = _widened(quote, change.p0, change.p1, claimed_values)
        there, value2 = _widened(
            whole, window.start + change.t0, window.start + change.t1, stated_values
        )
        if value1 or value2:
            said = said or _opposite(value2, claimed_values)
        if (said, there) not in seen:
            seen.add((said, there))
            yield Difference(kind_of(value1, value2, said, there), said, there)


def _opposite(value: Value | None, others: Sequence[Value]) -> str:
    return next((other.text for other in others if value and other.agrees(value)), "")


def _placed(text: str) -> list[Value]:
    """Values with their offsets in ``text`` itself."""
    plain = fold(text, punctuation=True)
    found = []
    for value in values(plain.chars):
        start, end = plain.span(value.start, value.end)
        found.append(_moved(value, start, end))
    return found


def _moved(value: Value, start: int, end: int) -> Value:
    return Value(
        value.kind, value.key, value.text, start, end, value.unit, value.digits, value.bound
    )


def _widened(
    text: Folded, start: int, end: int, known: Sequence[Value]
) -> tuple[str, Value | None]:
    first, last = text.span(start, end)
    for value in known:
        if (value.start < last and first < value.end) or (
            first == last and value.start < first < value.end
        ):
            first, last = min(first, value.start), max(last, value.end)
            return text.text[first:last].strip(), value
    return text.text[first:last].strip(), None


def kind_of(claimed: Value | None, stated: Value | None, said: str, there: str) -> DifferenceKind:
    """What sort of difference it is, by the values that differ or the words."""
    if (
        claimed
        and stated
        and claimed.kind == stated.kind == "number"
        and claimed.digits == stated.digits
    ):
        return "unit"
    value = claimed or stated
    if value:
        kinds: dict[str, DifferenceKind] = {
            "date": "date",
            "clock": "date",
            "number": "number",
            "phone": "phone",
        }
        return kinds.get(value.kind, "text")
    if negations(fold(said).chars) or negations(fold(there).chars) or RESTRICTION.search(there):
        return "negation"
    return "text"
