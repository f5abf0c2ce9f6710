"""Right, wrong or incomplete: what people think of an answer, kept and given out as questions."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from qa_api import settings
from qa_api.answering import answer
from qa_api.judgement import Verdict
from qa_api.web import forms, templating
from qa_api.web.api import Base, Notes, attachment
from qa_api.web.problems import Problem

router = APIRouter(prefix="/v1")
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

VERDICTS = {"right": "对", "wrong": "不对", "incomplete": "不完整"}
MOST_CORRECTION = 2000
MOST_LISTED = 200


@router.get(
    "/feedback.jsonl",
    tags=["提问"],
    summary="对回答的评价，逐行为一道评测题",
    response_class=Response,
    responses={200: {"content": {"application/jsonl": {}}, "description": "完成"}},
)
def export(notes: Notes) -> Response:
    rows = [judgement.row() for judgement in reversed(notes.judgements())]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    headers = {"Content-Disposition": attachment("评价.jsonl")}
    return Response(text, media_type="application/jsonl; charset=utf-8", headers=headers)


@pages.get("/feedback")
def listing(request: Request, notes: Notes) -> HTMLResponse:
    context = {"judgements": notes.judgements(MOST_LISTED), "verdicts": VERDICTS}
    return templating.page(request, "feedback.html", context)


@pages.post("/feedback")
def judge(
    request: Request,
    kb: Base,
    notes: Notes,
    verdict: Annotated[Verdict, Form()],
    question: Annotated[str, Form(min_length=1, max_length=settings.MAX_QUESTION)],
    as_of: Annotated[str, Form(max_length=10)] = "",
    notice: Annotated[str, Form(max_length=200)] = "",
) -> HTMLResponse:
    """Keep a verdict on the answer to ``question``, which is worked out again."""
    try:
        day = forms.valid_day(as_of)
    except ValueError:
        raise Problem(422, f"“{as_of}”不是日期。") from None
    result = answer(kb, question, as_of=day, notices=(notice,) if notice else ())
    number = notes.judge(result, verdict)
    return _thanks(request, notes, number)


@pages.post("/feedback/{number}")
def correct(
    request: Request,
    notes: Notes,
    number: int,
    correction: Annotated[str, Form(max_length=MOST_CORRECTION)] = "",
    wrong_quotes: Annotated[list[int] | None, Form()] = None,
    unanswerable: Annotated[bool, Form()] = False,
) -> HTMLResponse:
    """Add what the answer should have been."""
    if not notes.correct(number, correction.strip(), wrong_quotes or [], unanswerable):
        raise Problem(404, "没有这一条评价。")
    return _thanks(request, notes, number, done=True)


def _thanks(request: Request, notes: Notes, number: int, done: bool = False) -> HTMLResponse:
    judgement = notes.judgement(number)
    context: dict[str, Any] = {
        "judgement": judgement,
        "verdicts": VERDICTS,
        "done": done or (judgement is not None and judgement.verdict == "right"),
        "most": MOST_CORRECTION,
    }
    alone = templating.part(request) == "feedback"
    name = "thanks.html" if alone else "thanks_page.html"
    return templating.page(request, name, context)
