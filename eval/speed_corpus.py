"""Clauses by the million, for measuring speed: real articles of law, repeated and perturbed.

The first copy of each law is as it is. In later ones the title names another year, and one piece
of each article (between two punctuation marks) is another article's, so that words keep the
frequencies they have in real clauses while no two clauses are the same.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from ingest.model import Clause, Notice, PlacedLine, SourceFile

_PIECE = re.compile(r"[^，。；：、\n]{4,}")
SEED = 20


def read_laws(articles: Path) -> dict[str, list[tuple[str, str, str]]]:
    """``articles.jsonl`` → law → (chapter, article, text) in order."""
    laws: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with articles.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            text = re.sub(r"\s*\n\s*", "\n", row["text"].strip())
            laws[row["law"]].append((row["chapter"], row["article"], text))
    return laws


def notices(articles: Path, clauses: int) -> Iterator[tuple[Notice, SourceFile]]:
    """Notices that hold ``clauses`` clauses together, the last one cut to fit."""
    laws = read_laws(articles)
    names = list(laws)
    random.Random(SEED).shuffle(names)  # laws of one place stand together in the file
    texts = [text for name in names for _, _, text in laws[name]]
    made, copy = 0, 0
    while made < clauses:
        chance = random.Random(SEED + copy)
        for name in names:
            articles_of = list(islice(laws[name], clauses - made))
            if copy:
                articles_of = [(c, a, _perturbed(t, texts, chance)) for c, a, t in articles_of]
            yield _notice(name if not copy else f"{name}（{1990 + copy}年文本）", copy, articles_of)
            made += len(articles_of)
            if made >= clauses:
                return
        copy += 1


def made_up(articles: Path) -> Iterator[tuple[Notice, SourceFile]]:
    """Notices that ``notices`` never gives: articles of laws under titles of their own."""
    laws = read_laws(articles)
    for count, (name, rows) in enumerate(laws.items()):
        yield _notice(f"关于第{count}号试验事项的补充规定（摘自{name}）", 60, rows[:50])


def _perturbed(text: str, texts: Sequence[str], chance: random.Random) -> str:
    """``text`` with one piece of another article in place of one of its own."""
    pieces = list(_PIECE.finditer(text))
    others = _PIECE.findall(chance.choice(texts))
    if not pieces or not others:
        return text
    piece, other = chance.choice(pieces), str(chance.choice(others))
    return text[: piece.start()] + other + text[piece.end() :]


def _notice(
    title: str, copy: int, rows: Sequence[tuple[str, str, str]]
) -> tuple[Notice, SourceFile]:
    text, spans = title, []
    for _, article, body in rows:
        start = len(text) + 1
        text += f"\n{article}　{body}"
        spans.append((start, len(text)))
    notice_id = "n" + hashlib.sha256(text.encode()).hexdigest()[:10]
    clauses, seen = [], set()
    for at, ((chapter, article, _), (start, end)) in enumerate(zip(rows, spans, strict=True)):
        chapter = " ".join(chapter.split())
        number = "/".join(filter(None, (chapter.split(" ")[0], article)))
        clause_id = f"{notice_id}#{number}" + (f"~{at}" if number in seen else "")
        seen.add(number)
        path = tuple(filter(None, (chapter, article)))
        clauses.append(Clause(clause_id, number, "article", path, start, end))
    source = SourceFile(f"{notice_id}.txt", text.encode(), "text/plain")
    notice = Notice(
        notice_id=notice_id, title=title, document_number=f"法发〔{1990 + copy}〕{len(text)}号",
        issuer=title[:6], issued_on=f"{1990 + copy}-01-01", recipients=None, type="办法",
        text=text, clauses=tuple(clauses), facts=(),
        lines=tuple(PlacedLine(start, end) for start, end in spans),
        source_name=source.name, source_sha256=source.sha256,
    )  # fmt: skip
    return notice, source
