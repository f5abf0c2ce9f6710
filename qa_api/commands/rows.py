"""Question files: JSON Lines in, one result a line out, a bad row reported in its place."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ingest.errors import PolicyQAError
from qa_api import settings
from qa_api.commands.terminal import emit


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its line, and either a question or what is wrong with it."""

    line: int
    id: Any
    question: str = ""
    error: str = ""


def read_rows(name: str) -> Iterator[Row]:
    """Rows ``{id, question}`` of the file ``name`` (``-`` is standard input); blank lines pass."""
    for line, data in enumerate(_bytes(name).removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if data.strip():
            yield _row(line, data)


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except FileNotFoundError:
        raise click.ClickException(f"{name}：没有这个文件，请检查路径。") from None
    except OSError as error:
        raise click.ClickException(f"{name}：读不了这个文件（{error.strerror}）。") from None


def _row(line: int, data: bytes) -> Row:
    try:
        value = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        return Row(line, None, error="不是 UTF-8 编码")
    except (ValueError, RecursionError):
        return Row(line, None, error="不是完整的 JSON")
    if not isinstance(value, Mapping):
        return Row(line, None, error='应是 {"id": …, "question": …} 这样的对象')
    question = value.get("question")
    if not isinstance(question, str) or not question.strip():
        return Row(line, value.get("id"), error="缺少 question，或它不是文字")
    if len(question) > settings.MAX_QUESTION:
        return Row(line, value.get("id"), error=f"question 超过 {settings.MAX_QUESTION} 字")
    return Row(line, value.get("id"), question)


def run_rows(name: str, work: Callable[[str], Mapping[str, Any]]) -> None:
    """Write ``work(question)`` for each row; exit 2 if some rows failed, 1 if all did."""
    done = failed = 0
    for row in read_rows(name):
        try:
            result = _result(row, work)
        except Exception as error:
            failed += 1
            known = isinstance(error, (PolicyQAError, _BadRow))
            reason = str(error) if known else f"内部错误，{type(error).__name__}: {error}"
            message = f"{name} 第 {row.line} 行：{reason}"
            click.echo(message, err=True)
            result = {"id": row.id, "line": row.line, "error": message}
        else:
            done += 1
        emit(result)
    if not done and not failed:
        raise click.ClickException(
            f"{name}：文件里没有问题，每行应是一个带 question 的 JSON 对象。"
        )
    if failed:
        click.get_current_context().exit(2 if done else 1)


class _BadRow(Exception):
    pass


def _result(row: Row, work: Callable[[str], Mapping[str, Any]]) -> Mapping[str, Any]:
    if row.error:
        raise _BadRow(f"{row.error}。")
    return {"id": row.id, **work(row.question)}
