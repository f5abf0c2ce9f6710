"""The benchmark of search: what counts as right."""

from __future__ import annotations

import random

import numpy as np

from eval import ranking
from eval.search import _wrong, judge
from eval.search_corpora import Benchmark, Question
from index.ranking.features import NAMES
from index.ranking.fit import Example

FIRST = ("Success@1",)


def _bench() -> Benchmark:
    strict = tuple(Question(str(i), "行道树由谁养护？", frozenset({"a.txt"})) for i in range(4))
    wider = tuple(Question(q.id, q.text, frozenset({"a.txt", "b.txt"})) for q in strict)
    return Benchmark("own", strict, FIRST, {}, Benchmark("wider", wider, FIRST))


def test_a_document_that_holds_the_answer_is_right_only_in_the_wider_judgement() -> None:
    bench = _bench()
    runs = {"any": ({q.id: {"b.txt": 0.0, "a.txt": -1.0} for q in bench.questions}, [1.0])}
    assert bench.wider
    assert judge(bench, runs)[0].figures == {"Success@1": 0.0}
    assert judge(bench.wider, runs)[0].figures == {"Success@1": 1.0}


def test_a_sample_takes_the_same_questions_of_both() -> None:
    sample = _bench().sample(random.Random(1), 2)
    assert sample.wider and {q.id for q in sample.questions} == {
        q.id for q in sample.wider.questions
    }


def test_what_went_wrong_is_told() -> None:
    right = frozenset({"树#第一条"})
    assert _wrong(9, "树#第二条", right) == "another clause of it first"
    assert _wrong(101, "花#第二条", right) == "another document first, the right one not found"
    assert _wrong(101, "花#第二条", frozenset()) == "no clause holds the evidence"


def test_lay_weights_are_learned_where_candidates_differ() -> None:
    rng = np.random.default_rng(1)
    cosine, number = NAMES.index("cosine"), NAMES.index("number_met")
    data = []
    for _ in range(40):
        rows = np.zeros((20, len(NAMES)), np.float32)
        rows[:, cosine] = rng.random(20)
        data.append(Example(rows, rows[:, cosine] == rows[:, cosine].max()))
    data[0].rows[0, number] = 1.0  # one candidate of eight hundred says nothing
    found = ranking.fit_lay(data)
    assert set(found["weights"]) == set(ranking.MATCHED)
    assert [name for name, weight in found["weights"].items() if weight] == ["cosine"]
