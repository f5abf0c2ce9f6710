"""Right, wrong or incomplete: what people think of an answer and of each of its quotes.

It is kept beside the knowledge base and given out as rows of a question set.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from qa_api import settings
from qa_api.answering import answer
from qa_api.judgement import Verdict, question_rows
from qa_api.model import Answer, Citation
from qa_api.web import days, templating
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
    summary="对回答和依据的评价，一个问题一行评测题",
    response_class=Response,
    responses={200: {"content": {"application/jsonl": {}}, "description": "完成"}},
)
def export(notes: Notes) -> Response:
    rows = question_rows(reversed(notes.judgements()))
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
    clause: Annotated[str, Form(max_length=300)] = "",
    start: Annotated[int, Form()] = 0,
    end: Annotated[int, Form()] = 0,
) -> HTMLResponse:
    """Keep a verdict on the answer to ``question``, which is worked out again.

    With ``clause`` it is a verdict on the answer's quote of that clause from ``start`` to ``end``.
    """
    try:
        day = days.valid_day(as_of)
    except ValueError:
        raise Problem(422, f"“{as_of}”不是日期。") from None
    result = answer(kb, question, as_of=day, notices=(notice,) if notice else ())
    quote = _quote(result, clause, start, end) if clause else None
    return _thanks(request, notes, notes.judge(result, verdict, quote))


def _quote(result: Answer, clause: str, start: int, end: int) -> Citation:
    for citation in (*result.citations, *result.nearest):
        if (citation.clause.clause_id, citation.start, citation.end) == (clause, start, end):
            return citation
    raise Problem(422, "文件库有变动，这条依据已不在这个回答里，请重新提问。")


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
    name = "thanks.html" if templating.exchanged(request) else "thanks_page.html"
    return templating.page(request, name, context)
