"""The first page: one box for a question, a title, a document number or a clause number."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from index.knowledge_base import KnowledgeBase
from qa_api import settings
from qa_api.answering import answer
from qa_api.web import days, forms, templating, views
from qa_api.web.api import Base
from qa_api.web.citing import spoken
from qa_api.web.examples import examples
from qa_api.web.jump import jump

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def home(
    request: Request, kb: Base, q: str = "", as_of: str = "", notice: str = "", ask: str = ""
) -> Response:
    """The box; with ``q`` the answer, or the place that ``q`` names unless ``ask`` is given.

    htmx exchanges the answer alone, and is told by its headers where to go instead.
    """
    question = q.strip()
    if question and not ask and not notice and len(question) <= settings.MAX_QUESTION:
        place = jump(kb, question)
        if place and place.url:
            return _go(request, place.url)
    else:
        place = None
    context: dict[str, Any] = {"question": question, "as_of": as_of, "place": place}
    context["within"] = kb.notice(notice) if notice else None
    if question and not place:
        context |= answered(request, kb, question, as_of, notice)
    if templating.part(request) == "answer":
        reply = templating.page(request, "asked.html", context)
        reply.headers["HX-Push-Url"] = views.question_url(question, as_of, notice)
        return templating.varying(reply)
    current = len(kb.notices(include_superseded=False))
    context |= {"examples": examples(kb), "count": current, "example_clause": _example_clause(kb)}
    return templating.varying(templating.page(request, "home.html", context))


def _example_clause(kb: KnowledgeBase) -> str:
    """A document number of the shelf with one of its clauses, as one types it."""
    for notice in kb.notices(include_superseded=False):
        if notice.document_number:
            numbers = [clause.number for clause in kb.clauses(notice.notice_id)]
            deep = next((n for n in numbers if n.endswith("（二）")), "")
            return f"{notice.document_number} {spoken(deep)}".strip()
    return ""


def _go(request: Request, url: str) -> Response:
    if templating.part(request):
        return templating.varying(Response(status_code=204, headers={"HX-Redirect": url}))
    return templating.varying(RedirectResponse(url, 303))


def answered(
    request: Request, kb: KnowledgeBase, question: str, as_of: str, notice: str
) -> dict[str, Any]:
    """What the answer's template shows: the answer and its form, or what is wrong."""
    if len(question) > settings.MAX_QUESTION:
        return {"error": f"问题超过 {settings.MAX_QUESTION} 字，请写短一些。"}
    try:
        day = days.valid_day(as_of)
    except ValueError:
        return {"error": f"“{as_of}”不是日期，请写成 2021-05-20 这样。"}
    if notice and kb.notice(notice) is None:
        return {"error": "这份通知已不在知识库里，请去掉“只在这份通知里找”再问。"}
    result = answer(kb, question, as_of=day, notices=(notice,) if notice else ())
    request.app.state.metrics.answered(result.status)
    return {
        "answer": result,
        "form": forms.form_of(kb, result),
        "alternatives": forms.alternatives(result),
    }
