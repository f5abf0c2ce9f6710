"""The clause of a notice that a question names by its number (第5项任务, 第八条, 附件2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.clause_numbers import find_clause, keys_of, readings
from index.records import ClauseRecord
from ingest.normal import normal
from qa_api.question import content_words, is_filler

# 附件 alone, or what follows a year or a numeral, numbers no clause.
_COUNTS = re.compile(r"\d|[一二三四五六七八九十]")
_ITEM, _CHAPTER = re.compile(r"\d+"), re.compile("[一二三四五六七八九十]+")
_NUMBERED = ("section", "item", "article")
_MERELY = frozenset("内容 规定 条款 条 项 任务 工作 意思 讲 写 部分 举措 措施".split())


def numbered(question: str, clauses: Sequence[ClauseRecord]) -> tuple[ClauseRecord, ...]:
    """Those of a notice's ``clauses`` that ``question`` names by number, and what stands below
    them; none where it names none, or several."""
    found = find_clause(question)
    if not found or not _COUNTS.search(found[0]):
        return ()
    # 第5项 is an item 5 before it is a chapter 五, which 第五部分 is.
    likely = _CHAPTER if found[0].endswith("部分") else _ITEM
    for key in readings(found[0]):
        heads = [c for c in clauses if c.kind in _NUMBERED and key in keys_of(c.number)]
        if heads:
            heads = _said_above(heads, found[1])
            alike = [c for c in heads if likely.fullmatch(c.number.rpartition("/")[2])]
            numbers = {head.number for head in alike or heads}
            return tuple(c for c in clauses if any(_within(c.number, n) for n in numbers))
    return ()


def without_number(terms: Sequence[str], question: str) -> tuple[str, ...]:
    """Those of a question's ``terms`` that are not said just to name a clause by its number."""
    found = find_clause(question)
    number = normal(found[0]) if found else ""
    return tuple(term for term in terms if term not in number and term not in _MERELY)


def only_number(question: str, head: ClauseRecord, names: Sequence[str]) -> bool:
    """The question asks nothing but what the clause of that number says (第八条讲什么)."""
    found = find_clause(question)
    rest = found[1] if found else question
    for name in names:
        rest = rest.replace(name, " ")
    above = normal(" ".join((head.notice_title, *head.path)))
    said = [word for word in content_words(normal(rest)) if word not in _MERELY]
    return bool(found) and all(is_filler(word) or word in above for word in said)


def _said_above(heads: Sequence[ClauseRecord], question: str) -> list[ClauseRecord]:
    """Those of ``heads`` under the heading that says most of the question (限项规定第3条)."""
    words = content_words(normal(question))
    said = [max((_share(words, normal(path)) for path in head.path[:-1]), default=0.0)
            for head in heads]  # fmt: skip
    return [head for head, share in zip(heads, said, strict=True) if share == max(said)]


def _share(words: Sequence[str], heading: str) -> float:
    return sum(len(word) for word in words if word in heading) / (len(heading) or 1)


def _within(number: str, above: str) -> bool:
    return number == above or number.startswith(f"{above}/")
