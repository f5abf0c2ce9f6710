"""Checking citations over HTTP: ``POST /v1/citations/verify``, and the page 引用核查."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from ingest.errors import PolicyQAError
from ingest.model import SourceFile
from qa_api import settings
from qa_api.verify import Item, items_of, verify
from qa_api.verify.outcome import WRITERS, shown, to_json
from qa_api.verify.sources import items_from_json, read_items
from qa_api.web import templating, views
from qa_api.web.api import PROBLEM, Base, attachment
from qa_api.web.problems import Problem
from qa_api.web.uploads import own_name

MOST_ITEMS = 500
Short = Annotated[str, Field(max_length=500)]
Long = Annotated[str, Field(max_length=5000)]
router = APIRouter()


class ItemIn(BaseModel):
    """一条引用；notice 可写标题、简称、发文字号或编号，clause 可写 第十二条、附件五（二）等。"""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str | int, Field()] = ""
    claim: Long | None = None
    notice: Short | None = None
    clause: Short | None = None
    quote: Long | None = None


class ItemsIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[ItemIn], Field(max_length=MOST_ITEMS)]


class DifferenceOut(BaseModel):
    kind: Literal["date", "number", "unit", "name", "phone", "negation", "text"]
    claimed: str
    stated: str


class VerificationOut(BaseModel):
    id: str
    notice_found: bool
    clause_found: bool
    clause_id: str | None
    quote_verdict: Literal["exact", "spacing", "altered", "elsewhere", "absent", "none"]
    found_in: str | None
    claim_verdict: Literal["supported", "contradicted", "not_covered", "none"]
    differences: list[DifferenceOut]
    stated: str
    reason: str
    cited: dict[str, str]


class VerificationsOut(BaseModel):
    items: list[VerificationOut]


@router.post(
    "/v1/citations/verify",
    tags=["核查"],
    summary="核查引用：通知、条款、引文、说法",
    responses={200: {"model": VerificationsOut, "description": "完成"}, 422: PROBLEM},
)
def post_verify(kb: Base, body: ItemsIn) -> JSONResponse:
    rows = [
        {k: str(v) for k, v in row.model_dump().items() if v not in (None, "")}
        for row in body.items
    ]
    return JSONResponse(to_json(list(verify(kb, items_of(rows)))))


@router.get("/verify", include_in_schema=False)
def page(request: Request) -> HTMLResponse:
    return _page(request, Item(""))


@router.post("/verify", include_in_schema=False)
def check(
    request: Request,
    kb: Base,
    notice: Annotated[str, Form(max_length=500)] = "",
    clause: Annotated[str, Form(max_length=500)] = "",
    quote: Annotated[str, Form(max_length=5000)] = "",
    claim: Annotated[str, Form(max_length=5000)] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> HTMLResponse:
    asked = Item("1", claim.strip(), notice.strip(), clause.strip(), quote.strip())
    try:
        items = _from_file(file) if file is not None and file.filename else [asked]
    except PolicyQAError as error:
        return _page(request, asked, error=str(error))
    if all(item.is_empty for item in items):
        return _page(request, asked, error="请填写要核查的通知、条款、引文或说法，或选择一份文件。")
    return _page(request, asked, items, **shown(list(verify(kb, items))))


def _from_file(file: UploadFile) -> list[Item]:
    name = own_name(file.filename)
    data = file.file.read(settings.MAX_FILE_BYTES + 1)
    if len(data) > settings.MAX_FILE_BYTES:
        most = settings.MAX_FILE_BYTES // 2**20
        raise PolicyQAError(f"{name}：文件超过 {most} MB，请拆分后再传。")
    items = read_items(SourceFile(name, data))
    if len(items) > MOST_ITEMS:
        raise PolicyQAError(
            f"{name}：一次最多核查 {MOST_ITEMS} 条，请拆分；命令 policyqa verify 没有这个限制。"
        )
    return items


def _page(
    request: Request, asked: Item, items: list[Item] | None = None, **more: object
) -> HTMLResponse:
    rows = [
        {"id": i.id, "notice": i.notice, "clause": i.clause, "quote": i.quote, "claim": i.claim}
        for i in items or ()
    ]
    context = {"asked": asked, "rows": [], "counts": {}, "error": "", "linked": _link, **more}
    context["items"] = json.dumps({"items": rows}, ensure_ascii=False)
    return templating.page(request, "verify.html", context)


def _link(clause_id: str) -> str:
    """The clause in its notice."""
    notice_id = clause_id.partition("#")[0]
    return views.address(views.notice_url(notice_id), clause=clause_id)


@router.post("/verify/download", include_in_schema=False)
def download(
    kb: Base, items: Annotated[str, Form()], kind: Annotated[Literal["csv", "xlsx", "html"], Form()]
) -> Response:
    try:
        read = items_from_json(json.loads(items), "引用")
    except (ValueError, PolicyQAError):
        raise Problem(422, "没有收到要核查的引用，请回到引用核查页重新提交。") from None
    data = WRITERS[f".{kind}"](list(verify(kb, read[:MOST_ITEMS])))
    headers = {"Content-Disposition": attachment(f"引用核查.{kind}")}
    return Response(data, media_type="application/octet-stream", headers=headers)
