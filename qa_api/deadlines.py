"""What is open, closing, coming and closed on a day: every deadline of the shelf, as a calendar.

``calendar(kb, as_of)`` → Deadlines; ``ics`` and ``rows`` are two ways to take them along.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal

from index.knowledge_base import KnowledgeBase
from index.records import ClauseRecord
from qa_api.kinds.deadline import last_day, with_state
from qa_api.model import AnswerFact

Group = Literal["week", "month", "later", "coming", "closed", "undated"]

# In the order in which they matter.
GROUPS: dict[Group, str] = {
    "week": "7 天内截止",
    "month": "30 天内截止",
    "later": "30 天以后截止",
    "coming": "尚未开始",
    "closed": "已截止",
    "undated": "没有写明年份",
}
WEEK, MONTH = 7, 30
CHINA = timezone(timedelta(hours=8))  # no summer time since 1991
HEADS = (
    *("状态", "截止日期", "时间", "剩余天数", "事项", "原文"),
    *("通知", "发文字号", "发文机关", "条款", "文件", "页码"),
)
_SHORT_LABEL = 6  # characters; 完成时限 alone does not say of what


@dataclass(frozen=True, slots=True)
class Deadline:
    """``last`` is the last day, None where no year is known; ``fact`` has its state on the day."""

    fact: AnswerFact
    clause: ClauseRecord
    group: Group
    last: date | None

    @property
    def subject(self) -> str:
        """What the date binds; a bare 完成时限 with the heading it stands under."""
        heading = self.clause.path[-1] if self.clause.path else ""
        if len(self.fact.label) > _SHORT_LABEL or not heading or heading in self.fact.label:
            return self.fact.label or heading
        return f"{heading}　{self.fact.label}"

    @property
    def moment(self) -> datetime | None:
        """The very moment where a time of day is given; None for 24:00, which is the whole day."""
        if self.last is None or "T" not in self.fact.value:
            return None
        try:
            return datetime.fromisoformat(self.fact.value).replace(tzinfo=CHINA)
        except ValueError:
            return None

    def to_json(self) -> dict[str, Any]:
        clause = self.clause
        return {
            **self.fact.to_json(),
            "group": self.group,
            "last_day": self.last.isoformat() if self.last else None,
            "subject": self.subject,
            "notice_id": clause.notice_id,
            "notice_title": clause.notice_title,
            "document_number": clause.document_number,
            "issuer": clause.issuer,
            "number": clause.number,
            "source": clause.source,
            "page": clause.page,
        }


@dataclass(frozen=True, slots=True)
class Calendar:
    """All deadlines on a day: those still to come by date, then the closed, latest first."""

    as_of: date
    deadlines: tuple[Deadline, ...]

    def of(self, group: Group) -> list[Deadline]:
        return [deadline for deadline in self.deadlines if deadline.group == group]

    @property
    def counts(self) -> dict[Group, int]:
        counted = Counter(deadline.group for deadline in self.deadlines)
        return {group: counted[group] for group in GROUPS}

    @property
    def running(self) -> tuple[Deadline, ...]:
        """Those that are not over."""
        return tuple(d for d in self.deadlines if d.last is not None and d.group != "closed")

    def to_json(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of.isoformat(),
            "total": len(self.deadlines),
            "counts": dict(self.counts),
            "deadlines": [deadline.to_json() for deadline in self.deadlines],
        }


def calendar(kb: KnowledgeBase, as_of: date, notice_ids: Sequence[str] | None = None) -> Calendar:
    """The deadlines of the current notices (or of ``notice_ids``) as seen on ``as_of``."""
    records = kb.facts(kinds=["deadline"], notice_ids=notice_ids)
    clause_ids = list(dict.fromkeys(record.fact.clause_id for record in records))
    clauses = {clause.clause_id: clause for clause in kb.clauses_by_id(clause_ids)}
    found: dict[tuple[str, str, str], Deadline] = {}
    for record in records:
        clause = clauses.get(record.fact.clause_id)
        if clause is not None:
            fact = with_state(record.fact, as_of)
            deadline = Deadline(fact, clause, _group(fact), last_day(fact.value))
            found.setdefault((record.notice_id, fact.value, deadline.subject), deadline)
    return Calendar(as_of, tuple(sorted(found.values(), key=_order)))


def _group(fact: AnswerFact) -> Group:
    if fact.days_left is None:
        return "undated"
    if fact.state in ("closed", "coming"):
        return "closed" if fact.state == "closed" else "coming"
    if fact.days_left <= WEEK:
        return "week"
    return "month" if fact.days_left <= MONTH else "later"


def _order(deadline: Deadline) -> tuple[int, int, str]:
    day = deadline.last.toordinal() if deadline.last else 0
    closed = deadline.group == "closed"
    return list(GROUPS).index(deadline.group), -day if closed else day, deadline.fact.value


def ics(deadlines: Iterable[Deadline], now: datetime | None = None) -> bytes:
    """An iCalendar file (RFC 5545): a whole-day event a date, a moment where the hour is given."""
    from icalendar import Calendar as File

    file = File()
    file.add("prodid", "-//policyqa//deadlines//ZH")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", "政策通知截止日历")
    for deadline in deadlines:
        if deadline.last is not None:
            file.add_component(_event(deadline, now or datetime.now(UTC)))
    return bytes(file.to_ical())


def _event(deadline: Deadline, now: datetime) -> Any:
    from icalendar import Event

    clause, event = deadline.clause, Event()
    key = f"{clause.clause_id}|{deadline.fact.value}|{deadline.subject}"
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@policyqa")
    event.add("dtstamp", now)
    if deadline.moment:
        event.add("dtstart", deadline.moment.astimezone(UTC))
    else:
        event.add("dtstart", deadline.last)
    event.add("summary", f"截止：{deadline.subject}")
    where = f"《{clause.notice_title}》{clause.document_number or ''} {clause.number}"
    event.add("description", f"{deadline.fact.text}\n{where}\n以正式印发的原文为准。")
    event.add("transp", "TRANSPARENT")
    return event


def rows(deadlines: Iterable[Deadline]) -> Iterator[tuple[object, ...]]:
    """A table's rows under ``HEADS``."""
    for deadline in deadlines:
        fact, clause = deadline.fact, deadline.clause
        moment = deadline.moment
        yield (
            GROUPS[deadline.group], deadline.last or fact.value,
            f"{moment:%H:%M}" if moment else "", fact.days_left, deadline.subject, fact.text,
            clause.notice_title, clause.document_number, clause.issuer, clause.number,
            clause.source, clause.page,
        )  # fmt: skip
