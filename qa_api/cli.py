"""The command ``policyqa``: what to run, and what becomes of errors.

Exit status: 0 done, 1 error, 2 some inputs failed and the rest are in, 130 stopped by Ctrl-C.
The commands are in ``qa_api/commands``, one file each.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

import click

from ingest.errors import PolicyQAError
from qa_api.commands.ask import ask
from qa_api.commands.chinese import explain
from qa_api.commands.deadlines import deadlines
from qa_api.commands.doctor import doctor
from qa_api.commands.ingest import ingest
from qa_api.commands.inspect import inspect
from qa_api.commands.plugins import OpenGroup
from qa_api.commands.questions import questions
from qa_api.commands.search import search
from qa_api.commands.serve import serve
from qa_api.commands.shared import common_options
from qa_api.commands.shelf import clause, notices, outline, remove
from qa_api.commands.verify import verify

DEBUG_VARIABLE = "POLICYQA_DEBUG"


@click.group(
    cls=OpenGroup,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    epilog="每个命令的用法见：policyqa 命令 --help",
)
@common_options
def cli() -> None:
    """政策通知知识库：导入通知，提问，得到答案和能证明它的条款。"""


for _command in (
    ingest,
    inspect,
    ask,
    search,
    deadlines,
    notices,
    outline,
    clause,
    remove,
    serve,
    doctor,
    questions,
    verify,
):
    cli.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit status; every error becomes a Chinese message."""
    try:
        with cli.make_context("policyqa", list(arguments)) as ctx:
            cli.invoke(ctx)
        sys.stdout.flush()
        return 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as usage:
        click.echo(usage.message, err=True)
        return 1
    except BrokenPipeError:
        return _hang_up()
    except (KeyboardInterrupt, click.Abort):
        return 130
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        click.echo(_report(error), err=True)
        return 1


def _report(error: Exception) -> str:
    if isinstance(error, click.ClickException):
        return explain(error)
    if isinstance(error, PolicyQAError):
        return f"错误：{error}"
    if isinstance(error, OSError):
        return f"错误：{error.filename or ''}：系统不允许或无法完成这一操作（{error.strerror}）。"
    what = f"{type(error).__name__}: {error}"
    return f"内部错误：{what}\n设 {DEBUG_VARIABLE}=1 再运行一次，可看到出错的位置。"


def _hang_up() -> int:
    """The reader of our output has gone (``| head``): leave without a word."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
