"""Typed values read from clauses, one module a kind; ``collect.read_facts`` is all a caller needs.

To add a kind: a module with ``facts_in(clause, text, year) -> Iterator[Fact]``, named in
``collect``. ``text`` is the clause verbatim; spans are offsets in the notice (``clause.start`` +
place in text). ``year`` is what a date without a year means in this notice: the year of its issue,
else the one that its dates name most.
"""
