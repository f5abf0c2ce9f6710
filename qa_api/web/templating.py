"""The templates and what they may call."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup
from starlette.templating import Jinja2Templates

from qa_api import settings
from qa_api.web import citing, days, flow, forms, views

Reply = TypeVar("Reply", bound=Response)

templates = Jinja2Templates(Path(__file__).parents[1] / "templates")
templates.env.trim_blocks = templates.env.lstrip_blocks = True
# What htmx needs to follow links and forms by exchanging ``main`` alone.
LIVE = (
    'hx-boost="true" hx-target="#main" hx-select="#main" hx-indicator="#main" hx-swap="outerHTML{}"'
)
templates.env.globals |= {
    "max_question": settings.MAX_QUESTION,
    "address": views.address,
    "live": Markup(LIVE.format("")),
    "live_top": Markup(LIVE.format(" show:window:top")),
}
templates.env.filters |= {
    "notice_url": views.notice_url,
    "clause_url": views.clause_url,
    "citation_url": views.citation_url,
    "question_url": views.question_url,
    "flowing": flow.flowing,
    "spots": views.spots,
    "by_notice": views.by_notice,
    "labelled": forms.labelled,
    "by_task": forms.by_task,
    "pasteable": citing.pasteable,
    "titled": citing.titled,
    "spoken": citing.spoken,
    "countdown": days.countdown,
    "state_name": days.state_name,
    "contact_fields": forms.contact_fields,
    "chinese_day": days.chinese_day,
    "weekday": days.weekday,
    "clock": days.clock,
    "beijing": days.beijing,
}


def page(request: Request, name: str, context: dict[str, Any], status: int = 200) -> HTMLResponse:
    return templates.TemplateResponse(request, name, context, status_code=status)


def exchanged(request: Request) -> bool:
    """Will htmx put the reply somewhere into the page that is shown?"""
    return "hx-request" in request.headers and "hx-boosted" not in request.headers


def part(request: Request) -> str:
    """The id of the element that is exchanged, if it has one; empty for a whole page."""
    return request.headers.get("hx-target", "") if exchanged(request) else ""


def varying(response: Reply) -> Reply:
    """The same address has parts: a cache must not give one for another."""
    response.headers["Vary"] = "HX-Request, HX-Target"
    return response
