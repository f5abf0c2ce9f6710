"""Measures, comparison, report and the command ``policyqa eval``, over an invented notice."""

from __future__ import annotations

import json
import os
import time
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from eval import calibration, citation_cases, compare, knowledge, question_set, results, verify
from eval.plots import bars, histogram, reliability
from eval.readme import BEGIN, END, NoMarkers, write_table
from eval.report import Bar, Report, write
from eval.rouge import common_length, rouge_l
from eval.significance import bootstrap, mcnemar, wilson
from index import KnowledgeBase
from ingest.errors import BrokenFile
from ingest.model import SourceFile
from ingest.pipeline import ingest_file
from qa_api.cli import run

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
NOTICE = """关于组织申报2031年度青桥计划项目的通知
各市级学会：
现将“青桥计划”申报工作通知如下：
一、申报条件
（一）申报单位须为市科协所属学会，上一年度年检合格，未通过年检的学会不得申报青桥计划项目。
（二）每个学会限报2项，单个项目资助不超过20万元，资助经费须专款专用、单独核算。
二、申报时间
（一）项目申报时间为2031年5月10日至31日，电子版《申报书》须于2031年5月28日17:00前提交。
三、联系方式
联系人：林青　联系电话：0519-55550123
临江市科学技术协会
2031年4月27日
"""
ROWS = [
    {"id": "1", "type": "contact", "question": "青桥计划的联系电话是多少？",
     "must": ["0519-55550123"], "evidence": [{"doc": "青桥", "text": "联系电话：0519-55550123"}]},
    {"id": "2", "type": "quota", "question": "青桥计划每个学会限报几项？",
     "must": ["99项"], "evidence": [{"doc": "青桥", "text": "每个学会限报2项"}]},
    {"id": "3", "type": "unanswerable", "question": "火星移民的补贴标准是多少？",
     "must": [], "evidence": [], "answerable": False},
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval") / "kb"
    source = SourceFile("青桥.txt", NOTICE.encode())
    with KnowledgeBase.open(folder, create=True) as kb:
        kb.add(ingest_file(source), source)
    return folder


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("questions") / "问题.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), "utf-8")
    return file


@pytest.fixture(scope="module")
def outcome(folder: Path, questions: Path) -> dict[str, object]:
    rows = question_set.read_questions(questions)
    with KnowledgeBase.open(folder) as kb:
        return dict(results.report_of(questions.name, 1, results.run(kb, rows)))


def test_a_run_tells_right_from_wrong_and_measures_search(outcome) -> None:
    assert [result["right"] for result in outcome["results"]] == [True, False, True]
    summary = outcome["summary"]
    assert summary["right"] == pytest.approx(2 / 3, abs=1e-3)
    assert summary["right_answerable"] == 0.5 and summary["cited"] == 1.0
    assert summary["quotes_exact"] == 1.0 and summary["answered_wrongly"] == 0.0
    assert summary["hit_10"] == 1.0 and 0 < summary["mrr"] <= 1
    assert set(outcome["by"]) == {"type", "notice", "format"}
    assert outcome["by"]["format"]["txt"]["questions"] == 2


def test_a_report_is_one_file_without_addresses(outcome, tmp_path: Path) -> None:
    before = [{**result, "right": not result["right"]} for result in outcome["results"]]
    comparison = compare.compare(before, outcome["results"])
    page = write(tmp_path, Report(outcome, [Bar("right", 0.9)], comparison))
    text = page.read_text("utf-8")
    assert "http" not in text.replace("http://www.w3.org", "") and "<svg" in text
    assert "99项" in text and "没有达到" in text and str(tmp_path) not in text
    assert "新答对" in text and "新答错" in text and "平均把握" in text
    kept = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert kept["summary"]["questions"] == 3


def test_bars_know_which_way_is_better() -> None:
    assert Bar("right", 0.9).held_by({"right": 0.9}) and not Bar("right", 0.9).held_by({})
    assert Bar("median_ms", 50).held_by({"median_ms": 20})
    assert not Bar("refused_wrongly", 0.1).held_by({"refused_wrongly": 0.2})


def test_comparison_names_the_questions_that_changed() -> None:
    before = [{"id": str(n), "right": n < 6, "rouge_l": 0.1} for n in range(10)]
    after = [{"id": str(n), "right": n != 0, "rouge_l": 0.5} for n in range(10)]
    found = compare.compare(before, after)
    assert found.lost == ("0",) and found.gained == ("6", "7", "8", "9")
    assert found.p == pytest.approx(0.375) and "偶然范围内" in found.verdict
    assert found.intervals["rouge_l"].is_clear


def test_significance_against_known_values() -> None:
    assert mcnemar(0, 0) == 1.0 and mcnemar(5, 5) == 1.0
    assert mcnemar(0, 6) == pytest.approx(2 / 64)
    assert not bootstrap([1, 0, 1, 0], [0, 1, 0, 1]).is_clear
    assert bootstrap([], []) == (0.0, 0.0, 0.0)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_calibration_by_level_and_on_the_whole() -> None:
    given = [(0.95, True)] * 9 + [(0.95, False)] + [(0.25, False)] * 3 + [(0.25, True)]
    low, high = calibration.levels(given)
    assert (low.answers, low.right, high.answers, high.right) == (4, 0.25, 10, 0.9)
    assert calibration.expected_error(given) == pytest.approx(10 * 0.05 / 14, abs=1e-4)
    assert calibration.brier([(0.5, True), (0.5, False)]) == 0.25
    assert calibration.levels([(1.0, True)])[0].high == 1.0
    assert calibration.expected_error([]) is None and calibration.brier([]) is None
    assert reliability([]) == "" and "<circle" in reliability(calibration.levels(given))


def test_only_answers_that_carry_a_confidence_are_calibrated() -> None:
    rows = [
        {"status": "answered", "confidence": 0.8, "right": True},
        {"status": "answered", "confidence": None, "right": True},
        {"status": "not_found", "confidence": 0.9, "right": True},
        {"status": "answered", "right": False},
    ]
    assert calibration.pairs(rows) == [(0.8, True)]


def test_knowledge_bases_nobody_uses_are_removed(tmp_path: Path) -> None:
    for days, name in enumerate(("new", "day", "old")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "complete").touch()
        then = time.time() - days * 5 * 24 * 3600
        os.utime(tmp_path / name / "complete", (then, then))
    assert knowledge.clear(tmp_path) == [tmp_path / "old"]
    assert knowledge.clear(tmp_path, kept=1) == [tmp_path / "day"]
    assert knowledge.clear(tmp_path / "none") == []


def test_rouge_counts_characters_in_order() -> None:
    assert rouge_l("5 月 28 日", "5月28日") == 1.0
    assert rouge_l("", "x") == rouge_l("甲", "乙") == 0.0
    assert common_length("abcbdab", "bdcaba") == 4


def test_plots_are_drawn_for_nothing_too() -> None:
    assert bars({}, {}).startswith("<svg") and histogram([], "毫秒") == ""
    assert "&lt;b&gt;" in bars({"<b>": None}, {})


def test_question_sets_are_validated(folder: Path, tmp_path: Path) -> None:
    bad = [
        {
            "id": "1",
            "question": "甲？",
            "must": ["x"],
            "evidence": [{"doc": "青桥", "text": "无此句"}],
        },
        {"id": "1", "question": "乙？"},
        {"id": "2", "question": "丙？", "answerable": False, "must": ["x"]},
    ]
    file = tmp_path / "坏.jsonl"
    file.write_text("\n".join(map(json.dumps, bad)), "utf-8")
    with KnowledgeBase.open(folder) as kb:
        found = list(
            question_set.problems(question_set.read_questions(file), question_set.Evidence(kb))
        )
    assert len(found) == 5 and any("无此句" in line for line in found)
    file.write_text("{", "utf-8")
    with pytest.raises(BrokenFile, match="第 1 行"):
        question_set.read_questions(file)


def test_the_bundled_questions_stand_in_the_corpus(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "kb", create=True) as kb:
        with kb.batch():
            for file in sorted(CORPUS.iterdir()):
                if file.suffix != ".md":
                    source = SourceFile.from_path(file)
                    kb.add(ingest_file(source), source)
        rows = question_set.read_questions(ROOT / "eval" / "questions" / "corpus.jsonl")
        assert list(question_set.problems(rows, question_set.Evidence(kb))) == []
        found = verify.summary(verify.run(kb))
    assert found["altered_facts"] >= 30 and found["altered_supported"] == 0
    assert found["wrong_passed"] == 0
    assert found["right_rejected"] <= 0.02 * found["right"]


def test_cases_are_the_same_for_the_same_seed(folder: Path) -> None:
    with KnowledgeBase.open(folder) as kb:
        first, second = (citation_cases.make_cases(kb, 20) for _ in range(2))
    assert first == second and {case.kind for case in first} <= set(citation_cases.FAULTS)


def test_drafted_questions_have_their_evidence(folder: Path, tmp_path: Path) -> None:
    assert (
        run(["--kb", str(folder), "questions", "draft", "青桥计划", "--out", str(tmp_path / "d")])
        == 0
    )
    rows = question_set.read_questions(tmp_path / "d")
    assert {"deadline", "contact", "eligibility", "unanswerable"} <= {row["type"] for row in rows}
    assert ["5月10日", "31日"] in [row["must"] for row in rows if row["type"] == "deadline"]
    assert all(row["answerable"] == bool(row["evidence"]) for row in rows)
    with KnowledgeBase.open(folder) as kb:
        assert list(question_set.problems(rows, question_set.Evidence(kb))) == []


def test_the_readme_table_stands_between_its_markers(outcome, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"# 甲\n{BEGIN}\nold\n{END}\n乙\n", "utf-8")
    write_table(readme, outcome)
    write_table(readme, outcome)
    text = readme.read_text("utf-8")
    assert text.startswith("# 甲\n") and text.endswith("乙\n") and "old" not in text
    assert text.count(BEGIN) == 1 and "| questions | 3 |" in text
    readme.write_text("none", "utf-8")
    with pytest.raises(NoMarkers):
        write_table(readme, outcome)


@pytest.mark.skipif(
    not list(entry_points(group="policyqa.commands")),
    reason="the project is not installed, so that its entry points are unknown",
)
def test_the_command_measures_and_watches_bars(
    folder: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["--kb", str(folder), "eval", str(questions)]
    assert run([*call, "--report", str(tmp_path / "甲"), "--bar", "right=0.5"]) == 0
    assert "门槛 答对" in capsys.readouterr().out
    assert run([*call, "--bar", "right=0.9", "--compare", str(tmp_path / "甲"), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["bars"] == {"right": False} and said["comparison"]["shared"] == 3
    assert run(call) == 0 and "与上一次运行相比" in capsys.readouterr().out
    assert "青桥计划每个学会" in (folder / "evaluation" / "body.html").read_text("utf-8")
    assert run([*call, "--bar", "rihgt=1"]) == 1 and "没有指标" in capsys.readouterr().err
    assert run(["--help"]) == 0 and "eval" in capsys.readouterr().out
    assert run([*call, "--check"]) == 0 and "3 个问题，0 处不对" in capsys.readouterr().out
    readme = tmp_path / "README.md"
    readme.write_text(f"{BEGIN}{END}", "utf-8")
    assert run([*call, "--readme", str(readme)]) == 0 and "| questions | 3 |" in readme.read_text()
    readme.write_text("none", "utf-8")
    assert run([*call, "--readme", str(readme)]) == 1 and BEGIN in capsys.readouterr().err
