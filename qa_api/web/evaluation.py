"""The last run of ``policyqa eval`` over this knowledge base, which it leaves in the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from fastapi.responses import FileResponse, HTMLResponse, Response

from qa_api import settings
from qa_api.web import templating
from qa_api.web.api import Base, attachment
from qa_api.web.problems import Problem

router = APIRouter(include_in_schema=False)


@router.get("/eval")
def last_run(request: Request, kb: Base) -> HTMLResponse:
    """The report inside the site's frame; how to make one where there is none."""
    body = _kept(kb.folder, settings.EVALUATION_BODY)
    text = body.read_text("utf-8") if body else ""
    return templating.page(request, "evaluation.html", {"body": text, "folder": kb.folder.name})


@router.get("/eval/{name}")
def download(
    kb: Base, name: Annotated[Literal["report.html", "results.json"], InPath()]
) -> Response:
    file = _kept(kb.folder, name)
    if file is None:
        raise Problem(404, "还没有测评过，请先运行 policyqa eval。")
    headers = {"Content-Disposition": attachment(f"测评报告{file.suffix}")}
    return FileResponse(file, media_type="application/octet-stream", headers=headers)


def _kept(folder: Path, name: str) -> Path | None:
    file = folder / settings.EVALUATION / name
    return file if file.is_file() else None
