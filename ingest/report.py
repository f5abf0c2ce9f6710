"""The parse report of a file: what was read, what was put aside, and what a person should look at.

``inspect(source)`` answers it from the file alone; ``build`` from what reader and pipeline gave.
Nothing here changes what is stored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest.model import Box, Clause, Line, Notice, PlacedLine, RawDocument, Removed, SourceFile
from ingest.numbering import integer_or_none, label_at_start
from ingest.pipeline import notices_of
from ingest.readers import read

_REFERRED = re.compile(r"(?<!》)(?<!》的)附\s*件\s*(\d{1,2}|[一二三四五六七八九十]{1,3})(?!\d)")
_SOLE = re.compile(
    r"(?:见|按|依照|填写|填报|如|及)\s*附\s*件(?!\s*[\d一二三四五六七八九十中的])|^附\s*件\s*[:：]",
    re.MULTILINE,
)

Place = tuple[int | None, Box | None, str | None]


@dataclass(frozen=True, slots=True)
class Oddity:
    """A number that does not follow the one before it; kept as printed, and told here."""

    kind: Literal["gap", "repeat"]
    number: str
    after: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class NoticeReport:
    """One notice: its head, and its clauses by kind and by level (1 outermost)."""

    notice_id: str
    title: str
    document_number: str | None
    issuer: str | None
    issued_on: str | None
    kinds: Mapping[str, int]
    levels: Mapping[int, int]
    facts: int
    numbering: tuple[Oddity, ...]

    @property
    def tables(self) -> int:
        return self.kinds.get("table", 0)


@dataclass(frozen=True, slots=True)
class LineCount:
    """Where the source lines are; ``lost`` is 0 unless invariant 2 is broken."""

    head: int
    clauses: int
    removed: int
    lost: int

    @property
    def total(self) -> int:
        return self.head + self.clauses + self.removed + self.lost


@dataclass(frozen=True, slots=True)
class Report:
    """``recognised`` maps pages read by OCR to their mean confidence (0 to 1)."""

    file: str
    sha256: str
    pages: int
    notices: tuple[NoticeReport, ...]
    lines: LineCount
    removed: tuple[Removed, ...]
    recognised: Mapping[int, float] = field(default_factory=dict)
    unreadable: tuple[int, ...] = ()
    missing_annexes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "sha256": self.sha256,
            "pages": self.pages,
            "notices": [_notice_json(notice) for notice in self.notices],
            "lines": {**_plain(self.lines), "total": self.lines.total},
            "removed": [
                {"reason": r.reason, "text": r.line.text, "page": r.line.page, "box": r.line.box}
                for r in self.removed
            ],
            "recognised": [{"page": p, "confidence": c} for p, c in self.recognised.items()],
            "unreadable": list(self.unreadable),
            "missing_annexes": list(self.missing_annexes),
            "warnings": list(self.warnings),
        }


def inspect(source: SourceFile) -> Report:
    """The report of a file. Raises IngestError where the file cannot be taken in at all."""
    raw = read(source)
    return build(source, raw, notices_of(raw, source))


def build(source: SourceFile, raw: RawDocument, notices: Sequence[Notice]) -> Report:
    """The report on what reader and pipeline gave of ``source``."""
    removed = tuple(dict.fromkeys([*raw.removed, *(r for n in notices for r in n.removed)]))
    shown = {line.page for line in raw.lines} | {each.line.page for each in removed}
    return Report(
        file=source.name,
        sha256=source.sha256,
        pages=len(raw.pages),
        notices=tuple(map(_notice, notices)),
        lines=_line_count(raw.lines, notices, removed),
        removed=removed,
        recognised={p.number: p.confidence for p in raw.pages if p.confidence is not None},
        unreadable=tuple(page.number for page in raw.pages if page.number not in shown),
        missing_annexes=tuple(missing_annexes(notices)),
        warnings=raw.warnings,
    )


def _notice(notice: Notice) -> NoticeReport:
    numbered = [clause for clause in notice.clauses if clause.kind not in ("head", "tail")]
    return NoticeReport(
        notice_id=notice.notice_id,
        title=notice.title,
        document_number=notice.document_number,
        issuer=notice.issuer,
        issued_on=notice.issued_on,
        kinds=dict(Counter(clause.kind for clause in notice.clauses)),
        levels=dict(sorted(Counter(c.number.count("/") + 1 for c in numbered).items())),
        facts=len(notice.facts),
        numbering=tuple(oddities(notice)),
    )


def oddities(notice: Notice) -> Iterator[Oddity]:
    """Numbers that skip or repeat. A family may begin anew under each heading, or count on.

    What repeats below a repeated heading goes without saying.
    """
    under: dict[tuple[str, str], tuple[tuple[int, ...], str]] = {}
    overall: dict[str, tuple[int, ...]] = {}
    seen: set[str] = set()
    repeated: set[str] = set()
    for clause in notice.clauses:
        label = label_at_start(notice.quote(clause))
        parent, _, own = clause.number.rpartition("/")
        if label is None or label.number != own:
            continue
        before, after = under.get((parent, label.family), ((), ""))
        if clause.number in seen:
            repeated.add(clause.number)
            if parent not in repeated:
                yield Oddity("repeat", clause.number, after, _page(notice, clause))
        elif not _follows(before, label.value) and not (
            not before and _follows(overall.get(label.family, ()), label.value)
        ):
            yield Oddity("gap", clause.number, after, _page(notice, clause))
        seen.add(clause.number)
        under[parent, label.family] = label.value, clause.number
        overall[label.family] = label.value


def _follows(before: tuple[int, ...], value: tuple[int, ...]) -> bool:
    """Whether ``value`` begins a count or is the next after ``before``: 3, 4; 2.1, 2.2, 3.1."""
    if value[-1] == 1:
        return True
    level = len(value)
    return len(before) >= level and value == (*before[: level - 1], before[level - 1] + 1)


def missing_annexes(notices: Sequence[Notice]) -> Iterator[str]:
    """Annexes that a file names but does not hold: ``附件2``, or ``附件`` for a sole one."""
    clauses = [clause for notice in notices for clause in notice.clauses]
    present = {clause.number.split("/")[0] for clause in clauses}
    here = {name for name in present if re.match(r"附\s*[件录表]", name) and name != "附件说明"}
    numbers = {
        integer_or_none(digits) or 0 for name in here for digits in re.findall(r"件\s*(\S+)$", name)
    }
    text = "\n".join(notice.text for notice in notices)
    referred = {integer_or_none(found) or 0 for found in _REFERRED.findall(text)}
    referred |= {value for notice in notices for value in _listed(notice)}
    sole = here == {"附件"} and referred <= {1}
    if not sole:
        yield from (f"附件{value}" for value in sorted(referred - numbers) if value)
    inside = len(notices) > 1 or here
    if not referred and not inside and _SOLE.search(text):
        yield "附件"


def _listed(notice: Notice) -> Iterator[int]:
    """Numbers in the list of annexes below the letter (附件说明, GB/T 9704-2012, 7.3.4)."""
    for clause in notice.clauses:
        if clause.number == "附件说明":
            for line in notice.quote(clause).splitlines():
                bare = re.sub(r"^[\s\-·*]*附\s*件\s*[:：]?", "", line).lstrip(" -·*\u3000")
                label = label_at_start(bare)
                if label and label.family in ("arabic", "cn"):
                    yield label.value[0]


def _line_count(
    lines: Sequence[Line], notices: Sequence[Notice], removed: Sequence[Removed]
) -> LineCount:
    """Where each source line went, known by its place in the file."""
    kinds: dict[Place, str] = {}
    for notice in notices:
        clauses = iter([*notice.clauses])
        clause = next(clauses, None)
        for line in notice.lines:
            while clause is not None and clause.end <= line.start:
                clause = next(clauses, None)
            if clause is not None and clause.start <= line.start:
                kinds.setdefault(_place(line), "head" if clause.kind == "head" else "clauses")
    count = Counter(kinds.get(_place(line), "lost") for line in lines)
    return LineCount(count["head"], count["clauses"], len(removed), count["lost"])


def _place(line: Line | PlacedLine) -> Place:
    return line.page, line.box, line.anchor


def _page(notice: Notice, clause: Clause) -> int | None:
    return next((line.page for line in notice.lines if line.end > clause.start), None)


def _plain(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _notice_json(notice: NoticeReport) -> dict[str, Any]:
    numbering = [_plain(oddity) for oddity in notice.numbering]
    return {**_plain(notice), "tables": notice.tables, "numbering": numbering}
