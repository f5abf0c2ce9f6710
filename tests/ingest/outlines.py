"""Short ways to read an invented text and to see what became of it."""

from __future__ import annotations

from ingest.model import Clause, Fact, Notice, SourceFile
from ingest.pipeline import ingest_file


def read_text(text: str) -> Notice:
    """The only notice in a text file."""
    (notice,) = ingest_file(SourceFile("notice.txt", text.strip().encode()))
    return notice


def numbers(notice: Notice, *kinds: str) -> list[str]:
    """Clause numbers in order, of ``kinds`` or of all that are no head, body or tail."""
    left_out = {"head", "body", "tail"}
    return [
        c.number for c in notice.clauses if (c.kind in kinds if kinds else c.kind not in left_out)
    ]


def clause(notice: Notice, number: str) -> Clause:
    """The first clause of that number."""
    return next(clause for clause in notice.clauses if clause.number == number)


def text_of(notice: Notice, number: str) -> str:
    return notice.quote(clause(notice, number))


def facts(notice: Notice, kind: str) -> list[Fact]:
    return [fact for fact in notice.facts if fact.kind == kind]
