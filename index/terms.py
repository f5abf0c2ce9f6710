"""Clause → words in fields, and look-up → tantivy query over those fields.

Fields hold words already cut by ``index.words``, joined by spaces and split again by tantivy's own
``whitespace`` tokeniser, which needs no registration: one tokeniser for indexing and asking.
``chars`` holds the characters one by one, so that a phrase is found exactly however its words were
cut.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.clause_numbers import spoken
from index.shelf import EVERYWHERE, Scope
from index.words import characters, words
from ingest.normal import squeezed

MAX_QUERY_WORDS = 64

# What a word counts by where it stands. A notice's title stands over all of its clauses, so it
# tells notices apart but no clause from its neighbour.
WEIGHTS: Mapping[str, float] = {"body": 1.0, "path": 1.0, "context": 0.8, "head": 0.5}
NUMBER_WEIGHT = 4.0

_BRACKETS = re.compile(r"[()（）\s]")
_NUMBER_LIKE = re.compile(r"\S*/\S+|附件\d*|第[一二三四五六七八九十百千零〇\d]+[条章节]\S*")


@dataclass(frozen=True, slots=True)
class LexicalDoc:
    """One clause as the index takes it; ``head`` is the notice's title, aliases, number, issuer."""

    clause: int
    notice: int
    number: str
    body: str
    path: str
    context: str
    head: str


def build_query(
    schema: Any, text: str, phrases: Sequence[str] = (), scope: Scope = EVERYWHERE
) -> Any:
    """A look-up as a tantivy query: apart from searching, so that it can be printed."""
    from tantivy import Occur

    query = _query()
    words_of_text = list(dict.fromkeys(words(text)))[:MAX_QUERY_WORDS]
    parts = [(Occur.Should, _word_query(schema, word)) for word in words_of_text]
    parts += [(Occur.Should, _number_query(schema, key)) for key in _number_keys(text)]
    clauses = [(Occur.Must, query.boolean_query(parts))] if parts else []
    clauses += [(Occur.Must, _phrase_query(schema, phrase)) for phrase in phrases]
    if not clauses:
        everything = not text.strip() and not phrases
        clauses = [(Occur.Must, query.all_query() if everything else query.empty_query())]
    return query.boolean_query(clauses + _scope_clauses(schema, scope))


def number_keys(number: str) -> list[str]:
    """A clause number and its tails, brackets left out: 附件3/五/二, 五/二."""
    labels = _BRACKETS.sub("", squeezed(number)).lower().split("/")
    tails = ["/".join(labels[i:]) for i in range(len(labels))]
    return [key for i, key in enumerate(tails) if "/" in key or i == 0 or _NUMBER_LIKE.match(key)]


def _number_keys(text: str) -> list[str]:
    """Keys of the clause numbers that a look-up names: in whole, and by the last label alone."""
    keys = []
    for said in spoken(text):
        keys.append("/".join(said))
        keys += [said[-1]] if _NUMBER_LIKE.fullmatch(said[-1]) else []
    return list(dict.fromkeys(keys))


def _word_query(schema: Any, word: str) -> Any:
    # The best field counts fully and the others a little: a word that the heading repeats is not
    # twice as much evidence.
    query = _query()
    fields = [
        query.boost_query(query.term_query(schema, field, word, "freq"), weight)
        for field, weight in WEIGHTS.items()
    ]
    return query.disjunction_max_query(fields, 0.3)


def _number_query(schema: Any, key: str) -> Any:
    query = _query()
    return query.boost_query(query.term_query(schema, "number", key, "basic"), NUMBER_WEIGHT)


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

    if not scope.excluded:
        return []
    if len(scope.excluded) < len(scope.allowed):
        return [(Occur.MustNot, one_of(schema, "notice", scope.excluded))]
    return [(Occur.Must, one_of(schema, "notice", scope.allowed))]


def one_of(schema: Any, field: str, ids: Collection[int]) -> Any:
    """Documents whose ``field`` is one of ``ids``; it adds nothing to the score."""
    query = _query()
    return query.const_score_query(query.term_set_query(schema, field, list(ids)), 0.0)


def document(doc: LexicalDoc) -> Any:
    import tantivy

    out = tantivy.Document()
    out.add_unsigned("clause", doc.clause)
    out.add_unsigned("notice", doc.notice)
    out.add_text("number", " ".join(number_keys(doc.number)))
    for field in WEIGHTS:
        out.add_text(field, " ".join(words(getattr(doc, field))))
    # A mark between the parts keeps a phrase from running over the seam.
    parts = (doc.body, doc.path, doc.context, doc.head)
    out.add_text("chars", " | ".join(" ".join(characters(part)) for part in parts))
    return out


def make_schema() -> Any:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("clause", indexed=True, fast=True)
    schema.add_unsigned_field("notice", indexed=True, fast=True)
    schema.add_text_field("number", tokenizer_name="whitespace", index_option="basic")
    for field in WEIGHTS:
        schema.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    schema.add_text_field("chars", tokenizer_name="whitespace", index_option="position")
    return schema.build()


def _query() -> Any:
    import tantivy

    return tantivy.Query
