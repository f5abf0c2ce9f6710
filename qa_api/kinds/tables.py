"""Answers that stand in a table: the question names cells of a row and asks for a column.

一等奖几个名额 names the row whose cell is 一等奖 and asks for 名额. Where the rows named differ in
what is asked, each is said, if the question names or wants them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.records import ClauseRecord
from index.thesaurus import stands
from index.words import words
from ingest.normal import normal, squeezed
from qa_api.divisions import heads_parts
from qa_api.evidence import Evidence, notice_clauses
from qa_api.kinds.finding import Finding, Steps, citations_of, cite, unique
from qa_api.kinds.fitting import counts, wants_several
from qa_api.kinds.sentence import wants_each
from qa_api.model import Citation
from qa_api.runs import longest_run
from qa_api.units import view, whole
from qa_api.wanted import unit_asked

_TABLES = 4  # tables looked at: those of the best rows found
_MOST_ROWS = 12
_SUM_ASKED = re.compile("一共|总共|合计|总计|总数|加起来|共(?:有|设|几|多少)")
_SUM = re.compile("合计|总计|共计|总数|总分|总和")
_FEWEST_LISTED, _MOST_LISTED = 2, 24  # rows of a table that may be said whole
_NAMED = 0.8  # share of a cell that the question must say to name it
_LONGEST_NAME = 24  # characters of a cell that names its row
_MET = 0.75  # share of the question's words that row, headings and title must say
_BONUS = 0.2
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_STEM = re.compile(r"(?:单位|部门|处室|名称|情况|内容|时间|要求|方式)$")
_SUFFIX = re.compile(r"(?:建设|项目|专项|工作)$")
# Which of them has most: 哪一项占分最多, 什么分量最重.
_SUPERLATIVE = re.compile(
    r"(?:哪|什么)[^，。？]{0,12}最([多高重大少低轻小])|最([多高重大少低轻小])的?[^，。？]{0,4}是?哪"
)
_LEAST = "少低轻小"
_FIGURE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[\u4e00-\u9fff%]{0,3}\s*")
_MET_TO_RANK = 0.5  # the same where the words that ask for the greatest are among them
_READ_OFF = 0.7  # chance that a table so found is the one meant
_COUNTED = ("number", "money", "score")
_ANY_UNIT = ("个", "项")
_FEWEST_RANKED = 3  # rows with a figure
_UNTOLD = re.compile(r"^(?:序号|编号|备注)$")
# Columns that hold the kind of thing asked for, whatever the question calls it.
_HEADS: Mapping[str, re.Pattern[str]] = {
    "number": re.compile(r"数|名额|上限|指标|额度|比例|人次"),
    "money": re.compile(r"金额|标准|经费|资助|补贴|补助|奖金|元"),
    "score": re.compile(r"分"),
    "deadline": re.compile(r"时间|时限|日期|期限|截止"),
    "contact": re.compile(r"电话|联系|邮箱|地址|手机"),
    "lead": re.compile(r"牵头|责任|负责|承办|主办|单位|部门|处室"),
    "person": re.compile(r"联系人|姓名|负责人|组长|站长|主任|[^成专]员$"),
}


_DIVISION = re.compile(r"(?<=[\u4e00-\u9fff]{2})[省市区县旗州]$")  # 顺德 of 顺德区
_TELLS_LITTLE = frozenset("每各人个数量额名限的")  # letters of a head (每校限报: 校, 报)
_MERE = frozenset("年 数 量 额 情况".split())  # words of a head that a question leaves out


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as pairs of column head and value, as printed; ``named`` are the values that the
    question says."""

    clause: ClauseRecord
    cells: tuple[tuple[str, str], ...]
    named: frozenset[str]


def find(evidence: Evidence, as_of: date, steps: Steps) -> Iterator[Finding]:
    """What the rows named say in the column asked for, where they are plainly meant."""
    if superlative := _SUPERLATIVE.search(evidence.question.text):
        least = (superlative[1] or superlative[2]) in _LEAST
        answers = (_extreme(evidence, rows, least=least) for rows in _tables(evidence))
    else:
        answers = (_answer(evidence, rows) for rows in _tables(evidence))
    found = filter(None, answers)
    yield from sorted(found, key=lambda finding: -finding.score)[:1]


def find_whole(evidence: Evidence, as_of: date, steps: Steps) -> Iterator[Finding]:
    """All rows of a table (有哪些分会场, 评分标准), of those that stand under a heading asked for
    and those that the best rows are from: what names each row, and the columns asked for."""
    if evidence.question.kind in ("contact", "identity"):
        return  # read off as facts
    meant = [
        clause
        for notice_id in evidence.meant()
        for clause in notice_clauses(evidence.kb, notice_id)
        if clause.kind == "row"
    ]
    asked = normal(evidence.question.text)
    tops: dict[tuple[str, str], ClauseRecord] = {}
    for row in meant:
        tops.setdefault(_key(row), row)
    parted = (row for row in tops.values() if _column_of_parts(_row(row, asked), asked))
    under = (row for row in meant if evidence.headed.match(row)[0])
    first = {_key(row): row for row in (*parted, *under)}
    tables = [_rows(evidence, row) for row in [*first.values()][:_TABLES]]
    tables += [rows for rows in _tables(evidence) if _key(rows[0].clause) not in first]
    for rows in tables[:_TABLES]:
        if _SUM_ASKED.search(evidence.question.text) and (total := _total(evidence, rows)):
            yield total
        if parts := _parts(evidence, rows):
            yield parts
        elif len(rows) <= _MOST_LISTED and (found := _whole(evidence, rows)):
            yield found


def _total(evidence: Evidence, rows: Sequence[_Row]) -> Finding | None:
    """The row that adds the others up (合计); surely meant where nothing but the sum is asked."""
    sums = list(filter(_adds_up, rows))
    if len(sums) != 1 or evidence.barred(unit := whole(sums[0].clause)):
        return None
    scored = evidence.score(unit)
    plain = evidence.is_bare(unit.clause) or _says_no_more(
        evidence, sums[0], frozenset(head for head, _ in sums[0].cells)
    )
    sure = _READ_OFF if evidence.scope.clear and plain else 0.0
    label = next(value for _, value in sums[0].cells if _SUM.fullmatch(squeezed(value)))
    told = (f"{head}：{value}" for head, value in sums[0].cells if value != label)
    citations = unique(citations_of(evidence, unit))
    return Finding("；".join((label, *told)), citations, scored.score, scored.met, sure=sure)


def _adds_up(row: _Row) -> bool:
    return any(_SUM.fullmatch(squeezed(value)) for _, value in row.cells)


def _whole(evidence: Evidence, rows: Sequence[_Row]) -> Finding | None:
    if len(rows) < _FEWEST_LISTED or any(evidence.barred(whole(row.clause)) for row in rows):
        return None
    rows = [row for row in rows if not _adds_up(row)]
    heads = [head for head, _ in rows[0].cells if not _UNTOLD.search(head)] if rows else []
    if not heads:
        return None
    names = 1
    while names < len(heads) and len({_cells(row, heads[:names]) for row in rows}) < len(rows):
        names += 1  # merged cells name several rows
    asked = _asked(evidence, rows) - set(heads[:names])
    columns = [head for head in heads[names:] if head in asked]
    if not columns and not wants_several(evidence.question):
        columns = heads[names:]
    best = max((evidence.score(whole(row.clause)) for row in rows), key=lambda s: s.score)
    citations = _cited(evidence, rows)
    if not columns:  # the things themselves, as the question calls them (有哪几类)
        named = next(
            (head for head in heads if _says(squeezed(evidence.question.text), head)), heads[0]
        )
        things = dict.fromkeys(cell for row in rows for cell in _cells(row, [named]))
        return Finding("；".join(things), citations, best.score, best.met)
    told = ["，".join(filter(None, ("".join(_cells(row, heads[:names])), _valued(row, columns))))
            for row in rows]  # fmt: skip
    return Finding("；".join(told), citations, best.score, best.met)


def _parts(evidence: Evidence, rows: Sequence[_Row]) -> Finding | None:
    """The things that the column of classes (groups, levels) asked for lists, each once."""
    asked = normal(evidence.question.text)
    column = _column_of_parts(rows[0], asked)
    first = {_cells(row, column): row for row in reversed(rows) if not _adds_up(row)}
    said = [row for row in rows if column and row in first.values()]
    barred = any(evidence.barred(whole(row.clause)) for row in said)
    if barred or not _FEWEST_LISTED <= len(said) <= _MOST_LISTED:
        return None
    scored = evidence.score(whole(said[0].clause))
    text = "；".join(value for row in said for value in _cells(row, column))
    sure = _READ_OFF if evidence.scope.clear else 0.0
    return Finding(text, _cited(evidence, said), scored.score + _BONUS, scored.met, sure=sure)


def _column_of_parts(row: _Row, asked: str) -> list[str]:
    """The head of the column that lists the parts asked for; empty without one."""
    return [head for head, _ in row.cells if heads_parts(squeezed(head), asked)][:1]


def _cited(evidence: Evidence, rows: Sequence[_Row]) -> tuple[Citation, ...]:
    """The rows, their heads, and the line that leads to the table."""
    citations = [c for row in rows for c in citations_of(evidence, whole(row.clause))]
    above = evidence.clause(rows[0].clause.parent) if rows[0].clause.parent else None
    leads = [line for line in view(above).lines if line.text.strip()][-1:] if above else []
    return unique([*citations, *map(cite, leads)])


def _cells(row: _Row, heads: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for head, value in row.cells if head in heads)


def _valued(row: _Row, heads: Sequence[str]) -> str:
    """The cells under ``heads``, by themselves where there is one such column."""
    pairs = [(head, value) for head, value in row.cells if head in heads]
    return "，".join(value if len(heads) == 1 else f"{head}{value}" for head, value in pairs)


def _tables(evidence: Evidence) -> Iterator[list[_Row]]:
    """The rows of each table that the best rows are from."""
    seen: set[tuple[str, str]] = set()
    for scored in evidence.scored:
        clause = scored.unit.clause
        if clause.kind != "row" or _key(clause) in seen or evidence.barred(scored.unit):
            continue
        seen.add(_key(clause))
        yield _rows(evidence, clause)
        if len(seen) == _TABLES:
            return


def _key(row: ClauseRecord) -> tuple[str, str]:
    """Notice and number of the table that a row is of."""
    return row.notice_id, row.number.rpartition("/")[0]


def _rows(evidence: Evidence, row: ClauseRecord) -> list[_Row]:
    """All rows of the table that ``row`` is of."""
    asked = squeezed(evidence.question.query or evidence.question.text)
    of_notice = notice_clauses(evidence.kb, row.notice_id)
    return [_row(c, asked) for c in of_notice if c.kind == "row" and _key(c) == _key(row)]


def _row(clause: ClauseRecord, asked: str) -> _Row:
    pairs = (cell.partition("：") for cell in clause.context.split("；"))
    cells = tuple((head, value) for head, _, value in pairs if value)
    return _Row(clause, cells, frozenset(value for _, value in cells if _is_named(value, asked)))


def _is_named(value: str, asked: str) -> bool:
    """Whether the question says ``value``: whole where it is short, nearly whole where long, one
    of the things where it lists several (浑南区、于洪区、沈北新区)."""
    listed = [item for item in re.split("[、，,；]", squeezed(value)) if item]
    if len(listed) > 1 and any(_is_named(item, asked) for item in listed):
        return True
    plain = _BRACKETS.sub("", squeezed(value))
    if len(short := _SUFFIX.sub("", plain)) >= 4 or _DIVISION.search(plain):
        plain = _DIVISION.sub("", short)
    if not 2 <= len(plain) <= _LONGEST_NAME or plain.isdigit():
        return False
    return plain in asked or len(longest_run(plain, asked)) >= max(3, _NAMED * len(plain))


def _answer(evidence: Evidence, rows: Sequence[_Row]) -> Finding | None:
    weight = max((_weight(row) for row in rows), default=0)
    if not weight:
        return None
    meant = [row for row in rows if _weight(row) == weight]
    if wants_each(evidence.question):  # 一等、二等、三等各几个: every row that adds a name
        best = frozenset.union(*(row.named for row in meant))
        meant = [row for row in rows if row.named and (row in meant or row.named - best)]
    heads = _asked(evidence, meant)
    told = {tuple(value for head, value in row.cells if head in heads) for row in meant}
    several = len(told) > 1
    if not heads or not any(told) or len(meant) > _MOST_ROWS or not _meets(evidence, meant):
        return None
    if several and not (wants_each(evidence.question) or wants_several(evidence.question)):
        return None
    if not several:
        meant = meant[:1]
    best_row = max((evidence.score(whole(row.clause)) for row in meant), key=lambda s: s.score)
    citations = unique(c for row in meant for c in citations_of(evidence, whole(row.clause)))
    text, full = _said(meant, heads), _said(meant, frozenset(h for r in meant for h, _ in r.cells))
    sure = (
        _READ_OFF
        if len(meant) == len(heads) == 1 and _says_no_more(evidence, meant[0], heads)
        else 0.0
    )
    return Finding(text, citations, best_row.score + _BONUS, best_row.met, full=full, sure=sure)


def _says_no_more(evidence: Evidence, row: _Row, heads: frozenset[str]) -> bool:
    """The question says nothing but the notice, the row, and what its table is of; and asks for a
    count of what the column counts."""
    if not evidence.scope.clear or evidence.question.kind not in _COUNTED:
        return False
    unit = unit_asked(squeezed(evidence.question.text))
    value = "".join(value for head, value in row.cells if head in heads)
    if unit not in ("", *_ANY_UNIT) and unit not in f"{value}{''.join(heads)}":
        return False
    said = normal(" ".join((*row.named, *(head for head, _ in row.cells), *row.clause.path)))
    return all(word in said for word in evidence.own_words(row.clause))


def _extreme(evidence: Evidence, rows: Sequence[_Row], *, least: bool) -> Finding | None:
    """The row with the greatest figure in the column asked for (哪一项分值最高), or the least."""
    first = rows[0].cells if rows else ()
    columns = {head: _figures(rows, head) for head, _ in first if not _UNTOLD.search(head)}
    ranked = {head for head, figures in columns.items() if len(figures) >= _FEWEST_RANKED}
    heads = [*(ranked & _asked(evidence, rows) or ranked)]
    if len(heads) != 1 or not _meets(evidence, rows, _MET_TO_RANK):
        return None
    figures = columns[heads[0]]
    best = min(figures.values()) if least else max(figures.values())
    meant = [row for row in rows if figures.get(row.clause.clause_id) == best]
    if len(meant) > 1:
        return None
    row = meant[0]
    scored = evidence.score(whole(row.clause))
    named = next((cell for cell in row.cells if not _UNTOLD.search(cell[0])), row.cells[0])
    text = "；".join(
        f"{head}：{value}" for head, value in row.cells if head in (named[0], heads[0])
    )
    citations = unique(citations_of(evidence, whole(row.clause)))
    return Finding(text, citations, scored.score + _BONUS, scored.met, sure=_READ_OFF)


def _figures(rows: Sequence[_Row], head: str) -> dict[str, float]:
    """The figure of each row under ``head``, by clause; of rows with a plain figure there."""
    found = (
        (row.clause.clause_id, _FIGURE.fullmatch(dict(row.cells).get(head, ""))) for row in rows
    )
    return {clause_id: float(figure[1]) for clause_id, figure in found if figure}


def _weight(row: _Row) -> int:
    return sum(map(len, row.named))


def _asked(evidence: Evidence, rows: Sequence[_Row]) -> frozenset[str]:
    """The column heads that the question asks for: by their own name, else by its kind."""
    question = squeezed(evidence.question.text)
    given = {head for row in rows for head, value in row.cells if value in row.named}
    heads = {head for row in rows for head, _ in row.cells} - given
    heads = {head for head in heads if not _UNTOLD.search(head)}
    if unit := unit_asked(question):
        in_unit = re.compile(rf"\d\s*{unit}")
        cells = (cell for row in rows for cell in row.cells)
        if counted := {head for head, value in cells if in_unit.search(value)} & heads:
            return frozenset(counted)
    by_name = {head for head in heads if _says(question, head)}
    pattern = _HEADS.get(evidence.question.kind)
    of_kind = {head for head in heads if pattern and pattern.search(head)}
    if evidence.question.kind == "list" and not by_name:
        by_name = {head for head in heads if _values(rows, head) in counts(evidence.question)}
    if evidence.question.kind == "contact":  # a number is of somebody
        return frozenset(by_name | of_kind)
    return frozenset((by_name & of_kind) or by_name or of_kind)


def _values(rows: Sequence[_Row], head: str) -> int:
    """How many things the rows say under ``head``; 0 where some say nothing."""
    said = [dict(row.cells).get(head) for row in rows]
    return len(set(said)) if all(said) else 0


def _says(question: str, head: str) -> bool:
    """Whether the question says the head's own name, or its words in another order."""
    plain = _BRACKETS.sub("", squeezed(head))
    stem = _STEM.sub("", plain)
    parts = [part for part in words(plain) if part not in _MERE]
    several = len(parts) > 1 and all(part in question for part in parts)
    if several or (stem if len(stem) >= 2 else plain) in question:
        return True
    telling = {letter for letter in plain if letter not in _TELLS_LITTLE}
    return plain[0] == "每" and len(telling) > 1 and all(map(question.__contains__, telling))


def _meets(evidence: Evidence, rows: Sequence[_Row], share: float = _MET) -> bool:
    """Rows, headings, caption and title say a ``share`` of what the question says."""
    first = rows[0].clause
    table = first.number.rpartition("/")[0]
    captions = (
        other.text
        for other in notice_clauses(evidence.kb, first.notice_id)
        if other.kind == "table" and other.number == table
    )
    cells = (row.clause.context for row in rows)
    title = (first.notice_title, first.issuer or "")
    text = normal(" ".join((*cells, *first.path, *captions, *title)))
    said = evidence.scope.said.get(first.notice_id, "")
    weights = evidence.scorer.weights
    met = sum(w for t, w in weights.items() if t in said or stands(t, text))
    return met >= share * sum(weights.values())


def _said(rows: Sequence[_Row], heads: frozenset[str]) -> str:
    """The cells that were named and those asked for, under their heads; what rows share, once."""
    told = [[(h, v) for h, v in row.cells if v in row.named or h in heads] for row in rows]
    shared = [cell for cell in told[0] if all(cell in row for row in told)]
    rest = [[cell for cell in row if cell not in shared] for row in told]
    if len(heads) == 1 and all([head for head, _ in row] == [*heads] for row in rest):
        values = dict.fromkeys(value for row in rest for _, value in row)
        rest = [[(next(iter(heads)), "、".join(values))]]
    return "；".join(f"{head}：{value}" for row in [shared, *rest] for head, value in row)
