"""What stands before every request: sizes, hosts, origins, security headers, a last catch.

A web page from elsewhere must not act on a server on this computer: the Host must be one of ours
(DNS rebinding), and a request that changes something must come from our own pages (the Origin and
Sec-Fetch-Site headers, which scripts cannot forge) or from a program, which sends neither.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_api import settings
from qa_api.web.metrics import Metrics, Seen
from qa_api.web.problems import Problem, problem

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer our own forms would send Origin: null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], metrics: Metrics) -> None:
        self.app, self.hosts, self.metrics = app, hosts, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with self.metrics.request(scope) as seen:

            async def send_safely(message: Message) -> None:
                if message["type"] == "http.response.start":
                    seen.status = message["status"]
                    _harden(message)
                await send(message)

            refusal = self._refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, send_safely)
            else:
                await self._pass_on(scope, receive, send_safely, seen)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, seen: Seen) -> None:
        try:
            await self.app(scope, _bounded(receive, _limit(scope)), send)
        except Exception:
            logging.getLogger("policyqa").exception("%s %s", scope["method"], scope["path"])
            if not seen.status:
                await problem(500)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if "*" not in self.hosts and _hostname(host) not in self.hosts:
            return problem(421, f"这里不接受以“{host}”为主机名的请求，请用 http://127.0.0.1 访问。")
        if scope["method"] not in SAFE_METHODS and _is_foreign(headers, host):
            return problem(403, "修改知识库和提问的请求只能来自本站的页面，或不是浏览器的程序。")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > _limit(scope):
            return problem(413, _too_large(_limit(scope)))
        return None


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_foreign(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc != host
    return headers.get("sec-fetch-site") in ("cross-site", "same-site")


def _limit(scope: Scope) -> int:
    uploads = scope["path"] in ("/v1/notices", "/notices", "/verify", "/verify/download")
    return settings.MAX_UPLOAD_BYTES if uploads else settings.MAX_JSON_BYTES


def _too_large(limit: int) -> str:
    return f"一次最多 {limit // 1024} KB，请分几次提交。"


def _bounded(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def receive_bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise Problem(413, _too_large(limit))
        return message

    return receive_bounded


def _harden(message: Message) -> None:
    headers = MutableHeaders(raw=message["headers"])
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")
