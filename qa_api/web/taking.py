"""Off the shelf and back: a removed notice's file is kept, so that removing can be undone."""

from __future__ import annotations

from contextlib import nullcontext

from index.knowledge_base import KnowledgeBase
from index.records import NoticeRecord
from ingest.model import Notice, SourceFile
from ingest.pipeline import ingest_file
from qa_api.feedback import Notebook, Removed
from qa_api.web.page_images import is_pdf, pdfium_lock


def take_off(kb: KnowledgeBase, notes: Notebook, notice: NoticeRecord) -> int:
    """Remove a notice; gives the number under which it can be put back."""
    number = notes.keep_removed(notice, kb.source(notice.notice_id))
    kb.remove(notice.notice_id)
    return number


def put_back(kb: KnowledgeBase, notes: Notebook, removed: Removed) -> str:
    """Add the removed notice again, and no other of its file; gives its id.

    An older version must not supersede the newer one that stands on the shelf: that one is added
    once more after it. Raises IngestError.
    """
    newer = _current_version(kb, removed)
    notices = read(removed.source)
    same = [notice for notice in notices if notice.notice_id == removed.notice_id]
    result = kb.add(same or notices, removed.source)
    if newer and newer.notice_id in result.superseded:
        source, full = kb.source(newer.notice_id), kb.full_notice(newer.notice_id)
        kept = notes.keep_removed(newer, source)
        kb.remove(newer.notice_id)
        kb.add([full], source)
        notes.forget_removed(kept)
    notes.forget_removed(removed.id)
    return (result.added or result.unchanged)[0]


def _current_version(kb: KnowledgeBase, removed: Removed) -> NoticeRecord | None:
    """The notice on the shelf that the removed one was an older version of."""
    found = kb.notice(removed.superseded_by) if removed.superseded_by else None
    while found and found.superseded_by:
        found = kb.notice(found.superseded_by)
    return found


def read(source: SourceFile) -> tuple[Notice, ...]:
    """The notices of a file; pdfium is not asked by two threads at once. Raises IngestError."""
    with pdfium_lock if is_pdf(source.data) else nullcontext():
        return ingest_file(source)
