"""``/v1``: files in and notices out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from fastapi.responses import JSONResponse, Response

from qa_api import settings
from qa_api.web import schemas
from qa_api.web.api import NO_NOTICE, PROBLEM, Base, Known, Notes, done
from qa_api.web.problems import Problem
from qa_api.web.taking import take_off
from qa_api.web.uploads import take_in

router = APIRouter(prefix="/v1", responses={422: PROBLEM})


@router.post(
    "/notices",
    tags=["管理"],
    summary="上传通知，可多个文件，逐个报告",
    status_code=201,
    responses={201: done(schemas.UploadOut), 413: PROBLEM},
)
def post_notices(
    kb: Base,
    notes: Notes,
    files: Annotated[list[UploadFile], File(max_length=settings.MAX_UPLOAD_FILES)],
) -> JSONResponse:
    report = [item.model_dump() for item in take_in(kb, notes, files)]
    if all(item["status"] == "failed" for item in report):
        reasons = "；".join(item["reason"] for item in report)
        raise Problem(422, f"没有一个文件能导入。{reasons}", files=report)
    return JSONResponse({"files": report}, status_code=201)


@router.delete(
    "/notices/{notice_id}",
    tags=["管理"],
    summary="移除一份通知",
    status_code=204,
    responses=NO_NOTICE,
)
def delete_notice(kb: Base, notes: Notes, notice: Known) -> Response:
    take_off(kb, notes, notice)
    return Response(status_code=204)
