"""Uploaded files into the knowledge base, one report each; a bad file harms no other."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence

from fastapi import UploadFile

from index.knowledge_base import KnowledgeBase
from ingest.errors import IngestError, PolicyQAError
from ingest.model import SourceFile
from ingest.readers.archive import expand
from qa_api import settings
from qa_api.feedback import Notebook
from qa_api.web.desks import read
from qa_api.web.schemas import UploadedFile


def take_in(kb: KnowledgeBase, notes: Notebook, files: Sequence[UploadFile]) -> list[UploadedFile]:
    """A report for each file; failures are noted until the file comes in or they are cleared."""
    reports = list(_reports(kb, files))
    for report in reports:
        if report.status == "failed":
            notes.failed(report.file, report.stage, report.reason)
        else:
            notes.succeeded(report.file)
    return reports


def _reports(kb: KnowledgeBase, files: Sequence[UploadFile]) -> Iterator[UploadedFile]:
    for file in files:
        for source in _sources(own_name(file.filename), file):
            try:
                yield _take_one(kb, source)
            except PolicyQAError as error:
                stage = error.stage if isinstance(error, IngestError) else "保存"
                yield _failed(source.name, stage, str(error))
            except Exception as error:  # a defect must not take the other files with it
                logging.getLogger("policyqa").exception("%s", source.name)
                reason = f"程序没能处理这个文件（{type(error).__name__}），已记入日志。"
                yield _failed(source.name, "内部错误", f"{source.name}：{reason}")


def _failed(name: str, stage: str, reason: str) -> UploadedFile:
    return UploadedFile(file=name, status="failed", notices=[], stage=stage, reason=reason)


def own_name(name: str | None) -> str:
    """The file's own name: no folders, no control characters."""
    last = re.split(r"[/\\]", name or "")[-1]
    return "".join(char for char in last if char.isprintable())[-200:] or "未命名"


def _sources(name: str, file: UploadFile) -> Iterator[SourceFile | IngestError]:
    """The upload, the files in it if it is an archive, or why it cannot be read."""
    data = file.file.read(settings.MAX_FILE_BYTES + 1)
    if len(data) > settings.MAX_FILE_BYTES:
        reason = f"文件超过 {settings.MAX_FILE_BYTES // 2**20} MB，请拆分后再传。"
        yield IngestError(name, reason)
    else:
        yield from expand(SourceFile(name, data))


def _take_one(kb: KnowledgeBase, source: SourceFile | IngestError) -> UploadedFile:
    if isinstance(source, IngestError):
        raise source
    notices = read(source)
    result = kb.add(notices, source)
    return UploadedFile(
        file=source.name,
        status="added" if result.added else "unchanged",
        notices=[notice.notice_id for notice in notices],
        titles=[notice.title for notice in notices],
        clauses=sum(len(notice.clauses) for notice in notices),
        facts=sum(len(notice.facts) for notice in notices),
        warnings=list(dict.fromkeys(w for notice in notices for w in notice.warnings)),
        superseded=list(result.superseded),
    )
