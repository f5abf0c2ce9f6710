"""The clause tree while it grows: a stack of open headings and the flat list of drafts.

Clauses are a partition of the notice: each draft is one contiguous span, and what a clause still
says after its items (完成时限：… below a numbered list) is a further draft with the same number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ingest.model import Clause, ClauseKind
from ingest.numbering import ANYWHERE, RANK, Label

_HEADING_LENGTH = 40  # characters of a heading path entry; longer clauses are cut with …
_SECTION_RANK = RANK["cn_paren"]


@dataclass(slots=True)
class Node:
    """An open heading. ``number`` is its own label, empty for headings without one."""

    rank: float
    family: str
    value: tuple[int, ...]
    number: str
    heading: str
    draft: int
    tables: int = 0


@dataclass(slots=True)
class Draft:
    number: str
    kind: ClauseKind
    path: tuple[str, ...]
    start: int
    end: int
    parent: int | None = None
    context: str = ""


@dataclass(slots=True)
class Outline:
    """Collects drafts; ``stack`` is the way from the root to the clause being read."""

    stack: list[Node] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)

    def place(self, name: str, kind: ClauseKind, start: int, end: int) -> None:
        """A part without a number (文头, 正文, 落款 …) at the top level."""
        self.stack.clear()
        self.drafts.append(Draft(name, kind, (name,), start, end))

    def extend(self, end: int) -> None:
        self.drafts[-1].end = end

    def annex(self, number: str, heading: str, start: int, end: int) -> None:
        self.stack.clear()
        self.last.clear()
        self.push(Node(RANK["annex"], "annex", (), number, heading, 0), "section", start, end)

    def open(self, label: Label, heading: str, start: int, end: int) -> None:
        """Open the clause of ``label`` as a sibling of its family or below what outranks it."""
        at, rank = self._sibling(label), label.rank
        if at is not None:
            rank = self.stack[at].rank if label.family in ANYWHERE else rank
            del self.stack[at:]
        elif label.family in ANYWHERE:
            rank = self._below_all()
        else:
            while self.stack and self.stack[-1].rank >= label.rank:
                self.stack.pop()
        kind: ClauseKind = "item"
        if label.family == "article":
            kind = "article"
        elif label.rank <= _SECTION_RANK:
            kind = "section"
        self.last[label.family] = label.value[0]
        for family, inner in RANK.items():
            if inner > label.rank and family != "paren":
                self.last.pop(family, None)
        self.push(Node(rank, label.family, label.value, label.number, heading, 0), kind, start, end)

    def unnumbered(self, heading: str, start: int, end: int, *, outer: bool = False) -> None:
        """A heading that has no number, a dash at most: it enters the path, not the number.

        An ``outer`` one stands beside what is counted (项目一), others below it.
        """
        for at, node in enumerate(self.stack):
            if node.family == "dash" or (outer and node.family == "counted"):
                del self.stack[at:]
                break
        self.push(Node(self._below_all(), "dash", (), "", heading, 0), "item", start, end)

    def push(self, node: Node, kind: ClauseKind, start: int, end: int) -> None:
        parent = self.stack[-1].draft if self.stack else None
        self.stack.append(node)
        node.draft = len(self.drafts)
        self.drafts.append(Draft(self.number, kind, self.path, start, end, parent))

    def resume(self, depth: int, start: int, end: int) -> None:
        """Go back to the clause at ``depth`` of the stack: it has more to say after its items."""
        del self.stack[depth:]
        if not self.stack:
            self.place("正文", "body", start, end)
            return
        node = self.stack[-1]
        first = self.drafts[node.draft]
        self.drafts.append(Draft(first.number, first.kind, first.path, start, end, first.parent))

    def row(
        self, number: str, heading: str, kind: ClauseKind, span: tuple[int, int], context: str
    ) -> None:
        """A table or one of its rows below the open clause; it does not change the stack."""
        parent = self.stack[-1].draft if self.stack else None
        full = "/".join(filter(None, (self.number, number)))
        path = (*self.path, heading)
        self.drafts.append(Draft(full, kind, path, *span, parent, context))

    @property
    def number(self) -> str:
        return "/".join(node.number for node in self.stack if node.number) or "正文"

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(node.heading for node in self.stack)

    def within(self, family: str) -> bool:
        return any(node.family == family for node in self.stack)

    def depth_above(self, rank: float) -> int:
        """Length of the stack up to and including the last heading that outranks ``rank``."""
        return max((i + 1 for i, node in enumerate(self.stack) if node.rank < rank), default=0)

    def _below_all(self) -> float:
        """The rank of what opens below whatever is open."""
        return (self.stack[-1].rank if self.stack else 0) + 0.5

    def _sibling(self, label: Label) -> int | None:
        for at, node in enumerate(self.stack):
            if node.family == label.family and len(node.value) == len(label.value):
                return at
        return None

    def split_bodies(self, cuts: Callable[[int, int], Sequence[int]]) -> None:
        """Cut each body without a number at the offsets that ``cuts(start, end)`` gives."""
        drafts: list[Draft] = []
        moved: list[int] = []
        for draft in self.drafts:
            moved.append(len(drafts))
            inner = cuts(draft.start, draft.end) if draft.number == "正文" else ()
            for start, end in zip([draft.start, *inner], [*inner, draft.end], strict=True):
                drafts.append(replace(draft, start=start, end=end))
        for draft in drafts:
            draft.parent = None if draft.parent is None else moved[draft.parent]
        self.drafts = drafts

    def clauses(self, notice_id: str) -> tuple[Clause, ...]:
        """The drafts as clauses, each with an id of its own (``~2`` where a number repeats)."""
        seen: Counter[str] = Counter()
        ids = []
        for draft in self.drafts:
            seen[draft.number] += 1
            suffix = f"~{seen[draft.number]}" if seen[draft.number] > 1 else ""
            ids.append(f"{notice_id}#{draft.number}{suffix}")
        return tuple(
            Clause(
                clause_id, draft.number, draft.kind, draft.path, draft.start, draft.end,
                ids[draft.parent] if draft.parent is not None else None, draft.context,
            )
            for clause_id, draft in zip(ids, self.drafts, strict=True)
        )  # fmt: skip


def heading_of(text: str, label_end: int = 0) -> str:
    """The heading a clause text opens with: up to its first stop, cut at a readable length."""
    text = text.replace("*", "").strip(" 　|")
    label, rest = text[:label_end], text[label_end:]
    rest = re.split("[。；;\n\t]|：(?=.{12})", rest, maxsplit=1)[0].strip(" 　|")
    rest = re.sub(r"\s+", " ", rest)
    rest = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", rest)
    if len(rest) > _HEADING_LENGTH:
        rest = rest[:_HEADING_LENGTH].rstrip("，、") + "…"
    return label.strip(" 　-·*•") + rest
