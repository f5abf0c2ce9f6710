"""What every command has: ``--kb`` and ``--json``, the knowledge base, dates and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qa_api import settings
from qa_api.commands.chinese import Command

if TYPE_CHECKING:
    from index.knowledge_base import KnowledgeBase

F = TypeVar("F", bound=Callable[..., Any])
KB, JSON = "policyqa.kb", "policyqa.json"


def _remember(key: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value:
            ctx.meta[key] = value

    return callback


def common_options(function: F) -> F:
    """``--kb`` and ``--json``, which mean the same before and after the command."""
    kb = click.option(
        "--kb",
        metavar="目录",
        expose_value=False,
        callback=_remember(KB),
        help=f"知识库所在的目录；也可用环境变量 {settings.KB_VARIABLE}，默认是项目下的 data/kb。",
    )
    as_json = click.option(
        "--json",
        is_flag=True,
        expose_value=False,
        callback=_remember(JSON),
        help="输出 JSON（一个对象；多个时每行一个），供程序读取。",
    )
    return kb(as_json(function))


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with the common options."""
    return lambda function: click.command(name, cls=Command)(common_options(function))


def wants_json() -> bool:
    return bool(click.get_current_context().meta.get(JSON))


def kb_folder() -> Path:
    chosen = click.get_current_context().meta.get(KB)
    return Path(chosen) if chosen else settings.default_kb()


def open_kb(create: bool = False) -> KnowledgeBase:
    """The chosen knowledge base, closed when the command ends."""
    from index.knowledge_base import KnowledgeBase

    kb = KnowledgeBase.open(kb_folder(), create=create)
    click.get_current_context().call_on_close(kb.close)
    return kb


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date: 2021-05-20, 2021/5/20 or 2021年5月20日."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", value.strip())
        try:
            return date(*map(int, parts.groups())) if parts else self._refuse(value, param, ctx)
        except ValueError:
            return self._refuse(value, param, ctx)

    def _refuse(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        self.fail(f"“{value}”不是日期，请写成 2021-05-20 这样。", param, ctx)


class Count(click.ParamType):  # type: ignore[type-arg]
    """A whole number within bounds."""

    name = "数字"

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            number = self.low - 1
        if not self.low <= number <= self.high:
            self.fail(f"“{value}”不是 {self.low} 到 {self.high} 之间的整数。", param, ctx)
        return number
