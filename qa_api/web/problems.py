"""Errors as ``application/problem+json`` (RFC 9457) for programs, as a page for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from index.errors import KnowledgeBaseError, UnknownNotice

TITLES = {
    400: "请求不对",
    403: "不允许这样访问",
    404: "没有找到",
    405: "这个地址不支持这种方法",
    413: "内容太大",
    415: "内容类型不对",
    421: "主机名不对",
    422: "参数不对",
    500: "内部错误",
    503: "尚未就绪",
}
DETAILS = {
    404: "没有这个地址，请对照 /docs 检查路径。",
    405: "请对照 /docs 检查这个地址支持的方法。",
    500: "服务器出了错，已记入日志。",
}
# The same for a person who came to a page's address.
SAID = {
    DETAILS[404]: "没有这个页面。可能已经移除，或者地址不完整。",
    DETAILS[405]: "这个地址不能这样打开，请从页面上的链接进入。",
}
REASONS = {
    "missing": "缺少这一项",
    "string_too_short": "不能为空",
    "string_too_long": "超过 {max_length} 字",
    "too_long": "超过 {max_length} 项",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "int_parsing": "应是整数",
    "string_type": "应是文字",
    "list_type": "应是列表",
    "json_invalid": "不是完整的 JSON",
    "extra_forbidden": "没有这个参数",
    "literal_error": "不在允许的值之内",
    "model_attributes_type": "应是 JSON 对象，Content-Type 应是 application/json",
}


def problem(status: int, detail: str = "", **more: Any) -> JSONResponse:
    """A problem document; ``more`` becomes its extension members."""
    title = TITLES.get(status, "请求没有完成")
    body = {"type": "about:blank", "title": title, "status": status}
    body |= {"detail": detail or DETAILS.get(status, title), **more}
    return JSONResponse(body, status, media_type="application/problem+json")


class Problem(HTTPException):
    """Raised by an endpoint; becomes a problem document."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        super().__init__(status, detail)
        self.more = more


def install(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(KnowledgeBaseError, _on_knowledge_base)


def _reply(request: Request, response: JSONResponse, status: int, detail: str) -> Response:
    """The problem itself, or a page for a person who came to a page's address."""
    wants_page = "text/html" in request.headers.get("accept", "")
    if request.url.path.startswith("/v1") or not wants_page:
        return response
    from qa_api.web.templating import page as show

    context = {"title": TITLES.get(status, "请求没有完成"), "detail": SAID.get(detail, detail)}
    page = show(request, "error.html", context, status)
    page.headers.update({k: v for k, v in response.headers.items() if k == "allow"})
    return page


def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    own = isinstance(error, Problem)
    detail = error.detail if own else DETAILS.get(error.status_code, _chinese(error.detail))
    response = problem(
        error.status_code, detail, **(error.more if isinstance(error, Problem) else {})
    )
    response.headers.update(error.headers or {})
    if error.status_code == 405 and (methods := _methods(request)):
        response.headers["allow"] = methods
    return _reply(request, response, error.status_code, detail)


def _methods(request: Request) -> str:
    """Methods of every route at this address; the router itself names those of the first only."""
    path = getattr(request.scope.get("route"), "path_format", "")
    return ", ".join(sorted(map(str.upper, request.app.openapi()["paths"].get(path, ()))))


def _chinese(detail: str) -> str:
    return "" if detail.isascii() else detail


def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [
        {"location": ".".join(map(str, item["loc"])), "message": _reason(item)}
        for item in error.errors()
    ]
    detail = "；".join(f"{item['location']}：{item['message']}" for item in errors)
    return _reply(request, problem(422, detail, errors=errors), 422, detail)


def _reason(item: Mapping[str, Any]) -> str:
    kind = item["type"]
    if kind.startswith("date"):
        return "应是 2021-05-20 这样的日期"
    return REASONS.get(kind, "格式不对").format(**item.get("ctx", {}))


def _on_knowledge_base(request: Request, error: Exception) -> Response:
    status = 404 if isinstance(error, UnknownNotice) else 503
    return _reply(request, problem(status, str(error)), status, str(error))
