"""Checking files: what the command reads and writes, the address under /v1, and the page."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from subprocess import CompletedProcess

import docx
import httpx
import openpyxl
import pytest
from conftest import NUMBER, Run

from qa_api.cli import run

RIGHT = "每个学会限报2项"
ROWS = [
    {"id": "1", "notice": NUMBER, "clause": "一、（二）", "quote": RIGHT},
    {"id": "2", "notice": NUMBER, "clause": "一、（二）", "quote": "每个学会限报3项"},
    {"id": "3", "notice": "青桥计划", "clause": "二（一）", "claim": "电子版5月29日17:00前提交"},
]
VERDICTS = [("exact", "none"), ("altered", "none"), ("none", "contradicted")]
LETTER = [
    "王先生：",
    f"根据《关于组织申报2031年度青桥计划项目的通知》（{NUMBER}）一、（二）：“{RIGHT}”。",
    "该通知二、（一）规定“电子版《申报书》须于2031年5月28日17:00前提交”。",
    "按照该通知一、（一），申报单位须为市科协所属学会。",
    "该通知三规定“联系电话：0519-55550123”。",
    f"（{NUMBER}）一（一）要求，上一年度年检合格。",
    "该通知第二部分（一）规定“申报时间为2031年4月30日至5月28日”。",
    "该通知第一部分（二）规定“每个学会限报3项”。",
    "《银杏奖励办法》第十二条：“每年评审一次，奖金十万元”。",
]


@pytest.fixture
def policyqa(kb: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process, which is quicker than one of its own."""

    def inside(*arguments: object, **_: object) -> CompletedProcess[str]:
        status = run(["--kb", str(kb), *map(str, arguments)])
        said = capsys.readouterr()
        return CompletedProcess(arguments, status, said.out, said.err)

    return inside


def make(folder: Path, suffix: str) -> Path:
    file = folder / f"引用{suffix}"
    heads = ["编号", "通知", "条款", "引文", "说法"]
    keys = ["id", "notice", "clause", "quote", "claim"]
    rows = [heads, *([row.get(key, "") for key in keys] for row in ROWS)]
    if suffix == ".json":
        file.write_text(json.dumps({"items": ROWS}, ensure_ascii=False), encoding="utf-8")
    elif suffix == ".csv":
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        file.write_bytes(text.getvalue().encode("gb18030"))
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(file)
    return file


@pytest.mark.parametrize("suffix", [".json", ".csv", ".xlsx"])
def test_tables_in_any_of_three_formats(policyqa: Run, tmp_path: Path, suffix: str) -> None:
    done = policyqa("verify", make(tmp_path, suffix), "--json")
    assert done.returncode == 0, done.stderr
    items = json.loads(done.stdout)["items"]
    assert [(item["quote_verdict"], item["claim_verdict"]) for item in items] == VERDICTS
    assert items[1]["differences"] == [{"kind": "number", "claimed": "3项", "stated": "2项"}]


def test_a_reply_letter_with_eight_citations_two_of_them_wrong(
    policyqa: Run, tmp_path: Path
) -> None:
    letter = docx.Document()
    for paragraph in LETTER:
        letter.add_paragraph(paragraph)
    letter.save(str(tmp_path / "回信.docx"))
    done = policyqa("verify", tmp_path / "回信.docx", "--out", tmp_path / "结果.xlsx")
    assert done.returncode == 0, done.stderr
    assert "共 8 条：通过 6，需人判断 0，有误 2。" in done.stdout
    sheet = openpyxl.load_workbook(tmp_path / "结果.xlsx").active
    colours = [row[1].fill.fgColor.rgb for row in sheet.iter_rows(min_row=2)]
    assert sheet.max_row == 9 and colours[6] == colours[7] != colours[0]


def test_results_as_json_csv_and_a_page(policyqa: Run, tmp_path: Path) -> None:
    file = make(tmp_path, ".json")
    for suffix in (".json", ".csv", ".html"):
        assert policyqa("verify", file, "--out", tmp_path / f"果{suffix}").returncode == 0
    assert len(json.loads((tmp_path / "果.json").read_text("utf-8"))["items"]) == 3
    rows = list(csv.reader(io.StringIO((tmp_path / "果.csv").read_text("utf-8-sig"))))
    assert rows[0][:3] == ["编号", "结论", "通知"] and [row[1] for row in rows[1:]] == [
        "通过",
        "有误",
        "有误",
    ]
    page = (tmp_path / "果.html").read_text("utf-8")
    assert "<del>3项</del>" in page and "http" not in page


def test_no_cell_is_a_formula(policyqa: Run, tmp_path: Path) -> None:
    file = tmp_path / "坏.json"
    file.write_text(json.dumps([{"id": "1", "notice": "=1+1", "quote": "@x"}]), encoding="utf-8")
    policyqa("verify", file, "--out", tmp_path / "果.csv")
    (row,) = list(csv.reader(io.StringIO((tmp_path / "果.csv").read_text("utf-8-sig"))))[1:]
    assert not any(cell.startswith(("=", "@")) for cell in row)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.csv", b"", "空的"),
        ("坏.json", b"{", "不是完整的 JSON"),
        ("坏.xlsx", b"nothing", "打不开这个表格"),
        ("无.csv", "甲,乙\n1,2\n".encode(), "没有认出表头"),
        ("信.txt", "您好。".encode(), "没有找到引用"),
        ("图.png", b"x", "不能核查这种文件"),
    ],
)
def test_files_that_cannot_be_checked_say_why(
    policyqa: Run, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    done = policyqa("verify", tmp_path / name)
    assert done.returncode == 1 and said in done.stderr and name in done.stderr


def test_missing_file_and_bad_target(policyqa: Run, tmp_path: Path) -> None:
    assert "没有这个文件" in policyqa("verify", tmp_path / "无.csv").stderr
    done = policyqa("verify", make(tmp_path, ".json"), "--out", tmp_path / "x.pdf")
    assert done.returncode == 1 and ".xlsx" in done.stderr


def test_the_address_answers_by_the_contract(web: httpx.Client) -> None:
    reply = web.post("/v1/citations/verify", json={"items": ROWS})
    assert reply.status_code == 200
    items = reply.json()["items"]
    assert [(item["quote_verdict"], item["claim_verdict"]) for item in items] == VERDICTS
    assert [item["id"] for item in items] == ["1", "2", "3"]
    assert web.post("/v1/citations/verify", json={"items": []}).json() == {"items": []}


def test_bad_requests_are_problems(web: httpx.Client) -> None:
    for body in (
        {},
        {"items": [{"quot": "x"}]},
        {"items": "x"},
        {"items": [{"claim": "x" * 9000}]},
    ):
        reply = web.post("/v1/citations/verify", json=body)
        assert reply.status_code == 422
        assert reply.headers["content-type"] == "application/problem+json"


def test_the_page_checks_a_form_and_a_file(web: httpx.Client, tmp_path: Path) -> None:
    assert "引用核查" in web.get("/verify").text and 'href="/verify"' in web.get("/").text
    form = {"notice": "青桥计划", "clause": "一（二）", "quote": "每个学会限报3项"}
    assert "<del>3项</del>" in web.post("/verify", data=form).text
    empty = web.post("/verify", data={"notice": " "})
    assert "请填写" in empty.text
    file = make(tmp_path, ".xlsx")
    page = web.post("/verify", files={"file": (file.name, file.read_bytes())}).text
    assert "有误 2" in page and "通过 1" in page
    broken = web.post("/verify", files={"file": ("坏.xlsx", b"x")}).text
    assert "打不开这个表格" in broken


def test_downloads_from_the_page(web: httpx.Client) -> None:
    body = json.dumps({"items": ROWS}, ensure_ascii=False)
    for kind in ("csv", "xlsx", "html"):
        reply = web.post("/verify/download", data={"items": body, "kind": kind})
        assert reply.status_code == 200 and "attachment" in reply.headers["content-disposition"]
    assert web.post("/verify/download", data={"items": "{", "kind": "csv"}).status_code == 422


def test_markup_in_a_citation_stays_text(web: httpx.Client) -> None:
    form = {"notice": "<script>alert(1)</script>", "quote": "<img src=x onerror=alert(2)>"}
    page = web.post("/verify", data=form).text
    assert "<script>alert" not in page and "<img src=x" not in page
