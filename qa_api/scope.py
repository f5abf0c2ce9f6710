"""Which notices a question means: by document number, title, short name or issuer.

A question rarely gives the full title; it says “提升计划” or 地质学会. What a notice is called is
matched in the question's own words, and how much of it was named decides how strongly it is
preferred.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from index import KnowledgeBase
from index.common_pairs import pairs_in
from index.document_numbers import DocumentNumber, numbers_in
from index.query import Query
from index.ranking.asked import PROVINCE
from index.records import NoticeRecord
from ingest.normal import normal, squeezed
from ingest.numbering import integer_or_none
from qa_api.places import places_among, places_named
from qa_api.runs import longest_run
from qa_api.shortened import shortened
from qa_api.tagging import is_coined, tagged
from qa_api.years import in_full, years_in

_TITLED = re.compile(r"《([^《》]{2,80})》")
# What is left of a run of title without such words names a notice.
_GENERIC = re.compile(
    rf"(?:{PROVINCE.pattern})(?:省|市|自治区)?|[\u4e00-\u9fff]{{2}}[省市]|中国|全国|关于|印发|实施|组织|开展|年度?|"
    r"通知|科学技术协会|省科协|科协|的|计划|项目|工作|科技|服务|行动|三年|[-—\d《》“”]+"
)
# What says no more than that a title is one, or when.
_FRAME = re.compile(
    r"\W|\d|关于|(?:的补充)?通知$|申报|召开|举办|公布|组织|开展|做好|印发|实施|年度?|工作"
)
# Short names that any notice may go by.
_ANY_NOTICE = re.compile(
    r"(?:若干|管理|实施|指导|暂行|试行|工作|行动|三年|通知|意见|办法|方案|措施|细则|规定|规划|纲要|计划|要求)+"
)
_LEAST_TELLING = 2  # characters
_MIN_TITLE_RUN = 5  # characters in a row of a title that a question must share to mean it
_WHERE = re.compile(r"^(?:中国|[\u4e00-\u9fff]{2,3}[省市])")  # what an issuer's name begins with
_TELLING_ISSUER = 4  # characters of it without that
_SHORTEST = 2  # characters of a short name
_OPENING = 3  # characters of a short name or issuer by which it is looked up
_BEFORE = 2  # characters before a short name that may make it the end of a longer one
# A notice that alone is called like the question is named, though not beyond doubt: it shares so
# many pairs of characters that no other one has, and the next one at most this share of its worth;
# so are several editions of it, which share their pairs with each other.
_CALLED, _ALONE, _UNLIKE = 0.6, 2.0, 0.4
_TOGETHER, _UNLIKE_THEM = 1.5, 0.65
# The notice whose number or date is asked for: at least so like the question, by so many pairs of
# characters, and the next one at most this share of it.
_LIKEST, _TELLS_ONE, _LESS_LIKE = 0.7, 1.3, 0.92
_AS_CLEAR = 0.9  # share of the best one's strength from which another is named as well
_MOST_EDITIONS, _SAME_TITLE = 3, 0.45  # and the share of pairs of characters that titles share
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{2})年")
_BRACKETS = ("〔", "〕"), ("[", "]"), ("(", ")")  # of a document number, once normalised
_EDITION = re.compile(r"第([\d一二三四五六七八九十]+)([届次期批])")
_CLEAR = 0.85  # strength from which a notice counts as named, not merely hinted at
# A name that more notices than these speak of is a topic: it hints at the one it is the name of.
_MOST_SPEAK, _LOOKED_AT, _HINTED = 8, 60, 0.8  # notices, clauses, share of the strength
_ONLY_ONE = 0.8  # share of an issuer's strength that its only notice has from it
_MOST_ALIKE, _FEW = 2, 8
_ELSEWHERE = 0.4  # share of the strength of a notice of another place or year
_FORWARDING = 0.4  # a forwarding notice is rarely the one that is asked about


@dataclass(frozen=True, slots=True)
class Scope:
    """``strength`` of each notice that was named, 0 to 1; empty where the question names none.

    ``names`` are the short names the question used; ``said`` the words that named each notice;
    ``places`` those that notices on the shelf are called by, and the question says; ``amending``
    are notices that change one that was named, ``amended`` those changed. ``wide``: other notices
    are searched too, for sentences that say one of the ``names``. ``called``: the one
    named alone is called like the question; ``editions`` are notices of one
    issuer from different years, the newest first, that the question names equally well.
    ``likeness``: how well each notice's names hold the question's words, 1 for the likest;
    ``here`` are the likelier of them that are of the place, year and edition asked about,
    ``likest`` the one of these that is called most like it; empty where another is as much, or none
    is. ``absent`` are document numbers that the question gives instead of a name, and that neither
    a notice nor a clause on the shelf says.
    """

    strength: Mapping[str, float]
    names: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    amending: frozenset[str] = frozenset()
    amended: frozenset[str] = frozenset()
    wide: bool = False
    called: bool = False
    editions: tuple[str, ...] = ()
    likeness: Mapping[str, float] = field(default_factory=dict)
    here: frozenset[str] = frozenset()
    likest: str = ""
    absent: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Notices named as clearly as the best one, best first."""
        best = max(self.strength.values(), default=0.0)
        ranked = sorted(self.strength, key=lambda notice_id: -self.strength[notice_id])
        return tuple(n for n in ranked if self.strength[n] >= max(0.5, 0.8 * best))

    @property
    def clear(self) -> bool:
        """Whether a notice was named beyond doubt."""
        return max(self.strength.values(), default=0.0) >= _CLEAR

    def likeliest(self, share: float) -> tuple[str, ...]:
        """The one or two notices that are called most like the question, if no more are; none
        where few notices are called like it at all: a search over everything finds theirs."""
        if len(self.likeness) <= _FEW:
            return ()
        most = [notice for notice, likeness in self.likeness.items() if likeness >= share]
        return tuple(most) if len(most) <= _MOST_ALIKE else ()

    def admits(self, notice_id: str, text: str) -> bool:
        """Where a notice was clearly named, only it answers, or a sentence that names it too."""
        if not self.clear or notice_id in self.named:
            return True
        return any(name in squeezed(text) for name in self.names)

    def within(self, notice_id: str) -> Scope:
        """The same where that notice alone is named, beyond doubt."""
        return replace(self, strength={notice_id: 1.0})

    def of(self, notice_id: str) -> float:
        return self.strength.get(notice_id, 0.0)


@dataclass(frozen=True, slots=True)
class _Named:
    """What one notice is called, squeezed: title, short names, its issuers and their telling parts.

    ``issued_by`` are the issuers as printed; ``places`` those that they and the title begin with.
    """

    notice_id: str
    title: str
    aliases: tuple[str, ...]
    issuers: tuple[str, ...]
    issued_by: str
    number: DocumentNumber | None
    forwards: bool
    amends: tuple[str, ...]
    places: frozenset[str]
    issued_on: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the notices on the shelf are called.

    ``runs``: from a run of title to its notices; ``openings``: from the first characters of their
    short names and issuers, ``numbers``: from their document numbers; ``amended``: from the id of a
    notice to those that change it (延期, 更正); ``places``: what the places are that their titles
    and issuers begin with; ``issued``: how many notices an issuer has on the shelf; ``issuers_of``:
    of how many issuers' notices a short name is one; ``heads``: from a pair of characters to the
    notices called by it; ``called``: from the id of a notice to its names, normalised;
    ``_spoken_of``: whether many notices say a name that was asked about.
    """

    notices: tuple[_Named, ...]
    runs: Mapping[str, Sequence[int]]
    openings: Mapping[str, Sequence[int]]
    numbers: Mapping[tuple[str, str], Sequence[int]]
    amended: Mapping[str, Sequence[str]]
    places: Mapping[str, str]
    issued: Mapping[str, int]
    heads: Mapping[str, Sequence[int]]
    issuers_of: Mapping[str, int]
    called: Mapping[str, str]
    kb: KnowledgeBase
    _spoken_of: dict[str, bool] = field(default_factory=dict, repr=False)

    def likeness(self, question: str) -> tuple[dict[str, float], float]:
        """How well what each notice is called holds the ``question``'s pairs of characters and
        numbers, each by how few notices are called so; 1 for the likest, and what that 1 is worth:
        how many pairs that no other notice is called by."""
        found: dict[int, float] = defaultdict(float)
        for piece in _pieces(question):
            called = self.heads.get(piece, ())
            for at in called:
                found[at] += math.log((len(self.notices) + 1) / (len(called) + 0.5))
        most = max(found.values(), default=0.0) or 1.0
        alike = {self.notices[at].notice_id: worth / most for at, worth in found.items()}
        return alike, most / math.log(len(self.notices) + 1)

    @classmethod
    def of(cls, kb: KnowledgeBase) -> Names:
        notices = kb.notices(include_superseded=False)
        named = tuple(_shared(tuple(map(_named, notices))))
        runs: dict[str, list[int]] = defaultdict(list)
        openings: dict[str, list[int]] = defaultdict(list)
        numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at, notice in enumerate(named):
            for run in {*_runs(notice.title, _MIN_TITLE_RUN)}:
                runs[run].append(at)
            for name in (*notice.aliases, *notice.issuers):
                openings[name[:_OPENING]].append(at)
            if notice.number:
                numbers[notice.number.year, notice.number.serial].append(at)
        heads: dict[str, list[int]] = defaultdict(list)
        called: dict[str, str] = {}
        for at, record in enumerate(notices):
            names = " ".join((record.title, *record.issuers, *record.aliases))
            called[record.notice_id] = normal(names)
            pieces = _pieces(f"{names} {record.document_number or ''}")
            for piece in pieces | _short_pairs(record.title):
                heads[piece].append(at)
        places = places_named(part for n in notices for part in (n.title, *n.issuers))
        return cls(
            named, dict(runs), dict(openings), dict(numbers), _amended(named), places,
            Counter(issuer for notice in named for issuer in notice.issuers), dict(heads),
            _issuers_of(named), called, kb,
        )  # fmt: skip

    def maybe(
        self, question: str, asked: Sequence[DocumentNumber], quoted: Sequence[str]
    ) -> Sequence[int]:
        """Places of the notices that ``question`` may name, in order, given the document numbers
        that it says and the titles that it quotes."""
        if quoted:
            return range(len(self.notices))
        found = {at for run in _runs(question, _MIN_TITLE_RUN) for at in self.runs.get(run, ())}
        for length in (_SHORTEST, _OPENING):
            found.update(at for o in _runs(question, length) for at in self.openings.get(o, ()))
        found.update(at for n in asked for at in self.numbers.get((n.year, n.serial), ()))
        return sorted(found)

    def named_by(self, alias: str, notice_id: str, question: str) -> bool:
        """Whether ``alias`` in ``question`` names the notice, and is no part of a longer name of
        something else: 提升计划 in 研发机构高质量提升计划, which another notice speaks of."""
        at = question.find(alias)
        if at < 0:
            return False
        longer = question[max(0, at - _BEFORE) : at + len(alias)]
        if not re.fullmatch(r"[\u4e00-\u9fff]+", longer) or len(longer) < len(alias) + _BEFORE:
            return True
        if longer in re.sub(r"\W", "", squeezed(self.kb.notice_text(notice_id))):
            return True
        return not self.kb.stands(longer)

    def absent(self, asked: Iterable[DocumentNumber]) -> tuple[str, ...]:
        """Those of the document numbers, none of which a notice has, that no clause says either."""
        return tuple(
            _printed(number)
            for number in asked
            if len(number.code) >= _SHORTEST
            and not any(
                self.kb.stands(
                    f"{number.code[-_SHORTEST:]}{opens}{number.year}{closes}{number.serial}号"
                )
                for opens, closes in _BRACKETS
            )
        )

    def is_topic(self, words: Sequence[str]) -> bool:
        """Whether more than a few notices say each of ``words``: what many speak of names none."""
        return all(map(self._is_spoken_of, words))

    def _is_spoken_of(self, phrase: str) -> bool:
        if self.kb.count(phrase) <= _MOST_SPEAK:
            return False
        if phrase not in self._spoken_of:
            query = Query(phrase, phrases=(phrase,), limit=_LOOKED_AT, explain=False)
            saying = {hit.clause.notice_id for hit in self.kb.search(query).hits}
            self._spoken_of[phrase] = len(saying) > _MOST_SPEAK
        return self._spoken_of[phrase]


def names_of(kb: KnowledgeBase) -> Names:
    """The names on the shelf of ``kb``, read anew only when the shelf has changed."""
    return _names_at(kb, kb.generation)


@lru_cache(maxsize=8)
def _names_at(kb: KnowledgeBase, generation: int) -> Names:
    return Names.of(kb)


def _issuers_of(notices: Sequence[_Named]) -> Counter[str]:
    """Of how many issuers' notices each short name is one; who forwards a notice names it too."""
    given = {(name, n.issued_by) for n in notices if not n.forwards for name in n.aliases}
    return Counter(name for name, _ in given)


def _shared(notices: Sequence[_Named]) -> Iterator[_Named]:
    """Each notice with the short names that other years' notices of its programme give as well."""
    called: dict[str, list[_Named]] = defaultdict(list)  # by issuer, those with a short name
    for notice in notices:
        if notice.aliases and notice.issued_by:
            called[notice.issued_by].append(notice)
    for notice in notices:
        others = [
            name
            for other in called[notice.issued_by]
            if _year(other) != _year(notice) and _alike(other.title, notice.title)
            for name in other.aliases
        ]
        yield replace(notice, aliases=tuple(dict.fromkeys((*notice.aliases, *others))))


def _year(notice: _Named) -> tuple[object, ...]:
    """Which year's notice it is, by its title, else by its date."""
    return tuple(years_in(notice.title)) or (notice.issued_on[:4],)


def _alike(one: str, other: str) -> bool:
    """Whether two titles share pairs of characters as those of one programme's notices do."""
    pairs = _pairs_of(one), _pairs_of(other)
    return len(pairs[0] & pairs[1]) >= _SAME_TITLE * max(1, min(map(len, pairs)))


@lru_cache(maxsize=4096)
def _pairs_of(title: str) -> frozenset[str]:
    """Pairs of characters of what a title is about, without what any notice is called by."""
    return frozenset(_runs(_FRAME.sub("", title), 2))


def _amended(notices: Sequence[_Named]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    amending = [(target, notice.notice_id) for notice in notices for target in notice.amends]
    for target, changing in amending:
        for notice in notices:
            if notice.notice_id != changing and target in notice.title:
                found[notice.notice_id].append(changing)
    return dict(found)


def _pieces(text: str) -> set[str]:
    """Pairs of characters, numbers and Latin words."""
    text = squeezed(text).lower()
    return {*pairs_in(text), *re.findall(r"\d+|[a-z]+", text)}


def _short_pairs(title: str) -> set[str]:
    """Pairs that abbreviations of the title hold: 高企 of 高新技术企业."""
    named = [word for word, _ in tagged(squeezed(title)) if re.fullmatch("[\u4e00-\u9fff]+", word)]
    return {one[0] + other[0] for one, other in pairwise(named) if len(one) > 1 or len(other) > 1}


def _runs(text: str, length: int) -> list[str]:
    return [text[at : at + length] for at in range(len(text) - length + 1)]


def _without(title: str, issuers: Iterable[str]) -> str:
    """The title without the issuers that it begins with: they are matched by themselves."""
    for issuer in issuers:
        title = title.removeprefix(issuer).removeprefix("、")
    return title


def _is_name(alias: str) -> bool:
    return (len(alias) > _SHORTEST or is_coined(alias)) and not _ANY_NOTICE.fullmatch(alias)


def _named(notice: NoticeRecord) -> _Named:
    issuers = [re.sub(_WHERE, "", issuer) for issuer in notice.issuers]
    return _Named(
        notice.notice_id,
        _without(squeezed(notice.title), map(squeezed, notice.issuers)),
        tuple(name for alias in notice.aliases if _is_name(name := squeezed(alias))),
        tuple(issuer for issuer in issuers if len(issuer) >= _TELLING_ISSUER),
        squeezed(" ".join(notice.issuers)),
        next(numbers_in(squeezed(notice.document_number or "")), None),
        any(relation.kind == "forwards" for relation in notice.relations),
        tuple(squeezed(r.target) for r in notice.relations if r.kind == "amends"),
        frozenset(places_named((notice.title, *notice.issuers))),
        notice.issued_on or "",
    )


def read_scope(text: str, names: Names) -> Scope:
    """How clearly ``text`` names each notice, and by which words."""
    question = in_full(squeezed(text))
    asked = list(numbers_in(question))
    quoted = _TITLED.findall(question)
    strength: dict[str, float] = {}
    said: dict[str, str] = {}
    short: set[str] = set()
    shared: set[str] = set()  # those named only by what notices of other issuers are called as well
    forwarding: dict[str, tuple[str, float]] = {}  # by whom, and how clearly it was named
    where = places_among(question, names.places)
    years = [year for span in years_in(question) for year in span]
    for notice in map(names.notices.__getitem__, names.maybe(question, asked, quoted)):
        aliases = [
            name
            for name in notice.aliases
            if name in question and names.named_by(name, notice.notice_id, question)
        ]
        short.update(aliases)
        if aliases and not where & notice.places and all(names.issuers_of[a] > 1 for a in aliases):
            shared.add(notice.notice_id)
        title, run = _title_strength(question, notice.title, quoted)
        told = max(title, 0.9 if aliases else 0.0)
        if _is_elsewhere(notice, where, names.places) or _is_of_another_year(notice, years):
            told *= _ELSEWHERE
        named, words = _strength(notice, question, asked, told, names.issued)
        if named > 0:
            strength[notice.notice_id] = named
            said[notice.notice_id] = " ".join((run, *aliases, words))
            if notice.forwards and told:
                forwarding[notice.notice_id] = notice.issued_by, told
    for notice_id, words in said.items():
        doubtful = strength[notice_id] >= _CLEAR and not (quoted or asked) and words.strip()
        if doubtful and (names.is_topic(words.split()) or notice_id in shared):
            strength[notice_id] *= _HINTED
    likeness, worth = names.likeness(question)
    best = max(strength.values(), default=0.0)
    here = [
        notice
        for notice in names.notices
        if likeness.get(notice.notice_id, 0.0) > _UNLIKE
        and not _is_elsewhere(notice, where, names.places)
        and not _is_of_another_year(notice, years)
        and not _is_of_another_edition(notice, question)
    ]
    alike = [notice for notice in here if strength.get(notice.notice_id, 0.0) >= _AS_CLEAR * best]
    nearest = [n for n in alike if likeness[n.notice_id] > _UNLIKE_THEM]
    editions = () if years or _EDITION.search(question) else _editions(nearest)
    if any(year[2:] in _SHORT_YEAR.findall(question) for year in _issued(editions, nearest)):
        editions = ()  # 31年年会 means one of them
    called = not strength and (
        (len(alike) == 1 and worth >= _ALONE) or (bool(editions) and worth >= _TOGETHER)
    )
    if called:
        strength = {notice.notice_id: _CALLED for notice in nearest}
        said = dict.fromkeys(strength, "")
    elif not strength:
        able = {notice.notice_id for notice in here}
        meant, words = shortened(question, names.called, able)
        if meant:
            strength, said, called = {meant: _CALLED}, {meant: words}, True
    amended = frozenset(names.amended.keys() & strength.keys())
    for changed in amended:
        for other in names.amended[changed]:  # who names the one means the other as well
            if strength.get(other, 0.0) < strength[changed]:
                strength[other], said[other] = strength[changed], said[changed]
    amending = frozenset(other for changed in amended for other in names.amended[changed])
    plain = question
    for name in short:  # a short name may hold a place (科创江苏)
        plain = plain.replace(name, " ")
    places = places_among(plain, names.places)
    for forwards, (issued_by, told) in forwarding.items():
        if any(place in issued_by for place in places):  # what it adds for that place is meant
            strength[forwards] = max(strength[forwards], told)
    return Scope(
        strength, tuple(short), said, places, amending, amended,
        called=called, editions=editions if strength and not amended else (), likeness=likeness,
        here=frozenset(notice.notice_id for notice in here),
        likest=_likest(here, question, years, likeness, worth),
        absent=() if max(strength.values(), default=0.0) >= _CLEAR else names.absent(asked),
    )  # fmt: skip


def _likest(
    here: Sequence[_Named],
    question: str,
    years: Sequence[int],
    likeness: Mapping[str, float],
    worth: float,
) -> str:
    """Of the notices that are ``here``, by place, year and edition, the one called most like the
    question, if it is told from the next."""
    able = [
        notice
        for notice in here
        if not years or years_in(notice.title) or int(notice.issued_on[:4] or 0) in years
    ]
    ranked = sorted(able, key=lambda notice: -likeness[notice.notice_id])[:2]
    first, second = ([likeness[notice.notice_id] for notice in ranked] + [0.0, 0.0])[:2]
    told = first >= _LIKEST and first * worth >= _TELLS_ONE and second < _LESS_LIKE * first
    return ranked[0].notice_id if told else ""


def _issued(editions: Sequence[str], alike: Sequence[_Named]) -> list[str]:
    """The years that ``editions`` are from."""
    return [notice.issued_on[:4] for notice in alike if notice.notice_id in editions]


def _editions(alike: Sequence[_Named]) -> tuple[str, ...]:
    """The notices where they are of one issuer and called alike, each from another year; the newest
    first."""
    ranked = sorted(alike, key=lambda notice: notice.issued_on, reverse=True)
    years = {notice.issued_on[:4] for notice in ranked if notice.issued_on}
    told = len(ranked) == len(years) and not any(n.forwards or n.amends for n in ranked)
    issuer = min((notice.issued_by for notice in ranked), key=len, default="")
    several = 2 <= len(ranked) <= _MOST_EDITIONS
    told = told and all(notice.issued_by.startswith(issuer) for notice in ranked)  # …办公室
    titles = [notice.title for notice in ranked]
    told = told and all(_alike(one, other) for one, other in pairwise(titles))
    return tuple(notice.notice_id for notice in ranked) if several and told else ()


def _strength(
    notice: _Named,
    question: str,
    asked: Sequence[DocumentNumber],
    named: float,
    issued: Mapping[str, int],
) -> tuple[float, str]:
    """How clearly the notice is named, given how its title or short name is, and by which words."""
    numbers = [number for number in asked if notice.number and number.names(notice.number)]
    if numbers:
        return 1.0, _printed(numbers[0])
    organ = next((issuer for issuer in notice.issuers if issuer in question), "")
    issuer = 0.8 if organ else 0.0
    alone = _ONLY_ONE if issued.get(organ) == 1 else 0.6
    if notice.forwards:
        if "转发" in question:
            return (min(1.0, max(named, issuer) + 0.3) if named or issuer else 0.0), organ
        return max(issuer * alone, named * _FORWARDING), organ
    return (min(1.0, named + 0.3 * issuer) if named else issuer * alone), organ


def _printed(number: DocumentNumber) -> str:
    return f"{number.code}〔{number.year}〕{number.serial}号"


def _is_elsewhere(notice: _Named, asked: Set[str], divisions: Mapping[str, str]) -> bool:
    """The question names places, and the notice is one of other places of that sort: what two
    cities call by the same name is meant in the one that is named."""
    if not asked or asked & notice.places:
        return False
    sorts = {divisions[place] for place in asked}
    return any(divisions.get(place) in sorts for place in notice.places)


def _is_of_another_year(notice: _Named, asked: Sequence[int]) -> bool:
    """The question says a year and the notice's title another one."""
    spans = years_in(notice.title)
    return bool(asked and spans) and not any(year in span for year in asked for span in spans)


def _is_of_another_edition(notice: _Named, question: str) -> bool:
    """The question says 第二批, and the notice's title 第一批."""
    asked, titled = _editions_in(question), _editions_in(notice.title)
    return any(sort in titled and not numbers & titled[sort] for sort, numbers in asked.items())


@lru_cache(maxsize=4096)
def _editions_in(text: str) -> dict[str, set[int | None]]:
    """The numbers said of each sort: 9 and 届 of 第九届."""
    found: dict[str, set[int | None]] = defaultdict(set)
    for number, sort in _EDITION.findall(text):
        found[sort].add(integer_or_none(number))
    return dict(found)


def _tells(name: str) -> bool:
    """Whether a run of a title tells one notice from others."""
    return len(_GENERIC.sub("", name)) >= _LEAST_TELLING


def _title_strength(question: str, title: str, quoted: Sequence[str]) -> tuple[float, str]:
    """The longest run of the title that the question repeats, or the title it quotes."""
    for name in quoted:
        if name in title:
            return 1.0, name
    run = longest_run(question, title)
    if len(run) < _MIN_TITLE_RUN or not _tells(run):
        return 0.0, ""
    most = _HINTED if any(run in name for name in quoted) else 1.0  # the title of another one
    return min(most, 0.5 + (len(run) - _MIN_TITLE_RUN) / 12), run
