"""The reader of passages: its table, its network served by numpy, the span that it gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import KnowledgeBase
from index.embedding import SHIPPED, StaticEmbedder
from ingest.model import SourceFile
from ingest.pipeline import ingest_file
from qa_api.answering import answer
from qa_api.evidence import Evidence, gather
from qa_api.picking import pick
from qa_api.picking.edges import whole
from qa_api.picking.passages import passages
from qa_api.picking.reader import Reader, Reading, shipped
from qa_api.picking.signals import GAP, SIGNALS, Vocabulary, tabulate
from qa_api.picking.spans import best_span
from qa_api.question import split_questions
from qa_api.scope import names_of, read_scope

DAY = date(2031, 5, 1)
NOTICE = """临江市人民政府办公室
关于做好2031年度冬季供暖服务工作的通知
各区人民政府：
为做好今冬供暖工作，现将有关事项通知如下：
一、供暖时间
本市供暖自2031年11月5日起，至次年3月25日止，遇到寒潮可以提前开始供暖。
二、服务保障
（一）供暖单位要设立应急抢修队伍，目前全市共有抢修队伍36支，储备水泵120台，接到报修后2小时内到达现场。
（二）全市供暖工作会议明确了老旧小区改造的资金来源、施工标准和完成时限，体现了对居民冷暖的关心，各区要逐级传达到街道和社区。
临江市人民政府办公室
2031年10月8日
"""
TEXTS = st.text(alphabet="申报截止时间2031年5月28日，。（）“”；项目 经费\n", max_size=60)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    source = SourceFile("供暖.txt", NOTICE.encode())
    with KnowledgeBase.open(tmp_path_factory.mktemp("kb") / "kb", create=True) as base:
        base.add(ingest_file(source), source)
        yield base


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(StaticEmbedder(SHIPPED))


def evidence(kb: KnowledgeBase, question: str) -> Evidence:
    scope = read_scope(question, names_of(kb))
    return gather(kb, split_questions(question, scope.names)[0], scope)


def test_table_keeps_passages_apart(vocabulary: Vocabulary) -> None:
    texts = ("申报于5月28日截止。", "经费不超过10万元。")
    table, vectors, asked = tabulate(vocabulary, "何时截止？", texts)
    assert table.signals.shape == (len(table.ids), SIGNALS)
    assert vectors.shape == (len(table.ids), asked.shape[1])
    gaps = np.flatnonzero(table.passage < 0)
    assert len(gaps) == 2 * GAP
    assert not table.signals[gaps].any()
    for at in np.flatnonzero(table.passage >= 0):
        piece = texts[table.passage[at]][table.starts[at] : table.ends[at]]
        assert piece
        assert not any(mark in piece for mark in "，。")


@settings(deadline=None, max_examples=40)
@given(question=TEXTS, passage=TEXTS)
def test_anything_can_be_read(question: str, passage: str) -> None:
    reading = shipped(None).read(question, [passage])
    live = reading.table.ids >= 0
    assert np.isfinite(reading.begins[live]).all()
    span = best_span(reading, np.zeros(len(live)), 0.0)
    assert span is None or 0 <= span.start < span.end <= len(passage)


@settings(deadline=None)
@given(text=TEXTS, start=st.integers(0, 60), length=st.integers(1, 30))
def test_edges_only_grow(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    first, last = whole(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)


def test_no_number_is_cut() -> None:
    text = "补助标准为每人1200元，上限（含税）为50万元。"
    at = text.index("1200")
    first, last = whole(text, at + 2, at + 3)
    assert text[first:last] == "1200元"


def test_numpy_gives_what_torch_trained(tmp_path: Path, vocabulary: Vocabulary) -> None:
    torch = pytest.importorskip("torch")
    from qa_api.picking.fit import Item, batched
    from qa_api.picking.network import Network

    torch.manual_seed(1)
    network = Network(0.2)
    network.eval()
    network.save(tmp_path / "weights.safetensors")
    reader = Reader.load(StaticEmbedder(SHIPPED), tmp_path / "weights.safetensors")
    reading = reader.read("何时截止？", ["申报于5月28日截止，逾期不予受理。", "经费不超过10万元。"])
    table = reading.table
    item = Item(table.ids, table.signals.astype(np.float16), table.asked, ((0, 0),))
    rows = torch.from_numpy(vocabulary.vectors(np.arange(vocabulary.size))[0])
    with torch.no_grad():
        out = network(*batched([item], rows))[0].numpy()
    live = table.ids >= 0
    assert np.allclose(out[:-1][live, 0], reading.begins[live], atol=2e-2)
    assert np.allclose(out[:-1][live, 1], reading.ends[live], atol=2e-2)
    assert abs(float(out[-1, 0]) - reading.nothing) < 2e-2


def test_span_between_two_likely_ones_takes_both(vocabulary: Vocabulary) -> None:
    table, *_ = tabulate(vocabulary, "渠道", ["热线、小程序和服务站"])
    live = np.flatnonzero(table.ids >= 0)
    logits = np.full(len(table.ids), -np.inf)
    logits[live] = -9.0
    begins, ends = logits.copy(), logits.copy()
    begins[live[0]] = ends[live[-1]] = 1.0  # the whole, and its first and last word, are as likely
    begins[live[-1]] = ends[live[0]] = 0.5
    span = best_span(Reading(table, begins, ends, 0.0), np.zeros(len(logits)), 0.0)
    assert span is not None
    assert (span.start, span.end) == (0, len("热线、小程序和服务站"))


def test_picks_quote_the_notice(kb: KnowledgeBase) -> None:
    found = evidence(kb, "供暖工作会议明确了什么？")
    for passage in passages(found):
        for unit, at in zip(passage.units, passage.offsets, strict=True):
            assert passage.text[at : at + len(unit.text)] == unit.text
    picked = pick(found)
    assert picked is not None
    assert any(picked.text in unit.text for unit in picked.units)
    assert 0.0 < picked.probability < 1.0
    assert pick(found) == picked


@pytest.mark.parametrize(
    ("question", "holds", "leaves_out"),
    [
        ("全市共有多少支抢修队伍？", "36支", "120台"),
        ("供暖工作会议明确了什么？", "资金来源、施工标准和完成时限", "抢修队伍"),
    ],
)
def test_answers_are_cut_to_what_is_asked(
    kb: KnowledgeBase, question: str, holds: str, leaves_out: str
) -> None:
    given_answer = answer(kb, question, as_of=DAY)
    assert holds in given_answer.text
    assert leaves_out not in given_answer.text
    assert any(holds in citation.quote for citation in given_answer.citations)
