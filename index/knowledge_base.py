"""The knowledge base: a folder with the record of truth and the indexes derived from it.

    record.sqlite    notices, sources, clauses, facts, vectors   (truth; one transaction a file)
    lexical/         words → clauses                             (derived)
    vectors-*.faiss  meaning → clauses                           (derived, a cache)
    writer.lock      one writer at a time; readers need none

Writing goes record first, indexes after (``index.derived``). A KnowledgeBase may be used from
several threads, and sees what another process has added since without being opened again.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self, TypeVar

from filelock import FileLock, Timeout

from index import rows, shelf, writing
from index.check import Finding, findings
from index.derived import Indexes
from index.errors import KnowledgeBaseBusy, KnowledgeBaseMissing, UnknownNotice
from index.lexical import LexicalDamaged
from index.query import Query
from index.ranking.passage import Passages
from index.ranking.ranker import shipped
from index.records import ClauseRecord, FactRecord, NoticeRecord
from index.search import Engine, SearchResult
from index.store import Store, generation, migrations
from index.vectors import Embedder, installed_embedder
from index.writing import AddResult
from ingest.model import Notice, Page, PlacedLine, SourceFile

T = TypeVar("T")
WRITER_WAIT = 60.0  # seconds that a writer waits for another one
READER_WAIT = 20.0  # seconds that a search waits for an index that is being built
BATCH_FLUSH = 5.0  # seconds between index commits while many files come in
LARGE_SHELF = 5_000  # notices
STALE_GRACE = 5.0  # seconds a reader leaves to the writer before it catches up itself


class KnowledgeBase:
    """A context manager, made by ``open``. Its errors are those of ``index.errors``."""

    def __init__(self, folder: Path, store: Store, load: Callable[[], Embedder]) -> None:
        self.folder = folder
        self._store = store
        self._lock = FileLock(folder / "writer.lock")
        self._indexes = Indexes(store, folder, load)
        self._shelf = shelf.Shelf(-1, {})
        self._records: tuple[int, list[NoticeRecord]] = (-1, [])
        self._passages = Passages()
        self._batch = threading.local()
        self._stale_since: float | None = None

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        create: bool = False,
        embedder: Callable[[], Embedder] = installed_embedder,
    ) -> KnowledgeBase:
        """Open the knowledge base in ``folder``; ``create`` makes one where there is none.

        Raises KnowledgeBaseMissing, ForeignFormat, KnowledgeBaseBusy.
        """
        path = folder / "record.sqlite"
        if not path.is_file() and not create:
            raise KnowledgeBaseMissing(
                f"文件夹 {folder} 里没有知识库。请先导入文件："
                f"policyqa --kb {folder} ingest 文件或文件夹"
            )
        folder.mkdir(parents=True, exist_ok=True)
        store = Store(path)
        if store.version() < len(migrations()):
            with _locked(FileLock(folder / "writer.lock"), WRITER_WAIT):
                store.migrate()
        base = cls(folder, store, embedder)
        base._catch_up_if_free()
        return base

    def close(self) -> None:
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Writing

    def add(self, notices: Sequence[Notice], source: SourceFile) -> AddResult:
        """Take in the notices of one file, all or none; what is known already stays untouched."""
        with _locked(self._lock, WRITER_WAIT):
            result = writing.add(self._store, notices, source)
            self._flush()
        return result

    def remove(self, notice_id: str) -> None:
        """Take a notice off the shelf; what it superseded comes back. Raises UnknownNotice."""
        with _locked(self._lock, WRITER_WAIT):
            if not writing.remove(self._store, notice_id):
                _unknown(notice_id)
            self._flush()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Many files: each is in the record when ``add`` returns, in the indexes soon after."""
        outer, self._batch.last = getattr(self._batch, "last", None), time.monotonic()
        try:
            yield
        finally:
            self._batch.last = outer
            if outer is None:
                with _locked(self._lock, WRITER_WAIT):
                    self._indexes.catch_up()

    def rebuild(self) -> None:
        """The derived indexes anew from the record."""
        with _locked(self._lock, WRITER_WAIT):
            self._indexes.rebuild()

    # Reading

    @property
    def generation(self) -> int:
        """Counts the changes of the record: what was read at one generation holds for all of it."""
        with self._store.reading() as db:
            return generation(db)

    def notices(self, *, include_superseded: bool = True) -> list[NoticeRecord]:
        """The shelf, in the order of arrival; read anew only when the record has changed."""
        now = self.generation  # before the rows: newer ones under an older number are read again
        known, found = self._records
        if known != now:
            found = [rows.notice_record(row) for row in self._notices("ORDER BY n.id")]
            self._records = now, found
        return [n for n in found if include_superseded or n.superseded_by is None]

    def notice(self, notice_id: str) -> NoticeRecord | None:
        found = self._notices("WHERE n.notice_id = ?", notice_id)
        return rows.notice_record(found[0]) if found else None

    def full_notice(self, notice_id: str) -> Notice:
        """The notice with text, clauses, facts and lines, as it was added. Raises UnknownNotice."""
        with self._store.reading() as db:
            notice = rows.read_notice(db, notice_id)
        return notice if notice is not None else _unknown(notice_id)

    def notice_text(self, notice_id: str) -> str:
        """Raises UnknownNotice."""
        return str(self._value("text", notice_id))

    def notice_pages(self, notice_id: str) -> tuple[Page, ...]:
        """Pages with their sizes in points, none for formats without. Raises UnknownNotice."""
        return tuple(Page(**page) for page in json.loads(self._value("pages", notice_id)))

    def places(self, notice_id: str, start: int, end: int) -> list[PlacedLine]:
        """The source lines (page, box, anchor) that a span of the notice's text covers."""
        with self._store.reading() as db:
            return rows.overlapping(rows.read_lines(db, notice_id), start, end)

    def source(self, notice_id: str) -> SourceFile:
        """The file as it was given. Raises UnknownNotice."""
        with self._store.reading() as db:
            row = db.execute(
                "SELECT s.name, s.data, s.media_type FROM sources s"
                " JOIN notices n ON n.source = s.sha256 WHERE n.notice_id = ?",
                (notice_id,),
            ).fetchone()
        return SourceFile(*row) if row else _unknown(notice_id)

    def clauses(self, notice_id: str) -> list[ClauseRecord]:
        """The clauses of a notice in order; none for an unknown one."""
        return self._clauses("n.notice_id = ? ORDER BY c.ordinal", notice_id)

    def clause(self, clause_id: str) -> ClauseRecord | None:
        found = self._clauses("c.clause_id = ?", clause_id)
        return found[0] if found else None

    def clauses_by_id(self, clause_ids: Sequence[str]) -> list[ClauseRecord]:
        """The clauses of these ids, in their order; unknown ids are left out."""
        listed = json.dumps(list(clause_ids))
        found = self._clauses("c.clause_id IN (SELECT value FROM json_each(?))", listed)
        by_id = {clause.clause_id: clause for clause in found}
        return [by_id[clause_id] for clause_id in clause_ids if clause_id in by_id]

    def children(self, clause_id: str) -> list[ClauseRecord]:
        """The clauses directly under this one, in order."""
        return self._clauses("c.parent = ? ORDER BY c.notice, c.ordinal", clause_id)

    def facts(
        self,
        *,
        kinds: Sequence[str] | None = None,
        notice_ids: Sequence[str] | None = None,
        clause_ids: Sequence[str] | None = None,
        include_superseded: bool = False,
    ) -> list[FactRecord]:
        """Facts that pass every filter given, by notice and place. None filters nothing."""
        filters = {"f.kind": kinds, "n.notice_id": notice_ids, "f.clause_id": clause_ids}
        given = {column: values for column, values in filters.items() if values is not None}
        tests = [f"{column} IN (SELECT value FROM json_each(?))" for column in given]
        if not include_superseded:
            # The plus keeps SQLite from walking over all notices by the index of this column.
            tests.append("+n.superseded_by IS NULL")
        sql = f"SELECT {rows.FACT_COLUMNS} FROM facts f JOIN notices n ON n.id = f.notice"
        sql += f" WHERE {' AND '.join(tests)}" if tests else ""
        values = [json.dumps(list(wanted)) for wanted in given.values()]
        with self._store.reading() as db:
            found = db.execute(f"{sql} ORDER BY f.notice, f.ordinal", values).fetchall()
        return [rows.fact_record(row) for row in found]

    def search(self, query: Query) -> SearchResult:
        """The clauses that answer ``query``, best first, over everything the record holds."""
        self._settle()
        return self._whole(lambda: self.engine().search(query))

    def document_frequencies(self, words: Sequence[str]) -> tuple[dict[str, int], int]:
        """In how many clauses (headings included) each word stands, and how many there are."""
        return self._whole(lambda: self._indexes.lexical.frequencies(words))

    def count(self, phrase: str) -> int:
        """In how many clauses (headings included) ``phrase`` stands, letter by letter."""
        return self._whole(lambda: self._indexes.lexical.standing(phrase))

    def stands(self, phrase: str) -> bool:
        """Does ``phrase`` stand in any clause or heading, letter by letter?"""
        return self.count(phrase) > 0

    def embedder(self) -> Embedder | None:
        """The embedding model that the vectors are made with; None where it is not installed."""
        return self._indexes.vectors.embedder()

    def check(self) -> list[Finding]:
        """Is the record whole, and are the indexes? One finding each, for ``policyqa doctor``."""
        return findings(self._store, self._indexes)

    def _whole(self, look: Callable[[], T]) -> T:
        """What ``look`` finds in the indexes, which are mended first where they are damaged."""
        try:
            return look()
        except LexicalDamaged:
            with _locked(self._lock, READER_WAIT):
                self._indexes.mend()
            return look()

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection to the record, for reading only: measuring and training look inside."""
        return self._store.reading()

    def engine(self) -> Engine:
        """What answers queries, over the notices on the shelf now."""
        with self._store.reading() as db:
            now = generation(db)
            if self._shelf.generation != now:
                known = self._shelf if self._shelf.generation >= 0 else None
                self._shelf = shelf.read_shelf(db, now, known)
                if known is None and len(self._shelf.heads) > LARGE_SHELF:
                    # These stay; to look through them for garbage would hold up a search now and
                    # then for a tenth of a second.
                    gc.collect()
                    gc.freeze()
        lexical, vectors = self._indexes.lexical, self._indexes.vectors
        return Engine(self._store, self._shelf, lexical, vectors, self._passages, shipped())

    def _settle(self) -> None:
        """Before a search: wait for an index that is missing, help one that has fallen behind."""
        if self._indexes.missing():
            with _locked(self._lock, READER_WAIT):
                self._indexes.catch_up()
        elif not self._indexes.behind():
            self._stale_since = None
            if self._indexes.vectors.behind():  # the model came after the notices
                self._if_free(self._indexes.vectors.catch_up)
        elif self._stale_since is None:
            self._stale_since = time.monotonic()
        elif time.monotonic() - self._stale_since > STALE_GRACE:
            self._catch_up_if_free()

    def _catch_up_if_free(self) -> None:
        if self._indexes.behind():
            self._if_free(self._indexes.catch_up)
            self._stale_since = None

    def _if_free(self, work: Callable[[], None]) -> None:
        # Without the lock somebody is writing, and will bring the indexes up to date.
        with contextlib.suppress(Timeout), self._lock.acquire(timeout=0):
            work()

    def _flush(self) -> None:
        last = getattr(self._batch, "last", None)
        if last is None or time.monotonic() - last > BATCH_FLUSH:
            self._indexes.catch_up(done=last is None)
            if last is not None:
                self._batch.last = time.monotonic()

    def _notices(self, tail: str, *values: str) -> list[Any]:
        sql = f"SELECT {rows.NOTICE_COLUMNS} {rows.NOTICES_FROM} {tail}"
        with self._store.reading() as db:
            return db.execute(sql, values).fetchall()

    def _clauses(self, test: str, *values: str) -> list[ClauseRecord]:
        sql = f"SELECT {rows.CLAUSE_COLUMNS} {rows.CLAUSES_FROM} WHERE {test}"
        with self._store.reading() as db:
            return [rows.clause_record(row) for row in db.execute(sql, values)]

    def _value(self, column: str, notice_id: str) -> Any:
        sql = f"SELECT {column} FROM notices WHERE notice_id = ?"
        with self._store.reading() as db:
            row = db.execute(sql, (notice_id,)).fetchone()
        return row[0] if row else _unknown(notice_id)


@contextmanager
def _locked(lock: FileLock, seconds: float) -> Iterator[None]:
    """Hold the writer's lock; raises KnowledgeBaseBusy after ``seconds``."""
    try:
        lock.acquire(timeout=seconds)
    except Timeout as error:
        raise KnowledgeBaseBusy(
            f"另一个程序正在写入知识库（已等 {seconds:.0f} 秒）。请等它结束后再试。"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _unknown(notice_id: str) -> NoReturn:
    raise UnknownNotice(f"知识库里没有编号为 {notice_id} 的文件。用 policyqa notices 查看有哪些。")
