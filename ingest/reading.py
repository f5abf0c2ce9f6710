"""The state of reading one notice: its paragraphs with their places, the outline so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.layout import Paragraph
from ingest.model import ClauseKind
from ingest.outline import Outline
from ingest.unnumbered import Heading


@dataclass(slots=True)
class Reading:
    """``starts[i]`` is the offset of ``paragraphs[i]`` in the notice's text.

    ``annexes`` are the titles of the listed annexes by number, without white space; ``headings``
    the indices of bare numbered headings (``3 术语``), ``unnumbered`` the headings without any, by
    index. ``inline_depth`` is the depth of the outline to return to after a list inside a
    paragraph; ``quoted`` says that a quotation is open.
    """

    paragraphs: Sequence[Paragraph]
    starts: Sequence[int]
    outline: Outline = field(default_factory=Outline)
    annexes: dict[str, str] = field(default_factory=dict)
    headings: frozenset[int] = frozenset()
    unnumbered: Mapping[int, Heading] = field(default_factory=dict)
    inline_depth: int | None = None
    after_table: bool = False
    quoted: bool = False

    def text(self, at: int) -> str:
        return self.paragraphs[at].text

    def span(self, at: int) -> tuple[int, int]:
        return self.starts[at], self.starts[at] + len(self.text(at))

    def place(self, name: str, kind: ClauseKind, first: int, end: int) -> None:
        """Paragraphs ``[first, end)`` as a part without a number (附件说明, 落款, 目录 …)."""
        self.outline.place(name, kind, self.starts[first], self.span(end - 1)[1])
