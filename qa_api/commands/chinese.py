"""Click in Chinese: help pages, and usage errors that say what to type instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import click

from qa_api.commands.terminal import pad, width, wrap

SECTIONS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class Formatter(click.HelpFormatter):
    """Help laid out by display width, with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self.write(f"用法：{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{SECTIONS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        blank = " " * self.current_indent
        for paragraph in text.split("\n\n"):
            joined = "".join(line.strip() for line in paragraph.splitlines())
            for line in wrap(joined, self.width - self.current_indent):
                self.write(f"{blank}{line}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        rows = list(rows)
        first = min(max(width(term) for term, _ in rows), col_max) + col_spacing
        blank = " " * (self.current_indent + first)
        for term, text in rows:
            lines = wrap(text, max(20, self.width - len(blank)))
            head = " " * self.current_indent + pad(term, first)
            if width(term) + col_spacing > first:
                head += "\n" + blank
            self.write(head + f"\n{blank}".join(lines) + "\n")


class Context(click.Context):
    formatter_class = Formatter


def _help_option(command: click.Command, ctx: click.Context) -> click.Option | None:
    option = click.Command.get_help_option(command, ctx)
    if option is not None:
        option.help = "显示本说明。"
    return option


class Command(click.Command):
    context_class = Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(self, ctx)


class Group(click.Group):
    context_class = Context
    command_class = Command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(self, ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self.commands.get(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands:
            near = get_close_matches(args[0], self.commands, n=1, cutoff=0.5)
            hint = (
                f"是不是想用 {near[0]}？" if near else f"可用的命令：{'、'.join(self.commands)}。"
            )
            raise click.UsageError(f"没有“{args[0]}”这个命令。{hint}", ctx)
        return super().resolve_command(ctx, args)


def explain(error: click.ClickException) -> str:
    """What went wrong and what to do, in Chinese, for any error that click raises."""
    message = _message(error)
    ctx = getattr(error, "ctx", None)
    if ctx is None or not isinstance(error, click.UsageError):
        return f"错误：{message}"
    return f"错误：{message}\n用法见：{ctx.command_path} --help"


def _message(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"是不是想用 {'、'.join(error.possibilities)}？" if error.possibilities else ""
        return f"没有“{error.option_name}”这个选项。{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_parameter(error).rstrip()}。"
    if isinstance(error, click.BadParameter):
        return f"{_parameter(error)}的值不对：{error.message}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面要跟一个值。"
    if isinstance(error, click.FileError):
        return f"打不开文件 {error.ui_filename}。"
    if _is_english(error.message):
        return "命令的参数不对，多了或少了一项。问题里有空格时，请用引号括起来。"
    return error.message


def _parameter(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return f"选项 {param.opts[0]} "
    name = param.make_metavar(error.ctx) if param and error.ctx else error.param_hint
    return f"参数 {str(name).strip('[].…')}"


def _is_english(text: str) -> bool:
    """Is this click's own wording? Ours begins in Chinese or with a path."""
    return re.match(r"[A-Z][a-z]+ ", text) is not None
