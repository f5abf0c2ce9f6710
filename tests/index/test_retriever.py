"""The contract of every Retriever; another engine is one more entry of ENGINES."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders import LIBRARY, TREES, FakeEmbedder, make_library, make_notice, make_source

from index import KnowledgeBase, Query
from index.retriever import Retriever


def local(folder: Path) -> Retriever:
    kb = KnowledgeBase.open(folder, create=True, embedder=FakeEmbedder)
    kb.add([make_notice()], make_source("trees.txt", TREES))
    kb.add([make_library()], make_source("library.txt", LIBRARY))
    return kb


ENGINES: list[Callable[[Path], Retriever]] = [local]


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
    assert hits[0].clause.number == "第一条"
    assert hits[0].clause.notice_title == "社区图书馆经费管理办法"


def test_filters_hold(engine: Retriever) -> None:
    kept = engine.search(Query("经费 报名", issuer="绿化", limit=50))
    assert kept.hits and {hit.clause.issuer for hit in kept.hits} == {"湖山市绿化局"}
    assert engine.search(Query("经费", issuer="水务局")).total == 0


def test_clauses_by_id_keep_order_and_skip_the_unknown(engine: Retriever) -> None:
    ids = [hit.clause.clause_id for hit in engine.search(Query("", limit=4)).hits]
    found = engine.clauses_by_id([*reversed(ids), "none#1"])
    assert [clause.clause_id for clause in found] == list(reversed(ids))


def test_the_shelf_lists_every_notice(engine: Retriever) -> None:
    assert {n.title for n in engine.notices()} == {TREES.split("\n")[0], LIBRARY.split("\n")[0]}
