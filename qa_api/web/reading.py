"""A notice as one reads it: outline, text, the page beside it, what it is related to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from index.knowledge_base import KnowledgeBase
from index.records import ClauseRecord, NoticeRecord
from ingest import report
from ingest.model import Page
from qa_api import settings
from qa_api.answering import answer
from qa_api.model import Citation
from qa_api.web import days, templating, views
from qa_api.web.api import Base, Known
from qa_api.web.around import around
from qa_api.web.sheets import sheet

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

KINDS = {
    "head": "文头",
    "body": "正文段落",
    "section": "章节",
    "item": "条目",
    "article": "条",
    "table": "表",
    "row": "表格行",
    "tail": "落款",
}
MOST_REMOVED = 200
MOST_ODDITIES = 50


@router.get("/notices/{notice_id}")
def reading(
    request: Request,
    kb: Base,
    notice: Known,
    clause: str = "",
    quote: Annotated[str, Query(max_length=30)] = "",
    page: Annotated[int | None, Query(ge=1, le=100_000)] = None,
    q: Annotated[str, Query(max_length=settings.MAX_QUESTION)] = "",
    as_of: Annotated[str, Query(max_length=10)] = "",
    within: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """The cited clause is marked, the quote inside it too; ``q`` leads to the other quotes."""
    clauses = kb.clauses(notice.notice_id)
    cited = next((item for item in clauses if item.clause_id == clause), None)
    marked = _span(quote)
    shown = marked or (range(cited.start, cited.end) if cited else None)
    context: dict[str, Any] = {
        "notice": notice,
        "cited": cited,
        "quote": quote,
        "led_by": {"q": q, "as_of": as_of, "within": within},
        "sheet": sheet(kb, notice, shown, page),
    }
    if templating.part(request) == "sheet":
        return templating.varying(templating.page(request, "sheet.html", context))
    context |= {
        "citation": _citation(cited, marked),
        "outline": views.outline(clauses),
        "blocks": list(views.blocks(notice, clauses, marked)),
        "tour": tour(kb, q, as_of, within, clause, marked) if q else None,
        "around": around(kb, notice, clauses, date.today()),
        **parse_report(kb, notice, clauses),
    }
    return templating.varying(templating.page(request, "notice.html", context))


def _span(quote: str) -> range | None:
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", quote, re.ASCII)
    return range(int(match[1]), int(match[2])) if match else None


def _citation(cited: ClauseRecord | None, marked: range | None) -> Citation | None:
    """The quote to copy: what is marked inside the cited clause, else all of it."""
    if cited is None:
        return None
    if marked and cited.start <= marked.start <= marked.stop <= cited.end:
        return Citation.of(cited, marked.start, marked.stop)
    return Citation.of(cited)


@dataclass(frozen=True, slots=True)
class Tour:
    """The quotes of an answer, to be gone through: which one this is, and those beside it."""

    question: str
    as_of: str
    within: str
    place: int
    total: int
    before: Citation | None
    after: Citation | None


def tour(
    kb: KnowledgeBase, question: str, as_of: str, within: str, clause_id: str, span: range | None
) -> Tour | None:
    """None where the question no longer brings this quote."""
    try:
        day = days.valid_day(as_of)
    except ValueError:
        return None
    found = answer(kb, question, as_of=day, notices=(within,) if within else ())
    quotes = views.spots(found.citations or found.nearest)
    here = [
        order
        for order, citation in enumerate(quotes)
        if citation.clause.clause_id == clause_id and span == range(citation.start, citation.end)
    ]
    if not here:
        return None
    at = here[0]
    return Tour(
        question, as_of, within, at + 1, len(quotes),
        quotes[at - 1] if at else None, quotes[at + 1] if at + 1 < len(quotes) else None,
    )  # fmt: skip


def parse_report(
    kb: KnowledgeBase, notice: NoticeRecord, clauses: Sequence[ClauseRecord]
) -> dict[str, Any]:
    """How the file was understood: its kinds of clauses, the lines left out and why."""
    full = kb.full_notice(notice.notice_id)
    same_file = [n.notice_id for n in kb.notices() if n.source_sha256 == notice.source_sha256]
    others = [kb.full_notice(other) for other in same_file if other != notice.notice_id]
    return {
        "kinds": [(KINDS.get(k, k), n) for k, n in Counter(c.kind for c in clauses).most_common()],
        "oddities": list(report.oddities(full))[:MOST_ODDITIES],
        "missing_annexes": list(report.missing_annexes([full, *others])),
        "recognised": list(recognised(full.pages)),
        "removed": full.removed[:MOST_REMOVED],
        "removed_count": len(full.removed),
    }


def recognised(pages: Sequence[Page]) -> Iterator[tuple[int, int, float]]:
    """Runs of pages whose text was recognised: the first, the last, the lowest confidence."""
    seen = [page for page in pages if page.confidence is not None]
    for _, run in groupby(enumerate(seen), key=lambda item: item[1].number - item[0]):
        members = [page for _, page in run]
        yield members[0].number, members[-1].number, min(p.confidence or 0.0 for p in members)
