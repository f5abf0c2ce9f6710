"""Is a claim what the cited text says?

Each sentence of a claim is held against one place of the text (``coverage``). For *supported* every
value is the one that the place binds to the same words (``binding``), every role is held by the one
who holds it there (``roles``), nothing is denied or allowed on one side only (``deny``), every word
stands there or means the same, and no condition or limit is left out (``guards``). A value, role,
denial or excluded word that differs is *contradicted*. What the place does not have needs
judgement: *not covered*, and the differences name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from ingest.facts.spans import sentences
from qa_api.verify.binding import exchanged_values, value_difference
from qa_api.verify.counts import count_difference, count_of, is_counted
from qa_api.verify.coverage import Place, content, nearest_place, parallel, places
from qa_api.verify.deny import denial_differences
from qa_api.verify.fold import fold
from qa_api.verify.guards import banned, displaced, dropped
from qa_api.verify.model import ClaimVerdict, Difference
from qa_api.verify.names import name_differences
from qa_api.verify.polarity import negations
from qa_api.verify.roles import Role, claimed_roles, role_differences, role_phrases, stated_roles
from qa_api.verify.statement import Statement, read_statements
from qa_api.verify.values import values
from qa_api.verify.vocabulary import rivals_of
from qa_api.verify.wording import CLOSE, repeated_statement, replaced_words

_ANSWER = re.compile(
    r"^\s*(?:不?(?:可以|需要|能|会|是|对|行|得)|否|是的|有|没有)\s*[，,。](?=.{4})"
)
_EXCEPTED = re.compile(r"([\u4e00-\u9fff]{2,20})(?:除外|不在此列)")
_CONDITION = re.compile(r"的$|^(?:如|若|凡|当|对)")
_ABOUT = 0.4  # share of a claim that a place must have to contradict the rest of it
_SAME = 0.8  # share from which a claim and a place speak of the same thing


@dataclass(frozen=True, slots=True)
class ClaimResult:
    verdict: ClaimVerdict
    differences: tuple[Difference, ...] = ()

    @property
    def rank(self) -> tuple[int, int]:
        """Better verdicts first, then fewer differences: which of several places was meant."""
        order = {"supported": 0, "contradicted": 1, "not_covered": 2, "none": 3}
        return order[self.verdict], len(self.differences)


@dataclass(frozen=True)
class Source:
    """The cited text as claims are held against it."""

    text: str
    stated: tuple[Statement, ...]
    places: tuple[Place, ...]
    roles: tuple[Role, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Judged:
    """What speaks against one sentence of a claim, and the place it was held against."""

    wrong: tuple[Difference, ...] = ()
    open: tuple[Difference, ...] = ()
    place: Place | None = None
    is_full: bool = False  # a value and two words of its own

    @property
    def is_supported(self) -> bool:
        return not (self.wrong or self.open)


def judge_claim(
    claim: str, text: str, around: str, year: int | None = None, names: Sequence[str] = ()
) -> ClaimResult:
    """The verdict on ``claim`` by ``text``; ``around`` is what else belongs to it (headings, title,
    column heads). ``year`` is what a date without one means; ``names`` are persons in ``text``."""
    if not fold(claim).chars:
        return ClaimResult("none")
    stated = read_statements(text, year)
    found = tuple(places(stated, around))
    source = Source(text, tuple(stated), found, tuple(stated_roles(stated)), tuple(names))
    judged = [_judged(part, source) for part in claim_parts(claim)]
    wrong = tuple(difference for one in judged for difference in one.wrong)
    differences = tuple(dict.fromkeys((*wrong, *(d for one in judged for d in one.open))))
    if wrong:
        return ClaimResult("contradicted", differences)
    return ClaimResult("not_covered" if differences else "supported", differences)


def _judged(part: Statement, source: Source) -> _Judged:
    """As a whole; else piece by piece, where no piece is the condition of another."""
    if _stands_verbatim(part, source):
        return _Judged()
    whole = _compared(part, source)
    if whole.is_supported:
        return whole
    pieces = [_compared(piece, source) for piece in _pieces(part)]
    if pieces and all(judged.is_supported for judged in pieces) and _apart(pieces):
        return _Judged()
    return whole


def _stands_verbatim(part: Statement, source: Source) -> bool:
    """Is the sentence one of the text's, or the end of one from a comma on?"""
    for statement in source.stated:
        if statement.lead and negations(fold(statement.lead).chars):
            continue
        pieces = [fold(piece).chars for piece in re.split("[，,：:；;。]", statement.text)]
        for start in range(len(pieces)):
            if "".join(pieces[start:]) == part.bare:
                return not any(map(_CONDITION.search, pieces[:start]))
    return False


def _pieces(part: Statement) -> list[Statement]:
    """The pieces between commas, each a statement of its own; none where one is a condition.

    Without commas, the pieces that 和 joins, where each has a value.
    """
    texts = [text for text in re.split(r"[，,]", part.text) if fold(text).chars]
    if len(texts) < 2:
        texts = re.split(r"和|以及|及|、", part.text)
        if not all(values(fold(text, punctuation=True).chars) for text in texts):
            return []
    if len(texts) < 2 or any(_CONDITION.search(fold(text).chars) for text in texts):
        return []
    pieces = [piece for text in texts for piece in read_statements(text, None)]
    return pieces if all(content(p).words or p.values for p in pieces) else []


def _apart(pieces: Sequence[_Judged]) -> bool:
    """Do the pieces stand in sentences that say different kinds of things, or say each its own?"""
    held = [piece.place.statements for piece in pieces if piece.place]
    if len(set(held)) < len(held):
        return False  # of one sentence: what joins them there was already judged
    if all(piece.is_full for piece in pieces):
        return True
    stated = {s.start: s for piece in pieces if piece.place for s in piece.place.statements}
    return not any(parallel(a, b) for a, b in combinations(stated.values(), 2))


def _compared(part: Statement, source: Source) -> _Judged:
    claimed = claimed_roles(part)
    about = content(part, [role.phrase for role in claimed])
    place = nearest_place(about if about.words else content(part), source.places, part.bare)
    if place is None:
        return _Judged(open=(Difference("text", part.chars, ""),))
    borne = role_phrases(claimed, place, source.roles)
    found = content(part, borne)
    place = nearest_place(found, source.places, part.bare) or place
    share = found.words_share(place)
    near, same = share >= _ABOUT, share >= _SAME
    wrong = list(role_differences(claimed, place, source.roles))
    open_: list[Difference] = []
    for difference, is_wrong in _values(part, place, source):
        (wrong if is_wrong and near else open_).append(difference)
    wrong += [*displaced(part, place), *banned(part, found, place)] if near else []
    wrong += name_differences(part, source.names, source.text)
    stated = place.statements
    wrong += denial_differences(part, stated, stated if same else source.stated)
    in_other_words = borne and repeated_statement(part, stated, CLOSE) is None
    swapped, changed = ([], []) if in_other_words else replaced_words(part, stated)
    denied = any(difference.kind == "negation" for difference in wrong)
    wrong += [d for d in swapped if d.kind != "negation" or not denied]
    unmet = found.unmet(place)
    wrong += _excluded(part, unmet, place) if near else []
    if unmet:
        open_ += changed or [Difference("text", word, "") for word in unmet]
    open_ += [d for d in changed if d.kind == "negation"]
    if not wrong and not open_:
        open_ += dropped(part, found, place)
    full = bool(part.values) and len(found.words) >= 2
    return _Judged(tuple(wrong), tuple(_without_names(open_, wrong)), place, full)


def _without_names(open_: Sequence[Difference], wrong: Sequence[Difference]) -> list[Difference]:
    """What is open, but for the characters of a name that is wrong already."""
    said = {char for name in wrong if name.kind == "name" for char in name.claimed}
    return [d for d in open_ if d.kind != "text" or not said & set(d.claimed)]


def _excluded(part: Statement, unmet: Sequence[str], place: Place) -> Iterator[Difference]:
    """A word that the text does not have, for one that excludes it in the same surroundings."""
    for word in unmet:
        at = part.bare.lower().find(word)
        after = part.bare[at + len(word) : at + len(word) + 2].lower()
        for rival in sorted(rivals_of(word)):
            if len(after) == 2 and rival + after in place.own and word + after not in place.known:
                yield Difference("text", word + after, rival + after)
                break


def _values(part: Statement, place: Place, source: Source) -> Iterator[tuple[Difference, bool]]:
    """Values that the place does not bind to the same words, and whether the text says another.

    What stands with those words elsewhere in the text is not wrong, but needs a person.
    """
    for difference in exchanged_values(part, place.statements):
        yield difference, True
    for value in part.values:
        found = value_difference(part, value, place.statements)
        if found is None or (not found[1] and is_counted(value, part)):
            continue
        counted = count_of(value, part, place)
        if counted is not None:
            if str(counted) != value.key:
                yield count_difference(value, counted), True
            continue
        anywhere = value_difference(part, value, source.stated)
        if found[1] and anywhere is None:
            yield found[0], False
        else:
            yield anywhere or found


def claim_parts(claim: str) -> Iterator[Statement]:
    """The sentences of a claim, without the 可以 or 不可以 that answers a question before it."""
    for start, end in sentences(claim):
        said = _EXCEPTED.sub(r"不含\1", _ANSWER.sub("", claim[start:end]))
        yield from read_statements(said, None)
