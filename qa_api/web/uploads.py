"""Uploaded files into the knowledge base, one report each; a bad file harms no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fastapi import UploadFile

from index.knowledge_base import KnowledgeBase
from ingest.errors import IngestError, PolicyQAError
from ingest.model import SourceFile
from qa_api import settings
from qa_api.feedback import Notebook
from qa_api.web.schemas import UploadedFile
from qa_api.web.taking import read


def take_in(
    kb: KnowledgeBase, notes: Notebook, files: Sequence[UploadFile]
) -> list[UploadedFile]:
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
        name = own_name(file.filename)
        try:
            yield _take_one(kb, name, file)
        except PolicyQAError as error:
            stage = error.stage if isinstance(error, IngestError) else "保存"
            yield UploadedFile(
                file=name, status="failed", notices=[], stage=stage, reason=str(error)
            )


def own_name(name: str | None) -> str:
    """The file's own name: no folders, no control characters."""
    last = re.split(r"[/\\]", name or "")[-1]
    return "".join(char for char in last if char.isprintable())[-200:] or "未命名"


def _take_one(kb: KnowledgeBase, name: str, file: UploadFile) -> UploadedFile:
    data = file.file.read(settings.MAX_FILE_BYTES + 1)
    if len(data) > settings.MAX_FILE_BYTES:
        raise IngestError(name, f"文件超过 {settings.MAX_FILE_BYTES // 2**20} MB，请拆分后再传。")
    source = SourceFile(name, data)
    notices = read(source)
    result = kb.add(notices, source)
    return UploadedFile(
        file=name,
        status="added" if result.added else "unchanged",
        notices=[notice.notice_id for notice in notices],
        titles=[notice.title for notice in notices],
        clauses=sum(len(notice.clauses) for notice in notices),
        facts=sum(len(notice.facts) for notice in notices),
        warnings=list(dict.fromkeys(w for notice in notices for w in notice.warnings)),
        superseded=list(result.superseded),
    )
