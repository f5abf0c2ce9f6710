"""What stands around a notice: versions, related notices, how long it is in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.knowledge_base import KnowledgeBase
from index.records import ClauseRecord, NoticeRecord
from qa_api.kinds.deadline import last_day
from qa_api.web.names import bare_title
from qa_api.web.views import clause_url

# kind → what this notice does to the other, and what the other does to this one
RELATIONS = {
    "forwards": ("转发", "由此件转发"),
    "forwarded_by": ("由此件转发", "转发"),
    "issues": ("印发", "由此件印发"),
    "based_on": ("依据", "以本件为依据"),
    "amends": ("修改", "被此件修改"),
    "repeals": ("废止", "被此件废止"),
}
ENDING = ("repeals",)  # relations after which a notice is no longer in force


@dataclass(frozen=True, slots=True)
class Related:
    """Another notice: ``notice`` where it is on the shelf, else its ``name`` as printed.

    ``inside`` is the address of what this notice itself holds, as an annex that it issues.
    """

    kind: str
    name: str
    notice: NoticeRecord | None
    ends: bool = False
    inside: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.notice.notice_id if self.notice else self.name


@dataclass(frozen=True, slots=True)
class Validity:
    """施行, 有效期, 试行 or 废止, as printed in a clause; ``over`` where its last day is past."""

    label: str
    text: str
    url: str
    over: bool


@dataclass(frozen=True, slots=True)
class Around:
    newer: NoticeRecord | None
    older: tuple[NoticeRecord, ...]
    related: tuple[Related, ...]
    validity: tuple[Validity, ...]


def around(
    kb: KnowledgeBase, notice: NoticeRecord, clauses: Sequence[ClauseRecord], today: date
) -> Around:
    shelf = kb.notices()
    return Around(
        kb.notice(notice.superseded_by) if notice.superseded_by else None,
        tuple(n for n in shelf if n.superseded_by == notice.notice_id),
        _once([*_names(notice, shelf, clauses), *_named_by(notice, shelf)]),
        tuple({(v.label, v.text): v for v in _validity(kb, notice, clauses, today)}.values()),
    )


def _once(related: Sequence[Related]) -> tuple[Related, ...]:
    return tuple({one.key: one for one in related}.values())


def _names(
    notice: NoticeRecord, shelf: Sequence[NoticeRecord], clauses: Sequence[ClauseRecord]
) -> Iterator[Related]:
    """The notices that this one names."""
    titles = {bare_title(n.title): n for n in shelf} | {n.notice_id: n for n in shelf}
    for relation in notice.relations:
        kind = RELATIONS.get(relation.kind, ("相关", ""))[0]
        found = titles.get(relation.target) or titles.get(bare_title(relation.target))
        inside = _inside(relation.target, clauses) if relation.kind == "issues" else ""
        yield Related(kind, relation.target, found, inside=inside)


def _inside(title: str, clauses: Sequence[ClauseRecord]) -> str:
    """Where the text of this name begins in the notice that issues it, the head aside."""
    wanted = bare_title(title)
    opened = (c for c in clauses if c.kind not in ("head", "body") and c.path)
    found = (c for c in opened if bare_title(c.path[-1]).endswith(wanted))
    return next(map(clause_url, found), "")


def _named_by(notice: NoticeRecord, shelf: Sequence[NoticeRecord]) -> Iterator[Related]:
    """The notices that name this one."""
    own = (notice.notice_id, bare_title(notice.title))
    for other in shelf:
        for relation in other.relations if other.notice_id != notice.notice_id else ():
            if relation.target in own or bare_title(relation.target) in own:
                kind = RELATIONS.get(relation.kind, ("", "相关"))[1]
                yield Related(kind, other.title, other, relation.kind in ENDING)


def _validity(
    kb: KnowledgeBase, notice: NoticeRecord, clauses: Sequence[ClauseRecord], today: date
) -> Iterator[Validity]:
    places = {clause.clause_id: clause_url(clause) for clause in clauses}
    records = kb.facts(kinds=["validity"], notice_ids=[notice.notice_id], include_superseded=True)
    for record in records:
        fact = record.fact
        last = last_day(fact.value) if fact.label == "有效期" else None
        url = places.get(fact.clause_id, "")
        yield Validity(fact.label, fact.text, url, last is not None and last < today)
