"""What can be quoted: sentences, rows and headings of clauses, with their forms for comparing.

The forms are made once a clause and kept: its text does not change, for its notice's id holds a
hash of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.records import ClauseRecord
from ingest.facts.spans import sentences
from ingest.normal import normal
from ingest.numbering import label_at_start

# An organ or a date alone: a signature that text without line breaks left among its sentences.
_SIGNATURE = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:局|厅|委|会|政府|办公室|部|处|中心|院|办)|[\d年月日\s]+"
)
_OPENS_NOTICE = re.compile(r"(?:通知|公告|通告|函告|函复|报告|批复|答复|公布|公示)如下:?$")
_ROW_FURNITURE = re.compile(r"(?:^|；)(?:序号：\d+(?=；)|备注：.*$)")  # columns that answer nothing
_KEPT = 20_000  # clauses whose forms are kept; a few KB each


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """``text`` is ``notice[start:end]``, within ``clause``; ``here`` is it normalised.

    For a row ``here`` includes its meaning (column heads, merged cells).
    """

    clause: ClauseRecord
    start: int
    end: int
    text: str
    here: str = field(default="", init=False)
    _heading: bool | None = field(default=None, init=False, repr=False)
    _plain: str | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "here", normal(self.text + self.clause.context))

    @property
    def key(self) -> tuple[str, int, int]:
        return self.clause.clause_id, self.start, self.end

    @property
    def is_heading(self) -> bool:
        """It only names what follows: the heading or title line of its clause, or the sentence that
        opens the notice (现将有关事项通知如下：)."""
        if self._heading is None:
            object.__setattr__(self, "_heading", _is_heading(self))
        return bool(self._heading)

    @property
    def plain(self) -> str:
        """As answer text: without its label and closing stop; a row with its column heads."""
        if self._plain is None:
            object.__setattr__(self, "_plain", _plain(self))
        return self._plain or ""


@dataclass(frozen=True, slots=True)
class View:
    """A clause's sentences and lines, and its surroundings normalised: headings, text, notice."""

    units: tuple[Unit, ...]
    lines: tuple[Unit, ...]
    path: str
    whole: str
    title: str


_views: dict[str, View] = {}


def view(clause: ClauseRecord) -> View:
    """The sentences and normalised surroundings of ``clause``."""
    known = _views.get(clause.clause_id)
    if known is None:
        if len(_views) >= _KEPT:
            _views.clear()
        names = (clause.notice_title, clause.issuer, clause.document_number)
        known = _views[clause.clause_id] = View(
            tuple(_units(clause)),
            tuple(_lines(clause)),
            normal(" ".join(clause.path)),
            normal(clause.text),
            normal(" ".join(filter(None, names))),
        )
    return known


def _is_heading(unit: Unit) -> bool:
    text = normal(unit.text).rstrip("| ")
    if _OPENS_NOTICE.search(text):
        return True
    if not text or text[-1] in "。；;！？.!?" or unit.clause.kind == "row":
        return unit.clause.kind == "table"
    if text in normal(unit.clause.notice_title) or _SIGNATURE.fullmatch(text):
        return True
    path = normal(unit.clause.path[-1]) if unit.clause.path else ""
    return text in path or (path in text and len(text) <= len(path) + 4)


def _plain(unit: Unit) -> str:
    if unit.clause.kind == "row":
        said = _ROW_FURNITURE.sub("", unit.clause.context)
        return said.strip("；;") or re.sub(r"\t+", " ", unit.text).strip()
    text = unit.text.strip()
    label = label_at_start(text)
    text = text[label.end :] if label else text
    return re.sub(r"\s*\n\s*", " ", text).strip(" 　；;。，,|")


def whole(clause: ClauseRecord) -> Unit:
    return Unit(clause, clause.start, clause.end, clause.text)


def _units(clause: ClauseRecord) -> Iterator[Unit]:
    """The sentences of a clause; a table row or head is one unit."""
    if clause.kind in ("row", "table"):
        yield whole(clause)
        return
    for start, end in sentences(clause.text):
        label = label_at_start(clause.text[start:end])
        if not label or label.end < end - start:
            yield Unit(clause, clause.start + start, clause.start + end, clause.text[start:end])


def _lines(clause: ClauseRecord) -> Iterator[Unit]:
    for line in re.finditer(r"[^\n]+", clause.text):
        yield Unit(clause, clause.start + line.start(), clause.start + line.end(), line[0])
