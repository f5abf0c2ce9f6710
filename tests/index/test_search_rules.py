"""Search: words, filters, facets, phrases, meaning, and what a score says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import LIBRARY, TREES, FakeEmbedder, make_library, make_notice, make_source
from hypothesis import given
from hypothesis import strategies as st

from index import KnowledgeBase, Query, quoted_phrases
from index.clause_numbers import find_clause, keys_of, labels_of, means, readings, spoken
from index.document_numbers import find_number, read_number
from index.search import fuse
from ingest.model import SourceFile
from ingest.pipeline import ingest_file

NUMBER, ISSUER, NAME = "湖绿发〔2023〕7号", "湖山市绿化局", "关于开展城市行道树养护竞赛的通知"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("kb")
    with KnowledgeBase.open(folder, create=True, embedder=FakeEmbedder) as base:
        old = make_notice(TREES.replace("16:30", "12:00"))
        with base.batch():
            base.add([old], make_source("old.txt", old.text))
            base.add([make_notice()], make_source("trees.txt", TREES))
            base.add([make_library()], make_source("library.txt", LIBRARY))
        yield base


def numbers(kb: KnowledgeBase, query: Query) -> list[str]:
    return [hit.clause.number for hit in kb.search(query).hits]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("补助多少万元", "第二条"),
        ("40%", "第二条"),
        ("第三条", "第三条"),
        ("3 支队伍", "（一）"),
        ("trees@example.org", "行6"),
        ("６月１８日", "行6"),
        ("安全事故", "（二）"),
    ],
)
def test_first_hit(kb: KnowledgeBase, text: str, number: str) -> None:
    assert numbers(kb, Query(text))[0] == number


def test_a_look_up_of_a_title_shows_the_notice_from_the_first_clause_on(
    kb: KnowledgeBase,
) -> None:
    found = numbers(kb, Query("社区图书馆经费管理办法"))
    assert found[:4] == ["行0", "第一条", "第二条", "第三条"]


def test_a_question_in_the_words_of_a_title_is_no_look_up_of_it(kb: KnowledgeBase) -> None:
    assert numbers(kb, Query("社区图书馆的经费怎么管？"))[0] != "行0"


def test_document_number_finds_its_notice(kb: KnowledgeBase) -> None:
    hits = kb.search(Query("湖文[2021]15号")).hits
    assert hits and all(hit.clause.document_number == "湖文〔2021〕15号" for hit in hits[:4])


def test_clause_number_look_up(tmp_path: Path) -> None:
    notice = make_notice()
    clauses = [
        replace(clause, number=f"附件2/二/（{label}）")
        for clause, label in zip(notice.clauses, "一二三四五六七", strict=True)
    ]
    with KnowledgeBase.open(tmp_path, create=True, embedder=FakeEmbedder) as kb:
        kb.add([replace(notice, clauses=tuple(clauses))], make_source("trees.txt", TREES))
        for spelling in ("附件2/二/（三）", "二/（三）", "附件2/二/三"):
            assert numbers(kb, Query(spelling, limit=1)) == ["附件2/二/（三）"]


@pytest.mark.parametrize(
    "query",
    [
        Query("", issuer="绿化"),
        Query("", kind="通知"),
        Query("", document_number="湖绿发[2023]7号"),
        Query("", issued_from="2023-01-01"),
        Query("", issued_from="2023-05-02", issued_to="2023-05-02"),
        Query("", phrases=("行道树养护",)),
    ],
)
def test_filters_leave_one_notice(kb: KnowledgeBase, query: Query) -> None:
    result = kb.search(query)
    assert result.total == 7 and {hit.clause.notice_title for hit in result.hits} == {NAME}
    assert result.facets == {
        "issuer": {ISSUER: 7},
        "type": {"通知": 7},
        "year": {"2023": 7},
        "validity": {"current": 7, "superseded": 7},
    }


def test_a_notice_counts_under_each_of_its_issuers(tmp_path: Path) -> None:
    head = "甲市科学技术协会\n甲市教育局\n甲科协联〔2031〕6号\n关于青桥计划的通知\n各单位：\n"
    text = head + "一、青桥计划\n学会可以申报。\n"
    source = SourceFile("a.txt", text.encode())
    with KnowledgeBase.open(tmp_path / "kb", create=True) as base:
        base.add(ingest_file(source), source)
        found = base.search(Query("青桥计划"))
        assert set(found.facets["issuer"]) == {"甲市科学技术协会", "甲市教育局"}
        narrowed = base.search(Query("青桥计划", issuer="甲市教育局"))
        assert narrowed.total == found.total == max(found.facets["issuer"].values())


@pytest.mark.parametrize(
    "query",
    [
        Query("补助", issuer="水务局"),
        Query("补助", issued_to="2020-12-31"),
        Query("补助", document_number="〔〕"),
        Query("补助", notice_ids=("n-none",)),
        Query("魑魅魍魉"),
        Query("什么？"),
    ],
)
def test_nothing_found(kb: KnowledgeBase, query: Query) -> None:
    result = kb.search(query)
    assert result.hits == () and result.total == 0


def test_superseded_versions_stay_out_unless_asked_for(kb: KnowledgeBase) -> None:
    old = next(record for record in kb.notices() if record.superseded_by)
    assert "12:00" not in "".join(hit.clause.text for hit in kb.search(Query("报名")).hits)
    everything = kb.search(Query("报名", include_superseded=True))
    assert everything.total == 2 * kb.search(Query("报名")).total
    named = kb.search(Query("报名", notice_ids=(old.notice_id,)))
    assert {hit.clause.notice_id for hit in named.hits} == {old.notice_id}


def test_phrase_is_exact_whatever_its_words(kb: KnowledgeBase) -> None:
    assert numbers(kb, Query("", phrases=("馆每年补助12万",))) == ["第二条"]
    assert numbers(kb, Query("", phrases=("不低于 ４０％",))) == ["第二条"]
    assert numbers(kb, Query("经费", phrases=("每年补助", "发放奖金"))) == []
    assert numbers(kb, Query("", phrases=("办法经费",))) == [], "no phrase over a seam"


def test_quotation_marks_make_phrases() -> None:
    assert quoted_phrases('经费 "购书费" “不低于 40%”') == ("购书费", "不低于 40%")
    assert quoted_phrases('经费 "购书费') == ()


def test_pages_do_not_overlap(kb: KnowledgeBase) -> None:
    first = numbers(kb, Query("经费 图书馆", limit=2))
    second = numbers(kb, Query("经费 图书馆", limit=2, offset=2))
    assert first + second == numbers(kb, Query("经费 图书馆", limit=4))
    assert len(kb.search(Query("", limit=0)).hits) == 0


def test_meaning_finds_what_words_do_not(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.candidates.MIN_COSINE", 0.1)  # the stand-in is not a good model
    hits = kb.search(Query("贴补")).hits
    found = next(hit for hit in hits if hit.clause.number == "第二条")
    assert found.why["words"] == [] and found.why["bm25"] == 0.0 and found.why["vector"] > 0


def test_a_synonym_finds_too_but_counts_less(kb: KnowledgeBase) -> None:
    by_synonym, by_word = (kb.search(Query(text)).hits[0] for text in ("资助", "补助"))
    assert by_synonym.clause.number == by_word.clause.number == "第二条"
    assert 0 < by_synonym.why["bm25"] < by_word.why["bm25"]
    assert by_synonym.why["words"] == [] and by_synonym.why["alike"] == ["补助"]


def test_a_score_explains_itself(kb: KnowledgeBase) -> None:
    hit = kb.search(Query("购书费")).hits[0]
    assert hit.why["words"] and hit.why["bm25"] > 0 and 0 <= hit.score <= 1.01


def test_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError):
        Query("x", limit=-1)


scores = st.dictionaries(st.integers(0, 30), st.floats(0, 1, width=32))


@given(scores, scores)
def test_fusion_keeps_every_clause_once_and_in_order(
    bm25: dict[int, float], cosines: dict[int, float]
) -> None:
    ranked = fuse(bm25, cosines)
    assert sorted(scored.clause for scored in ranked) == sorted(bm25.keys() | cosines.keys())
    assert [s.score for s in ranked] == sorted((s.score for s in ranked), reverse=True)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("第十二条", [("第十二条",)]),
        ("附件3第五条第二款", [("附件3", "第五条")]),
        ("五（二）", [("五", "二")]),
        ("附件3五（二）", [("附件3", "五", "二")]),
        ("附件3/五/（二）", [("附件3", "五", "二")]),
        ("补助12万元", []),
        ("第三条和第四条", [("第三条",), ("第四条",)]),
        ("附件3五(二)2", [("附件3", "五", "二", "2")]),
        ("第3章第12条", [("第3章", "第12条")]),
        ("附件3表1第2行", [("附件3", "表1", "第2行")]),
        ("第二条之一", [("第二条之一",)]),
        ("十四五规划 5.2 联系电话83319802", []),
    ],
)
def test_clause_numbers_as_people_write_them(text: str, labels: list[tuple[str, ...]]) -> None:
    assert list(spoken(text)) == labels


def test_outer_levels_may_be_left_out() -> None:
    clause = labels_of("附件3/第二章/第五条")
    assert means(("附件3", "第五条"), clause) and means(("第五条",), clause)
    assert not means(("附件2", "第五条"), clause) and not means(("第二章",), clause)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("第12条", "第三章/第十二条"),
        ("第3章第12条", "第三章/第十二条"),
        ("附件3第五条第二款", "附件3/五/（二）"),
        ("附件三第五部分", "附件3/五"),
        ("附件3五(二)2", "附件3/五/（二）"),  # an item inside the clause
        ("附件五（二）", "附件/五/（二）"),
        ("五、(二)", "附件3/五/（二）"),
        ("表1第2行", "附件3/二/表1/行2"),
        ("专栏7（2）", "三/（二）/专栏7/（2）"),
        ("四/22/（51）", "四/22/（51）"),
    ],
)
def test_a_clause_is_found_by_its_number_however_written(written: str, number: str) -> None:
    known = keys_of(number)
    assert any(key in known for key in readings(written))


def test_a_clause_number_is_taken_out_of_a_look_up() -> None:
    assert find_clause("附件3 第五条 奖励") == ("附件3第五条", "奖励")
    assert find_clause("第五条和第六条") is None, "neither alone is meant"
    assert find_clause("3月31日(三) 报名") is None, "a weekday"


def test_the_clause_itself_comes_before_what_stands_under_it(tmp_path: Path) -> None:
    notice = make_notice()
    numbered = "附件1/五/（一）/二是 五 五/（一） 附件2/五/（二） 五/（二）/1 五/（二） 六".split()
    clauses = [
        replace(clause, number=number)
        for clause, number in zip(notice.clauses, numbered, strict=True)
    ]
    with KnowledgeBase.open(tmp_path, create=True, embedder=FakeEmbedder) as kb:
        kb.add([replace(notice, clauses=tuple(clauses))], make_source("trees.txt", TREES))
        found = numbers(kb, Query("", clause="五（二）"))
        assert found == ["五/（二）", "附件2/五/（二）", "五/（二）/1"]
        # Words with a clause number order what bears it, and are not demanded of it.
        assert set(numbers(kb, Query("魑魅魍魉", clause="五（二）"))) == set(found)


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("苏科协发[2021]51号 五（二）", "苏科协发[2021]51号", "五(二)"),
        ("苏科协发2021 51号", "苏科协发2021 51号", ""),
        ("苏科协发【2021】 第51号", "苏科协发【2021】 第51号", ""),
        ("51号 限项", "51号", "限项"),
    ],
)
def test_document_numbers_as_people_write_them(text: str, number: str, rest: str) -> None:
    assert find_number(text) == (number, rest)
    named = read_number(number)
    whole = read_number("苏科协发〔2021〕51号")
    assert named and whole and named.names(whole)
    assert not named.names(read_number("苏科协发〔2021〕151号") or whole)


@pytest.mark.parametrize("text", ["北京西路30号 电话", "2021年5月1号", "2021年度", "025-83319802"])
def test_what_is_no_document_number(text: str) -> None:
    assert find_number(text) is None


def test_a_heading_is_not_shown_beside_what_it_heads(tmp_path: Path) -> None:
    notice = make_notice()
    clauses = list(notice.clauses)
    clauses[2] = replace(clauses[2], kind="section")  # 一、参赛条件
    clauses[3] = replace(clauses[3], parent=clauses[2].clause_id)
    with KnowledgeBase.open(tmp_path, create=True, embedder=FakeEmbedder) as kb:
        kb.add([replace(notice, clauses=tuple(clauses))], make_source("trees.txt", TREES))
        shown = {hit.clause.clause_id for hit in kb.search(Query("参赛条件", limit=50)).hits}
        read = kb.search(Query("参赛条件", limit=50, explain=False)).hits
        assert clauses[2].clause_id not in shown and clauses[3].clause_id in shown
        assert clauses[2].clause_id in {hit.clause.clause_id for hit in read}


def test_who_looks_up_what_a_notice_is_called_sees_it_from_the_start(tmp_path: Path) -> None:
    text = (
        "甲市科协文件\n关于申报星火站点的通知\n各单位：\n一、条件\n星火站点面积不小于80平方米。\n"
        "二、安排\n表1 安排\n站点\t数量\n星火站点\t12\n星火站点（乡村）\t8\n"
        "三、联系\n咨询 0997-5550148。\n"
    )
    with KnowledgeBase.open(tmp_path / "kb", create=True) as base:
        source = SourceFile("站点.txt", text.encode())
        base.add(ingest_file(source), source)
        shown = [hit.clause.ordinal for hit in base.search(Query("星火站点")).hits]
        asked = base.search(Query("星火站点面积")).hits[0]
    assert shown == sorted(shown)
    assert asked.clause.number == "一"
