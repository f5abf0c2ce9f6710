"""The record: round trip, the same bytes twice, versions, removal, formats."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import LIBRARY, TREES, FakeEmbedder, make_library, make_notice, make_source
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import KnowledgeBase, Query, store
from index.errors import (
    EmbeddingMissing,
    ForeignFormat,
    KnowledgeBaseBusy,
    KnowledgeBaseMissing,
    UnknownNotice,
)
from index.shelf import number_key
from ingest.model import Clause, Line, Notice, PlacedLine, Relation, Removed, SourceFile


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path / "kb", create=True, embedder=FakeEmbedder) as base:
        yield base


def add(kb: KnowledgeBase, notice: Notice) -> tuple[tuple[str, ...], ...]:
    result = kb.add([notice], make_source(notice.source_name, notice.text))
    return result.added, result.unchanged, result.superseded


def rich_notice() -> Notice:
    notice = make_notice()
    furniture = Removed(Line("— 1 —", page=1, box=(1.0, 2.0, 3.0, 4.0)), "页码")
    return replace(
        notice,
        relations=(Relation("based_on", "湖山市绿化条例"),),
        aliases=("行道树竞赛",),
        removed=(furniture, Removed(Line("a\tb", "row", cells=("a", "b"), table=0), "导航")),
        warnings=("没有找到印发机关",),
        recipients="各街道办事处",
    )


def test_round_trip(kb: KnowledgeBase) -> None:
    notice = rich_notice()
    add(kb, notice)
    assert kb.full_notice(notice.notice_id) == notice
    assert kb.notice_text(notice.notice_id) == TREES
    assert kb.notice_pages(notice.notice_id) == notice.pages
    assert kb.source(notice.notice_id).data == TREES.encode()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(codec="utf-8"), min_size=1), cut=st.integers(0, 50))
def test_any_text_comes_back_verbatim(kb: KnowledgeBase, text: str, cut: int) -> None:
    source = make_source("any.txt", text)
    notice = replace(
        make_notice(salt=text, document_number=None),
        text=text,
        facts=(),
        lines=(PlacedLine(0, len(text)),),
        clauses=(Clause(f"{source.sha256}#一", "一", "item", (), min(cut, len(text)), len(text)),),
        source_name="any.txt",
        source_sha256=source.sha256,
    )
    kb.add([notice], source)
    clause = kb.clauses(notice.notice_id)[0]
    assert clause.text == kb.notice_text(notice.notice_id)[clause.start : clause.end]
    kb.remove(notice.notice_id)


def test_clause_record_has_page_and_boxes(kb: KnowledgeBase) -> None:
    notice = make_notice()
    add(kb, notice)
    clause = kb.clauses(notice.notice_id)[5]
    assert (clause.number, clause.page, clause.ordinal) == ("二", 2, 5)
    assert clause.boxes == ((72.0, 190.0, 500.0, 204.0),)
    assert clause.source == "trees.txt"
    assert [line.page for line in kb.places(notice.notice_id, 0, clause.start)] == [1, 1, 1, 1, 2]


def test_same_bytes_twice_change_nothing(kb: KnowledgeBase) -> None:
    notice = make_notice()
    assert add(kb, notice) == ((notice.notice_id,), (), ())
    before = kb.notices()
    assert add(kb, notice) == ((), (notice.notice_id,), ())
    assert kb.notices() == before


def test_new_version_supersedes_and_removal_brings_the_old_back(kb: KnowledgeBase) -> None:
    old = make_notice()
    middle = make_notice(TREES.replace("16:30", "17:30"), document_number="湖绿发 [2023] 7号")
    new = make_notice(TREES.replace("16:30", "18:00"), document_number="湖绿发（2023）第7号")
    add(kb, old)
    assert add(kb, middle)[2] == (old.notice_id,)
    assert add(kb, new)[2] == (middle.notice_id,)
    a, b, c = old.notice_id, middle.notice_id, new.notice_id
    assert superseded(kb) == {a: b, b: c, c: None}
    assert "16:30" in kb.notice_text(old.notice_id)
    kb.remove(middle.notice_id)
    assert superseded(kb) == {a: c, c: None}
    kb.remove(new.notice_id)
    assert superseded(kb) == {a: None}


def superseded(kb: KnowledgeBase) -> dict[str, str | None]:
    return {record.notice_id: record.superseded_by for record in kb.notices()}


def test_one_file_with_a_number_twice_does_not_supersede_itself(kb: KnowledgeBase) -> None:
    first, second = make_notice(salt="1"), make_library()
    second = replace(second, document_number=first.document_number)
    result = kb.add([first, second], make_source("both.txt", TREES + LIBRARY))
    assert len(result.added) == 2 and not result.superseded


def test_remove_unknown_says_what_to_do(kb: KnowledgeBase) -> None:
    with pytest.raises(UnknownNotice, match="policyqa notices"):
        kb.remove("n-none")
    with pytest.raises(UnknownNotice):
        kb.notice_text("n-none")
    assert kb.notice("n-none") is None and kb.clause("x") is None and kb.clauses("x") == []


def test_removed_file_is_forgotten(kb: KnowledgeBase) -> None:
    notice = make_notice()
    add(kb, notice)
    kb.remove(notice.notice_id)
    with pytest.raises(UnknownNotice):
        kb.source(notice.notice_id)
    assert kb.facts() == [] and kb.search(Query("报名")).total == 0


def test_facts_by_kind_notice_and_clause(kb: KnowledgeBase) -> None:
    notice = make_notice()
    add(kb, notice)
    (record,) = kb.facts(kinds=["deadline"])
    assert record.fact == notice.facts[0] and record.notice_id == notice.notice_id
    assert kb.facts(kinds=["quota"]) == [] and kb.facts(notice_ids=[]) == []
    assert kb.facts(clause_ids=[record.fact.clause_id]) == [record]
    add(kb, make_notice(TREES.replace("16:30", "17:30")))
    assert [r.notice_id for r in kb.facts()] != [notice.notice_id]
    assert len(kb.facts(include_superseded=True)) == 2


def test_clauses_by_id_keep_the_order_asked(kb: KnowledgeBase) -> None:
    notice = make_notice()
    add(kb, notice)
    ids = [clause.clause_id for clause in notice.clauses]
    found = kb.clauses_by_id([ids[3], "none", ids[0]])
    assert [clause.clause_id for clause in found] == [ids[3], ids[0]]


def test_children(kb: KnowledgeBase) -> None:
    notice = make_notice()
    parent = notice.clauses[2].clause_id
    clauses = [
        replace(c, parent=parent if i in (3, 4) else None) for i, c in enumerate(notice.clauses)
    ]
    add(kb, replace(notice, clauses=tuple(clauses)))
    assert [clause.number for clause in kb.children(parent)] == ["（一）", "（二）"]


@pytest.mark.parametrize(
    "spelling", ["湖绿发〔2023〕7号", "湖绿发[2023]7号", "湖绿发（2023） 第 7 号"]
)
def test_number_key(spelling: str) -> None:
    assert number_key(spelling) == number_key("湖绿发〔2023〕7号")


def test_number_key_of_nothing() -> None:
    assert number_key(None) is None and number_key("〔〕") is None


def test_missing_folder_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseMissing, match="ingest"):
        KnowledgeBase.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_foreign_and_newer_files_are_refused(tmp_path: Path) -> None:
    for name, make in (("text", write_text), ("sqlite", write_sqlite), ("newer", write_newer)):
        folder = tmp_path / name
        make(folder)
        with pytest.raises(ForeignFormat, match=r"policyqa --kb|pip install"):
            KnowledgeBase.open(folder)


def write_text(folder: Path) -> None:
    folder.mkdir()
    (folder / "record.sqlite").write_text("今天天气很好" * 500)


def write_sqlite(folder: Path) -> None:
    folder.mkdir()
    with sqlite3.connect(folder / "record.sqlite") as db:
        db.execute("CREATE TABLE songs (name TEXT)")
    db.close()


def write_newer(folder: Path) -> None:
    KnowledgeBase.open(folder, create=True).close()
    db = sqlite3.connect(folder / "record.sqlite")
    db.execute("PRAGMA user_version = 99")
    db.close()


def test_older_format_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = make_notice()
    with KnowledgeBase.open(tmp_path, create=True) as kb:
        add(kb, notice)
    scripts = (*store.migrations(), "ALTER TABLE notices ADD COLUMN note TEXT")
    monkeypatch.setattr(store, "migrations", lambda: scripts)
    monkeypatch.setattr("index.knowledge_base.migrations", lambda: scripts)
    with KnowledgeBase.open(tmp_path) as kb:
        assert kb.full_notice(notice.notice_id) == notice
    db = sqlite3.connect(tmp_path / "record.sqlite")
    assert db.execute("PRAGMA user_version").fetchone() == (len(scripts),)
    assert db.execute("SELECT note FROM notices").fetchone() == (None,)
    db.close()


def test_second_writer_waits_and_is_told(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.knowledge_base.WRITER_WAIT", 0.1)
    with (
        KnowledgeBase.open(kb.folder) as other,
        other._lock,
        pytest.raises(KnowledgeBaseBusy, match="另一个程序"),
    ):
        add(kb, make_notice())


def test_check_is_content_with_a_whole_knowledge_base(kb: KnowledgeBase) -> None:
    add(kb, make_notice())
    assert [finding.ok for finding in kb.check()] == [True] * 4


def test_without_a_model_words_still_find(tmp_path: Path) -> None:
    def missing() -> FakeEmbedder:
        raise EmbeddingMissing("没有安装语义模型，只按词语检索。")

    with KnowledgeBase.open(tmp_path, create=True, embedder=missing) as kb:
        add(kb, make_notice())
        hit = kb.search(Query("报名时间")).hits[0]
        assert hit.why["vector"] is None and "语义模型" in hit.why["note"]
        assert [f.name for f in kb.check() if not f.ok] == ["语义索引"]
    with KnowledgeBase.open(tmp_path, embedder=FakeEmbedder) as kb:
        assert kb.search(Query("报名时间")).hits[0].why["vector"] > 0


def test_source_file_keeps_its_media_type(kb: KnowledgeBase) -> None:
    notice = make_notice()
    kb.add([notice], SourceFile("trees.txt", TREES.encode(), "text/plain"))
    assert kb.source(notice.notice_id).media_type == "text/plain"
