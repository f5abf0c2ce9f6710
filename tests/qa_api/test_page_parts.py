"""The pieces of the pages, each by itself: jumps, citations, marks, forms, page images."""

from __future__ import annotations

import csv
import io
import re
import struct
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest
from conftest import NOTICE, NUMBER

from index.knowledge_base import KnowledgeBase
from index.records import NoticeRecord
from ingest.model import Notice, Page, PlacedLine, SourceFile
from ingest.pipeline import ingest_file
from qa_api.answering import answer
from qa_api.model import Citation
from qa_api.web.citing import pasteable, spoken, titled
from qa_api.web.jump import clause_key, jump
from qa_api.web.marking import marked
from qa_api.web.reading import recognised
from qa_api.web.sheets import sheet
from qa_api.web.views import blocks, by_notice


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("附件/五/（二）", "附件 五（二）"),
        ("附件3/五/（二）", "附件3 五（二）"),
        ("附件3/三/6", "附件3 三、6"),
        ("第三章/第十二条", "第三章第十二条"),
        ("附件3/二/表1/行2", "附件3 二 表1第2行"),
        ("附件/三/（六）/1/（2）/1)", "附件 三（六）1（2）1)"),
        ("正文", "正文"),
        ("", ""),
    ],
)
def test_clause_numbers_as_they_are_said(number: str, said: str) -> None:
    assert spoken(number) == said
    assert clause_key(said) == clause_key(number)


def test_a_citation_to_paste_leads_back_to_its_clause(kb: Path) -> None:
    with KnowledgeBase.open(kb) as base:
        given = answer(base, "青桥计划什么时候截止申报？")
        text = pasteable(given.citations[0])
        assert re.fullmatch(r"《关于.*》（临科协发〔2031〕7号）二（一）：“.*”", text, re.S)
        assert titled("印发《甲》的通知") == "《印发〈甲〉的通知》"
        place = jump(base, text)
        assert place and unquote(place.url).endswith(f"#c-{given.citations[0].clause.ordinal}")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (NUMBER, ""),
        ("临科协发[2031]7号", ""),
        (f"{NUMBER}二（一）", "二/（一）"),
        (f"{NUMBER} 二、（一）", "二/（一）"),
        (f"{NUMBER}的 二(一)", "二/（一）"),
        ("关于组织申报2031年度青桥计划项目的通知", ""),
        ("《关于组织申报2031年度青桥计划项目的通知》二（一）", "二/（一）"),
        ("2031年度青桥计划项目的通知", ""),
    ],
)
def test_what_is_an_address_jumps(kb: Path, typed: str, number: str) -> None:
    with KnowledgeBase.open(kb) as base:
        place = jump(base, typed)
    assert place and place.url
    shown = unquote(place.url)
    assert (f"#{number}#c-" in shown) if number else ("clause=" not in shown)


@pytest.mark.parametrize(
    "typed",
    ["什么时候截止", f"{NUMBER}什么时候截止", "2031", "青桥计划项目", "三", "<script>", "联系人"],
)
def test_what_is_a_question_does_not_jump(kb: Path, typed: str) -> None:
    with KnowledgeBase.open(kb) as base:
        assert jump(base, typed) is None


def test_a_number_without_a_notice_offers_its_places(kb: Path) -> None:
    with KnowledgeBase.open(kb) as base:
        several, none = jump(base, "（一）"), jump(base, "临科协发〔2031〕99号")
        missing = jump(base, f"{NUMBER}九（九）")
    assert several and len(several.clauses) > 1 and not several.url
    assert none and not (none.url or none.clauses or none.notices)
    assert missing and [n.document_number for n in missing.notices] == [NUMBER]


def test_words_are_marked_whatever_their_width_and_breaks() -> None:
    pieces = list(marked("申\n报ＱＱ群，申报书", ["申报", "qq"]))
    assert [p.text for p in pieces if p.marked] == ["申\n报", "ＱＱ", "申报"]
    assert "".join(p.text for p in pieces) == "申\n报ＱＱ群，申报书"
    assert [p.marked for p in marked("无", [])] == [False]


class OnePage:
    """A knowledge base of one notice whose file has boxes and no pictures, as OFD has."""

    text = "一、申报时间：5月28日前。\n甲\t乙"

    def notice_pages(self, _: str) -> tuple[Page, ...]:
        return (Page(1, 595.0, 842.0),)

    def notice_text(self, _: str) -> str:
        return self.text

    def places(self, _: str, start: int, end: int) -> list[PlacedLine]:
        first = PlacedLine(0, 14, 1, (100.0, 50.0, 360.0, 70.0))
        return [first, PlacedLine(15, 18, 1, (100.0, 80.0, 500.0, 180.0))]


def test_a_page_without_picture_is_set_from_its_lines(web: httpx.Client) -> None:
    record = web.get("/v1/notices").json()["notices"][0]
    notice = NoticeRecord(
        *(record[key] for key in ("notice_id", "title")), *[None] * 5, (), "a.ofd", "", 1, ""
    )  # fmt: skip
    shown = sheet(OnePage(), notice, range(7, 12))  # type: ignore[arg-type]
    assert shown and shown.picture == "" and [line.text[:1] for line in shown.lines] == ["一", "甲"]
    assert shown.lines[1].size < 12
    ((x0, y0, x1, y1),) = shown.boxes
    assert 100 < x0 < x1 < 360 and y0 < 50 < 70 < y1


def pdf_id(address: str) -> str:
    listed = httpx.get(f"{address}/v1/notices").json()["notices"]
    return str(next(n["notice_id"] for n in listed if "51号" in (n["document_number"] or "")))


def test_pages_are_pictures_of_bounded_size(library: str) -> None:
    here = f"{library}/v1/notices/{quote(pdf_id(library))}/pages"
    reply = httpx.get(f"{here}/3.png", timeout=30)
    assert reply.content.startswith(b"\x89PNG") and reply.headers["content-type"] == "image/png"
    width, height = struct.unpack(">II", reply.content[16:24])
    assert 800 < max(width, height) <= 1754 and len(reply.content) < 400_000
    assert "immutable" in reply.headers["cache-control"]
    assert httpx.get(f"{here}/3.png").content == reply.content
    for missing in ("99", "0"):
        problem = httpx.get(f"{here}/{missing}.png")
        assert problem.status_code in (404, 422)
        assert problem.headers["content-type"] == "application/problem+json"


def test_files_without_pages_have_no_pictures(web: httpx.Client) -> None:
    notice = web.get("/v1/notices").json()["notices"][0]["notice_id"]
    assert web.get(f"/v1/notices/{notice}/pages/1.png").status_code == 404
    assert "<svg" not in web.get(f"/notices/{notice}").text


def test_look_up_is_shared_paged_and_exported(web: httpx.Client) -> None:
    found = web.get("/search", params={"q": "申报"}).text
    assert "<mark>申报</mark>" in found and "条款里有“申报”" in found
    rows = web.get("/search.csv", params={"q": "申报"})
    table = list(csv.DictReader(io.StringIO(rows.content.decode("utf-8-sig"))))
    assert f"共 {len(table)} 条" in found and table[0]["发文字号"] == NUMBER
    whole = web.get("/search", params={"q": "每个学会限报2项", "exact": "1"}).text
    assert "原样含有“每个学会限报2项”" in whole and "共 1 条" in whole
    assert "没有符合的条款" in web.get("/search", params={"q": "“没有这句话”"}).text
    assert "没有符合的条款" in web.get("/search", params={"q": "申报", "to": "1999-01-01"}).text
    for odd in ({"q": "x", "year": "２０３１"}, {"from": "昨天"}, {"page": "10000", "q": "申报"}):
        assert web.get("/search", params=odd).status_code == 200
    assert web.get("/search", params={"q": "x", "page": "0"}).status_code == 422


def test_the_shelf_is_paged(web: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa_api.web.shelf.A_PAGE", 1)
    first = web.get("/notices", params={"sort": "title"}).text
    second = web.get("/notices", params={"sort": "title", "page": 2}).text
    assert "第 1 页，共 2 页" in first and 'rel="next"' in first and 'rel="prev"' in second
    assert first.count("/remove") == second.count("/remove") == 1
    assert "没有符合的通知" in web.get("/notices", params={"page": 9}).text


def test_a_defect_of_a_reader_spares_the_other_files(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(source: SourceFile) -> tuple[Notice, ...]:
        if source.name.startswith("坏"):
            raise KeyError("x")
        return ingest_file(source)

    monkeypatch.setattr("qa_api.web.uploads.read", read)
    same = NOTICE.encode()
    files = [("files", ("坏.txt", same)), ("files", ("青桥计划.txt", same))]
    bad, good = web.post("/v1/notices", files=files).json()["files"]
    assert bad["status"] == "failed" and "KeyError" in bad["reason"]
    assert good["status"] == "unchanged"
    assert "坏.txt" in web.get("/notices").text
    web.post("/notices/failures/clear")


def test_about_says_what_governs(web: httpx.Client) -> None:
    page = web.get("/about").text
    assert "以正式印发的原文为准" in page and "2 份现行通知" in page


def test_a_superseded_notice_says_so_and_leads_to_the_newer(library: str, tmp_path: Path) -> None:
    newer = NOTICE.replace("5月28日", "6月6日")
    with httpx.Client(base_url=library, timeout=30) as web:
        sent = web.post("/v1/notices", files={"files": ("青桥新.txt", newer.encode())}).json()
        new = sent["files"][0]["notices"][0]
        (old,) = sent["files"][0]["superseded"]
        page = web.get(f"/notices/{old}").text
        assert "这是旧版" in page and f'href="/notices/{quote(new)}"' in page
        assert f'href="/notices/{quote(old)}"' in web.get(f"/notices/{new}").text
        web.delete(f"/v1/notices/{new}")
        assert "这是旧版" not in web.get(f"/notices/{old}").text


def test_recognised_pages_are_told_in_runs() -> None:
    pages = [Page(n, 1, 1, c) for n, c in ((1, None), (2, 0.9), (3, 0.8), (5, 1.0))]
    assert list(recognised(pages)) == [(2, 3, 0.8), (5, 5, 1.0)]


def test_headings_that_all_quotes_share_stand_above_them(kb: Path) -> None:
    with KnowledgeBase.open(kb) as base:
        (notice,) = [n for n in base.notices() if n.document_number == NUMBER]
        clauses = base.clauses(notice.notice_id)
        cited = [Citation.of(c, c.start + 1) for c in clauses if c.number.startswith("一/")]
        (source,) = by_notice(cited)
    assert source.above == "一、申报条件" and [quoted for quoted, _ in source.quotes] == cited
    assert all("申报条件" not in below for _, below in source.quotes)


def test_the_head_keeps_its_lines_and_a_broken_title_is_joined(kb: Path) -> None:
    with KnowledgeBase.open(kb) as base:
        (notice,) = [n for n in base.notices() if n.document_number == NUMBER]
        head = base.clauses(notice.notice_id)[0]
    broken = head.text.replace("青桥计划项目", "青桥计\n划项目")
    (block,) = blocks(notice, [replace(head, text=broken)], None)
    lines = block.pieces[0].text.split("\n")
    assert notice.title in lines and "各市级学会：" in lines and NUMBER in lines


def test_what_a_notice_issues_is_found_inside_it(web: httpx.Client) -> None:
    text = """临江市科学技术协会文件
临科协发〔2031〕21号
关于印发《云杉行动方案（2031年）》的通知
各市级学会：
现将方案印发给你们。
临江市科学技术协会
2031年6月1日
附件1
云杉行动方案（2031年）
一、总体目标
（一）建成30个服务站。
"""
    sent = web.post("/v1/notices", files={"files": ("云杉.txt", text.encode())}).json()
    here = f"/notices/{quote(sent['files'][0]['notices'][0])}"
    related = web.get(here).text.split('aria-label="相关文件"')[1].split("</dl>")[0]
    web.delete(f"/v1{here}")
    assert "《云杉行动方案（2031年）》" in related and f'href="{here}?clause=' in related
