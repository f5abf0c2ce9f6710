"""What speaks for and against each candidate answer, as numbers that the confidence weighs.

Shares are of the weight of the question's own words: those that do not merely name the notice or a
place. ``NAMES`` lists the columns in order.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.records import ClauseRecord, NoticeRecord
from index.thesaurus import stands
from ingest.aligned import cells_of
from ingest.normal import normal, squeezed
from qa_api.answer_types import ANSWER_TYPES
from qa_api.candidates import FORMS, LINE, OWN, Candidate, is_fitting
from qa_api.evidence import Evidence, known_notice, notice_clauses
from qa_api.exclusions import excludes
from qa_api.kinds.deadline import asks_to_apply, speaks_of_applying
from qa_api.kinds.finding import Finding
from qa_api.kinds.fitting import counts, ordinals
from qa_api.kinds.sentence import says_bonus, says_kind
from qa_api.opening import Opening
from qa_api.question import Question
from qa_api.subject import MISSED, Subject
from qa_api.units import view
from qa_api.wanted import Wanted, is_vague
from qa_api.years import years_in

Matrix = NDArray[np.float64]

KINDS = (
    "contact", "consequence", "deadline", "definition", "eligibility", "free", "identity", "lead",
    "list", "money", "number", "person", "procedure", "score", "yesno",
)  # fmt: skip
_OF_EACH: tuple[str, ...] = (
    # words of the question
    "met", "own", "missed", "missed_in_clause", "missed_in_notice", "met_by_none", "met_by_path",
    "met_by_title",
    "missed_most", "missed_most_in_notice", "pairs",
    "rare_met", "rare_said", "rare_pairs_met", "rare_pairs_said", "hints_met", "hints_said",
    "noun_said", "noun_lacking", "focus_missed",
    "by_value", "off_value", "puts_off", "label_asked", "unit_said", "unit_lacking",
    "counted", "not_counted",
    "several_said", "several_lacking", "defined", "not_defined", "parts_said", "excludes",
    "figures_missed", "figures_missed_in_notice", "words",
    *MISSED,
    # what search and scoring thought
    "score", "search", "rank", "is_first", "named", "scope", "likeness", "opening_unmet",
    "amending", "amended",
    "in_section", "in_section_far_down", "off_section",
    "bare", "bare_in_section", "bare_off_section", "bare_whole_section", "rows_in_section",
    "rows_off_section",
    # what it says
    "says_kind", "fits", "says_in_office_chinese", "to_apply", "not_to_apply",
    *(f"{says}_{name}" for name in ANSWER_TYPES for says in ("says", "lacks")), "lacks_all",
    # its shape
    "length", "too_long", "of_long", "citations", "row", "edge", "enumerates", "opens_letter",
    "asks", "short",
    "aim_said", "aim_done",
    "announces", "cut", "several_in_line", "several_in_short", "as_many", "not_as_many",
    # where it comes from
    *(f"form_{form}" for form in FORMS),
    *(f"as_{kind}" for kind in KINDS),
)  # fmt: skip
# How far a candidate is from the question's best one.
_COMPARED = (
    "own", "by_value", "score", "pairs", "search", "met", "label_asked",
    "missed", "missed_in_clause", "rare_pairs_met", "rare_pairs_said", "likeness",
)  # fmt: skip
NAMES: tuple[str, ...] = (*_OF_EACH, *(f"{name}_behind" for name in _COMPARED))

_FIGURE = re.compile(
    r"\d+(?:\.\d+)?|[a-z]{2,}|[a-z][类券档组级型区标段包]|第[一二三四五六七八九十]+"
)
_FIGURES = re.compile(r"[\d\W]+[\u4e00-\u9fff]{0,2}")
_LABEL = re.compile(r"(?:^|；)([^:：，。；]{2,16})[:：]")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_CUT = re.compile(r"[:：][^；;。\n]+[；;]\s*$")  # the first of what its sentence enumerates
_OPENS_LETTER = re.compile(r"^(?:为|根据|按照)")
# Something still to be reached is asked for (要提到多少, 打算建几个); a text tells it, or what was.
_ASKS_AIM = re.compile(
    r"(?:(?<![需主重])要|准备|打算|计划|力争|想|拟|将)(?![求点])[^，。？]{0,16}(?:多少|几|多[大高长])|目标|到20\d\d年"
)
_AIM = re.compile(r"到20\d\d年|力争|目标|达到|以上|不少于|不低于|计划|拟|新增|建成|打造|培育")
_DONE = re.compile(r"累计|蝉联|同比|已(?!经批准)|先后|以来|五年来|十[一二三]五|去年|较20\d\d")
_REVIEW = re.compile(
    r"回顾|成就|(?<!预期)成效|发展(?:基础|现状)|十[一二三四]五”?(?:期间|时期)?(?:总结|主要成)"
)
_SHORT, _BRIEF, _TOO_LONG = 12, 40, 200
_UNRANKED = 60


def signals(evidence: Evidence, candidates: Sequence[Candidate]) -> Matrix:
    """(len(candidates), len(NAMES))."""
    reader = _Reader.of(evidence, candidates)
    rows = list(map(reader.row, candidates))
    values = np.array(rows, np.float64).reshape(-1, len(_OF_EACH))
    compared = values[:, [_OF_EACH.index(name) for name in _COMPARED]]
    missing = [name.startswith("missed") for name in _COMPARED]
    best = np.where(missing, compared.min(axis=0, initial=1), compared.max(axis=0, initial=0))
    return np.hstack([values, compared - best])


@dataclass(frozen=True, slots=True)
class _Notice:
    """What is the same for all candidates of one question from one notice: its title with its
    issuer, how likely it lacks the name that the question opens with, its whole text, the
    question's own words there with their weights, those that it lacks, the share of words in its
    title, how many of the question's figures it lacks, whether it has a section under a heading
    that is asked for, and whether the question says nothing but what the notice is called and such
    a section.

    ``rare`` are those of the own words that it says, and ``rare_pairs`` the pairs of characters,
    each by how seldom: what it says once tells which of its sentences is meant."""

    head: str
    opening_unmet: float
    text: str
    own: Mapping[str, float]
    lacking: Mapping[str, float]
    rare: Mapping[str, float]
    rare_pairs: Mapping[str, float]
    in_title: float
    figures_missed: int
    has_section: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is the same for all candidates of one question; ``aims``: it asks for what is still to
    be reached."""

    evidence: Evidence
    wanted: Wanted
    subject: Subject
    figures: frozenset[str]
    pairs: frozenset[str]
    opening: Opening
    aims: bool
    ranks: Mapping[str, int]
    _notices: dict[str, _Notice] = field(default_factory=dict)

    @classmethod
    def of(cls, evidence: Evidence, candidates: Sequence[Candidate]) -> Self:
        ranks: dict[str, int] = {}
        telling = [s for s in evidence.scored if not s.unit.is_heading]
        for rank, scored in enumerate(telling):
            ranks.setdefault(scored.unit.clause.clause_id, rank)
        return cls(
            evidence,
            Wanted.of(evidence.question),
            Subject.of(evidence.kb, evidence.question),
            frozenset(_FIGURE.findall(normal(evidence.question.text))),
            _pairs(evidence),
            Opening.of(evidence.question),
            bool(_ASKS_AIM.search(evidence.question.text)),
            ranks,
        )

    def row(self, candidate: Candidate) -> list[float]:
        quotes = _quotes(candidate.finding)
        values = [
            *self._words(candidate, quotes), *self._thought(candidate, quotes),
            *self._said(candidate),
            *self._shape(candidate), *self._source(candidate),
        ]  # fmt: skip
        return [float(value) for value in values]

    def _words(self, candidate: Candidate, quotes: str) -> Iterator[float]:
        evidence, finding = self.evidence, candidate.finding
        clause = finding.citations[0].clause
        text = normal(finding.text)
        clauses = " ".join(view(cited.clause).whole for cited in finding.citations)
        notice = self._notice(clause)
        own, in_notice = notice.own, notice.lacking
        yield finding.met
        yield _met(own, text) if own else 1.0
        in_quotes = self._lacking(own, quotes)
        missed = _share(own, in_quotes)
        yield missed
        yield _share(own, self._lacking(in_quotes, clauses))
        yield _share(own, in_notice)
        yield bool(own) and missed == 1.0
        yield _met(own, view(clause).path)
        yield notice.in_title
        most = max(own.values(), default=0.0) or 1.0
        yield from (max(words.values(), default=0.0) / most for words in (in_quotes, in_notice))
        yield sum(pair in quotes for pair in self.pairs) / (len(self.pairs) or 1)
        for said in (quotes, text):
            yield 1 - _share(notice.rare, self._lacking(notice.rare, said))
        for said in (quotes, text):
            yield _met(notice.rare_pairs, said) if notice.rare_pairs else 1.0
        hints = [hint for hint in evidence.question.hints if len(hint) > 1]
        for said in (quotes, text):
            yield 1 - sum(not stands(hint, said) for hint in hints) / (len(hints) or 1)
        yield from self.wanted.noun_said(quotes)
        focus = evidence.question.focus
        yield bool(focus) and not stands(focus, quotes)
        told = self.wanted.new(text)
        yield from self.wanted.by_part(told, lambda part: 1 - _share(own, self._lacking(own, part)))
        yield _label_asked(finding, evidence.question)
        yield from self.wanted.unit_said(told, in_row=clause.kind == "row")
        yield from self.wanted.counted(f"{quotes} {told}")
        yield from self.wanted.values_said(told)
        yield from self.wanted.defined(quotes)
        yield self.wanted.parts_said(text)
        yield self.wanted.excluded and excludes(quotes)
        yield sum(figure not in quotes for figure in self.figures) / 3
        yield notice.figures_missed / 3
        yield min(len(own), 10) / 10
        yield from self.subject.missed(text, quotes, notice.head, notice.text)

    def _notice(self, clause: ClauseRecord) -> _Notice:
        known = self._notices.get(clause.notice_id)
        if known is None:
            evidence, text = self.evidence, self.evidence.notice_text(clause.notice_id)
            head, naming = evidence.naming(clause)
            own, title = evidence.own_words(clause), normal(clause.notice_title)
            terms, lacking = evidence.question.terms, self._lacking(own, text)
            known = self._notices[clause.notice_id] = _Notice(
                head,
                self._opening_unmet(clause.notice_id, text),
                text,
                own,
                lacking,
                {
                    word: 1 / self._times(word, text)
                    for word in own
                    if word not in lacking and not is_vague(word)
                },
                {
                    pair: 1 / times
                    for pair in self.pairs
                    if pair not in naming and (times := text.count(pair))
                },
                sum(term in title for term in terms) / (len(terms) or 1),
                sum(figure not in text for figure in self.figures),
                any(evidence.headed.heads(notice_clauses(evidence.kb, clause.notice_id))),
                evidence.is_bare(clause),
            )
        return known

    def _times(self, word: str, text: str) -> int:
        """How often ``text`` says the word, or else its synonyms; at least once."""
        alike = self.evidence.scorer.alike[word]
        return text.count(word) or max(1, sum(map(text.count, alike)))

    def _lacking(self, words: Mapping[str, float], text: str) -> dict[str, float]:
        """Those of ``words`` that ``text`` holds neither as such nor by a synonym."""
        alike = self.evidence.scorer.alike
        return {
            word: weight
            for word, weight in words.items()
            if word not in text and not any(map(text.__contains__, alike[word]))
        }

    def _opening_unmet(self, notice_id: str, text: str) -> float:
        """By the notice's names and its text; the less, the better it is named."""
        if notice_id in self.evidence.chosen:
            return 0.0
        said = squeezed(_names(known_notice(self.evidence.kb, notice_id))) + text
        return self.opening.unmet(said, self.evidence.scope.of(notice_id))

    def _thought(self, candidate: Candidate, quotes: str) -> Iterator[float]:
        evidence, finding = self.evidence, candidate.finding
        clause = finding.citations[0].clause
        cited = [citation.clause.clause_id for citation in finding.citations]
        rank = min(self.ranks.get(clause_id, _UNRANKED) for clause_id in cited)
        yield finding.score
        yield max(evidence.prior.get(clause_id, 0.0) for clause_id in cited)
        yield 1 / (1 + rank)
        yield rank == 0
        yield clause.notice_id in evidence.scope.named
        yield evidence.scope.of(clause.notice_id)
        yield evidence.scope.likeness.get(clause.notice_id, 0.0)
        yield self._notice(clause).opening_unmet
        yield clause.notice_id in evidence.scope.amending
        yield clause.notice_id in evidence.scope.amended
        tight, depth = evidence.headed.match(clause)
        yield tight
        yield tight * (1 - 1 / (1 + depth))
        notice = self._notice(clause)
        yield not tight and notice.has_section
        # A question that says nothing but its notice and a topic (…谁可以报) means a section of it.
        yield notice.bare
        yield notice.bare * tight
        yield notice.bare and not tight and notice.has_section
        rows = candidate.form == "rows"
        yield notice.bare and (candidate.form == "section" or (rows and tight))
        yield rows and tight
        yield rows and not tight and notice.has_section

    def _said(self, candidate: Candidate) -> Iterator[float]:
        question, finding = self.evidence.question, candidate.finding
        yield says_kind(finding.text, question)
        yield is_fitting(finding, question)
        yield says_bonus(normal(finding.text), question.text)
        closes = asks_to_apply(question)
        applies = closes and speaks_of_applying(finding)
        yield applies
        yield closes and not applies
        said = list(self.wanted.types_said(self.wanted.new(normal(finding.text)), finding.text))
        yield from said
        yield bool(self.wanted.types) and not any(said[::2])

    def _shape(self, candidate: Candidate) -> Iterator[float]:
        finding = candidate.finding
        text, kind = normal(finding.text), finding.citations[0].clause.kind
        yield math.log(1 + len(text)) / 6
        yield len(text) > _TOO_LONG
        yield math.log(1 + len(finding.citations[0].clause.text)) / 6
        yield min(len(finding.citations), 8) / 8
        yield kind == "row"
        yield kind in ("tail", "head")
        yield min(text.count("、"), 6) / 6
        yield bool(_OPENS_LETTER.search(text))
        yield text.endswith("?")
        yield len(text) < _SHORT
        yield self.aims and bool(_AIM.search(text))
        yield self.aims and _is_done(text, finding.citations[0].clause)
        yield text.endswith(":")
        yield bool(_CUT.search(finding.citations[-1].quote))
        yield self.wanted.several and candidate.form == LINE
        yield self.wanted.several and len(text) < _BRIEF
        asked = {count for count in counts(self.evidence.question) if count > 1}
        as_many = bool(asked & _listed(finding))
        yield as_many
        yield bool(asked) and not as_many

    def _source(self, candidate: Candidate) -> Iterator[float]:
        yield from (candidate.form == form for form in FORMS)
        kind = self.evidence.question.kind
        yield from (candidate.form == OWN and kind == name for name in KINDS)


def _listed(finding: Finding) -> set[int]:
    """How many things it may be said to name: in one sentence, in its parts, in its citations."""
    parts = re.split("[；。;]", finding.text)
    cited = len(finding.citations)
    return {
        *(part.count("、") + 1 for part in parts),
        len(parts),
        ordinals(finding.text),
        cited,
        cited - 1,
    }


def _is_done(text: str, clause: ClauseRecord) -> bool:
    """It tells what was reached before the notice was issued and of nothing to come, or stands
    under a heading that looks back."""
    if _REVIEW.search(" ".join(clause.path)):
        return True
    years = [span.stop - 1 for span in years_in(text)]
    if years and clause.issued_on and max(years) < int(clause.issued_on[:4]):
        return True
    return bool(_DONE.search(text)) and not _AIM.search(text)


def _label_asked(finding: Finding, question: Question) -> bool:
    """The question says what a row or line is headed by: a cell that is no figure, 甲市：…"""
    cited = finding.citations[0]
    lines = [cells_of(cited.quote)] if cited.clause.kind == "row" else []
    lines += [[label] for label in _LABEL.findall(finding.text)]
    cells = {_BRACKETS.sub("", squeezed(cell)) for line in lines for cell in line}
    asked = squeezed(question.text)
    return any(len(cell) > 1 and not _FIGURES.fullmatch(cell) and cell in asked for cell in cells)


def _met(words: Mapping[str, float], text: str) -> float:
    met = sum(weight for word, weight in words.items() if word in text)
    return met / (sum(words.values()) or 1.0)


def _share(words: Mapping[str, float], some: Mapping[str, float]) -> float:
    """The weight of ``some`` of ``words`` as a share of that of all."""
    return sum(some.values()) / (sum(words.values()) or 1.0)


def _quotes(finding: Finding) -> str:
    """What is quoted, with its headings; each once: candidates share clauses and headings."""
    texts = (
        part
        for cited in finding.citations
        for part in (cited.quote, cited.clause.context, *cited.clause.path)
    )
    return " ".join(dict.fromkeys(map(normal, texts)))


def _names(notice: NoticeRecord | None) -> str:
    """All that the notice is called by."""
    if notice is None:
        return ""
    number = notice.document_number or ""
    return " ".join((notice.title, *notice.issuers, *notice.aliases, number))


def _pairs(evidence: Evidence) -> frozenset[str]:
    """Pairs of characters of the question without its asking words."""
    return frozenset(
        piece[at : at + 2]
        for piece in evidence.question.rest.split()
        for at in range(len(piece) - 1)
    )
