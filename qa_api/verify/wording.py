"""Where a claim repeats a sentence but for some words: which of the changes are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.words import words
from qa_api.verify.align import Change, changes, nearest
from qa_api.verify.fold import fold
from qa_api.verify.model import Difference
from qa_api.verify.polarity import NEGATION, RESTRICTION, negations
from qa_api.verify.statement import Statement
from qa_api.verify.vocabulary import idle_words, rivals_of, same_as

_FIRST = 3  # characters within which a claim that opens with a denial has it
CLOSE = 0.15  # and up to which every denial has its counterpart
_NEAR = 0.34  # edit distance a character up to which a claim repeats the notice's own sentence
_ORGAN = re.compile(
    r"(?:部|处|室|科|中心|会|局|厅|院|所|委|办|组|公司|学校|大学|学会|协会|单位|企业|省|市|县|区)$"
)
_DENIES = re.compile(r"(?:不得?|未|无|非|严?禁止?|互不|不予|不能|不可以?|没有?|免)$")
_BOUND = re.compile(r"不(?:得|应|能)?[少低高多大小长短晚早迟][于]|不(?:得|应|能)?超过|不[足满]")
_ALLOWS = re.compile(r"可以?|均可|都可|允许|能|也")
_CONTENT = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")


def replaced_words(
    part: Statement, stated: Sequence[Statement]
) -> tuple[list[Difference], list[Difference]]:
    """Where the claim repeats a sentence but for some words: what is wrong, what is open.

    A body, a denial or a limit exchanged is wrong; other words exchanged, or a limit dropped, a
    person must judge.
    """
    wrong: list[Difference] = []
    open_: list[Difference] = []
    statement = repeated_statement(part, stated)
    if statement is None:
        return wrong, open_
    window = nearest(part.bare, statement.bare)
    source = statement.bare[window.start : window.end]
    plain = len(negations(source)) == 1 or window.cost <= CLOSE * len(part.bare)
    opens = any(negation.start <= _FIRST for negation in negations(part.bare))
    for negation in negations(statement.bare) if plain and not opens else ():
        if negation.start < window.start <= negation.end:  # 未经确认 repeated from 经确认 on
            wrong.append(Difference("negation", part.bare[:4], str(negation)))
    spoken = _value_places(part)
    for change in changes(part.bare, source):
        if any(change.p0 <= at < change.p1 for at in spoken):
            continue
        difference, is_wrong = _judged(part.bare, source, change, statement.bare.lower(), plain)
        if difference is not None:
            (wrong if is_wrong else open_).append(difference)
    return wrong, open_


def _judged(
    claim: str, source: str, change: Change, sentence: str, plain: bool
) -> tuple[Difference | None, bool]:
    """``plain``: so close, or with so few denials, that a denial on one side only is wrong."""
    said, there = claim[change.p0 : change.p1], source[change.t0 : change.t1]
    bounds = [match.span() for match in _BOUND.finditer(source)]
    in_bound = any(start < change.t1 and change.t0 < end for start, end in bounds)
    denies = _denies(there) and not _denies(said)
    if plain and not in_bound and denies:
        around = claim[max(0, change.p0 - 3) : change.p1 + 3]
        return Difference("negation", around, source[max(0, change.t0 - 3) : change.t1 + 3]), True
    limit = RESTRICTION.search(there)
    if limit and not RESTRICTION.search(claim[change.p0 : change.p1 + 1]):
        return Difference("negation", said, there), bool(_ALLOWS.search(said))
    said, there = _word_at(claim, change.p0, change.p1), _word_at(source, change.t0, change.t1)
    if not (said and there and _matters(said) and _matters(there)):
        return None, False
    if _exclude(said, there):
        return Difference("name" if _ORGAN.search(said) else "text", said, there), True
    if any(form in sentence for form in (said.lower(), *same_as(said))):
        return None, False
    whole = said if _ORGAN.search(said) else said + claim[change.p1 : change.p1 + 1]
    alike = _ORGAN.search(said) or (_ORGAN.search(whole) and whole[-1] == there[-1])
    if alike and _ORGAN.search(there):
        return Difference("name", whole, there), True
    return Difference("text", said, there), False


def _denies(chars: str) -> bool:
    return bool(_DENIES.search(chars) or NEGATION.search(chars + "　"))


def _exclude(said: str, there: str) -> bool:
    """省级学会 for 全国学会: the words that differ exclude one another."""
    ours, theirs = set(words(said)), set(words(there))
    return any(rivals_of(word) & (theirs - ours) for word in ours - theirs)


def repeated_statement(
    part: Statement, stated: Sequence[Statement], near: float = _NEAR
) -> Statement | None:
    """The sentence that the claim repeats, but for a few characters (``near`` of its own)."""
    best, found = near, None
    for statement in stated:
        share = nearest(part.bare, statement.bare).cost / max(1, len(part.bare))
        if share <= best:
            best, found = share, statement
    return found


def _value_places(part: Statement) -> set[int]:
    """Offsets in ``part.bare`` that belong to values."""
    places: set[int] = set()
    for value in part.values:
        text = fold(value.text).chars
        at = part.bare.find(text)
        places.update(range(at, at + len(text)) if at >= 0 else ())
    return places


def _matters(text: str) -> bool:
    return bool(_CONTENT.search(text)) and not all(map(_is_idle, words(text)))


def _is_idle(word: str) -> bool:
    return word in idle_words() or word[0].isdecimal() or bool(NEGATION.fullmatch(word))


def _word_at(chars: str, start: int, end: int) -> str:
    """The changed characters with the word that they stand in; nothing for nothing."""
    if start == end:
        return ""
    at = 0
    for word in _in_order(chars):
        first, at = at, at + len(word)
        if first < end and start < at:
            start, end = min(start, first), max(end, at)
    return chars[start:end]


def _in_order(chars: str) -> Iterator[str]:
    """``chars`` cut into words without overlap."""
    at = 0
    for word in words(chars):
        place = chars.lower().find(word, at)
        if place < at:
            continue
        if place > at:
            yield chars[at:place]
        yield chars[place : place + len(word)]
        at = place + len(word)
    if at < len(chars):
        yield chars[at:]
