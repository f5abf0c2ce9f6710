"""The real command, in a process of its own: what it prints, and its exit status."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import NUMBER, ROOT, Run, command

COMMANDS = ["ask", "clause", "doctor", "ingest", "notices", "outline", "remove", "search", "serve"]


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def notice_id(policyqa: Run) -> str:
    shelf = rows(policyqa("notices", "--json").stdout)
    return str(next(n["notice_id"] for n in shelf if n["document_number"] == NUMBER))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_chinese_help(name: str) -> None:
    done = command(name, "--help")
    assert done.returncode == 0
    assert "用法：policyqa" in done.stdout and "--json" in done.stdout and "--kb" in done.stdout
    for english in ("Usage", "Options", "Show this message", "TEXT", "INTEGER"):
        assert english not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serch", "x"], "是不是想用 search"),
        (["ask", "x", "--jsn"], "没有“--jsn”这个选项。是不是想用 --json"),
        (["ask"], "请给出一个问题"),
        (["ask", "甲", "乙"], "引号"),
        (["ask", "x", "--as-of", "明天"], "“明天”不是日期"),
        (["ask", "x", "--file"], "--file 后面要跟一个值"),
        (["search", "x", "--limit", "0"], "1 到 100"),
        (["outline"], "缺少参数 通知"),
        (["search"], "请给出要查的词语"),
        (["ask", "问" * 501], "500 字"),
    ],
)
def test_usage_errors_are_chinese_and_end_with_1(
    policyqa: Run, arguments: list[str], said: str
) -> None:
    done = policyqa(*arguments)
    assert done.returncode == 1
    assert said in done.stderr and "Error" not in done.stderr
    assert done.stdout == ""


def test_no_command_shows_help_and_is_an_error() -> None:
    done = command()
    assert done.returncode == 1 and "命令：" in done.stderr


def test_missing_knowledge_base_says_how_to_make_one(tmp_path: Path) -> None:
    done = command("ask", "何时截止", "--kb", tmp_path / "无")
    assert done.returncode == 1 and "policyqa" in done.stderr and "ingest" in done.stderr
    assert not (tmp_path / "无").exists()


def test_kb_before_after_and_from_the_environment(kb: Path) -> None:
    before = command("--kb", kb, "notices", "--json")
    after = command("notices", "--json", "--kb", kb)
    environment = command("--json", "notices", POLICYQA_KB=str(kb))
    assert before.stdout == after.stdout == environment.stdout != ""


def test_ingest_again_changes_nothing(policyqa: Run, notices: Path) -> None:
    report = rows(policyqa("ingest", notices, "--json").stdout)[0]
    assert report["added"] == [] and report["failed"] == []
    assert len(report["unchanged"]) == report["files"] == 2  # type: ignore[arg-type]


def test_ingest_takes_the_rest_when_some_fail(tmp_path: Path, notices: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    inputs = (notices, tmp_path / "空.txt", tmp_path / "没有.pdf")
    done = command("ingest", *inputs, "--json", "--kb", tmp_path / "kb")
    assert done.returncode == 2
    report = rows(done.stdout)[0]
    assert len(report["added"]) == 2  # type: ignore[arg-type]
    assert len(report["failed"]) == 2  # type: ignore[arg-type]
    assert "空.txt" in done.stderr and "没有.pdf" in done.stderr
    again = command("ingest", tmp_path / "空.txt", "--kb", tmp_path / "kb")
    assert again.returncode == 1


def test_ingest_of_a_folder_without_notices(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    done = command("ingest", tmp_path / "甲", "--kb", tmp_path / "kb")
    assert done.returncode == 1 and "没有能导入的文件" in done.stderr


def test_ask_prints_the_answer_first_then_its_proof(policyqa: Run) -> None:
    done = policyqa("ask", "青桥计划什么时候截止申报？", "--as-of", "2031年5月20日")
    assert done.returncode == 0
    assert "5月28日" in done.stdout.split("依据：")[0]
    assert NUMBER in done.stdout.split("依据：")[1]


def test_ask_json_is_one_answer(policyqa: Run) -> None:
    done = policyqa("ask", "青桥计划什么时候截止申报？", "--as-of", "2031-05-20", "--json")
    (answer,) = rows(done.stdout)
    assert answer["status"] == "answered" and answer["as_of"] == "2031-05-20"
    assert "\\u" not in done.stdout


def test_ask_says_when_there_is_no_answer(policyqa: Run) -> None:
    done = policyqa("ask", "火星移民的补贴标准是多少？")
    assert done.returncode == 0
    assert done.stdout.startswith("没有找到答案。")
    assert "依据：" not in done.stdout


def test_ask_file_answers_each_row_and_names_the_bad_ones(policyqa: Run, tmp_path: Path) -> None:
    file = tmp_path / "问.jsonl"
    good = json.dumps({"id": 7, "question": "青桥计划联系电话是多少？"}, ensure_ascii=False)
    file.write_text(f'\ufeff{good}\n\n{{坏\n["x"]\n{{"id": "b"}}\n{good}', encoding="utf-8")
    done = policyqa("ask", "--file", file)
    answers = rows(done.stdout)
    assert done.returncode == 2
    assert [row["id"] for row in answers] == [7, None, None, "b", 7]
    assert [row.get("line") for row in answers] == [None, 3, 4, 5, None]
    assert "第 3 行" in str(answers[1]["error"]) and "第 3 行" in done.stderr
    assert answers[0]["status"] == "answered"


def test_files_come_from_standard_input_too(policyqa: Run) -> None:
    row = '{"id": "s", "question": "联系电话"}\n'.encode()
    asked = policyqa("ask", "--file", "-", stdin=row)
    found = policyqa("search", "--file", "-", stdin=row)
    assert rows(asked.stdout)[0]["id"] == "s"
    assert set(rows(found.stdout)[0]) == {"id", "hits"}


def test_a_file_of_bad_rows_or_none_is_an_error(policyqa: Run, tmp_path: Path) -> None:
    empty = tmp_path / "空.jsonl"
    empty.write_text("\n", encoding="utf-8")
    assert policyqa("ask", "--file", empty).returncode == 1
    assert policyqa("ask", "--file", "-", stdin="{坏".encode("gbk")).returncode == 1
    missing = policyqa("ask", "--file", tmp_path / "无.jsonl")
    assert missing.returncode == 1 and "没有这个文件" in missing.stderr


def test_search_filters_and_counts(policyqa: Run) -> None:
    found = rows(policyqa("search", "联系电话", "--number", NUMBER, "--json").stdout)[0]
    hits = found["hits"]
    assert isinstance(hits, list) and "0519" in hits[0]["text"]
    assert all(hit["document_number"] == NUMBER for hit in hits)
    none = rows(policyqa("search", "联系电话", "--to", "1999-01-01", "--json").stdout)[0]
    assert none["total"] == 0 and none["hits"] == []


def test_search_prints_an_aligned_table(policyqa: Run) -> None:
    lines = policyqa("search", "申报", "--limit", "2").stdout.splitlines()
    assert "条款" in lines[0] and set(lines[1]) <= {"─", " "}
    assert lines[-1].startswith("共 ")


def test_outline_and_clause_lead_to_the_text(policyqa: Run) -> None:
    name = notice_id(policyqa)
    tree = policyqa("outline", NUMBER).stdout
    assert "  一、申报条件" in tree and "    （一）" in tree
    clauses = rows(policyqa("outline", name, "--json").stdout)
    keys = {"clause_id", "number", "kind", "path", "start", "end", "text"}
    assert all(set(clause) == keys for clause in clauses)
    wanted = next(clause for clause in clauses if "17:00" in str(clause["text"]))
    shown = rows(policyqa("clause", wanted["clause_id"], "--json").stdout)[0]
    assert shown["text"] == wanted["text"]
    assert "17:00" in policyqa("clause", wanted["clause_id"]).stdout


def test_unknown_clause_and_notice_offer_the_nearest(policyqa: Run) -> None:
    name = notice_id(policyqa)
    done = policyqa("clause", f"{name}#二/（九）")
    assert done.returncode == 1 and f"{name}#二/（一）" in done.stderr
    assert policyqa("outline", "没有的").returncode == 1


def test_remove_takes_a_notice_off_the_shelf(tmp_path: Path, notices: Path) -> None:
    kb = tmp_path / "kb"
    command("ingest", notices, "--kb", kb)
    done = command("remove", NUMBER, "--kb", kb)
    assert done.returncode == 0 and "已移除" in done.stdout
    assert len(rows(command("notices", "--json", "--kb", kb).stdout)) == 1
    assert command("remove", NUMBER, "--kb", kb).returncode == 1


def test_doctor_names_what_it_looked_at(policyqa: Run) -> None:
    done = policyqa("doctor", "--json")
    (report,) = rows(done.stdout)
    names = {check["name"] for check in report["checks"]}  # type: ignore[attr-defined]
    assert {"Python", "分词", "知识库", "LibreOffice", "OCR"} <= names
    assert done.returncode == (0 if report["ok"] else 1)


def test_a_closed_pipe_is_quiet(kb: Path) -> None:
    line = f"{sys.executable} -m qa_api.cli --kb '{kb}' outline {NUMBER} --json | head -n 1"
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b"" and done.stdout.count(b"\n") == 1


def test_ctrl_c_is_quiet(kb: Path) -> None:
    arguments = [sys.executable, "-m", "qa_api.cli", "--kb", str(kb), "ask", "--file", "-"]
    process = subprocess.Popen(
        arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # Where the tests run in the background, the shell has them ignore the signal.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    time.sleep(4)  # until it reads its input, on a busy machine too
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130 and b"Traceback" not in errors


@pytest.mark.parametrize("arguments", ["['--help']", "['ask', '联系电话', '--kb', KB]"])
def test_the_command_loads_no_web_server_and_no_torch(kb: Path, arguments: str) -> None:
    code = (
        f"import sys; KB = {str(kb)!r}; from qa_api.cli import run; run({arguments});"
        "print(sorted({'torch', 'fastapi', 'uvicorn', 'sentence_transformers', 'pdfplumber'}"
        " & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stderr.strip().endswith(b"[]")
