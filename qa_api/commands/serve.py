"""``policyqa serve``: the web pages and the HTTP API on this computer."""

from __future__ import annotations

import socket

import click

from qa_api import settings
from qa_api.commands.shared import Count, command, kb_folder

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@command("serve")
@click.option(
    "--host", default=settings.HOST, metavar="地址", help="监听的地址，默认只对本机开放。"
)
@click.option(
    "--port",
    type=Count(0, 65535),
    default=settings.PORT,
    metavar="端口",
    help=f"监听的端口，默认 {settings.PORT}；0 为任选一个空闲端口。",
)
def serve(host: str, port: int) -> None:
    """启动网页和 HTTP 接口，按 Ctrl-C 停止。"""
    listener = _listen(host, port)
    import uvicorn

    from qa_api.http import create_app

    open_hosts = None if host in LOOPBACK else ("*",)
    app = create_app(kb_folder(), hosts=open_hosts)
    if open_hosts:
        click.echo("注意：同一网络里的人都能访问，也能上传和删除通知。", err=True)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"网页：http://{shown}:{listener.getsockname()[1]}/　按 Ctrl-C 停止")
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound before anything slow is loaded, so that a taken port is told at once."""
    try:
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
        # asyncio does so only for sockets it made itself; without it every answer on a kept
        # connection waits 40 ms for a delayed acknowledgement (Nagle, RFC 896).
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        raise click.ClickException(
            f"{host}:{port} 用不了（{error.strerror}）。请用 --port 换一个端口。"
        ) from None
