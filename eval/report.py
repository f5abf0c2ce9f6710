"""A run as one HTML file that opens offline, and as ``results.json``; the last one of a knowledge
base is kept in its folder, where the page ``/eval`` finds it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from eval.calibration import Level
from eval.compare import Comparison
from eval.labels import GROUPS, LABELS, LOWER_IS_BETTER, MAIN, SECTIONS, TYPES, written
from eval.plots import bars as bar_plot
from eval.plots import histogram, reliability
from eval.significance import wilson
from qa_api import settings

TEMPLATES = Path(__file__).parent / "templates"
STYLE = Path(__file__).parents[1] / "qa_api" / "static" / "report.css"
_STATUSES = ("answered", "ambiguous", "not_found")


@dataclass(frozen=True, slots=True)
class Bar:
    """A measure with the limit that a run must hold: at least, or at most where less is better."""

    name: str
    limit: float

    def held_by(self, summary: Mapping[str, Any]) -> bool:
        """A measure that there was nothing to measure for does not hold."""
        value = summary.get(self.name)
        if value is None:
            return False
        return bool(value <= self.limit if self.name in LOWER_IS_BETTER else value >= self.limit)

    def shown(self, summary: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "label": LABELS[self.name],
            "value": written(self.name, summary.get(self.name)),
            "limit": written(self.name, self.limit),
            "held": self.held_by(summary),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """A run with the bars it was held to and the run it was compared with."""

    run: Mapping[str, Any]
    bars: Sequence[Bar] = ()
    comparison: Comparison | None = None
    compared_with: str = "另一次运行"

    def page(self) -> str:
        """The whole page."""
        style = STYLE.read_text("utf-8")
        return _environment().get_template("report.html").render(style=style, **self._shown())

    def body(self) -> str:
        """What stands below the heading: for a page that has a frame of its own."""
        return _environment().get_template("report_body.html").render(**self._shown())

    def results(self) -> str:
        compared = {"comparison": self.comparison.to_json()} if self.comparison else {}
        return json.dumps({**self.run, **compared}, ensure_ascii=False, indent=1) + "\n"

    def _shown(self) -> dict[str, Any]:
        """What the templates need."""
        run, summary, results = self.run, self.run["summary"], self.run["results"]
        levels = [Level(**level) for level in run.get("levels", ())]
        return {
            "name": run["questions_file"],
            "notices": run["notices"],
            "day": run["day"],
            "bars": [bar.shown(summary) for bar in self.bars],
            "tiles": [_section(title, names, summary) for title, names in SECTIONS.items()],
            "refusals": _refusals(results),
            "levels": levels,
            "reliability": reliability(levels),
            "comparison": self.comparison,
            "comparison_with": self.compared_with,
            "labels": LABELS,
            "types": TYPES,
            "groups": [_group(title, run["by"][name]) for name, title in GROUPS.items()],
            "hits": _hits(summary),
            "times": histogram([result["elapsed_ms"] for result in results], "毫秒"),
            "wrong": [result for result in results if not result["right"]],
        }


def write(folder: Path, report: Report) -> Path:
    """``results.json`` and ``report.html`` in ``folder``; gives the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / settings.EVALUATION_RESULTS, report.results())
    _replace(folder / settings.EVALUATION_REPORT, report.page())
    return folder / settings.EVALUATION_REPORT


def keep(kb_folder: Path, report: Report) -> None:
    """The same as the last run of a knowledge base, with the part that ``/eval`` frames."""
    folder = kb_folder / settings.EVALUATION
    write(folder, report)
    _replace(folder / settings.EVALUATION_BODY, report.body())


def _replace(file: Path, text: str) -> None:
    """Whole or not at all: a page may be reading it."""
    new = file.with_suffix(file.suffix + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _section(title: str, names: Sequence[str], summary: Mapping[str, Any]) -> dict[str, Any]:
    tiles = [(LABELS[name], written(name, summary.get(name))) for name in names]
    note = ""
    if "right" in names and summary["questions"]:
        low, high = wilson(round(summary["right"] * summary["questions"]), summary["questions"])
        span = f"{100 * low:.1f} % 至 {100 * high:.1f} %"
        note = f"答对包括该拒答而拒答；它的 95% 区间（Wilson）是 {span}。"
    elif "refused_wrongly" in names:
        note = "误拒：通知里有答案而没有答；误答：通知里没有答案而答了。"
    return {"title": title, "tiles": tiles, "note": note}


def _refusals(results: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[int]]]:
    """Whether there was an answer, by what was done."""
    tally = Counter((bool(result["answerable"]), result["status"]) for result in results)
    rows = {True: "通知里有答案", False: "通知里没有答案"}
    return [(label, [tally[key, status] for status in _STATUSES]) for key, label in rows.items()]


def _hits(summary: Mapping[str, Any]) -> str:
    shares = {f"前 {k} 个": summary.get(f"hit_{k}") for k in (1, 3, 5, 10)}
    notes = {name: written("right", value) for name, value in shares.items()}
    return bar_plot(shares, notes)


def _group(title: str, table: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A table of the main measures for each part, and the shares answered rightly as bars."""
    named = {TYPES.get(name, name): part for name, part in table.items()}
    rights = {name: part["right"] for name, part in named.items()}
    notes = {name: _note(part) for name, part in named.items()}
    spans = {
        name: wilson(round(part["right"] * part["questions"]), part["questions"])
        for name, part in named.items()
    }
    rows = [[name, *(written(head, part[head]) for head in MAIN)] for name, part in named.items()]
    heads = [LABELS[head] for head in MAIN]
    return {"title": title, "plot": bar_plot(rights, notes, spans), "heads": heads, "rows": rows}


def _note(part: Mapping[str, Any]) -> str:
    right = round(part["right"] * part["questions"])
    return f"{written('right', part['right'])}（{right}/{part['questions']}）"
