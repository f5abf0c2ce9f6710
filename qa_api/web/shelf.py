"""文件库: list, filter, sort; files in, notices out, and back again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from index.records import NoticeRecord
from ingest.errors import PolicyQAError
from qa_api import settings
from qa_api.feedback import Notebook
from qa_api.web import templating, views
from qa_api.web.api import Base, Known, Notes
from qa_api.web.citing import titled
from qa_api.web.problems import Problem
from qa_api.web.taking import put_back, take_off
from qa_api.web.uploads import take_in

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

SORTS: dict[str, tuple[str, Callable[[NoticeRecord], Any]]] = {
    "added": ("导入时间", lambda n: n.ingested_at),
    "issued": ("成文日期", lambda n: n.issued_on or ""),
    "title": ("标题", lambda n: n.title),
    "number": ("发文字号", lambda n: n.document_number or ""),
    "issuer": ("发文机关", lambda n: n.issuer or ""),
    "clauses": ("条款数", lambda n: n.clause_count),
}
A_PAGE = 100
DESCENDING = ("added", "issued", "clauses")


class View:
    """What of the shelf is shown, as it stands in the address."""

    def __init__(
        self,
        f: str = "",
        kind: str = "",
        sort: str = "added",
        up: str = "",
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    ) -> None:
        self.page = page
        self.words, self.kind = f.strip()[:100], kind.strip()[:40]
        self.sort = sort if sort in SORTS else "added"
        self.up = up in ("0", "1") and up == "1" if up else self.sort not in DESCENDING

    def of(self, notices: list[NoticeRecord]) -> list[NoticeRecord]:
        kept = [n for n in notices if self._fits(n)]
        return sorted(kept, key=SORTS[self.sort][1], reverse=not self.up)

    def _fits(self, notice: NoticeRecord) -> bool:
        said = (notice.title, notice.document_number, notice.issuer, notice.source, *notice.aliases)
        text = " ".join(filter(None, said)).lower()
        return all(word in text for word in self.words.lower().split()) and (
            not self.kind or notice.type == self.kind
        )

    def turned(self) -> str:
        """The address of the same notices the other way round."""
        return self.url(up=str(int(not self.up)))

    def at(self, page: int) -> str:
        return self.url(page=page)

    @property
    def query(self) -> str:
        """This view as the query of an address, with its question mark."""
        return self.at(self.page).removeprefix("/notices")

    def url(self, **changes: object) -> str:
        """The address of this view's first page, or as ``changes`` say."""
        shown = {"f": self.words, "kind": self.kind, "sort": self.sort, "up": str(int(self.up))}
        if changes.get("page") == 1:
            changes["page"] = ""
        return views.address("/notices", **{**shown, **changes})


Seen = Annotated[View, Depends(View)]


def shelf_page(
    request: Request, kb: Base, notes: Notebook, view: View, **more: Any
) -> HTMLResponse:
    notices = kb.notices()
    fitting = view.of(notices)
    context = {
        "notices": fitting[A_PAGE * (view.page - 1) : A_PAGE * view.page],
        "fitting": len(fitting),
        "last": max(1, -(-len(fitting) // A_PAGE)),
        "count": len(notices),
        "types": sorted({n.type for n in notices if n.type}),
        "view": view,
        "sorts": {key: name for key, (name, _) in SORTS.items()},
        "removed": notes.removed(),
        "failures": notes.failures(),
        "report": None,
        "undo": None,
        "note": "",
        "limit_mb": settings.MAX_FILE_BYTES // 2**20,
        **more,
    }
    return templating.page(request, "shelf.html", context)


@router.get("/notices")
def shelf(
    request: Request, kb: Base, notes: Notes, view: Seen, removed: int = 0, restored: str = ""
) -> HTMLResponse:
    gone = notes.removed_one(removed) if removed else None
    back = kb.notice(restored) if restored else None
    note = f"已恢复{titled(back.title)}。" if back else ""
    return shelf_page(request, kb, notes, view, undo=gone, note=note)


@router.post("/notices")
def add_to_shelf(
    request: Request,
    kb: Base,
    notes: Notes,
    view: Seen,
    files: Annotated[list[UploadFile], File(max_length=settings.MAX_UPLOAD_FILES)],
) -> HTMLResponse:
    """The files' reports: alone for the script, which sends one at a time, else on the page."""
    report = take_in(kb, notes, files)
    if templating.part(request) == "reports":
        return templating.page(request, "reports.html", {"report": report})
    return shelf_page(request, kb, notes, view, report=report)


@router.post("/notices/restore/{number}")
def restore(kb: Base, notes: Notes, view: Seen, number: int) -> Response:
    removed = notes.removed_one(number)
    if removed is None:
        raise Problem(404, "这份通知已经恢复过，或者移除得太久，原文件没有保留。")
    try:
        notice_id = put_back(kb, notes, removed)
    except PolicyQAError as error:
        raise Problem(422, f"没能恢复：{error}") from error
    return RedirectResponse(view.url(restored=notice_id), 303)


@router.post("/notices/failures/clear")
def clear_failures(notes: Notes) -> Response:
    notes.clear_failures()
    return RedirectResponse("/notices", 303)


@router.post("/notices/{notice_id}/remove")
def remove(kb: Base, notes: Notes, view: Seen, notice: Known) -> Response:
    number = take_off(kb, notes, notice)
    return RedirectResponse(view.url(removed=number, page=view.page), 303)
