"""说明: what the system is, what it covers, how sure it is, and that the official text governs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from qa_api.web import templating
from qa_api.web.api import Base

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/about")
def about(request: Request, kb: Base) -> HTMLResponse:
    notices = kb.notices()
    current = [notice for notice in notices if not notice.superseded_by]
    years = [notice.issued_on[:4] for notice in current if notice.issued_on]
    context = {
        "count": len(current),
        "old": len(notices) - len(current),
        "clauses": sum(notice.clause_count for notice in current),
        "issuers": _tally(organ for n in current for organ in n.issuers or ("",)),
        "types": _tally(notice.type for notice in current),
        "years": sorted(Counter(years).items(), reverse=True),
        "undated": len(current) - len(years),
        "latest": max((notice.ingested_at for notice in notices), default=""),
        "meaning": kb.embedder() is not None,
    }
    return templating.page(request, "about.html", context)


def _tally(values: Iterable[str | None]) -> list[tuple[str, int]]:
    return Counter(value or "未写明" for value in values).most_common(30)
