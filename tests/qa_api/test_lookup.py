"""A look-up as typed: numbers read out of it, mistyped words mended, matched words marked."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from conftest import NOTICE, NUMBER

from index import KnowledgeBase, Query, quoted_phrases
from ingest.model import SourceFile
from ingest.pipeline import ingest_file
from qa_api.commands.search import marked, show
from qa_api.commands.terminal import width
from qa_api.lookup import LookUp, look_up

OLDER = NOTICE.replace("5月28日", "5月8日")


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("kb"), create=True) as base:
        for name, text in (("旧.txt", OLDER), ("新.txt", NOTICE)):
            source = SourceFile(name, text.encode(), "text/plain")
            base.add(ingest_file(source), source)
        yield base


def found(kb: KnowledgeBase, text: str, **filters: str) -> LookUp:
    return look_up(kb, Query(text, phrases=quoted_phrases(text), **filters))  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["临科协发[2031]7号", "临科协发2031 7号", "7号", "第7号 "])
def test_a_document_number_leads_to_its_notice(kb: KnowledgeBase, typed: str) -> None:
    answer = found(kb, typed)
    assert answer.query.document_number and answer.query.text == ""
    assert answer.result.total == len(kb.clauses(answer.result.hits[0].clause.notice_id))
    assert {hit.clause.document_number for hit in answer.result.hits} == {NUMBER}
    assert "按发文字号" in answer.notes[0]


@pytest.mark.parametrize("typed", ["一（二）", "一、(二)", "7号 一（二）", f"{NUMBER}第一条第二款"])
def test_a_clause_number_leads_to_its_clause(kb: KnowledgeBase, typed: str) -> None:
    answer = found(kb, typed)
    assert [hit.clause.number for hit in answer.result.hits] == ["一/（二）"]
    assert any("按条款编号" in note for note in answer.notes)


def test_a_number_that_nothing_bears_is_searched_as_words(kb: KnowledgeBase) -> None:
    answer = found(kb, "临科协发〔2019〕99号 联系电话")
    assert answer.query.document_number is None and "没有发文字号" in answer.notes[0]
    assert "0519" in answer.result.hits[0].clause.text
    assert found(kb, "第九十九条 联系电话").query.clause is None


def test_a_question_that_mentions_a_clause_demands_none(kb: KnowledgeBase) -> None:
    assert found(kb, "一（二）限报几项是什么意思？").query.clause is None


def test_a_mistyped_word_is_searched_as_it_was_meant(kb: KnowledgeBase) -> None:
    answer = found(kb, "申抱时间")
    assert answer.query.text == "申报时间" and "已按“申报”查找" in answer.notes[0]
    assert "申报时间" in answer.result.hits[0].clause.text
    assert found(kb, "申报时间").notes == () and not found(kb, "申报时间").suggestion


def test_a_phrase_is_never_mended_unasked(kb: KnowledgeBase) -> None:
    answer = found(kb, "“申抱时间”")
    assert answer.result.total == 0 and answer.query.phrases == ("申抱时间",)


def test_versions_filters_and_phrases_together(kb: KnowledgeBase) -> None:
    now = found(kb, "“申报时间为”", year="2031", issuer="科学技术协会", clause="二（一）")
    assert now.result.total == 1 and "28日" in now.result.hits[0].clause.text
    assert now.result.facets["validity"] == {"current": 1, "superseded": 1}
    old = found(kb, "“申报时间为”", validity="superseded")
    assert old.result.total == 1 and "5月8日" in old.result.hits[0].clause.text
    assert found(kb, "“申报时间为”", year="2030").result.total == 0


def test_json_tells_marks_snippet_and_reading(kb: KnowledgeBase) -> None:
    told = found(kb, "7号 联系电话").to_json()
    hit = told["hits"][0]
    assert "联系电话" in [hit["text"][a:b] for a, b in hit["marks"]]
    snippet = hit["snippet"]
    assert hit["text"][snippet["start"] : snippet["end"]] == snippet["text"]
    assert told["reading"] == {
        "words": "联系电话", "phrases": [], "document_number": "7号", "clause": None,
    }  # fmt: skip
    assert told["suggestion"] is None


def test_matched_words_stand_out_on_a_terminal(kb: KnowledgeBase) -> None:
    answer = found(kb, "联系电话")
    line = marked(answer.result.hits[0])
    assert click.style("联系电话", bold=True, fg="red") in line
    assert width(click.unstyle(line)) <= 60 and "\n" not in line
    assert "已被取代" in show(answer.result, 0)
