"""The contract of every Retriever; another engine is one more entry of ENGINES."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders import LIBRARY, TREES, FakeEmbedder, make_library, make_notice, make_source
from plain_engine import PlainEngine

from index import KnowledgeBase, Query
from index.retriever import Retriever
from ingest.model import Notice, SourceFile

OLD = TREES.replace("16:30", "12:00")


def given() -> list[tuple[Notice, SourceFile]]:
    return [
        (make_notice(OLD), make_source("old.txt", OLD)),
        (make_notice(), make_source("trees.txt", TREES)),
        (make_library(), make_source("library.txt", LIBRARY)),
    ]


def local(folder: Path) -> Retriever:
    kb = KnowledgeBase.open(folder, create=True, embedder=FakeEmbedder)
    for notice, source in given():
        kb.add([notice], source)
    return kb


def plain(_: Path) -> Retriever:
    return PlainEngine(given())


ENGINES: list[Callable[[Path], Retriever]] = [local, plain]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Retriever]:
    yield request.param(tmp_path)


def test_hits_come_best_first_and_explain_themselves(engine: Retriever) -> None:
    result = engine.search(Query("每年补助多少万元"))
    assert result.hits[0].clause.number == "第二条"
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True) and all(0 <= s <= 1.01 for s in scores)
    assert result.hits[0].why["words"] and result.total >= len(result.hits)


def test_the_same_query_gives_the_same_answer(engine: Retriever) -> None:
    query = Query("经费 报名", limit=20)
    assert engine.search(query) == engine.search(query)


def test_a_named_notice_comes_first(engine: Retriever) -> None:
    hits = engine.search(Query("《社区图书馆经费管理办法》的目的是什么？")).hits
    assert hits[0].clause.notice_title == "社区图书馆经费管理办法"


@pytest.mark.parametrize(
    "filters",
    [
        {"issuer": "绿化"},
        {"kind": "通知"},
        {"document_number": "湖绿发[2023] 第7号"},
        {"document_number": "7号"},
        {"year": "2023"},
        {"issued_from": "2023-05-02", "issued_to": "2023-05-02"},
        {"year": "2023", "issuer": "绿化", "validity": "current"},
    ],
)
def test_filters_hold(engine: Retriever, filters: dict[str, str]) -> None:
    found = engine.search(Query("经费 报名", limit=50, **filters))  # type: ignore[arg-type]
    assert found.hits and {hit.clause.issuer for hit in found.hits} == {"湖山市绿化局"}
    assert set(found.facets["issuer"]) == {"湖山市绿化局"} and set(found.facets["year"]) == {"2023"}


def test_nothing_passes_a_filter_of_another_shelf(engine: Retriever) -> None:
    for query in (
        Query("经费", issuer="水务局"),
        Query("经费", year="1999"),
        Query("经费", document_number="17号"),
        Query("经费", document_number="〔〕"),
        Query("经费", clause="第九十九条"),
    ):
        found = engine.search(query)
        assert found.hits == () and found.total == 0


def test_versions_are_current_unless_asked_for(engine: Retriever) -> None:
    texts = {}
    for validity in ("current", "superseded"):
        found = engine.search(Query("", phrases=("报名表发送至",), validity=validity))  # type: ignore[arg-type]
        texts[validity] = [hit.clause.text for hit in found.hits]
        assert found.facets["validity"] == {"current": 1, "superseded": 1}
    assert "16:30" in texts["current"][0] and "12:00" in texts["superseded"][0]
    both = engine.search(Query("", phrases=("报名表发送至",), include_superseded=True))
    assert both.total == 2
    assert engine.search(Query("", phrases=("报名表发送至",))).total == 1


def test_phrases_stand_letter_by_letter(engine: Retriever) -> None:
    found = engine.search(Query("", phrases=("馆每年补助 12万",)))
    assert [hit.clause.number for hit in found.hits] == ["第二条"]
    (hit,) = found.hits
    marked = [hit.clause.text[start:end] for start, end in hit.marks]
    assert marked == ["馆每年补助12万"]
    start, end = hit.snippet
    assert marked[0] in hit.clause.text[start:end]


def test_a_clause_number_leaves_only_that_clause(engine: Retriever) -> None:
    found = engine.search(Query("", clause="第三条"))
    assert [hit.clause.number for hit in found.hits] == ["第三条"] and found.total == 1


def test_pages_follow_one_another(engine: Retriever) -> None:
    whole = [hit.clause.clause_id for hit in engine.search(Query("经费 图书馆", limit=4)).hits]
    pages = [engine.search(Query("经费 图书馆", limit=2, offset=at)).hits for at in (0, 2)]
    assert [hit.clause.clause_id for page in pages for hit in page] == whole


def test_clauses_by_id_keep_order_and_skip_the_unknown(engine: Retriever) -> None:
    ids = [hit.clause.clause_id for hit in engine.search(Query("", limit=4)).hits]
    found = engine.clauses_by_id([*reversed(ids), "none#1"])
    assert [clause.clause_id for clause in found] == list(reversed(ids))


def test_the_shelf_lists_every_notice(engine: Retriever) -> None:
    assert {n.title for n in engine.notices()} == {TREES.split("\n")[0], LIBRARY.split("\n")[0]}
    assert len(engine.notices()) == 3 and len(engine.notices(include_superseded=False)) == 2
