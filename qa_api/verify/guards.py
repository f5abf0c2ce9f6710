"""What a claim may not leave out though every word of it stands there: a condition, a denial, a
limit. These ask for a person's judgement; they contradict nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.words import words
from qa_api.verify.coverage import Content, Place
from qa_api.verify.model import Difference
from qa_api.verify.polarity import RESTRICTION, negations
from qa_api.verify.statement import Statement
from qa_api.verify.vocabulary import idle_words

_CUT = re.compile(r"[,，。；;:：]")
_CONDITION = re.compile(r"的$|^(?:如|若|凡|如果|对于|在.{2,20}[时下]$)")
_EXCEPT = re.compile(r"除[^,，。；;]{1,20}外|另有规定|原则上")
_LONGEST = 44  # characters of a condition
_LEAST = 0.34  # share of a condition's words that the claim must have to have it


def dropped(part: Statement, found: Content, place: Place) -> Iterator[Difference]:
    yield from _condition(part, found, place)
    yield from _denial(part, found, place)
    yield from _limit(part, found, place)


def _condition(part: Statement, found: Content, place: Place) -> Iterator[Difference]:
    """…不合格的，取消… claimed as 取消…: the condition is part of what the clause says."""
    for statement in place.statements:
        pieces = [piece for piece in _CUT.split(statement.chars) if piece]
        for order, piece in enumerate(pieces[:-1]):
            rest = "".join(pieces[order + 1 :])
            if not _CONDITION.search(piece) or len(piece) > _LONGEST:
                continue
            asked = _content(piece)
            if not asked or _share(asked, part, place) >= _LEAST:
                continue
            if any(word in rest for word, _ in found.words):
                yield Difference("text", "", piece)


def _denial(part: Statement, found: Content, place: Place) -> Iterator[Difference]:
    """The claim's words stand under a denial that it does not have, or the other way round."""
    said = negations(part.bare)
    for statement in place.statements:
        pieces = [piece for piece in _CUT.split(statement.lead + statement.chars) if piece]
        denied = [piece for piece in pieces if negations(piece)]
        plain = "".join(piece for piece in pieces if piece not in denied)
        if not said:
            for piece in denied:
                word = _only_in(found, piece[negations(piece)[0].end :], plain + place.around)
                if word:
                    yield Difference("negation", word, piece)
                    return
        elif not denied and len(place.statements) == 1 and not negations(place.around):
            yield Difference("negation", str(said[0]), "")


def _only_in(found: Content, scope: str, plain: str) -> str:
    return next(
        (word for word, _ in found.words if len(word) >= 2 and word in scope and word not in plain),
        "",
    )


def _limit(part: Statement, found: Content, place: Place) -> Iterator[Difference]:
    """只能 that only the claim has; 原则上 or 除…外 that only the clause has."""
    own = "".join(statement.lead + statement.chars for statement in place.statements)
    limit = re.search(r"仅限|只限|只能|只可|只有|仅", part.bare)
    if limit and not RESTRICTION.search(own) and not negations(own):
        yield Difference("negation", limit[0], "")
    for statement in place.statements:
        for piece in _CUT.split(statement.chars):
            kept = _EXCEPT.search(piece)
            if kept and not _EXCEPT.search(part.bare) and _share(_content(piece), part, place) > 0.5:
                yield Difference("negation", "", kept[0])


def _content(piece: str) -> list[str]:
    return [w for w in words(piece) if w not in idle_words() and not w[0].isdecimal() and len(w) > 1]


def _share(asked: list[str], part: Statement, place: Place) -> float:
    mine = Place((part,), "")
    return sum(mine.has(word) for word in asked) / len(asked) if asked else 0.0
