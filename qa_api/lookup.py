"""A look-up as the help desk types it → hits: numbers read, mistyped words mended, then search.

``苏科协发[2021]51号 五（二） 申抱`` is a document number, a clause number and a mistyped word. What
was read so is told in ``notes``; what finds nothing is taken back and searched as plain words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from index.clause_numbers import find_clause
from index.document_numbers import find_number
from index.knowledge_base import KnowledgeBase
from index.query import Query
from index.search import SearchResult
from index.spelling import Correction, corrected

# A question may mention a clause without asking for it: there the number only counts as a word.
_QUESTION = re.compile(r"[?？]|什么|多少|哪|如何|怎[么样]|吗|是否|能否|可否|谁|为何")


@dataclass(frozen=True, slots=True)
class LookUp:
    """``query`` as it was searched and its ``result``; ``suggestion`` is another way to type it."""

    query: Query
    result: SearchResult
    notes: tuple[str, ...] = ()
    suggestion: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            **self.result.to_json(),
            "reading": {
                "words": self.query.text,
                "phrases": list(self.query.phrases),
                "document_number": self.query.document_number,
                "clause": self.query.clause,
            },
            "notes": list(self.notes),
            "suggestion": self.suggestion or None,
        }


def look_up(kb: KnowledgeBase, asked: Query) -> LookUp:
    """Search for ``asked``, whose ``text`` is as typed; filters given apart are kept."""
    found = LookUp(asked, SearchResult((), 0))
    for query in _readings(asked):
        result = kb.search(query)
        found = LookUp(query, result, tuple(_read(asked, query)))
        if result.total:
            break
    correction = corrected(_bare(found.query), kb.engine().lexical)
    return found if correction is None else _corrected(kb, found, correction)


def _readings(asked: Query) -> Iterator[Query]:
    """From the most that can be read out of the text to the text as it is."""
    text, number, clause = asked.text, asked.document_number, asked.clause
    if not number and (in_text := find_number(text)):
        number, text = in_text
    without_clause = text
    if not clause and not _QUESTION.search(text) and (in_text := find_clause(text)):
        clause, text = in_text
    if clause != asked.clause:
        yield replace(asked, text=text, document_number=number, clause=clause)
    if number != asked.document_number:
        yield replace(asked, text=without_clause, document_number=number)
    yield asked


def _read(asked: Query, query: Query) -> Iterator[str]:
    """What was read out of the text, or taken back because nothing bears it."""
    number = find_number(asked.text) if not asked.document_number else None
    if query.document_number and query.document_number != asked.document_number:
        yield f"按发文字号“{query.document_number}”查找；要查提到它的条款，请给它加引号。"
    elif number:
        yield f"没有发文字号是“{number[0]}”的通知，已当作词语查找。"
    if query.clause and query.clause != asked.clause:
        yield f"按条款编号“{query.clause}”查找。"


def _bare(query: Query) -> str:
    """The words of a look-up that are not demanded to the letter."""
    text = query.text
    for phrase in query.phrases:
        text = text.replace(phrase, " ")
    return text


def _corrected(kb: KnowledgeBase, found: LookUp, correction: Correction) -> LookUp:
    """Searched again as it was meant, where what was typed is no word and stands nowhere."""
    text = found.query.text
    for wrong, right in correction.changed:
        text = text.replace(wrong, right)
    if text == found.query.text:  # typed in another width or case
        text = correction.text
    if correction.sure and not found.query.phrases:
        query = replace(found.query, text=text)
        result = kb.search(query)
        if result.total:
            told = "、".join(
                f"“{wrong}”没有出现过，已按“{right}”查找" for wrong, right in correction.changed
            )
            return LookUp(query, result, (*found.notes, f"{told}。"))
    return replace(found, suggestion=text)
