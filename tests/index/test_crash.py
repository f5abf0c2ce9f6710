"""Crashes, damage and company: what was acknowledged is found again, whatever was interrupted."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import TREES, FakeEmbedder, make_library, make_notice, make_source

from index import KnowledgeBase, Query
from index.lexical import LexicalIndex
from index.vectors import VectorIndex
from ingest.model import Notice


class Crash(BaseException):
    """Not an Exception, so that no handler of the code under test takes it for an error."""


def crash(*_: object, **__: object) -> None:
    raise Crash


def open_kb(folder: Path) -> KnowledgeBase:
    return KnowledgeBase.open(folder, create=True, embedder=FakeEmbedder)


def add(kb: KnowledgeBase, notice: Notice) -> None:
    kb.add([notice], make_source(notice.source_name, notice.text))


def whole(kb: KnowledgeBase) -> bool:
    return all(finding.ok for finding in kb.check())


@pytest.mark.parametrize(
    ("owner", "step"),
    [
        (VectorIndex, "catch_up"),
        (VectorIndex, "_embed_batch"),
        (LexicalIndex, "apply"),
        (LexicalIndex, "_save"),
    ],
)
def test_crash_after_the_record_is_caught_up_on_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type, step: str
) -> None:
    with open_kb(tmp_path) as kb:
        add(kb, make_library())
    with monkeypatch.context() as patch, open_kb(tmp_path) as kb:
        patch.setattr(owner, step, crash)
        with pytest.raises(Crash):
            add(kb, make_notice())
    with open_kb(tmp_path) as kb:
        assert whole(kb)
        assert kb.search(Query("安全事故")).hits[0].clause.number == "（二）"
        assert len(kb.search(Query("", phrases=("安全事故",))).hits) == 1, "once, not twice"


def test_crash_inside_the_record_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_kb(tmp_path) as kb:
        with monkeypatch.context() as patch, pytest.raises(Crash):
            patch.setattr("index.writing._supersede", crash)
            add(kb, make_notice())
        assert kb.notices() == [] and whole(kb)
        add(kb, make_notice())
        assert whole(kb)


def scramble(path: Path) -> None:
    path.write_bytes(b"\x00garbage" * 50)


def scramble_segments(folder: Path) -> None:
    for path in folder.glob("*.*"):
        if path.suffix in (".term", ".idx", ".fast"):
            path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: scramble(folder / "meta.json"),
        lambda folder: scramble(folder / "state.json"),
        lambda folder: (folder / "meta.json").unlink(),
        lambda folder: (folder / "state.json").unlink(),
        lambda folder: [path.unlink() for path in folder.glob("*.term")],
        scramble_segments,
    ],
)
def test_damaged_lexical_index_is_rebuilt(tmp_path: Path, harm: Callable[[Path], object]) -> None:
    with open_kb(tmp_path) as kb:
        add(kb, make_notice())
    harm(tmp_path / "lexical")
    with open_kb(tmp_path) as kb:
        assert kb.search(Query("安全事故")).hits[0].clause.number == "（二）"
        add(kb, make_library())
        assert whole(kb)


def test_words_are_counted_though_the_index_went_away(tmp_path: Path) -> None:
    with open_kb(tmp_path) as kb:
        add(kb, make_notice())
        before = kb.document_frequencies(["养护"])
        shutil.rmtree(tmp_path / "lexical")
        assert kb.document_frequencies(["养护"]) == before
        shutil.rmtree(tmp_path / "lexical")
        assert kb.stands("养护") and whole(kb)


def test_lexical_folder_of_another_record_is_not_believed(tmp_path: Path) -> None:
    for name, notice in (("a", make_notice()), ("b", make_library())):
        with open_kb(tmp_path / name) as kb:
            add(kb, notice)
    (tmp_path / "a" / "lexical").rename(tmp_path / "away")
    (tmp_path / "b" / "lexical").rename(tmp_path / "a" / "lexical")
    with open_kb(tmp_path / "a") as kb:
        assert kb.search(Query("安全事故")).total >= 1 and whole(kb)


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.nearest.TAIL_MIN", 3)


def ranked(kb: KnowledgeBase, query: Query) -> list[tuple[str, float]]:
    """Clauses and their scores; the last digits depend on where half-precision vectors are read."""
    return [(hit.clause.clause_id, round(hit.score, 3)) for hit in kb.search(query).hits]


@pytest.mark.parametrize("flat_limit", [200_000, 5])
def test_vector_file_is_a_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_files: None, flat_limit: int
) -> None:
    monkeypatch.setattr("index.nearest.FLAT_LIMIT", flat_limit)
    query = Query("近两年无安全事故")
    with open_kb(tmp_path) as kb:
        add(kb, make_notice())
        (file,) = tmp_path.glob("vectors-*.faiss")
        expected = ranked(kb, query)
    with open_kb(tmp_path) as kb:
        assert ranked(kb, query) == expected, "read from the file"
        named = Query(query.text, notice_ids=(make_notice().notice_id,))
        assert ranked(kb, named) == expected, "and through a filter"
    scramble(file)
    with open_kb(tmp_path) as kb:
        assert ranked(kb, query) == expected, "read from the record"
        assert not file.exists()
        add(kb, make_library())
        assert list(tmp_path.glob("vectors-*.faiss")) and whole(kb)
        kb.remove(make_notice().notice_id)
        assert all(
            h.clause.notice_title != expected[0].clause.notice_title for h in kb.search(query).hits
        )


def test_another_model_embeds_anew(tmp_path: Path, small_files: None) -> None:
    class Other(FakeEmbedder):
        name, dim = "other", 32

    with open_kb(tmp_path) as kb:
        add(kb, make_notice())
    with KnowledgeBase.open(tmp_path, embedder=Other) as kb:
        assert kb.search(Query("安全事故")).hits[0].why["vector"] > 0
        assert whole(kb)


def test_open_reader_sees_a_new_notice(tmp_path: Path) -> None:
    with open_kb(tmp_path) as writer, open_kb(tmp_path) as reader:
        assert reader.search(Query("安全事故")).total == 0
        add(writer, make_notice())
        hit = reader.search(Query("安全事故")).hits[0]
        assert hit.clause.number == "（二）" and hit.why["vector"] > 0
        writer.remove(make_notice().notice_id)
        assert reader.search(Query("安全事故")).total == 0
        writer.rebuild()
        add(writer, make_notice())
        assert reader.search(Query("安全事故")).total >= 1


def test_reader_drops_hits_that_the_record_has_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_kb(tmp_path) as kb:
        add(kb, make_notice())
        with monkeypatch.context() as patch, pytest.raises(Crash):
            patch.setattr(LexicalIndex, "apply", crash)
            kb.remove(make_notice().notice_id)
        with kb._lock:  # somebody else is writing: no catching up
            assert kb.search(Query("安全事故")).hits == ()


def test_threads_share_one_knowledge_base(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(20):
                kb.search(Query("安全事故"))
                kb.notices()
        except BaseException as error:
            failures.append(error)

    with open_kb(tmp_path) as kb:
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for i in range(5):
            add(kb, make_notice(f"{TREES}第{i}号\n", document_number=None))
        for thread in threads:
            thread.join()
        assert failures == [] and whole(kb) and len(kb.notices()) == 5


LOOP = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from builders import TREES, FakeEmbedder, make_notice, make_source
from index import KnowledgeBase
with KnowledgeBase.open(Path(sys.argv[1]), create=True, embedder=FakeEmbedder) as kb:
    for i in range(int(sys.argv[3]), 10_000):
        notice = make_notice(f"{TREES}编号{i}甲\\n", document_number=None)
        kb.add([notice], make_source("trees.txt", notice.text))
        print(notice.notice_id, flush=True)
"""


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.4])
def test_kill_9_loses_nothing_acknowledged(tmp_path: Path, seconds: float) -> None:
    acknowledged: list[str] = []
    for run in range(2):
        command = [sys.executable, "-c", LOOP, str(tmp_path), str(Path(__file__).parent)]
        root = Path(__file__).parents[2]
        child = subprocess.Popen(
            [*command, str(run * 5000)], stdout=subprocess.PIPE, text=True, cwd=root
        )
        assert child.stdout
        acknowledged.append(child.stdout.readline().strip())
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in child.stdout if line.endswith("\n")]
        child.stdout.close()
        child.wait()
        with open_kb(tmp_path) as kb:
            assert set(acknowledged) <= {record.notice_id for record in kb.notices()}
            assert whole(kb)
            found = kb.search(Query("", phrases=("安全事故",), limit=10_000)).hits
            assert set(acknowledged) <= {hit.clause.notice_id for hit in found}
