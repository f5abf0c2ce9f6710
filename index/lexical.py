"""Words → clauses: a tantivy index, derived from the record (BM25, Robertson & Zaragoza 2009).

``state.json`` beside the index says which generation of the record it has reached. It is written
after the commit; a crash between the two makes the same changes be applied again, to the same end.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.shelf import FACETS, Scope
from index.sought import count, frequencies, matching, read_sought, with_clause
from index.terms import (
    LexicalDoc,
    Sought,
    build_query,
    document,
    make_schema,
    one_of,
)

if TYPE_CHECKING:
    import tantivy

FORMAT = 3  # raise when fields or words change: the index is then built anew
WRITER_BYTES = 64_000_000
FACET_VALUES = 200
COUNTS_KEPT = 50_000


class LexicalDamaged(Exception):
    """The index cannot be read; it has to be built anew from the record."""


@dataclass(frozen=True, slots=True)
class LexicalHits:
    """BM25 scores of the best clauses (integer ids, best first) and how many match in all.

    ``facets`` count the latter by issuer, type and year.
    """

    scores: Mapping[int, float]
    total: int
    facets: Mapping[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _State:
    """``build`` changes when the folder is made anew, so that open readers notice."""

    format: int
    record: str
    build: str
    generation: int


class LexicalIndex:
    """One folder. Writing is for the holder of the writer's lock; reading for any thread."""

    def __init__(self, folder: Path, record: str) -> None:
        self._folder = folder
        self._record = record
        self._guard = threading.Lock()
        self._index: Any = None
        self._seen: _State | None = None
        self._stamp: tuple[int, int] | None = None
        self._counted: tuple[_State | None, dict[str, int]] = (None, {})

    def generation(self) -> int:
        """Generation of the record that the index has reached; -1: none that can be used."""
        with self._guard:
            self._refresh()
            return self._seen.generation if self._seen else -1

    def apply(self, changed: Sequence[int], docs: Iterable[LexicalDoc], generation: int) -> None:
        """Put ``docs`` in place of all that is known of the ``changed`` notices, in one commit.

        Raises LexicalDamaged.
        """
        with self._guard:
            self._refresh()
            state = self._seen or self._begin()
            index = self._open()
        with _damage():  # not guarded: other threads go on searching what was there
            writer = index.writer(WRITER_BYTES, 1)
            writer.delete_documents_by_query(one_of(index.schema, "notice", changed))
            for doc in docs:
                writer.add_document(document(doc))
            writer.commit()
            writer.wait_merging_threads()
        with self._guard:
            self._save(_State(FORMAT, self._record, state.build, generation))
            self._refresh()

    def clear(self) -> None:
        """Forget the index; the state goes first, so that a crash leaves it known as missing."""
        with self._guard:
            (self._folder / "state.json").unlink(missing_ok=True)
            shutil.rmtree(self._folder, ignore_errors=True)
            self._index = self._seen = self._stamp = None

    def size(self) -> int:
        """Number of clauses that can be found. Raises LexicalDamaged."""
        return int(self._searcher()[0].num_docs)

    def frequencies(self, words: Sequence[str]) -> tuple[dict[str, int], int]:
        """Clauses that hold each word (in the field that most do), and clauses in all.

        Raises LexicalDamaged. Words not yet merged away by tantivy still count.
        """
        with _damage():
            searcher, _ = self._searcher()
            return self._counts(searcher)(words), int(searcher.num_docs)

    def search(
        self,
        text: str,
        phrases: Sequence[str],
        scope: Scope,
        limit: int,
        *,
        clause: str | None = None,
        tally: bool = True,
    ) -> LexicalHits:
        """Clauses with words of ``text`` and all ``phrases``, of the number ``clause`` or under it.

        ``tally`` counts them by facet. Raises LexicalDamaged.
        """
        searcher, schema = self._searcher()
        with _damage():
            sought = read_sought(text, phrases, self._counts(searcher))
            sought = with_clause(searcher, schema, sought, clause, scope)
            query = build_query(schema, sought, scope)
            total, scores = _scores(searcher, query, limit)
            if not tally:
                return LexicalHits(scores, total)
            facets = _facets(searcher, build_query(schema, matching(sought), scope))
            return LexicalHits(scores, total, facets)

    def count(self, text: str, phrases: Sequence[str], scope: Scope, clause: str | None) -> int:
        """How many clauses ``search`` would find. Raises LexicalDamaged."""
        searcher, schema = self._searcher()
        with _damage():
            sought = read_sought(text, phrases, self._counts(searcher))
            sought = with_clause(searcher, schema, sought, clause, scope)
            return count(searcher, build_query(schema, matching(sought), scope))

    def standing(self, phrase: str) -> int:
        """In how many clauses or headings ``phrase`` stands, letter by letter."""
        searcher, schema = self._searcher()
        with _damage():
            return count(searcher, build_query(schema, Sought(phrases=(phrase,))))

    def stands(self, phrase: str) -> bool:
        """Does ``phrase`` stand in any of them?"""
        return self.standing(phrase) > 0

    def scores(self, text: str, clauses: Sequence[int]) -> dict[int, float]:
        """BM25 scores of those of ``clauses`` that share a word with ``text``."""
        searcher, schema = self._searcher()
        with _damage():
            sought = read_sought(text, (), self._counts(searcher))
            if sought.nothing:
                return {}
            query = build_query(schema, replace(sought, either=True))
            both = query.and_must_match(one_of(schema, "clause", clauses))
            return _scores(searcher, both, len(clauses))[1]

    def _counts(self, searcher: Any) -> Callable[[Sequence[str]], dict[str, int]]:
        """Clauses that hold each word: one search asks for the same words several times."""

        def counts(words: Sequence[str]) -> dict[str, int]:
            state, known = self._counted
            if state != self._seen or len(known) > COUNTS_KEPT:
                known = {}
                self._counted = (self._seen, known)
            known.update(frequencies(searcher, [word for word in words if word not in known]))
            return {word: known[word] for word in words}

        return counts

    def _searcher(self) -> tuple[tantivy.Searcher, tantivy.Schema]:
        with self._guard:
            self._refresh()
            if self._seen is None:
                raise LexicalDamaged("no index")
            index = self._open()
            return index.searcher(), index.schema

    def _refresh(self) -> None:
        """See what another process has committed; two system calls where nothing has changed."""
        path = self._folder / "state.json"
        try:
            status = path.stat()
        except OSError:
            self._seen = self._stamp = self._index = None
            return
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp == self._stamp:
            return
        try:
            state = _State(**json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            state = None
        if state and (state.format, state.record) != (FORMAT, self._record):
            state = None
        if state is None or (self._seen and state.build != self._seen.build):
            self._index = None
        self._seen, self._stamp = state, stamp
        if state and self._index is not None:
            with _damage():
                self._index.reload()

    def _begin(self) -> _State:
        import tantivy

        # Whatever lies there is another record's, another format's or half made.
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        self._index = tantivy.Index(make_schema(), path=str(self._folder))
        self._index.config_reader("manual")
        return _State(FORMAT, self._record, uuid.uuid4().hex, -1)

    def _save(self, state: _State) -> None:
        path = self._folder / "state.json"
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(state), file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)

    def _open(self) -> Any:
        # Opened, never made here: an index that has lost its files must not pass for an empty one.
        if self._index is None:
            import tantivy

            with _damage():
                index = tantivy.Index.open(str(self._folder))
                index.config_reader("manual")
                index.reload()
            self._index = index
        return self._index


def _scores(searcher: Any, query: Any, limit: int) -> tuple[int, dict[int, float]]:
    """How many clauses match, and the scores of the best, best first."""
    found = searcher.search(query, limit=max(limit, 1))
    ids = searcher.fast_field_values("clause", [address for _, address in found.hits])
    pairs = zip(ids, found.hits, strict=True)
    return int(found.count), {int(clause): float(score) for clause, (score, _) in pairs}


def _facets(searcher: Any, query: Any) -> dict[str, Counter[str]]:
    wanted = {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in FACETS}
    found = searcher.aggregate(query, wanted)
    return {
        name: Counter({b["key"]: int(b["doc_count"]) for b in found[name]["buckets"]})
        for name in FACETS
    }


@contextmanager
def _damage() -> Iterator[None]:
    """Whatever tantivy says of an index that it cannot read or write, as LexicalDamaged."""
    try:
        yield
    except LexicalDamaged:
        raise
    except (ValueError, OSError, RuntimeError) as error:
        raise LexicalDamaged(str(error)) from error
    except BaseException as error:
        # A Rust panic is no Exception in Python, and a damaged segment can cause one.
        if type(error).__name__ != "PanicException":
            raise
        raise LexicalDamaged(str(error)) from error
