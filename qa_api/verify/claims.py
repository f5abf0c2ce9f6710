"""Is a claim what the cited text says?

Three things must hold for *supported*: every value of the claim is the one that the text binds to
the same words; nothing is denied on one side only; and every other word of the claim stands in the
text. A value or a denial that differs is *contradicted*. A word that the text does not have needs
judgement: *not covered*, and the differences name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.facts.spans import sentences
from qa_api.verify.bounds import bound_difference
from qa_api.verify.deny import denial_differences
from qa_api.verify.fold import fold
from qa_api.verify.model import ClaimVerdict, Difference
from qa_api.verify.names import name_differences
from qa_api.verify.quotes import kind_of
from qa_api.verify.statement import Statement, read_statements
from qa_api.verify.values import Value
from qa_api.verify.wording import repeated_statement, replaced_words, unmet_words

_ANSWER = re.compile(
    r"^\s*(?:不?(?:可以|需要|能|会|是|对|行|得)|否|是的|有|没有)\s*[，,。](?=.{4})"
)
_ENOUGH = (
    0.15  # affinity from which a differing value contradicts rather than being beside the point
)
_CLEARER = 1.15  # how much better another value must fit to contradict one that stands there too


@dataclass(frozen=True, slots=True)
class ClaimResult:
    verdict: ClaimVerdict
    differences: tuple[Difference, ...] = ()

    @property
    def rank(self) -> tuple[int, int]:
        """Better verdicts first, then fewer differences: which of several places was meant."""
        order = {"supported": 0, "contradicted": 1, "not_covered": 2, "none": 3}
        return order[self.verdict], len(self.differences)


def judge_claim(
    claim: str, text: str, around: str, year: int | None = None, names: Sequence[str] = ()
) -> ClaimResult:
    """The verdict on ``claim`` by ``text``; ``around`` is what else belongs to it (headings, title,
    column heads). ``year`` is what a date without one means; ``names`` are persons in ``text``."""
    if not fold(claim).chars:
        return ClaimResult("none")
    stated = read_statements(text, year)
    wrong: list[Difference] = []
    open_: list[Difference] = []
    for part in claim_parts(claim):
        for difference in _value_differences(part, stated):
            (wrong if difference.stated else open_).append(difference)
        wrong += _exchanged_values(part, stated)
        wrong += denial_differences(part, stated)
        wrong += name_differences(part, names, text)
        swapped, changed = replaced_words(part, stated)
        denied = any(difference.kind == "negation" for difference in wrong)
        wrong += [d for d in swapped if d.kind != "negation" or not denied]
        open_ += changed or unmet_words(part, text, around)
    persons = {
        char for difference in wrong if difference.kind == "name" for char in difference.claimed
    }
    open_ = [d for d in open_ if d.kind != "text" or not persons & set(d.claimed)]
    differences = tuple(dict.fromkeys(wrong + open_))
    if wrong:
        return ClaimResult("contradicted", differences)
    return ClaimResult("not_covered" if open_ else "supported", differences)


def claim_parts(claim: str) -> Iterator[Statement]:
    """The sentences of a claim, without the 可以 or 不可以 that answers a question before it."""
    for start, end in sentences(claim):
        yield from read_statements(_ANSWER.sub("", claim[start:end]), None)


def _value_differences(part: Statement, stated: Sequence[Statement]) -> Iterator[Difference]:
    for value in part.values:
        context = part.context_of(value)
        fits = [
            (statement.affinity(other, context), other)
            for statement in stated
            for other in statement.values
            if value.same_sort(other)
        ]
        same = [(fit, other) for fit, other in fits if value.agrees(other)]
        others = [(fit, other) for fit, other in fits if not value.agrees(other)]
        if any(other.unit == value.unit for _, other in same):
            others = [(fit, other) for fit, other in others if other.unit == value.unit]
        best = max((fit for fit, _ in same), default=0.0)
        rival = max(others, key=lambda pair: pair[0], default=None)
        if same and (rival is None or rival[0] <= _CLEARER * best + 0.05):
            found = max(same, key=lambda pair: (pair[0], pair[1].bound == value.bound))[1]
            yield from bound_difference(value, found, part, stated)
        elif rival and (rival[0] >= _ENOUGH or same):
            yield Difference(
                kind_of(value, rival[1], value.text, rival[1].text), value.text, rival[1].text
            )
        elif not _is_idle(value):
            yield Difference(kind_of(value, None, value.text, ""), value.text, "")


def _exchanged_values(part: Statement, stated: Sequence[Statement]) -> Iterator[Difference]:
    """Where a sentence is repeated: a value said more often than it stands there, for one left out
    (20-20名 for 20-30名)."""
    there = repeated_statement(part, stated)
    left = list(there.values) if there else []
    surplus = []
    for value in part.values:
        same = next((other for other in left if value.agrees(other)), None)
        if same is None:
            surplus.append(value)
        else:
            left.remove(same)
    for value in surplus:
        missing = next((other for other in left if value.same_sort(other)), None)
        if missing is not None:
            left.remove(missing)
            kind = kind_of(value, missing, value.text, missing.text)
            yield Difference(kind, value.text, missing.text)


def _is_idle(value: Value) -> bool:
    """一个, 一批 …: an article rather than a number; 附件3: where the claim says it stands."""
    return (value.kind == "number" and value.digits == "一") or (
        value.kind == "text" and bool(value.unit)
    )
