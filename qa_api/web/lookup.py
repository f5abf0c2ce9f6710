"""检索: clauses by words and phrases, narrowed by facets, each hit with the reason why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from index.knowledge_base import KnowledgeBase
from index.query import Query as ClauseQuery
from index.query import Validity, quoted_phrases
from index.search import SearchResult
from qa_api import settings
from qa_api.lookup import LookUp, look_up
from qa_api.web import templating
from qa_api.web.api import Base
from qa_api.web.csv_out import csv_response
from qa_api.web.marking import found as shown

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

A_PAGE = 10
MOST_ROWS = 1000
FACETS = {"issuer": "发文机关", "kind": "类型", "year": "年份", "validity": "效力"}
IN_RESULT = {"issuer": "issuer", "kind": "type", "year": "year", "validity": "validity"}
VALIDITY: Mapping[str, Validity] = {"current": "current", "superseded": "superseded"}
NAMES = {"current": "有效", "superseded": "已被取代"}
HEADS = (
    *("序号", "通知", "发文字号", "发文机关", "成文日期", "类型"),
    *("条款", "标题", "原文", "文件", "页码"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, as it stands in the address; texts are empty where nothing is asked."""

    q: str = ""
    exact: bool = False
    issuer: str = ""
    kind: str = ""
    year: str = ""
    validity: str = ""
    number: str = ""
    issued_from: str = ""
    issued_to: str = ""
    old: bool = False
    page: int = 1

    @property
    def anything(self) -> bool:
        narrowed = (self.q, self.issuer, self.kind, self.year, self.validity, self.number)
        return any((*narrowed, self.issued_from, self.issued_to))

    @property
    def phrases(self) -> tuple[str, ...]:
        bare = self.q.strip('“”"＂ ')
        return (bare,) if self.exact and bare else quoted_phrases(self.q)

    def address(self, path: str = "/search", **changes: Any) -> str:
        """This look-up with ``changes``, on its first page unless they say which."""
        changed = replace(self, **{"page": 1, **changes})
        names = {"issued_from": "from", "issued_to": "to"}
        given = {
            names.get(name, name): int(value) if isinstance(value, bool) else value
            for name in self.__slots__
            if (value := getattr(changed, name)) and (name, value) != ("page", 1)
        }
        return f"{path}?{urlencode(given)}" if given else path

    def query(self, limit: int, offset: int = 0) -> ClauseQuery:
        return ClauseQuery(
            text=self.q,
            phrases=self.phrases,
            issuer=self.issuer or None,
            kind=self.kind or None,
            year=self.year or None,
            validity=VALIDITY.get(self.validity),
            document_number=self.number or None,
            issued_from=self.issued_from or None,
            issued_to=self.issued_to or None,
            limit=limit,
            offset=offset,
            include_superseded=self.old,
        )


def _short(text: str) -> str:
    return text.strip()[:100]


def wanted(
    q: Annotated[str, Query(max_length=settings.MAX_QUESTION)] = "",
    exact: bool = False,
    issuer: str = "",
    kind: str = "",
    year: str = "",
    validity: str = "",
    number: str = "",
    issued_from: Annotated[str, Query(alias="from")] = "",
    issued_to: Annotated[str, Query(alias="to")] = "",
    old: bool = False,
    page: Annotated[int, Query(ge=1, le=settings.MAX_OFFSET // A_PAGE)] = 1,
) -> Wanted:
    """What the address asks for; a date or year that is none is left out."""
    year = year if len(year) == 4 and year.isdecimal() and year.isascii() else ""
    return Wanted(
        q.strip(), exact, _short(issuer), _short(kind), year,
        validity if validity in VALIDITY else "", _short(number),
        _day(issued_from), _day(issued_to), old, page,
    )  # fmt: skip


def _day(text: str) -> str:
    """``text`` where it is an ISO date, else nothing."""
    try:
        return text if text and date.fromisoformat(text).isoformat() == text else ""
    except ValueError:
        return ""


Asked = Annotated[Wanted, Depends(wanted)]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, how many clauses it leaves, and where choosing it leads."""

    value: str
    name: str
    count: int
    chosen: bool
    url: str


@router.get("/search")
def lookup(request: Request, kb: Base, asked: Asked) -> HTMLResponse:
    context: dict[str, Any] = {"asked": asked, "result": None, "hits": [], "facets": {}}
    offset = (asked.page - 1) * A_PAGE
    if asked.anything:
        found = look_up(kb, asked.query(A_PAGE, offset))
        context |= {
            "result": found.result,
            "hits": [shown(hit, found.query.phrases) for hit in found.result.hits],
            "offset": offset,
            "pages": _pages(found.result.total, asked.page),
            "notes": found.notes,
            "suggestion": found.suggestion,
        }
    else:
        query = asked.query(0)
        found = LookUp(query, kb.search(query))
    context["facets"] = dict(_facets(kb, asked, found))
    return templating.page(request, "search.html", context)


def _pages(total: int, page: int) -> Mapping[str, int]:
    last = max(1, -(-total // A_PAGE))
    return {"page": page, "last": last}


def _facets(kb: KnowledgeBase, asked: Wanted, found: LookUp) -> Iterator[tuple[str, list[Choice]]]:
    """Each facet's values; one that is chosen is counted as if it were not, to be changed."""
    for name, title in FACETS.items():
        chosen = getattr(asked, name)
        without: dict[str, Any] = {name: None, "limit": 0, "offset": 0}
        # Both validities are always counted.
        recount = chosen and name != "validity"
        counted = kb.search(replace(found.query, **without)) if recount else found.result
        counts = dict(counted.facets.get(IN_RESULT[name], {}))
        if chosen:
            counts.setdefault(chosen, 0)
        elif name == "validity" and "superseded" not in counts:
            continue  # nothing to choose between
        if name == "year":
            counts = dict(sorted(counts.items(), reverse=True))
        yield title, [_choice(asked, name, value, count) for value, count in counts.items()]


def _choice(asked: Wanted, name: str, value: str, count: int) -> Choice:
    chosen = value == getattr(asked, name)
    url = asked.address(**{name: "" if chosen else value})
    return Choice(value, NAMES.get(value, value), count, chosen, url)


@router.get("/search.csv")
def export(kb: Base, asked: Asked) -> Response:
    result = look_up(kb, replace(asked, page=1).query(MOST_ROWS)).result
    types = {notice.notice_id: notice.type for notice in kb.notices()}
    rows = (_row(order, item, types) for order, item in enumerate(_clauses(result), 1))
    return csv_response("检索结果.csv", HEADS, rows)


def _clauses(result: SearchResult) -> Iterator[Any]:
    return (hit.clause for hit in result.hits)


def _row(order: int, clause: Any, types: Mapping[str, str | None]) -> tuple[object, ...]:
    return (
        order, clause.notice_title, clause.document_number, clause.issuer, clause.issued_on,
        types.get(clause.notice_id), clause.number, " › ".join(clause.path), clause.text,
        clause.source, clause.page,
    )  # fmt: skip
