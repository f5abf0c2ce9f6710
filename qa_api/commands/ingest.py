"""``policyqa ingest``: files and folders in, one line for each that failed, a summary."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ingest.errors import BrokenFile, IngestError, MissingFile
from ingest.readers import SUPPORTED_SUFFIXES
from qa_api.commands.shared import command, kb_folder, open_kb, wants_json
from qa_api.commands.terminal import emit

if TYPE_CHECKING:
    from index.knowledge_base import KnowledgeBase
    from ingest.model import SourceFile


@dataclass(slots=True)
class Report:
    """What became of the files; the lists hold notice ids."""

    files: int = 0
    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    failed: list[IngestError] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {
            "files": self.files,
            "added": self.added,
            "unchanged": self.unchanged,
            "superseded": self.superseded,
            "failed": [
                {"file": error.name, "stage": error.stage, "reason": error.reason}
                for error in self.failed
            ],
        }

    def summary(self) -> str:
        parts = [f"新增 {len(self.added)} 份通知", f"未变 {len(self.unchanged)} 份"]
        if self.superseded:
            parts.append(f"{len(self.superseded)} 份旧版由新版代替")
        if self.failed:
            parts.append(f"{len(self.failed)} 个文件失败")
        return f"共 {self.files} 个文件：{'，'.join(parts)}。知识库：{kb_folder()}"


@command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="文件或目录…")
def ingest(paths: tuple[str, ...]) -> None:
    """导入文件，以及目录里的全部通知。

    坏文件逐个报告，不影响其余文件；同一文件再次导入，不会有变化。

    退出码：0 全部导入，1 一个也没导入，2 部分失败、其余已导入。
    """
    report = Report()
    files = list(find_files(paths, report.failed))
    report.files = len(files) + len(report.failed)
    if not files and not report.failed:
        known = " ".join(sorted(SUPPORTED_SUFFIXES))
        raise click.ClickException(f"{'、'.join(paths)}：里面没有能导入的文件。支持的类型：{known}")
    if files:
        take_in(open_kb(create=True), files, report)
    for error in report.failed:
        click.echo(f"失败（{error.stage}）{error}", err=True)
    emit(report.to_json()) if wants_json() else click.echo(report.summary())
    if report.failed:
        succeeded = report.added or report.unchanged or report.superseded
        click.get_current_context().exit(2 if succeeded else 1)


def find_files(paths: Sequence[str], failed: list[IngestError]) -> Iterator[Path]:
    """Files named in ``paths``, and all supported ones in its folders, each once, in order."""
    seen: set[Path] = set()
    for name in paths:
        path = Path(name)
        if not path.exists():
            failed.append(MissingFile(name, "没有这个文件或目录，请检查路径。"))
        for file in _inside(path) if path.is_dir() else [path] * path.exists():
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _inside(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUPPORTED_SUFFIXES
        and path.is_file()
        and not path.name.startswith((".", "~$"))
    )


def take_in(kb: KnowledgeBase, files: Sequence[Path], report: Report) -> None:
    """Read each file and add its notices; a bad file is noted and the rest goes on."""
    with kb.batch():
        for path in _progress(files):
            sources = list(_sources(path))
            report.files += len(sources) - 1
            for source in sources:
                try:
                    _take_one(kb, source, report)
                except IngestError as error:
                    report.failed.append(error)


def _sources(path: Path) -> Iterator[SourceFile | IngestError]:
    """The file, those in it if it is an archive, or why it cannot be read."""
    from ingest.model import SourceFile
    from ingest.readers.archive import expand

    try:
        yield from expand(SourceFile.from_path(path))
    except OSError as error:
        yield BrokenFile(str(path), f"读不了这个文件（{error.strerror}）。")


def _take_one(kb: KnowledgeBase, source: SourceFile | IngestError, report: Report) -> None:
    from ingest.pipeline import ingest_file

    if isinstance(source, IngestError):
        raise source
    result = kb.add(ingest_file(source), source)
    report.added += result.added
    report.unchanged += result.unchanged
    report.superseded += result.superseded


def _progress(files: Sequence[Path]) -> Iterable[Path]:
    if not sys.stderr.isatty():
        return files
    from tqdm import tqdm

    bar: Iterable[Path] = tqdm(files, desc="导入", unit="个", ncols=80, leave=False)
    return bar
