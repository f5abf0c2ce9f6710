"""截止日历: the page, its CSV, and ``/v1/deadlines`` with its iCalendar file."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from index.knowledge_base import KnowledgeBase
from qa_api.deadlines import GROUPS, HEADS, Calendar, Deadline, calendar, ics, rows
from qa_api.web import days, schemas, templating
from qa_api.web.api import NO_NOTICE, PROBLEM, Base, attachment, known_notice
from qa_api.web.csv_out import csv_response

router = APIRouter(prefix="/v1", responses={422: PROBLEM})
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

CALENDAR = "text/calendar; charset=utf-8"
MOST_CLOSED = 200  # of the closed ones so many are listed; the files hold all

AsOf = Annotated[date | None, Query(description="以这一天来看，默认今天")]
Only = Annotated[str | None, Query(max_length=200, description="只看这份通知")]
Running = Annotated[bool, Query(description="只要未截止的")]


def _calendar(kb: KnowledgeBase, as_of: date | None, notice: str | None) -> Calendar:
    """Raises Problem 404 for an unknown notice."""
    chosen = [known_notice(kb, notice).notice_id] if notice else None
    return calendar(kb, as_of or date.today(), chosen)


@router.get(
    "/deadlines",
    tags=["提问"],
    summary="全部截止日期：快到的、未到的、已过的",
    responses={200: {"model": schemas.DeadlinesOut, "description": "完成"}, **NO_NOTICE},
)
def get_deadlines(kb: Base, as_of: AsOf = None, notice: Only = None) -> JSONResponse:
    return JSONResponse(_calendar(kb, as_of, notice).to_json())


@router.get(
    "/deadlines.ics",
    tags=["提问"],
    summary="截止日期的日历文件（iCalendar）",
    response_class=Response,
    responses={**NO_NOTICE, 200: {"content": {"text/calendar": {}}, "description": "完成"}},
)
def get_ics(
    kb: Base, as_of: AsOf = None, notice: Only = None, running: Running = False
) -> Response:
    found = _calendar(kb, as_of, notice)
    chosen = found.running if running else found.deadlines
    headers = {"Content-Disposition": attachment("截止日历.ics")}
    return Response(ics(chosen), media_type=CALENDAR, headers=headers)


@pages.get("/deadlines.csv")
def get_csv(kb: Base, as_of: str = "", notice: str = "", running: bool = False) -> Response:
    found = _calendar(kb, _day(as_of)[0], notice or None)
    chosen = found.running if running else found.deadlines
    return csv_response(f"截止日历-{found.as_of}.csv", HEADS, rows(chosen))


@pages.get("/deadlines")
def deadlines_page(
    request: Request, kb: Base, as_of: str = "", notice: str = "", by: str = "date"
) -> HTMLResponse:
    day, error = _day(as_of)
    found = _calendar(kb, day, notice or None)
    context: dict[str, Any] = {
        "calendar": found,
        "error": error,
        "names": GROUPS,
        "notice": kb.notice(notice) if notice else None,
        "notices": _notices(calendar(kb, found.as_of)),
        "as_of": found.as_of.isoformat(),
        "by": by,
        "sections": _by_notice(found) if by == "notice" else _by_group(found),
    }
    return templating.page(request, "deadlines.html", context)


def _day(text: str) -> tuple[date | None, str]:
    """The day, and what is wrong with it."""
    try:
        return days.valid_day(text), ""
    except ValueError:
        return None, f"“{text}”不是日期，请写成 2021-05-20 这样。下面以今天计。"


def _notices(found: Calendar) -> list[tuple[str, str]]:
    """(id, title) of the notices that set deadlines."""
    titles = {d.clause.notice_id: d.clause.notice_title for d in found.deadlines}
    return sorted(titles.items(), key=lambda item: item[1])


def _by_group(found: Calendar) -> list[tuple[str, str, list[Deadline], int]]:
    """(key, name, deadlines shown, how many there are); empty groups are left out."""
    listed = [(key, name, found.of(key)) for key, name in GROUPS.items()]
    return [(key, name, some[:MOST_CLOSED], len(some)) for key, name, some in listed if some]


def _by_notice(found: Calendar) -> list[tuple[str, str, list[Deadline], int]]:
    ordered = sorted(found.deadlines, key=lambda d: d.clause.notice_title)
    grouped = groupby(ordered, key=lambda d: d.clause.notice_title)
    listed = [(title, list(some)) for title, some in grouped]
    return [("notice", title, some, len(some)) for title, some in listed]
