"""``policyqa eval``: measures over a question set, a report, a comparison, bars for a build.

The command comes to ``policyqa`` by the entry point group ``policyqa.commands``: imports go from
eval to qa_api, never back. What measuring needs is loaded when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eval.labels import LABELS, LOWER_IS_BETTER, written
from ingest.errors import BrokenFile, MissingFile
from qa_api import settings
from qa_api.commands.shared import command, open_kb, wants_json
from qa_api.commands.terminal import emit, table

if TYPE_CHECKING:
    from eval.compare import Comparison
    from eval.report import Bar, Report


@command("eval")
@click.argument("questions", metavar="问题文件")
@click.option("--check", is_flag=True, help="只核对问题文件：字段和依据，不提问。")
@click.option("--report", metavar="目录", help="写出 report.html（可离线打开）和 results.json。")
@click.option(
    "--bar", "bars", multiple=True, metavar="指标=值", help="门槛，可多次，如 right=0.9。"
)
@click.option(
    "--compare", "other", metavar="结果", help="与另一次的 results.json（或其目录）比较。"
)
@click.option("--readme", metavar="文件", help="把主要指标写进文件里 results 两个注释之间。")
def evaluate(
    questions: str,
    check: bool,
    report: str | None,
    bars: tuple[str, ...],
    other: str | None,
    readme: str | None,
) -> None:
    """用一套问题测评：检索、答案、引文、拒答和用时。

    问题文件每行一个 JSON 对象，格式见 eval/README.md。结果也留在知识库的文件夹里，
    页面 /eval 显示最近一次；再测同样的问题，就与上一次相比。

    退出码：0 完成，1 出错或有指标没有达到门槛，2 已测完、但有的问题依据不在通知里。
    """
    from eval import report as pages
    from eval.compare import compare
    from eval.question_set import Evidence, problems, read_questions
    from eval.results import report_of, run

    wanted = [_bar(text) for text in bars]
    rows = read_questions(Path(questions))
    kb = open_kb()
    before = _results(other) if other else _last(kb.folder / settings.EVALUATION, rows)
    faults = list(problems(rows, Evidence(kb)))
    for fault in faults:
        click.echo(fault, err=True)
    if check:
        click.echo(f"共 {len(rows)} 个问题，{len(faults)} 处不对。")
        click.get_current_context().exit(1 if faults else 0)
    shelf = kb.notices(include_superseded=False)
    outcome = report_of(Path(questions).name, len(shelf), run(kb, rows))
    comparison = compare(before, outcome["results"]) if before is not None else None
    compared_with = "另一次运行" if other else "上一次运行"
    made = pages.Report(outcome, wanted, comparison, compared_with)
    if report:
        click.echo(f"报告：{pages.write(Path(report), made)}", err=True)
    if readme:
        _write_readme(Path(readme), outcome)
    _keep(kb.folder, made)
    _show(outcome, wanted, comparison, compared_with)
    if not all(bar.held_by(outcome["summary"]) for bar in wanted):
        click.get_current_context().exit(1)
    if faults:
        click.get_current_context().exit(2)


def _bar(text: str) -> Bar:
    from eval.report import Bar

    name, _, limit = text.partition("=")
    if name not in LABELS:
        raise click.ClickException(f"没有指标“{name}”。可用：{'、'.join(LABELS)}。")
    try:
        return Bar(name, float(limit))
    except ValueError:
        raise click.ClickException(f"“{text}”应写成 {name}=0.9 这样。") from None


def _results(name: str) -> list[dict[str, Any]]:
    path = Path(name)
    path = path / "results.json" if path.is_dir() else path
    try:
        found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["results"]
    except FileNotFoundError:
        raise MissingFile(path.name, "没有这个文件，请检查路径。") from None
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenFile(path.name, "不是 policyqa eval 写出的结果。") from error
    return found


def _last(folder: Path, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]] | None:
    """The kept run, if it asked any of the same questions."""
    try:
        found = _results(str(folder))
    except (MissingFile, BrokenFile):
        return None
    asked = {(row["id"], row["question"]) for row in rows}
    return found if any((r["id"], r.get("question")) in asked for r in found) else None


def _write_readme(file: Path, outcome: Mapping[str, Any]) -> None:
    from eval.readme import BEGIN, END, NoMarkers, write_table

    try:
        write_table(file, outcome)
    except NoMarkers:
        raise click.ClickException(f"{file} 里没有 {BEGIN} 和 {END}，不知道写在哪里。") from None
    except OSError as error:
        raise click.ClickException(f"写不了 {file}（{error.strerror}）。") from None


def _keep(folder: Path, report: Report) -> None:
    """For the page /eval; a knowledge base that cannot be written to is measured all the same."""
    from eval.report import keep

    try:
        keep(folder, report)
    except OSError as error:
        click.echo(f"没有留存到知识库（{error.strerror}），页面 /eval 不会更新。", err=True)


def _show(
    outcome: Mapping[str, Any],
    bars: Sequence[Bar],
    comparison: Comparison | None,
    compared_with: str,
) -> None:
    summary = outcome["summary"]
    if wants_json():
        compared = {"comparison": comparison.to_json()} if comparison else {}
        held = {bar.name: bar.held_by(summary) for bar in bars}
        emit({"summary": summary, "by": outcome["by"], "bars": held, **compared})
        return
    rows = [(LABELS[name], written(name, value)) for name, value in summary.items()]
    click.echo(table(("指标", "值"), rows))
    kinds = [
        (kind, part["questions"], written("right", part["right"]), written("cited", part["cited"]))
        for kind, part in outcome["by"]["type"].items()
    ]
    click.echo("\n" + table(("问题类型", "问题数", "答对", "引文能证明"), kinds))
    wrong = [result["id"] for result in outcome["results"] if not result["right"]]
    click.echo(f"\n答错 {len(wrong)} 题：{'、'.join(wrong) or '无'}")
    if comparison:
        click.echo(f"与{compared_with}相比：{comparison.verdict}")
        for change in comparison.changes:
            click.echo(f"  {'新答对' if change.gained else '新答错'} {change.id} {change.question}")
    for bar in bars:
        sign = "不高于" if bar.name in LOWER_IS_BETTER else "不低于"
        said = "达到" if bar.held_by(summary) else "没有达到"
        value, limit = written(bar.name, summary.get(bar.name)), written(bar.name, bar.limit)
        click.echo(f"门槛 {LABELS[bar.name]} {sign} {limit}：{value}，{said}")
