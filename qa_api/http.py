"""The web application: the API under ``/v1``, the pages, ``/docs``, health and metrics."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from index.knowledge_base import KnowledgeBase
from qa_api.answering import answer
from qa_api.feedback import Notebook
from qa_api.web import (
    about,
    api,
    calendar_pages,
    desks,
    docs,
    evaluation,
    judging,
    lookup,
    managing,
    page_images,
    pages,
    problems,
    reading,
    shelf,
    verify,
)
from qa_api.web.examples import examples
from qa_api.web.guard import LOCAL_HOSTS, Guard
from qa_api.web.metrics import CONTENT_TYPE, Metrics

STATIC = Path(__file__).parent / "static"
ROUTERS = (
    api.router,
    page_images.router,
    managing.router,
    calendar_pages.router,
    judging.router,
    pages.router,
    lookup.router,
    calendar_pages.pages,
    shelf.router,
    reading.router,
    judging.pages,
    verify.router,
    evaluation.router,
    about.router,
    docs.router,
)
FIRST_QUESTION = "申报截止时间是什么时候？"


class Assets(StaticFiles):
    """Files of the pages; a browser may keep them, and asks whether they have changed."""

    def file_response(self, *arguments: Any, **more: Any) -> Response:
        response = super().file_response(*arguments, **more)
        response.headers["Cache-Control"] = "no-cache"
        return response


def create_app(kb_folder: Path, hosts: Collection[str] | None = None) -> FastAPI:
    """The application over one knowledge base, which is made if it is not there.

    ``hosts`` are the host names it answers to (default: this computer only; ``*`` is any).
    """
    kb = KnowledgeBase.open(kb_folder, create=True)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(_warm_up, kb)
        app.state.ready = True
        yield
        app.state.ready = False
        desks.close()
        kb.close()

    app = FastAPI(
        title="政策通知知识库",
        description="提问，得到答案和能证明它的条款。错误为 application/problem+json（RFC 9457）。",
        version=_version(),
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.kb, app.state.notes = kb, Notebook(kb_folder)
    app.state.ready, app.state.metrics = False, Metrics()
    app.mount("/static", Assets(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    _add_health(app)
    problems.install(app)
    docs.describe_problems(app)
    app.add_middleware(
        Guard,
        hosts=LOCAL_HOSTS if hosts is None else frozenset(hosts),
        metrics=app.state.metrics,
    )
    return app


def _warm_up(kb: KnowledgeBase) -> None:
    """Load what the first question would have to wait for."""
    answer(kb, FIRST_QUESTION)
    examples(kb, patience=2.0)


def _version() -> str:
    try:
        return version("policyqa")
    except PackageNotFoundError:
        return "0"


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz", tags=["运行"], summary="进程是否活着")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", tags=["运行"], summary="是否可以提问", responses={503: api.PROBLEM})
    def readyz(request: Request) -> JSONResponse:
        if not request.app.state.ready:
            return problems.problem(503, "正在准备，请稍后再试。")
        return JSONResponse({"status": "ready", "notices": len(request.app.state.kb.notices())})

    @app.get("/metrics", tags=["运行"], summary="Prometheus 指标", response_class=PlainTextResponse)
    def metrics(request: Request) -> PlainTextResponse:
        state = request.app.state
        text = state.metrics.render(len(state.kb.notices()))
        return PlainTextResponse(text, media_type=CONTENT_TYPE)
