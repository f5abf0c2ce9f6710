"""Clause → words in fields, and look-up → tantivy query over those fields.

Fields hold words already cut by ``index.words``, joined by spaces and split again by tantivy's own
``whitespace`` tokeniser, which needs no registration: one tokeniser for indexing and asking.
``chars`` holds the characters one by one, so that a phrase is found exactly however its words were
cut.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from index.clause_numbers import key_of, keys_above, keys_of, spoken, tails_of
from index.shelf import EVERYWHERE, FACETS, Scope
from index.words import characters, words

MAX_QUERY_WORDS = 64

# What a word counts by where it stands. A notice's title stands over all of its clauses, so it
# tells notices apart but no clause from its neighbour.
WEIGHTS: Mapping[str, float] = {"body": 1.0, "path": 1.0, "context": 0.8, "head": 0.5}
NUMBER_WEIGHT = 4.0
SYNONYM_WEIGHT = 0.3

_TELLING = re.compile(r"[编章节条附栏表行/]")  # 12条, 附件3, 5/2: no mere digit


@dataclass(frozen=True, slots=True)
class LexicalDoc:
    """One clause as the index takes it; ``head`` is the notice's title, aliases, number, issuer.

    ``facets`` are the notice's issuers, type and year, in the order of ``shelf.FACETS``.
    """

    clause: int
    notice: int
    number: str
    body: str
    path: str
    context: str
    head: str
    facets: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, with the words cut and the common ones told apart.

    A clause has to hold one of ``telling`` or be named by a number in the text; ``common`` words
    in its text only add to its score, unless ``either`` will do. ``clause`` is the key of a clause
    number, ``phrases`` must all occur. A word's synonyms (``alike``) count a little in its place.
    """

    telling: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    clause: str | None = None
    nothing: bool = False
    either: bool = False
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def words_sought(text: str) -> list[str]:
    """The words of a look-up once each, in order."""
    return list(dict.fromkeys(words(text)))[:MAX_QUERY_WORDS]


def numbers_sought(text: str) -> tuple[str, ...]:
    """Keys of the clause numbers that a text names: in whole, and by the last label alone."""
    keys = []
    for said in spoken(text):
        keys.append("/".join(key_of(label, loose=True) for label in said))
        keys.append(key_of(said[-1]))
    return tuple(dict.fromkeys(key for key in keys if _TELLING.search(key)))


def build_query(schema: Any, sought: Sought, scope: Scope = EVERYWHERE) -> Any:
    """A look-up as a tantivy query: apart from searching, so that it can be printed."""
    from tantivy import Occur

    query = _query()
    if sought.nothing:
        return query.empty_query()
    telling = [
        (Occur.Should, _word_query(schema, word, sought.alike.get(word, ())))
        for word in sought.telling
    ]
    telling += [(Occur.Should, _number_query(schema, key)) for key in sought.numbers]
    common = [(Occur.Should, query.term_query(schema, "body", w, "freq")) for w in sought.common]
    demanded = [(Occur.Must, _phrase_query(schema, phrase)) for phrase in sought.phrases]
    if sought.clause:
        demanded.append((Occur.Must, _clause_query(schema, sought.clause)))
    if sought.clause or sought.either:
        parts = telling + common  # who gives a clause number may use other words than the clause
    else:
        parts = [(Occur.Must, query.boolean_query(telling)), *common] if telling else common
    if not parts and not demanded:
        parts = [(Occur.Must, query.all_query())]
    return query.boolean_query(parts + demanded + _scope_clauses(schema, scope))


def _word_query(schema: Any, word: str, alike: Sequence[str] = ()) -> Any:
    # The best field counts fully and the others a little: a word that the heading repeats is not
    # twice as much evidence.
    query = _query()
    fields = [
        query.boost_query(query.term_query(schema, field, word, "freq"), weight)
        for field, weight in WEIGHTS.items()
    ]
    fields += [
        query.boost_query(query.term_query(schema, "body", other, "freq"), SYNONYM_WEIGHT)
        for other in alike
    ]
    return query.disjunction_max_query(fields, 0.3)


def _number_query(schema: Any, key: str) -> Any:
    query = _query()
    return query.boost_query(query.term_query(schema, "number", key, "basic"), NUMBER_WEIGHT)


def _clause_query(schema: Any, key: str) -> Any:
    """The clause of this number first, best whole or with all its ends, then what is under it."""
    from tantivy import Occur

    query = _query()
    found = [
        (Occur.Should, query.const_score_query(query.term_query(schema, field, value, "basic"), s))
        for field, value, s in (
            ("number", f"={key}", 1.0),
            ("number", f"~{key}", 2.0),
            ("number", key, 4.0),
            ("under", key, 1.0),
        )
    ]
    return query.boolean_query(found)


def _phrase_query(schema: Any, phrase: str) -> Any:
    query = _query()
    chars = characters(phrase)
    if not chars:
        return query.all_query()
    if len(chars) == 1:
        return query.term_query(schema, "chars", chars[0])
    return query.phrase_query(schema, "chars", chars)


def _scope_clauses(schema: Any, scope: Scope) -> list[tuple[Any, Any]]:
    from tantivy import Occur

    clauses = []
    if scope.only is not None:
        clauses.append((Occur.Must, one_of(schema, "notice", scope.only)))
    if scope.without:
        clauses.append((Occur.MustNot, one_of(schema, "notice", scope.without)))
    return clauses


def one_of(schema: Any, field: str, ids: Collection[int]) -> Any:
    """Documents whose ``field`` is one of ``ids``; it adds nothing to the score."""
    query = _query()
    return query.const_score_query(query.term_set_query(schema, field, list(ids)), 0.0)


def document(doc: LexicalDoc) -> Any:
    import tantivy

    out = tantivy.Document()
    out.add_unsigned("clause", doc.clause)
    out.add_unsigned("notice", doc.notice)
    tails = tails_of(doc.number)
    keys = {f"={tails[0]}", *(f"~{tail}" for tail in tails), *keys_of(doc.number)}
    out.add_text("number", " ".join(keys))
    out.add_text("under", " ".join(keys_above(doc.number)))
    for name in WEIGHTS:
        out.add_text(name, _words(getattr(doc, name)))
    # A mark between the parts keeps a phrase from running over the seam.
    parts = (doc.body, doc.path, doc.context, doc.head)
    out.add_text("chars", " | ".join(map(_characters, parts)))
    for facet, values in zip(FACETS, doc.facets, strict=False):
        for value in values:
            out.add_text(facet, value)
    return out


@lru_cache(maxsize=1024)  # headings and titles stand over many clauses
def _words(text: str) -> str:
    return " ".join(words(text))


@lru_cache(maxsize=1024)
def _characters(text: str) -> str:
    return " ".join(characters(text))


def make_schema() -> Any:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("clause", indexed=True, fast=True)
    schema.add_unsigned_field("notice", indexed=True, fast=True)
    for name in ("number", "under"):
        schema.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in FACETS:
        schema.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in WEIGHTS:
        schema.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    schema.add_text_field("chars", tokenizer_name="whitespace", index_option="position")
    return schema.build()


def _query() -> Any:
    import tantivy

    return tantivy.Query
