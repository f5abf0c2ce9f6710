"""How well a unit meets a question, from the words alone.

A word met in the unit counts fully, one met only in its headings, clause or notice title less; a
rare noun weighs more than a common verb. Constants were chosen on the dev questions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.thesaurus import synonyms
from qa_api.abbreviations import abbreviates, written_out
from qa_api.question import Question, substance
from qa_api.runs import longest_run
from qa_api.scope import Scope
from qa_api.units import Unit, View, view
from qa_api.years import speaks_explicitly

_IN_UNIT, _IN_PATH, _BY_SYNONYM, _IN_CLAUSE, _IN_TITLE = 1.0, 0.95, 0.8, 0.6, 0.5
_HINT, _RUN, _SCOPE, _YEAR = 0.12, 0.3, 0.25, 0.12
_RUN_LENGTH = 12  # characters in a row that are as good as any
_LONG, _TOO_LONG = 90, 0.06  # a longer unit meets words by its length alone
# Opening sentences repeat the words of a whole notice and rule nothing.
_OPENING = 0.1
_OPENS_NEWS = re.compile(r"新华社|记者[^，。]{0,12}(?:从|获悉|了解)|[（(]记者|讯[（(]|新闻发布会上")
_OPENS_LETTER = re.compile(r"\W*(?:为|根据|按照)[^，。]{0,40}(?:精神|部署|要求|工作|贯彻|落实)")
_NAMED = 0.45  # strength of scope from which the naming words need no further proof
_COVERED = 0.6  # share of a compound that its known parts make up
_PART = 0.6  # a part of a compound (子项 of 子项目) is the same thing asked for once more
_MOST_RARE_VERB = 3.0
_MOST_RARE_UNKNOWN = 2.5


@dataclass(frozen=True, slots=True)
class Scored:
    """``met``: weighted share of the question's words met at all; ``own``: in unit or headings."""

    unit: Unit
    score: float
    met: float
    own: float

    def raised(self, bonus: float) -> Scored:
        """With ``bonus`` added to its score."""
        return Scored(self.unit, self.score + bonus, self.met, self.own)


@dataclass(slots=True)
class Scorer:
    """Scores units for one question; each unit once."""

    question: Question
    scope: Scope
    weights: Mapping[str, float]
    known: dict[tuple[str, int, int], Scored] = field(default_factory=dict)
    alike: dict[str, tuple[str, ...]] = field(init=False)
    where: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.alike = {term: synonyms(term) for term in self.weights}
        places = self.question.places
        self.where = frozenset(t for t in self.weights if any(place in t for place in places))

    def read_out(self, texts: Sequence[str]) -> None:
        """Take what normalised ``texts`` say in full for a word that they only say in full."""
        for term, others in self.alike.items():
            if substance(term) == 1.0 and not any(other in t for t in texts for other in others):
                self.alike[term] = (*others, *written_out(term, texts))

    def score(self, unit: Unit) -> Scored:
        scored = self.known.get(unit.key)
        if scored is None:
            scored = self.known[unit.key] = self._score(unit)
        return scored

    def _score(self, unit: Unit) -> Scored:
        question, around = self.question, view(unit.clause)
        credit, met, own = self._shares(unit, around)
        text = unit.here + around.path
        score = credit
        if question.hints:
            score += _HINT * sum(hint in text for hint in question.hints) / len(question.hints)
        score += _RUN * min(1.0, _run(self._rest(unit), text) / _RUN_LENGTH)
        score += _SCOPE * self.scope.of(unit.clause.notice_id)
        levels = (unit.text, *reversed(unit.clause.path))
        score += _YEAR * any(speaks_explicitly(year, *levels) for year in question.years)
        score -= _OPENING * bool(_OPENS_NEWS.search(unit.text) or _OPENS_LETTER.match(unit.text))
        score -= _TOO_LONG * max(0.0, (len(unit.text) - _LONG) / 100)
        return Scored(unit, score, met, own)

    def _rest(self, unit: Unit) -> str:
        """The question without its asking part and the words that name the unit's notice."""
        rest = self.question.rest
        for said in self.scope.said.get(unit.clause.notice_id, "").split():
            rest = rest.replace(said, " ")
        return rest

    def _shares(self, unit: Unit, around: View) -> tuple[float, float, float]:
        """Credit over all words; and over those that say more than which notice, met and own."""
        notice = unit.clause.notice_id
        is_named = self.scope.of(notice) >= _NAMED
        said = self.scope.said.get(notice, "") if is_named else ""
        total = credit = rest = met = own = 0.0
        for term, weight in self.weights.items():
            level = _IN_UNIT if term in said else self._level(term, unit, around)
            total += weight
            credit += weight * level
            if term in self.where:
                continue  # where it is asked about, not what
            names = term in said or term in around.title or abbreviates(term, around.title)
            if not (is_named and names):
                rest += weight
                met += weight * (1.0 if level >= _IN_TITLE else level)
                own += weight * (level >= _BY_SYNONYM)
        if not rest:  # nothing was asked but the notice itself
            return (credit / total if total else 0.0), 1.0, 1.0
        return credit / total, met / rest, own / rest

    def _level(self, term: str, unit: Unit, around: View) -> float:
        if term in unit.here:
            return _IN_UNIT
        if term in around.path:
            return _IN_PATH
        for other in self.alike[term]:
            if other in unit.here or other in around.path:
                return _BY_SYNONYM
        if term in around.whole:
            return _IN_CLAUSE
        named = term in around.title or abbreviates(term, around.title)
        return _IN_TITLE if named else 0.0


def weigh(terms: Sequence[str], frequency: Mapping[str, int], total: int) -> dict[str, float]:
    """Weight of each word: its rarity (inverse document frequency) times its substance."""
    return {term: _weight(term, frequency[term], total, terms) for term in terms}


def _weight(term: str, frequency: int, total: int, terms: Sequence[str]) -> float:
    """Rarity times substance.

    A compound never seen (项目管理, 对接会) is judged by its parts (项目, 管理; 对接); a rare word
    that is no noun is likely just the asker's way of speaking (打算, 一块).
    """
    parts = [other for other in terms if other != term and other in term]
    if not frequency and sum(map(len, parts)) >= _COVERED * len(term):
        return 0.1
    rarity = math.log(1 + (total + 1) / (frequency + 0.5))
    if not frequency:  # what no clause says tells none from another
        rarity = min(rarity, _MOST_RARE_UNKNOWN)
    worth = substance(term) * (
        _PART if any(term in other for other in terms if other != term) else 1
    )
    return worth * (rarity if substance(term) == 1.0 else min(rarity, _MOST_RARE_VERB))


def _run(rest: str, text: str) -> int:
    """Length of the longest piece of the question (no asking words) that stands in ``text``."""
    return max((len(longest_run(piece, text)) for piece in rest.split()), default=0)
