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
from qa_api.question import Question, is_filler
from qa_api.scope import Scope
from qa_api.years import speaks_of, years_in

SEARCH_LIMIT = 40  # clauses a search brings; the right one is almost always among them
EXPANDED = 12  # best hits whose neighbours are read as well

_IN_SENTENCE, _IN_PATH, _IN_CLAUSE, _IN_TITLE = 1.0, 0.85, 0.6, 0.5
_HINT_BONUS = 0.12
_RUN_BONUS = 0.15
_SCOPE_BONUS = 0.25
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

    def score(self, unit: Unit) -> Scored:
        return _score(unit, self)

    def barred(self, unit: Unit) -> bool:
        """The unit speaks of another year than the question; that year is noted for the refusal."""
        levels = (unit.text, *reversed(unit.clause.path), unit.clause.notice_title, unit.clause.issued_on or "")
        if all(speaks_of(year, *levels) for year in self.question.years):
            return False
        near = next((spans for level in levels if (spans := years_in(level))), [])
        self.years_seen.update(year for span in near for year in span)
        return True

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
    evidence.scored = sorted((_score(unit, evidence) for unit in units), key=lambda s: -s.score)
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
    text = normal(unit.text)
    if not text or text[-1] in "。；;！？.!?" or unit.clause.kind == "row":
        return unit.clause.kind == "table"
    path = normal(unit.clause.path[-1]) if unit.clause.path else ""
    return text in path or path in text and len(text) <= len(path) + 4


def _score(unit: Unit, evidence: Evidence) -> Scored:
    """Weighted share of the question's words that the unit meets, and what speaks for it besides."""
    question, clause = evidence.question, unit.clause
    here = normal(unit.text + clause.context)
    path, whole, title = surroundings(clause)
    # Words that name the notice prove nothing more by standing in the sentence as well.
    in_title = _IN_SENTENCE if evidence.scope.of(clause.notice_id) >= 0.5 else _IN_TITLE
    own = met = total = credit = 0.0
    for term in question.terms:
        weight = evidence.weights[term]
        total += weight
        level = (
            _IN_SENTENCE if term in here
            else max(
                _IN_PATH * (term in path), _IN_CLAUSE * (term in whole), in_title * (term in title)
            )
        )  # fmt: skip
        credit += weight * level
        met += weight * (level > 0)
        own += weight * (level >= _IN_PATH)
    total = total or 1.0
    score = credit / total
    score += _HINT_BONUS * _hinted(question, here + path)
    score += _RUN_BONUS * _run(question.rest, here + path)
    score += _SCOPE_BONUS * evidence.scope.of(clause.notice_id)
    score += 0.15 * evidence.prior.get(clause.clause_id, 0.0)
    score -= 0.06 * max(0.0, (len(unit.text) - _LONG) / 100)
    return Scored(unit, score, met / total, own / total)


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
        term: _usefulness(term, frequency[term], question.terms)
        * math.log(1 + (total + 1) / (frequency[term] + 0.5))
        for term in question.terms
    }


def _usefulness(term: str, frequency: int, terms: Sequence[str]) -> float:
    """Fillers prove little; a compound never seen (项目管理) is judged by its parts (项目, 管理)."""
    if is_filler(term) or len(term) == 1:
        return 0.3
    parts = [other for other in terms if other != term and other in term]
    return 0.1 if not frequency and sum(map(len, parts)) >= len(term) else 1.0


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


@lru_cache(maxsize=256)
def notice_clauses(kb: KnowledgeBase, notice_id: str) -> tuple[ClauseRecord, ...]:
    """All clauses of a notice; its id holds a hash of its text, so they do not change."""
    return tuple(kb.clauses(notice_id))
