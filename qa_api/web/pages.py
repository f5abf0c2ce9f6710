"""The pages for people: ask, read the answer with its proof, browse the notices."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import HTMLResponse
from starlette.templating import Jinja2Templates

from qa_api import settings
from qa_api.answering import answer
from qa_api.web import views
from qa_api.web.api import Base, Known
from qa_api.web.examples import examples
from qa_api.web.uploads import take_in

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
templates = Jinja2Templates(Path(__file__).parents[1] / "templates")
templates.env.filters |= {
    "notice_url": views.notice_url,
    "citation_url": views.citation_url,
    "question_url": views.question_url,
    "state_text": views.state_text,
    "fact_fields": views.fact_fields,
    "flowing": views.flowing,
    "spots": views.spots,
}
templates.env.trim_blocks = templates.env.lstrip_blocks = True
templates.env.globals["max_question"] = settings.MAX_QUESTION


@router.get("/")
def home(request: Request, kb: Base, q: str = "", as_of: str = "") -> HTMLResponse:
    """The question box; with ``q`` the answer, alone if the script asks for it."""
    question = q.strip()
    shown: dict[str, object] = {"question": question, "as_of": as_of, "answer": None, "error": ""}
    if question:
        shown |= _answered(request, kb, question, as_of)
    name = "answer.html" if request.headers.get("x-part") == "answer" else "home.html"
    if name == "home.html":
        shown |= {"examples": examples(kb), "count": len(list(kb.notices()))}
    response = templates.TemplateResponse(request, name, shown)
    response.headers["Vary"] = "X-Part"
    return response


def _answered(request: Request, kb: Base, question: str, as_of: str) -> dict[str, object]:
    if len(question) > settings.MAX_QUESTION:
        return {"error": f"问题超过 {settings.MAX_QUESTION} 字，请写短一些。"}
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        return {"error": f"“{as_of}”不是日期，请写成 2021-05-20 这样。"}
    result = answer(kb, question, as_of=day)
    request.app.state.metrics.answered(result.status)
    return {"answer": result}


@router.get("/notices")
def shelf(request: Request, kb: Base) -> HTMLResponse:
    context = {"notices": list(kb.notices()), "report": None}
    return templates.TemplateResponse(request, "shelf.html", context)


@router.post("/notices")
def add_to_shelf(
    request: Request,
    kb: Base,
    files: Annotated[list[UploadFile], File(max_length=settings.MAX_UPLOAD_FILES)],
) -> HTMLResponse:
    report = take_in(kb, files)
    context = {"notices": list(kb.notices()), "report": report}
    return templates.TemplateResponse(request, "shelf.html", context)


@router.get("/notices/{notice_id}")
def reading(
    request: Request,
    kb: Base,
    notice: Known,
    clause: str = "",
    quote: Annotated[str, Query(max_length=30)] = "",
) -> HTMLResponse:
    """A notice with its outline; the clause that was cited is marked, and the quote inside it."""
    clauses = list(kb.clauses(notice.notice_id))
    newer = kb.notice(notice.superseded_by) if notice.superseded_by else None
    context = {
        "notice": notice,
        "newer": newer,
        "related": [(r.kind, kb.notice(r.target), r.target) for r in notice.relations],
        "outline": views.outline(clauses),
        "blocks": list(views.blocks(clauses, _span(quote))),
        "cited": clause,
    }
    return templates.TemplateResponse(request, "notice.html", context)


def _span(quote: str) -> range | None:
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", quote, re.ASCII)
    return range(int(match[1]), int(match[2])) if match else None


def error_page(request: Request, status: int, title: str, detail: str) -> HTMLResponse:
    context = {"title": title, "detail": detail}
    return templates.TemplateResponse(request, "error.html", context, status_code=status)
