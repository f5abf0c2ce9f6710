"""The indexes derived from the record, and how they catch up with it.

The record's generation counts its changes, and ``changes`` names the notices touched since. To
catch up is to embed what has no vector, then to put the changed notices into the lexical index,
whose state file is written last. Every step may be repeated, so a crash costs only the work.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.lexical import LexicalDamaged, LexicalIndex
from index.shelf import facet_values
from index.store import Store, generation, meta
from index.terms import LexicalDoc
from index.vectors import Embedder, VectorIndex

log = logging.getLogger("policyqa")


class Indexes:
    """Both derived indexes of one record; what writes is for the holder of the lock."""

    def __init__(self, store: Store, folder: Path, load: Callable[[], Embedder]) -> None:
        self._store = store
        with store.reading() as db:
            record = meta(db, "record") or ""
        self.lexical = LexicalIndex(folder / "lexical", record)
        self.vectors = VectorIndex(store, folder, load)

    def missing(self) -> bool:
        """Is there no lexical index that can be read at all?"""
        return self.lexical.generation() < 0

    def behind(self) -> bool:
        """Does the record hold what the lexical index does not have yet?"""
        with self._store.reading() as db:
            return self.lexical.generation() != generation(db)

    def catch_up(self, *, done: bool = True) -> None:
        """``done`` is False while more notices are on their way."""
        self.vectors.catch_up(done=done)
        with self._store.reading() as db:
            try:
                self._catch_up_words(db)
            except LexicalDamaged as error:
                self._mend(db, error)

    def mend(self) -> None:
        """The lexical index anew, if it still cannot be read."""
        with self._store.reading() as db:
            try:
                self.lexical.size()
            except LexicalDamaged as error:
                self._mend(db, error)

    def rebuild(self) -> None:
        """Both indexes anew from the record."""
        self.vectors.clear()
        self.lexical.clear()
        self.catch_up()

    def _mend(self, db: sqlite3.Connection, error: LexicalDamaged) -> None:
        log.warning("词语索引已损坏，正在从知识库重建。(%s)", error)
        self.lexical.clear()
        self._catch_up_words(db)

    def _catch_up_words(self, db: sqlite3.Connection) -> None:
        reached, now = self.lexical.generation(), generation(db)
        if reached == now:
            return
        if reached > now:  # the record is an older copy, put back from a backup
            self.lexical.clear()
            reached = -1
        rows = db.execute("SELECT notice FROM changes WHERE generation > ?", (reached,))
        changed = [int(row[0]) for row in rows]
        self.lexical.apply(changed, lexical_docs(db, changed), now)


def lexical_docs(db: sqlite3.Connection, notices: Sequence[int]) -> Iterator[LexicalDoc]:
    """The clauses of these notices (integer ids) as the lexical index takes them."""
    rows = db.execute(
        "SELECT c.id, c.notice, c.number, c.text, c.path, c.context,"
        " n.title, n.aliases, n.document_number, n.issuer, n.type, n.issued_on"
        " FROM clauses c JOIN notices n ON n.id = c.notice"
        " WHERE n.id IN (SELECT value FROM json_each(?)) ORDER BY c.id",
        (json.dumps(list(notices)),),
    )
    for (
        clause,
        notice,
        number,
        text,
        path,
        context,
        title,
        aliases,
        document,
        issuer,
        kind,
        issued_on,
    ) in rows:
        head = " ".join([title, *json.loads(aliases), document or "", issuer or ""])
        path = " ".join(json.loads(path))
        facets = facet_values(issuer, kind, issued_on)
        yield LexicalDoc(clause, notice, number, text, path, context, head, facets)
