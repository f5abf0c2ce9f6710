"""Off the shelf and back: a removed notice is kept with its file, so that it can be put back."""

from __future__ import annotations

from index.knowledge_base import KnowledgeBase
from index.records import NoticeRecord
from ingest.model import Notice
from qa_api.feedback import Notebook, Removed
from qa_api.web.desks import read


def take_off(kb: KnowledgeBase, notes: Notebook, notice: NoticeRecord) -> int:
    """Remove a notice; gives the number under which it can be put back."""
    full = kb.full_notice(notice.notice_id)
    number = notes.keep_removed(full, notice.superseded_by, kb.source(notice.notice_id))
    kb.remove(notice.notice_id)
    return number


def put_back(kb: KnowledgeBase, notes: Notebook, removed: Removed) -> str:
    """Add the removed notice again, and no other of its file; gives its id.

    An older version must not supersede the newer one that stands on the shelf: that one is added
    once more after it. Raises IngestError.
    """
    newer = _current_version(kb, removed)
    result = kb.add(_notices(removed), removed.source)
    if newer and newer.notice_id in result.superseded:
        source, full = kb.source(newer.notice_id), kb.full_notice(newer.notice_id)
        kept = notes.keep_removed(full, newer.superseded_by, source)
        kb.remove(newer.notice_id)
        kb.add([full], source)
        notes.forget_removed(kept)
    notes.forget_removed(removed.id)
    return (result.added or result.unchanged)[0]


def _notices(removed: Removed) -> list[Notice]:
    """As it was; read again from its file where an older notebook kept only that."""
    if removed.notice:
        return [removed.notice]
    notices = list(read(removed.source))
    return [notice for notice in notices if notice.notice_id == removed.notice_id] or notices


def _current_version(kb: KnowledgeBase, removed: Removed) -> NoticeRecord | None:
    """The notice on the shelf that the removed one was an older version of."""
    found = kb.notice(removed.superseded_by) if removed.superseded_by else None
    while found and found.superseded_by:
        found = kb.notice(found.superseded_by)
    return found
