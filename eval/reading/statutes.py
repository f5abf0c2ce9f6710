"""Regulations as DOCX: is every article a clause with its number, and no clause false?

The judge shares no code with the reader: paragraphs by python-docx, articles by a regular
expression of its own, chapters counted by hand, and labels that Word generates counted from
``numbering.xml``.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

import docx
from docx.oxml.ns import qn

from eval.reading.rows import Row
from ingest.errors import IngestError
from ingest.model import SourceFile
from ingest.pipeline import ingest_file

_NUMERAL = "〇零一二三四五六七八九十百千0-9"
_OPENS = re.compile(
    rf"[\s　]*(第\s*[{_NUMERAL}]+\s*([编章节条])(?:\s*之\s*[一二三四五六七八九十]+)?)(?=([\s　]?))"
)
_REFERENCE = re.compile(r"[\s　]*(?:第\S+?条)\s*(?:规定|所|至|和|、|第|的规定|中的)")
_INSIDE = re.compile(rf"(?<=[。；])(?=第[{_NUMERAL}]+条[\s　])")
_GENERATED = re.compile(r"第%\d([编章节条])")
_LEVELS = "编章节条"
_DIGITS = "零一二三四五六七八九"


class _Level(NamedTuple):
    """A level of a Word list: its text and the number it starts from."""

    text: str
    start: int


def rows(folder: Path) -> Iterator[Row]:
    """Failures, articles found, false clauses, documents a second against python-docx alone."""
    paths = sorted(folder.glob("*.docx"))
    sources = [SourceFile.from_path(path) for path in paths]
    wanted = [(source.name, articles(source.data)) for source in sources]
    begun = time.process_time()
    for source in sources:
        _ = [paragraph.text for paragraph in docx.Document(io.BytesIO(source.data)).paragraphs]
    alone = time.process_time() - begun
    found, failed = {}, []
    begun = time.process_time()
    for source in sources:
        try:
            found[source.name] = list(_read(source))
        except IngestError as error:
            failed.append(str(error))
    ours = time.process_time() - begun
    yield Row("legal_dc: files read", len(found), len(paths), 1.0, notes=tuple(failed))
    yield from _compared(wanted, found)
    yield Row("legal_dc: read to clauses and facts", len(paths) / ours, len(paths), unit="/CPU s")
    yield Row(
        "legal_dc: python-docx alone, same run", len(paths) / alone, len(paths), unit="/CPU s"
    )


def _compared(
    wanted: Sequence[tuple[str, list[str]]], found: dict[str, list[str]]
) -> Iterator[Row]:
    right = total = given = 0
    notes = []
    for name, want in wanted:
        got = found.get(name, [])
        matcher = SequenceMatcher(None, want, got, autojunk=False)
        right += sum(block.size for block in matcher.get_matching_blocks())
        total, given = total + len(want), given + len(got)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                notes.append(
                    f"{name}: {tag} {want[a:b][:3]}… ({b - a}) by {got[c:d][:3]}… ({d - c})"
                )
    yield Row(
        "legal_dc: articles that are clauses with the right number path",
        right,
        total,
        0.995,
        notes=tuple(notes),
    )
    yield Row("legal_dc: article clauses that are articles", right, given, 0.995)


def _read(source: SourceFile) -> Iterator[str]:
    """Numbers of the clauses that open an article, in order."""
    for notice in ingest_file(source):
        for clause in notice.clauses:
            if clause.kind == "article" and notice.quote(clause).lstrip().startswith("第"):
                yield re.sub(r"\s", "", clause.number)


def articles(data: bytes) -> list[str]:
    """Number paths of the articles of a DOCX, by a count of its own."""
    document = docx.Document(io.BytesIO(data))
    open_: dict[str, str] = {}
    result = []
    for line in _lines(document):
        match = _OPENS.match(line)
        if not match or (not match[3] and _REFERENCE.match(line)):
            continue
        level = match[2]
        open_[level] = re.sub(r"\s", "", match[1])
        for lower in _LEVELS[_LEVELS.index(level) + 1 :]:
            open_.pop(lower, None)
        if level == "条":
            result.append("/".join(open_[name] for name in _LEVELS if name in open_))
    return result


def _lines(document: Any) -> Iterator[str]:
    """Lines as a reader of the document sees them, with the labels that Word generates."""
    levels = _list_levels(document)
    counts: dict[tuple[str, str], int] = {}
    for paragraph in document.paragraphs:
        label = _label(paragraph, levels, counts)
        for line in paragraph.text.split("\n"):
            first, *rest = _INSIDE.split(line)
            yield label + first
            yield from rest
            label = ""


def _label(
    paragraph: Any, levels: dict[tuple[str, str], _Level], counts: dict[tuple[str, str], int]
) -> str:
    """``第三条 `` for the third paragraph of a list whose level text is 第%1条."""
    numbered = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if numbered is None:
        numbered = paragraph.style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if numbered is None:
        return ""
    key = _value(numbered, "numId"), _value(numbered, "ilvl")
    level = levels.get(key)
    match = _GENERATED.search(level.text) if level else None
    if not level or not match:
        return ""
    counts[key] = counts.get(key, level.start - 1) + 1
    for other in [other for other in counts if other[0] == key[0] and other[1] > key[1]]:
        del counts[other]
    return f"第{_chinese(counts[key])}{match[1]} "


def _value(element: Any, tag: str) -> str:
    child = element.find(qn(f"w:{tag}"))
    return "0" if child is None else str(child.get(qn("w:val")))


def _list_levels(document: Any) -> dict[tuple[str, str], _Level]:
    """``(numId, ilvl)`` → the level's text, such as 第%1条, and its first number."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    lists = {
        item.get(qn("w:abstractNumId")): {
            level.get(qn("w:ilvl")): _Level(_value(level, "lvlText"), int(_value(level, "start")))
            for level in item.iter(qn("w:lvl"))
        }
        for item in root.iter(qn("w:abstractNum"))
    }
    return {
        (number.get(qn("w:numId")), ilvl): level
        for number in root.iter(qn("w:num"))
        for ilvl, level in lists.get(_value(number, "abstractNumId"), {}).items()
    }


def _chinese(number: int) -> str:
    """1 to 999 in Chinese numerals: 十二, 一百零三."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
