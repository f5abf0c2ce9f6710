"""From a question to the sentences that may prove an answer, best first.

``gather`` searches, adds the neighbours that belong to a hit (what a heading heads, what a clause
goes on to say after its items) and scores every sentence by words (``qa_api.scoring``) and, for the
best of them, by meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from index import KnowledgeBase, Query
from index.cross_encoder import Passage
from index.records import ClauseRecord, FactRecord, Hit, NoticeRecord
from ingest.normal import normal
from qa_api.abbreviations import abbreviates
from qa_api.numbered import numbered, without_number
from qa_api.places import nearest_places
from qa_api.question import WORK, Question, only_closing
from qa_api.scope import Scope
from qa_api.scoring import Scored, Scorer, weigh
from qa_api.sections import Headed
from qa_api.units import Unit, view
from qa_api.years import speaks_of, years_in

SEARCH_LIMIT = 14  # clauses a search brings; the right one is almost always among them
EXPANDED = 5  # best hits whose neighbours are read as well
COMPARED = 8  # best sentences that are compared with the question by meaning as well
KEPT = 32  # best sentences that an answer is looked for among

_TO_APPLY, _TO_FINISH, _TO_CALL = "申报时间", "实施截止日期", "联系电话"
_ASKS_WHOM = re.compile("找谁|联系谁|咨询谁|问谁|打给谁")
_TELLING = re.compile("[^几多少哪何谁时候怎样什么]{2,}")  # words of asking that name something
_AS_LIKELY = 0.9  # share of the likeness of the likest notice from which another is as likely meant
_PRIOR = 0.15  # what the search thought of a unit's clause
_RELATIVE = 0.7  # of which a neighbour of a hit gets this share
_CLOSENESS = 0.3
_SAME_CLAUSE = 0.45
_PARAPHRASE = 0.5  # a near sentence need not repeat every word: meaning beyond …
_CHANCE = 0.2  # … this cosine counts as words met
_ANY_FACTS = 200  # facts looked at where a question names nothing
_LIKELY, _MOST_LIKELY = 10, 2  # best sentences, and notices of them, whose facts are looked at
_MOST_MEANT = 3  # notices whose sections are looked at where none is named beyond doubt
_SECTIONS, _SECTION = 3, 0.5  # sections asked for that are read, and what search is said to think
_FAMILY = 30  # clauses under one number; more make a chapter, not a clause


@dataclass(slots=True)
class Evidence:
    """All that was found for a question; ``scored`` is best first.

    ``before`` are the clauses that answered the question it goes on from; ``headed`` the sections
    that are asked for, ``only`` the clauses that are named by their number, if any are; ``chosen``
    the notices that the asker has chosen; ``read`` what the reader made of a candidate.
    """

    question: Question
    scope: Scope
    kb: KnowledgeBase
    scorer: Scorer
    scored: list[Scored] = field(default_factory=list)
    clauses: dict[str, ClauseRecord] = field(default_factory=dict)
    prior: dict[str, float] = field(default_factory=dict)
    closeness: dict[tuple[str, int, int], float] = field(default_factory=dict)
    years_seen: set[int] = field(default_factory=set)
    before: frozenset[str] = frozenset()
    headed: Headed = field(default_factory=lambda: Headed(()))
    only: frozenset[str] = frozenset()
    chosen: frozenset[str] = frozenset()
    read: dict[Passage, float] = field(default_factory=dict, repr=False)
    _barred: dict[tuple[str, int, int], bool] = field(default_factory=dict, repr=False)
    _scored: dict[tuple[str, int, int], Scored] = field(default_factory=dict, repr=False)
    _own: dict[str, dict[str, float]] = field(default_factory=dict, repr=False)

    def score(self, unit: Unit) -> Scored:
        """Words, what the search thought of the clause, and nearness in meaning where compared."""
        key = unit.key
        known = self._scored.get(key)
        if known is None:
            known = self._scored[key] = self._score(unit, max(0.0, self.closeness.get(key, 0.0)))
        return known

    def _score(self, unit: Unit, near: float) -> Scored:
        base = self.scorer.score(unit)
        clause_id = unit.clause.clause_id
        score = base.score + _PRIOR * self.prior.get(clause_id, 0.0) + _CLOSENESS * near
        score += _SAME_CLAUSE * (bool(self.question.terms) and clause_id in self.before)
        met = min(1.0, base.met + _PARAPHRASE * max(0.0, near - _CHANCE))
        return Scored(unit, score, met, base.own)

    def compare(self, units: Sequence[Unit]) -> None:
        """Cosine of the question and each unit under its headings, where a model is installed."""
        embedder = self.kb.embedder()
        if embedder is None or not units:
            return
        texts = [f"{' '.join(u.clause.path[-2:])} {u.clause.context or u.text}" for u in units]
        cosines = (embedder.encode(texts) @ embedder.encode([self.question.query])[0]).tolist()
        for unit, cosine in zip(units, cosines, strict=True):
            self.closeness[unit.key] = cosine
            self._scored.pop(unit.key, None)

    def naming(self, clause: ClauseRecord) -> tuple[str, str]:
        """What the clause's notice is called, title and issuer, and that after the words of the
        question that named it."""
        head = normal(f"{clause.notice_title}{clause.issuer or ''}")
        return head, self.scope.said.get(clause.notice_id, "") + head

    def own_words(self, clause: ClauseRecord) -> dict[str, float]:
        """Words of the question with their weights, without those that name the clause's notice or
        a place."""
        known = self._own.get(clause.notice_id)
        if known is None:
            head, naming = self.naming(clause)
            places = self.question.places
            known = self._own[clause.notice_id] = {
                word: weight
                for word, weight in self.scorer.weights.items()
                if len(word) > 1
                and word not in naming
                and not abbreviates(word, head)
                and not any(place in word and place in naming for place in places)
            }
        return known

    def is_bare(self, clause: ClauseRecord) -> bool:
        """The question says nothing but what the clause's notice is called, and what a section of
        it may be headed by (…谁可以报)."""
        said = (*self.own_words(clause), *(h for h in self.question.hints if _TELLING.fullmatch(h)))
        return all(map(self.headed.asks_with, said))

    def notice_text(self, notice_id: str) -> str:
        """Title, issuer and text of a notice, in lower case without white space."""
        return notice_text(self.kb, notice_id)

    def about(self, clause: ClauseRecord, unit: Unit) -> Scored:
        """``unit`` scored as part of its numbered clause: by the best sentence under that number.

        牵头单位：… below a list of measures answers for whatever the measures say.
        """
        own = self.score(unit)
        inner = [
            other
            for other in notice_clauses(self.kb, clause.notice_id)
            if other.number == clause.number or other.number.startswith(clause.number + "/")
        ]
        if not clause.number or len(inner) > _FAMILY or clause.kind == "body":
            return own
        scores = (self.score(other) for c in inner for other in view(c).units)
        return max([own, *scores], key=lambda scored: scored.score)

    def barred(self, unit: Unit) -> bool:
        """The unit is about something else: a notice not named, or a year not asked about.

        The other year is noted for the refusal.
        """
        known = self._barred.get(unit.key)
        if known is None:
            known = self._barred[unit.key] = self._is_barred(unit)
        return known

    def _is_barred(self, unit: Unit) -> bool:
        clause = unit.clause
        if self.only and clause.clause_id not in self.only:
            return True
        if not self.scope.admits(clause.notice_id, unit.text) or self.elsewhere(clause):
            return True
        if clause.number == "附件说明" and "附件" not in self.question.text:
            return True
        said = f"{unit.text} {clause.context}"  # a row's years may stand in its heads
        near_first = (said, *reversed(clause.path), clause.notice_title)
        if not self.question.years or self._covers(clause, near_first):
            return False
        levels = (*near_first, clause.issued_on or "")
        near = next((spans for level in levels if (spans := years_in(level))), [])
        self.years_seen.update(year for span in near for year in span)
        return True

    def _covers(self, clause: ClauseRecord, near_first: Sequence[str]) -> bool:
        """Whether one of the years asked about is that which the sentence, its headings or its
        notice speaks of.

        A notice for 2032 may say in it what was done in 2031. Where neither sentence nor headings
        nor title name a year, any year from that of its issue on that the notice names is its.
        """
        for year in self.question.years:
            if speaks_of(year, *near_first, clause.issued_on or ""):
                return True
            if range(year, year + 1) in years_in(clause.notice_title):
                return True
        if any(map(years_in, near_first)):
            return False
        text, issued = notice_text(self.kb, clause.notice_id), (clause.issued_on or "")[:4]
        return any(
            year in span and str(year) >= issued
            for year in self.question.years
            for span in years_in(text)
        )

    def elsewhere(self, clause: ClauseRecord) -> bool:
        """The question names a place that the unit's notice never names; where the asker is from
        matters only where nothing else says whose notice is meant.

        Whether something may be done in a place is ruled by notices that need not name it.
        """
        if self.question.kind == "yesno":
            return False
        home = self.question.home
        said = self.question.places
        if clause.notice_id in self.scope.named or said - home:
            said -= home
        asked = nearest_places(said)
        text = notice_text(self.kb, clause.notice_id) if asked else ""
        return bool(asked) and not any(place in text for place in asked)

    def facts(self, kind: str, *, likely: bool = False) -> list[FactRecord]:
        """Facts of ``kind`` in the clauses found, and in all clauses of the notices named.

        With ``likely`` those of the notices that the best evidence is from count as named. A
        question that says nothing but its kind (联系电话是多少？) means those of any notice.
        """
        if not self.question.terms and not self.scope.named:
            return self.kb.facts(kinds=[kind])[:_ANY_FACTS]
        records = self.kb.facts(kinds=[kind], clause_ids=list(self.clauses))
        notices = self.scope.named
        if likely and not self.scope.clear:
            notices = tuple(dict.fromkeys((*notices, *self.likely_notices())))
        if notices:
            known = {record.fact.clause_id for record in records}
            named = self.kb.facts(kinds=[kind], notice_ids=list(notices))
            records += [record for record in named if record.fact.clause_id not in known]
        return records

    def meant(self) -> tuple[str, ...]:
        """The notices that are named; where none is beyond doubt, also those that the best evidence
        is from."""
        named = self.scope.named
        if self.scope.clear:
            return named
        return tuple(dict.fromkeys((*named, *self.likely_notices())))[
            : max(_MOST_MEANT, len(named))
        ]

    def likely_notices(self) -> tuple[str, ...]:
        """The notices that the best evidence is from."""
        found = dict.fromkeys(scored.unit.clause.notice_id for scored in self.scored[:_LIKELY])
        return tuple(found)[:_MOST_LIKELY]

    def clause(self, clause_id: str) -> ClauseRecord | None:
        if clause_id not in self.clauses and (found := self.kb.clause(clause_id)):
            self.clauses[clause_id] = found
        return self.clauses.get(clause_id)

    def children(self, clause: ClauseRecord) -> Sequence[ClauseRecord]:
        return _children(self.kb, clause.notice_id).get(clause.clause_id, ())


def gather(
    kb: KnowledgeBase,
    question: Question,
    scope: Scope,
    notices: Sequence[str] = (),
    before: Iterable[str] = (),
) -> Evidence:
    """Search the knowledge base and score every sentence of what it brings."""
    headed = Headed.of(normal(question.text))
    named = [clause for notice_id in scope.named[:1] if len(scope.named) == 1
             for clause in numbered(question.text, notice_clauses(kb, notice_id))]  # fmt: skip
    terms = without_number(question.terms, question.text) if named else question.terms
    frequency, total = kb.document_frequencies(terms)
    scorer = Scorer(question, scope, weigh(terms, frequency, total))
    evidence = Evidence(
        question, scope, kb, scorer,
        before=frozenset(before), headed=headed, only=frozenset(c.clause_id for c in named),
        chosen=frozenset(notices),
    )  # fmt: skip
    for clause_id in evidence.before:
        evidence.clause(clause_id)
    evidence.clauses.update((clause.clause_id, clause) for clause in named)
    _collect(evidence, _hits(kb, question, scope, notices))
    _add_sections(evidence)
    scorer.read_out([view(clause).whole for clause in evidence.clauses.values()])
    units = [unit for clause in evidence.clauses.values() for unit in view(clause).units]
    ranked = sorted(map(evidence.score, units), key=lambda scored: -scored.score)
    best, rest = ranked[:COMPARED], ranked[COMPARED:KEPT]
    evidence.compare([scored.unit for scored in best])
    compared = [evidence.score(scored.unit) for scored in best]
    evidence.scored = sorted([*compared, *rest], key=lambda scored: -scored.score)
    return evidence


def _hits(
    kb: KnowledgeBase, question: Question, scope: Scope, notices: Sequence[str]
) -> Iterator[Hit]:
    """What the search brings: within the notices that were named, over everything, and within those
    that are called most like the question.

    Where a notice was named beyond doubt the wider search is saved, unless it found nothing.
    """
    wanted = [tuple(notices)] if notices or not scope.named else [scope.named]
    if scope.named and (scope.wide or not (scope.clear or scope.called)) and not notices:
        wanted.append(())
    likely = () if notices or scope.clear or scope.called else scope.likeliest(_AS_LIKELY)
    if likely and not set(likely) & set(scope.named):
        wanted.append(likely)
    # What closes is what one applies for, though its clause may not say that it closes.
    text = question.query
    if only_closing(question):
        text = f"{text} {_TO_APPLY}"
    elif question.kind == "deadline" and WORK.search(question.text):
        text = f"{text} {_TO_FINISH}"
    elif question.kind == "contact" and _ASKS_WHOM.search(question.text):
        text = f"{text} {_TO_CALL}"
    for among in wanted:
        query = Query(text, notice_ids=among, limit=SEARCH_LIMIT, explain=False)
        yield from kb.search(query).hits


def _collect(evidence: Evidence, hits: Iterable[Hit]) -> None:
    """Note the clauses found and neighbours of the best, with what the search thought of them."""
    ranked = sorted(hits, key=lambda hit: -hit.score)
    best = (ranked[0].score if ranked else 0.0) or 1.0
    for hit in ranked:
        evidence.clauses.setdefault(hit.clause.clause_id, hit.clause)
        evidence.prior.setdefault(hit.clause.clause_id, hit.score / best)
    for hit in ranked[:EXPANDED]:
        for relative in _relatives(evidence.kb, hit.clause):
            evidence.clauses.setdefault(relative.clause_id, relative)
            evidence.prior.setdefault(relative.clause_id, _RELATIVE * hit.score / best)


def _add_sections(evidence: Evidence) -> None:
    """Add what stands under the headings asked for, in the notices that are meant: the search need
    not have found all of it."""
    ranked = sorted(evidence.prior, key=lambda clause_id: -evidence.prior[clause_id])
    first = dict.fromkeys(evidence.clauses[clause_id].notice_id for clause_id in ranked)
    for notice_id in evidence.scope.named or tuple(first)[:_MOST_LIKELY]:
        clauses = notice_clauses(evidence.kb, notice_id)
        heads = sorted(evidence.headed.heads(clauses), key=lambda pair: -pair[1])[:_SECTIONS]
        for head, tight in heads:
            depth = len(head.path)
            below = [clause for clause in clauses if clause.path[:depth] == head.path]
            for clause in below[:_FAMILY]:
                evidence.clauses.setdefault(clause.clause_id, clause)
                evidence.prior.setdefault(clause.clause_id, _SECTION * tight)


def _relatives(kb: KnowledgeBase, clause: ClauseRecord) -> Iterator[ClauseRecord]:
    """Clauses that belong to ``clause``: its parent, its items, and what goes on with any of them.

    What is printed below the items of a task (牵头单位：…) goes on with the task.
    """
    own = (clause.number, clause.path)
    parent = (clause.number.rpartition("/")[0], clause.path[:-1])
    for other in notice_clauses(kb, clause.notice_id):
        same = other.number and (other.number, other.path) in (own, parent)
        if other.parent == clause.clause_id or other.clause_id == clause.parent or same:
            yield other


@lru_cache(maxsize=512)
def notice_text(kb: KnowledgeBase, notice_id: str) -> str:
    """Title, issuer and text of a notice, in lower case without white space.

    To normalise all of it would take long.
    """
    clauses = notice_clauses(kb, notice_id)
    head = " ".join(filter(None, (clauses[0].notice_title, clauses[0].issuer))) if clauses else ""
    return "".join(" ".join((head, *(clause.text for clause in clauses))).lower().split())


@lru_cache(maxsize=512)
def known_notice(kb: KnowledgeBase, notice_id: str) -> NoticeRecord | None:
    """What a notice is called; what became of it since (``superseded_by``) may be out of date."""
    return kb.notice(notice_id)


@lru_cache(maxsize=256)
def notice_clauses(kb: KnowledgeBase, notice_id: str) -> tuple[ClauseRecord, ...]:
    """All clauses of a notice; its id holds a hash of its text, so they do not change."""
    return tuple(kb.clauses(notice_id))


@lru_cache(maxsize=256)
def _children(kb: KnowledgeBase, notice_id: str) -> dict[str, list[ClauseRecord]]:
    """Clauses of a notice by the clause that they stand under."""
    below: dict[str, list[ClauseRecord]] = {}
    for clause in notice_clauses(kb, notice_id):
        if clause.parent:
            below.setdefault(clause.parent, []).append(clause)
    return below
