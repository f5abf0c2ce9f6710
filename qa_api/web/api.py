"""The HTTP API under ``/v1``: the same answers, clauses and notices as the command line's JSON."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from index.knowledge_base import KnowledgeBase
from index.query import Query as ClauseQuery
from index.query import quoted_phrases
from index.records import NoticeRecord
from qa_api import settings
from qa_api.answering import answer
from qa_api.feedback import Notebook
from qa_api.lookup import look_up
from qa_api.web import schemas
from qa_api.web.problems import Problem

PROBLEM = {"model": schemas.ProblemOut, "description": "出错，见 detail"}


def done(model: type[BaseModel]) -> dict[str, Any]:
    return {"model": model, "description": "完成"}


router = APIRouter(prefix="/v1", responses={422: PROBLEM})


def shared_kb(request: Request) -> KnowledgeBase:
    """The one knowledge base of the process; it is safe to use from many threads."""
    kb: KnowledgeBase = request.app.state.kb
    return kb


def shared_notes(request: Request) -> Notebook:
    """What people leave behind at the knowledge base."""
    notes: Notebook = request.app.state.notes
    return notes


Base = Annotated[KnowledgeBase, Depends(shared_kb)]
Notes = Annotated[Notebook, Depends(shared_notes)]
Filter = Annotated[str | None, Query(max_length=100)]


def known_notice(kb: Base, notice_id: str) -> NoticeRecord:
    found = kb.notice(notice_id)
    if found is None:
        raise Problem(
            404, f"知识库里没有编号为“{notice_id}”的通知，可能已经移除。全部编号见 /v1/notices。"
        )
    return found


Known = Annotated[NoticeRecord, Depends(known_notice)]
NO_NOTICE: dict[int | str, dict[str, Any]] = {404: PROBLEM}


@router.post(
    "/answers",
    tags=["提问"],
    summary="提问，得到答案和引文",
    responses={200: done(schemas.AnswerOut), 404: PROBLEM},
)
def post_answer(request: Request, kb: Base, body: schemas.Question) -> JSONResponse:
    for notice_id in body.notices:
        known_notice(kb, notice_id)
    result = answer(kb, body.question, as_of=body.as_of, notices=body.notices)
    request.app.state.metrics.answered(result.status)
    return JSONResponse(result.to_json())


@router.get("/search", tags=["提问"], summary="查找条款", responses={200: done(schemas.SearchOut)})
def get_search(
    kb: Base,
    q: Annotated[
        str, Query(max_length=settings.MAX_QUESTION, description="词语；引号里的须原样出现")
    ] = "",
    issuer: Filter = None,
    document_number: Filter = None,
    issued_from: Annotated[date | None, Query(alias="from")] = None,
    issued_to: Annotated[date | None, Query(alias="to")] = None,
    kind: Filter = None,
    year: Annotated[str | None, Query(pattern=r"^\d{4}$", description="成文的年份")] = None,
    clause: Annotated[
        str | None, Query(max_length=100, description="条款编号，如 附件3第五条、五（二）")
    ] = None,
    validity: Annotated[
        Literal["current", "superseded", "any"] | None,
        Query(description="current 有效（默认）、superseded 已被取代、any 全部"),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=settings.MAX_LIMIT)] = 10,
    offset: Annotated[int, Query(ge=0, le=settings.MAX_OFFSET)] = 0,
) -> JSONResponse:
    query = ClauseQuery(
        text=q,
        phrases=quoted_phrases(q),
        issuer=issuer,
        document_number=document_number,
        kind=kind,
        year=year,
        clause=clause,
        validity=None if validity == "any" else validity,
        include_superseded=validity == "any",
        issued_from=issued_from.isoformat() if issued_from else None,
        issued_to=issued_to.isoformat() if issued_to else None,
        limit=limit,
        offset=offset,
    )
    return JSONResponse({"query": q, **look_up(kb, query).to_json()})


@router.get(
    "/notices", tags=["通知"], summary="全部通知", responses={200: done(schemas.NoticesOut)}
)
def get_notices(kb: Base) -> JSONResponse:
    return JSONResponse({"notices": [notice.to_json() for notice in kb.notices()]})


@router.get(
    "/notices/{notice_id}",
    tags=["通知"],
    summary="一份通知",
    responses={200: done(schemas.NoticeOut), **NO_NOTICE},
)
def get_notice(notice: Known) -> JSONResponse:
    return JSONResponse(notice.to_json())


@router.get(
    "/notices/{notice_id}/clauses",
    tags=["通知"],
    summary="一份通知的条款，依原文次序",
    responses={200: done(schemas.ClausesOut), **NO_NOTICE},
)
def get_clauses(kb: Base, notice: Known) -> JSONResponse:
    clauses = [clause.to_json() for clause in kb.clauses(notice.notice_id)]
    return JSONResponse({"notice_id": notice.notice_id, "clauses": clauses})


@router.get(
    "/notices/{notice_id}/source",
    tags=["通知"],
    summary="下载原文件",
    response_class=Response,
    responses=NO_NOTICE,
)
def get_source(kb: Base, notice: Known) -> Response:
    source = kb.source(notice.notice_id)
    own_name = source.name.rsplit("/", 1)[-1]  # of 包.zip/目录/通知.pdf the last part
    headers = {"Content-Disposition": attachment(own_name)}
    return Response(source.data, media_type=source.media_type, headers=headers)


def attachment(name: str) -> str:
    """Content-Disposition for ``name`` (RFC 6266): an ASCII stand-in, and the name itself."""
    name = "".join(char for char in name if char.isprintable())
    plain = "".join(char if char.isascii() and char not in '"\\%;' else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


@router.get(
    "/clauses/{clause_id:path}",
    tags=["通知"],
    summary="一个条款（编号须百分号编码）",
    responses={200: done(schemas.ClauseOut), **NO_NOTICE},
)
def get_clause(kb: Base, clause_id: str) -> JSONResponse:
    clause = kb.clause(clause_id)
    if clause is None:
        raise Problem(404, f"没有条款“{clause_id}”。编号里的 # 要写成 %23，/ 可写成 %2F。")
    return JSONResponse(clause.to_json())
