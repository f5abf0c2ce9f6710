"""From a question to the sentences that may prove an answer, scored.

``gather`` searches, adds the neighbours that belong to a hit (what a heading heads, what a clause
goes on to say after its items) and scores every sentence by how much of the question it meets: a
word met in the sentence counts fully, one met only in its heading, clause or notice title less.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from index import KnowledgeBase, Query
from index.records import ClauseRecord, FactRecord
from ingest.facts.spans import sentences
from ingest.normal import normal
from ingest.numbering import label_at_start
from qa_api.question import Question, substance
from qa_api.scope import Scope
from qa_api.thesaurus import synonyms
from qa_api.places import provinces_in
from qa_api.years import speaks_explicitly, speaks_of, years_in

SEARCH_LIMIT = 40  # clauses a search brings; the right one is almost always among them
COMPARED = 120  # best sentences that are compared with the question by meaning as well
EXPANDED = 12  # best hits whose neighbours are read as well

_IN_SENTENCE, _IN_PATH, _IN_CLAUSE, _IN_TITLE = 1.0, 0.95, 0.6, 0.5
_YEAR_BONUS = 0.12
_BY_SYNONYM = 0.8
_CLOSENESS = 0.2
_PARAPHRASE = 0.5
_HINT_BONUS = 0.12
_RUN_BONUS = 0.15
_SCOPE_BONUS = 0.25
_FAMILY = 30  # clauses under one number; more make a chapter, not a clause
_MOST_RARE_VERB = 3.0
_LONG = 90  # characters; a longer sentence meets words by its length alone


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, table row or heading that can be quoted: ``text`` is ``notice[start:end]``."""

    clause: ClauseRecord
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Scored:
    """``met``: weighted share of the question's words met anywhere; ``own``: in the unit itself."""

    unit: Unit
    score: float
    met: float
    own: float


@dataclass(slots=True)
class Evidence:
    """All that was found for a question; ``scored`` is best first."""

    question: Question
    scope: Scope
    kb: KnowledgeBase
    scored: list[Scored]
    weights: Mapping[str, float]
    clauses: dict[str, ClauseRecord] = field(default_factory=dict)
    prior: dict[str, float] = field(default_factory=dict)

    years_seen: set[int] = field(default_factory=set)
    closeness: dict[Unit, float] = field(default_factory=dict)

    def score(self, unit: Unit) -> Scored:
        return _score(unit, self)

    def compare(self, units: Sequence[Unit]) -> None:
        """Cosine of the question and each unit under its headings, where a model is installed."""
        embedder = self.kb.embedder()
        if embedder is None or not units:
            return
        texts = [f"{' '.join(unit.clause.path[-2:])} {unit.clause.context or unit.text}" for unit in units]
        vectors = embedder.encode([self.question.text, *texts])
        self.closeness.update(zip(units, (vectors[1:] @ vectors[0]).tolist(), strict=True))

    def about(self, clause: ClauseRecord, unit: Unit) -> Scored:
        """``unit`` scored as part of its numbered clause: by the best sentence under that number.

        牵头单位：… below a list of measures answers for whatever the measures say.
        """
        inner = [
            other for other in notice_clauses(self.kb, clause.notice_id)
            if other.number == clause.number or other.number.startswith(clause.number + "/")
        ]  # fmt: skip
        own = self.score(unit)
        if not clause.number or len(inner) > _FAMILY or clause.kind == "body":
            return own
        best = max((self.score(u) for c in inner for u in units_of(c)), key=lambda s: s.score, default=own)
        return best if best.score > own.score else own

    def barred(self, unit: Unit) -> bool:
        """The unit is about something else: a notice not named, or a year not asked about.

        The other year is noted for the refusal.
        """
        if not self.scope.admits(unit.clause.notice_id, unit.text) or self._elsewhere(unit):
            return True
        if unit.clause.number == "附件说明" and "附件" not in self.question.text:
            return True
        levels = (unit.text, *reversed(unit.clause.path), unit.clause.notice_title, unit.clause.issued_on or "")
        if all(speaks_of(year, *levels) for year in self.question.years):
            return False
        near = next((spans for level in levels if (spans := years_in(level))), [])
        self.years_seen.update(year for span in near for year in span)
        return True

    def _elsewhere(self, unit: Unit) -> bool:
        """The question names a province that the unit's notice never names."""
        asked = provinces_in(self.question.text)
        return bool(asked) and not asked & _provinces_of(self.kb, unit.clause.notice_id)

    def facts(self, kind: str) -> list[FactRecord]:
        """Facts of ``kind`` in the clauses found, and in all clauses of the notices named."""
        found = {id_: None for id_ in self.clauses}
        records = self.kb.facts(kinds=[kind], clause_ids=list(found))
        if self.scope.named:
            records += [
                record
                for record in self.kb.facts(kinds=[kind], notice_ids=list(self.scope.named))
                if record.fact.clause_id not in found
            ]
        return records

    def clause(self, clause_id: str) -> ClauseRecord | None:
        if clause_id not in self.clauses and (found := self.kb.clause(clause_id)):
            self.clauses[clause_id] = found
        return self.clauses.get(clause_id)

    def children(self, clause: ClauseRecord) -> list[ClauseRecord]:
        return [c for c in notice_clauses(self.kb, clause.notice_id) if c.parent == clause.clause_id]


def gather(
    kb: KnowledgeBase, question: Question, scope: Scope, notices: Sequence[str] = ()
) -> Evidence:
    """Search the knowledge base and score every sentence of what it brings."""
    evidence = Evidence(question, scope, kb, [], _weights(kb, question))
    hits = kb.search(Query(question.text, notice_ids=tuple(notices), limit=SEARCH_LIMIT)).hits
    if scope.named and not notices:
        hits = [*hits, *kb.search(Query(question.text, notice_ids=scope.named, limit=SEARCH_LIMIT)).hits]
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    for hit in hits:
        evidence.clauses[hit.clause.clause_id] = hit.clause
        evidence.prior[hit.clause.clause_id] = hit.score / best
    for hit in sorted(hits, key=lambda hit: -hit.score)[:EXPANDED]:
        for relative in _relatives(kb, hit.clause):
            evidence.clauses.setdefault(relative.clause_id, relative)
            evidence.prior.setdefault(relative.clause_id, 0.7 * hit.score / best)
    units = [unit for clause in evidence.clauses.values() for unit in units_of(clause)]
    ranked = sorted((_score(unit, evidence) for unit in units), key=lambda s: -s.score)
    evidence.compare([scored.unit for scored in ranked[:COMPARED]])
    evidence.scored = sorted(map(evidence.score, (s.unit for s in ranked)), key=lambda s: -s.score)
    return evidence


def units_of(clause: ClauseRecord) -> Iterator[Unit]:
    """The sentences of a clause; a table row or head is one unit."""
    if clause.kind in ("row", "table"):
        yield Unit(clause, clause.start, clause.end, clause.text)
        return
    for start, end in sentences(clause.text):
        label = label_at_start(clause.text[start:end])
        if label and label.end >= end - start:
            continue
        yield Unit(clause, clause.start + start, clause.start + end, clause.text[start:end])


def is_heading(unit: Unit) -> bool:
    """The unit only names what follows: the heading or title line of its clause."""
    text = normal(unit.text).rstrip("| ")
    if not text or text[-1] in "。；;！？.!?" or unit.clause.kind == "row":
        return unit.clause.kind == "table"
    path = normal(unit.clause.path[-1]) if unit.clause.path else ""
    return text in path or path in text and len(text) <= len(path) + 4


def _score(unit: Unit, evidence: Evidence) -> Scored:
    """Weighted share of the question's words that the unit meets, and what speaks for it besides."""
    question, clause = evidence.question, unit.clause
    here = normal(unit.text + clause.context)
    path, whole, title = surroundings(clause)
    # Words that named the notice prove nothing more by standing in the sentence as well.
    said = evidence.scope.said.get(clause.notice_id, "") if evidence.scope.of(clause.notice_id) >= 0.5 else ""
    own = met = total = credit = named = 0.0
    for term in question.terms:
        weight = evidence.weights[term]
        total += weight
        level = (
            _IN_SENTENCE if term in here or term in said
            else _IN_PATH if term in path
            else _IN_CLAUSE if term in whole
            else _IN_TITLE if term in title
            else 0.0
        )  # fmt: skip
        if level < _IN_PATH and any(other in here or other in path for other in synonyms(term)):
            level = _BY_SYNONYM
        credit += weight * level
        if term in said:
            named += weight
            continue
        met += weight * (1.0 if level >= _IN_TITLE else level)
        own += weight * (level >= _IN_PATH)
    score = credit / (total or 1.0)
    total = (total - named) or 1.0  # what the question says beyond naming the notice has to be met
    if total == 1.0 and not met:
        met = own = 1.0
    score += _HINT_BONUS * _hinted(question, here + path)
    score += _RUN_BONUS * _run(question.rest, here + path)
    score += _SCOPE_BONUS * evidence.scope.of(clause.notice_id)
    score += _YEAR_BONUS * any(
        speaks_explicitly(year, unit.text, *reversed(clause.path)) for year in question.years
    )
    score += 0.15 * evidence.prior.get(clause.clause_id, 0.0)
    near = max(0.0, evidence.closeness.get(unit, 0.0))
    score += _CLOSENESS * near
    score -= 0.06 * max(0.0, (len(unit.text) - _LONG) / 100)
    # Paraphrase is met by meaning: a near sentence need not repeat every word.
    believed = min(1.0, met / total + _PARAPHRASE * max(0.0, near - 0.2))
    return Scored(unit, score, believed, own / total)


@lru_cache(maxsize=8192)
def surroundings(clause: ClauseRecord) -> tuple[str, str, str]:
    """Normalised heading path, clause text, and what identifies the notice."""
    path = normal(" ".join(clause.path))
    title = normal(" ".join(filter(None, (clause.notice_title, clause.issuer, clause.document_number))))
    return path, normal(clause.text), title


def _hinted(question: Question, text: str) -> float:
    return sum(hint in text for hint in question.hints) / len(question.hints) if question.hints else 0.0


def _run(rest: str, text: str) -> float:
    """Length of the longest piece of the question (no asking words) found as it stands, 0 to 1."""
    best = 0
    for piece in rest.split():
        best = max(best, _longest(piece, text))
    return min(1.0, best / 12)


def _longest(piece: str, text: str) -> int:
    """Longest substring of ``piece`` in ``text``; two pointers, enough for short questions."""
    best = start = 0
    for end in range(1, len(piece) + 1):
        while piece[start:end] not in text and start < end:
            start += 1
        best = max(best, end - start)
    return best


def _weights(kb: KnowledgeBase, question: Question) -> dict[str, float]:
    """Inverse document frequency of each content word, at most that of a word never seen."""
    frequency, total = kb.document_frequencies(question.terms)
    return {
        term: _weight(term, frequency[term], total, question.terms) for term in question.terms
    }


def _weight(term: str, frequency: int, total: int, terms: Sequence[str]) -> float:
    """Rarity times substance. A compound never seen (项目管理) is judged by its parts (项目, 管理), and
    a rare word that is no noun is likely just the asker's way of speaking (打算, 一块)."""
    parts = [other for other in terms if other != term and other in term]
    if not frequency and sum(map(len, parts)) >= len(term):
        return 0.1
    rarity = math.log(1 + (total + 1) / (frequency + 0.5))
    worth = substance(term)
    return worth * (rarity if worth == 1.0 else min(rarity, _MOST_RARE_VERB))


def _relatives(kb: KnowledgeBase, clause: ClauseRecord) -> Iterator[ClauseRecord]:
    """Clauses that belong to ``clause``: its parent, its items, and what has the same number."""
    for other in notice_clauses(kb, clause.notice_id):
        if other.clause_id == clause.clause_id:
            continue
        same = other.number == clause.number and other.path == clause.path
        if other.parent == clause.clause_id or other.clause_id == clause.parent or same:
            yield other
        elif other.number and clause.parent and other.parent == clause.parent and other.path == clause.path:
            yield other


@lru_cache(maxsize=4096)
def _provinces_of(kb: KnowledgeBase, notice_id: str) -> frozenset[str]:
    clauses = notice_clauses(kb, notice_id)
    head = " ".join(filter(None, (clauses[0].notice_title, clauses[0].issuer))) if clauses else ""
    return provinces_in(head + " ".join(clause.text for clause in clauses))


@lru_cache(maxsize=256)
def notice_clauses(kb: KnowledgeBase, notice_id: str) -> tuple[ClauseRecord, ...]:
    """All clauses of a notice; its id holds a hash of its text, so they do not change."""
    return tuple(kb.clauses(notice_id))
