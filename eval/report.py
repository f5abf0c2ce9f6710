"""A run as one HTML file that opens offline, and as ``results.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from eval.compare import Comparison
from eval.labels import GROUPS, LABELS, LOWER_IS_BETTER, MAIN, written
from eval.plots import bars as bar_plot
from eval.plots import histogram

TEMPLATES = Path(__file__).parent / "templates"
HEADS = tuple(name for name in MAIN if name != "right")


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


def write(
    folder: Path,
    run: Mapping[str, Any],
    bars: Sequence[Bar] = (),
    comparison: Comparison | None = None,
) -> Path:
    """``results.json`` and ``report.html`` in ``folder``; gives the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = dict(run) | ({"comparison": comparison.to_json()} if comparison else {})
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    page = folder / "report.html"
    page.write_text(render(run, bars, comparison), encoding="utf-8")
    return page


def render(
    run: Mapping[str, Any], bars: Sequence[Bar] = (), comparison: Comparison | None = None
) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    summary, results = run["summary"], run["results"]
    return environment.get_template("report.html").render(
        name=run["questions_file"],
        notices=run["notices"],
        day=run["day"],
        bars=[bar.shown(summary) for bar in bars],
        tiles=[(LABELS[name], written(name, value)) for name, value in summary.items()],
        comparison=comparison,
        labels=LABELS,
        groups=[_group(title, run["by"][name]) for name, title in GROUPS.items()],
        times=histogram([result["elapsed_ms"] for result in results], "毫秒"),
        wrong=[result for result in results if not result["right"]],
    )


def _group(title: str, table: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A table of the main measures for each part, and the shares answered rightly as bars."""
    rights = {name: part["right"] for name, part in table.items()}
    notes = {name: written("right", value) for name, value in rights.items()}
    rows = [[name, *(written(head, part[head]) for head in HEADS)] for name, part in table.items()]
    heads = [LABELS[head] for head in HEADS]
    return {"title": title, "plot": bar_plot(rights, notes), "heads": heads, "rows": rows}
