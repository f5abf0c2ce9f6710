"""What grows with the record is brought up to date, not read anew, and comes to the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import LIBRARY, TREES, FakeEmbedder, make_library, make_notice, make_source

from index import KnowledgeBase, Query, nearest
from index.shelf import EVERYWHERE, Scope, read_shelf
from index.spans import Spans
from index.store import generation

EVERY = 500


@pytest.fixture
def small_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """An inverted file from 40 clauses on, every list of it searched."""
    for name, value in {"FLAT_LIMIT": 40, "TAIL_MIN": 20, "TAIL_MAX": 20, "PROBES": 1000}.items():
        monkeypatch.setattr(nearest, name, value)
    monkeypatch.setattr("index.vectors.EXACT_LIMIT", 3)


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path, create=True, embedder=FakeEmbedder) as base:
        yield base


def add(kb: KnowledgeBase, number: int) -> str:
    text = TREES.replace("16:30", f"{number}:30").replace("3支", f"{number}支")
    notice = make_notice(text, document_number=f"湖绿发〔2023〕{number}号", salt=str(number))
    kb.add([notice], make_source(f"{number}.txt", text))
    return notice.notice_id


def exactly(kb: KnowledgeBase, text: str, scope: Scope) -> dict[int, float]:
    """Cosines of all clauses of ``scope``, straight from the record."""
    model = FakeEmbedder()
    with kb.reading() as db:
        rows = db.execute(
            "SELECT v.clause, c.notice, v.vector FROM vectors v JOIN clauses c ON c.id = v.clause"
        ).fetchall()
    scores = nearest.matrix([row[2] for row in rows], model.dim) @ model.encode([text])[0]
    return {
        row[0]: float(score)
        for row, score in zip(rows, scores, strict=True)
        if scope.admits(row[1])
    }


def test_an_inverted_file_grows_and_forgets(kb: KnowledgeBase, small_lists: None) -> None:
    ids = [add(kb, number) for number in range(1, 30)]
    for step in range(4):
        vectors = kb.engine().vectors
        gone = kb.engine().shelf.rowids.get(ids[step], 0)
        for scope in (EVERYWHERE, Scope(without=frozenset({gone, 7}))):
            found = vectors.search("报名表 安全事故", scope, EVERY)
            wanted = exactly(kb, "报名表 安全事故", scope)
            assert found is not None and found.keys() == wanted.keys()
            assert np.allclose([found[i] for i in wanted], list(wanted.values()), atol=2e-3)
        kb.remove(ids[step])
        add(kb, 40 + step)
    files = list(kb.folder.glob("vectors-*.faiss"))
    assert len(files) == 1 and nearest._lists(nearest._read(files[0])) > 0


def test_a_vector_file_of_an_older_version_is_made_anew(
    kb: KnowledgeBase, small_lists: None
) -> None:
    import faiss

    for number in range(1, 10):
        add(kb, number)
    (path,) = kb.folder.glob("vectors-*.faiss")
    faiss.write_index(faiss.IndexIDMap2(faiss.IndexHNSWFlat(FakeEmbedder.dim, 8)), str(path))
    with KnowledgeBase.open(kb.folder, embedder=FakeEmbedder) as again:
        found = again.engine().vectors.search("报名表", EVERYWHERE, EVERY)
        assert found is not None and found.keys() == exactly(again, "报名表", EVERYWHERE).keys()


def test_the_shelf_brought_up_to_date_is_the_shelf_read_anew(kb: KnowledgeBase) -> None:
    first, second = add(kb, 1), add(kb, 2)
    kb.search(Query("报名"))
    library = make_library()
    newer = make_notice(LIBRARY, document_number=library.document_number, salt="newer")
    steps = [
        lambda: kb.add([library], make_source("library.txt", library.text)),
        lambda: kb.add([newer], make_source("newer.txt", library.text + "。")),
        lambda: kb.remove(first),
        lambda: kb.remove(newer.notice_id),
        lambda: kb.remove(second),
    ]
    for step in steps:
        step()
        known = kb.engine().shelf
        with kb.reading() as db:
            assert known == replace(read_shelf(db, generation(db)), _scopes=known._scopes)


def test_ranges_say_which_clauses_belong() -> None:
    spans = Spans({1: (0, 3), 2: (4, 4), 5: (9, 11)})
    assert spans.count == 8
    assert spans.few(Scope(frozenset({1, 2, 8})), 5) == [(0, 3), (4, 4)]
    assert spans.few(Scope(frozenset({1, 2})), 4) is None and spans.few(EVERYWHERE, 99) is None
    mask = spans.mask(Scope(without=frozenset({1})), 11)
    assert np.flatnonzero(mask.holds).tolist() == [4, 9, 10] and mask.count == 3
