"""The words of the project as values (see README, "Words"): frozen, and refusing to be wrong.

Offsets are code points into ``Notice.text``; a span is half-open, ``start <= end``.
Boxes are ``(x0, y0, x1, y1)`` in PDF points, origin at the page's top left corner.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Box = tuple[float, float, float, float]

LineKind = Literal["text", "row"]
ClauseKind = Literal["head", "body", "section", "item", "article", "table", "row", "tail"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes as given, with the name the user knows them by."""

    name: str
    data: bytes
    media_type: str = "application/octet-stream"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @classmethod
    def from_path(cls, path: Path) -> SourceFile:
        return cls(path.name, path.read_bytes())


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a reader saw it: verbatim text, and the place it came from.

    ``kind`` is ``row`` for a table row, whose ``cells`` joined by tabs are its ``text`` and whose
    ``table`` tells the tables of a file apart. ``page`` counts from 1. ``anchor`` names the place
    in formats without pages (``p12`` paragraph 12, ``t1r3`` table 1 row 3). ``opens`` is what the
    layout says about paragraphs: True, this line begins one; False, it continues the line before;
    None, the format does not say. ``confidence`` (0 to 1) is given by text recognition only.
    """

    text: str
    kind: LineKind = "text"
    page: int | None = None
    box: Box | None = None
    anchor: str | None = None
    cells: tuple[str, ...] = ()
    table: int | None = None
    opens: bool | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that is not part of the notice (page number, site navigation), and why."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """Size of a page in points; ``confidence`` (0 to 1) where its text was recognised (OCR)."""

    number: int
    width: float
    height: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader gives: lines in reading order, nothing interpreted.

    ``metadata`` holds what the file itself states about the notice under the Chinese names that
    government portals use (标题, 发文字号, 发文机关, 成文日期, 索引号 …). ``warnings`` are Chinese.
    """

    lines: tuple[Line, ...]
    pages: tuple[Page, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[Removed, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """Where a source line stands in ``Notice.text``, so that a span leads back to page and box."""

    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest numbered unit that can be cited by itself.

    ``number`` is the label path (``附件3/五/（二）``); ``path`` the headings as people read them.
    ``context`` is what a table row means (column heads, merged cells carried down); it serves
    searching and is never quoted. ``parent`` is the clause_id of the enclosing clause.
    """

    clause_id: str
    number: str
    kind: ClauseKind
    path: tuple[str, ...]
    start: int
    end: int
    parent: str | None = None
    context: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"clause {self.clause_id}: span {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed value read from a clause, with the verbatim span it came from.

    ``value`` is normalised for machines (ISO 8601 dates, digits); ``text`` is
    ``Notice.text[start:end]``. ``label`` says what the value belongs to (电子版《申报书》, 联系人).
    ``fields`` holds the parts of a compound value (name, office, phone …), each verbatim.
    """

    kind: str
    label: str
    value: str
    text: str
    start: int
    end: int
    clause_id: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or len(self.text) != self.end - self.start:
            raise ValueError(f"fact {self.kind} of {self.clause_id}: text and span disagree")


@dataclass(frozen=True, slots=True)
class Relation:
    """How a notice stands to another one: ``forwards`` (转发), ``forwarded_by``, ``based_on`` …

    ``target`` is a notice_id where the other notice is known, else the name as printed.
    """

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One document: its head, its text, and the clauses and facts read from it."""

    notice_id: str
    title: str
    document_number: str | None
    issuer: str | None
    issued_on: str | None
    recipients: str | None
    type: str | None
    text: str
    clauses: tuple[Clause, ...]
    facts: tuple[Fact, ...]
    lines: tuple[PlacedLine, ...]
    relations: tuple[Relation, ...] = ()
    aliases: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    removed: tuple[Removed, ...] = ()
    warnings: tuple[str, ...] = ()
    source_name: str = ""
    source_sha256: str = ""

    def quote(self, clause: Clause) -> str:
        return self.text[clause.start : clause.end]
