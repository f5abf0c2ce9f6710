"""Invented notices, and a small stand-in for the embedding model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from index.words import words
from ingest.model import Clause, Fact, Notice, Page, PlacedLine, SourceFile

TREES = """\
关于开展城市行道树养护竞赛的通知
各街道办事处：
一、参赛条件
（一）在本市注册的绿化企业均可参赛，每家限报3支队伍。
（二）近两年无安全事故。
二、报名时间
请于2023年6月18日16:30前将报名表发送至trees@example.org，电话0510-80001234。
"""

LIBRARY = """\
社区图书馆经费管理办法
第一条 为规范社区图书馆经费使用，制定本办法。
第二条 每馆每年补助12万元，其中购书费不低于40%。
第三条 经费不得用于发放奖金。
"""


def make_source(name: str, text: str) -> SourceFile:
    return SourceFile(name, text.encode(), "text/plain")


def make_notice(
    text: str = TREES,
    *,
    document_number: str | None = "湖绿发〔2023〕7号",
    issuer: str | None = "湖山市绿化局",
    issued_on: str | None = "2023-05-02",
    type: str | None = "通知",
    name: str = "trees.txt",
    salt: str = "",
) -> Notice:
    """One clause a line; a line that begins with a date or phone also gives a deadline fact."""
    source = make_source(name, text)
    notice_id = "n" + hashlib.sha256((text + salt).encode()).hexdigest()[:8]
    clauses, lines, facts = [], [], []
    path: tuple[str, ...] = ()
    at = 0
    for ordinal, line in enumerate(text.splitlines()):
        start, end, at = at, at + len(line), at + len(line) + 1
        label = re.match(r"(第[一二三]条|（[一二三]）|[一二三](?=、))", line)
        if label and "、" in line[:3]:
            path = (line,)
        number = label.group() if label else f"行{ordinal}"
        clauses.append(Clause(f"{notice_id}#{number}", number, "item", path, start, end))
        box = (72.0, 90.0 + 20 * ordinal, 500.0, 104.0 + 20 * ordinal)
        lines.append(PlacedLine(start, end, 1 + ordinal // 4, box))
        if found := re.search(r"\d{4}年\d+月\d+日", line):
            span = (start + found.start(), start + found.end())
            facts.append(
                Fact("deadline", "报名", "2023-06-18", found.group(), *span, clauses[-1].clause_id)
            )
    return Notice(
        notice_id=notice_id,
        title=text.splitlines()[0],
        document_number=document_number,
        issuer=issuer,
        issued_on=issued_on,
        recipients=None,
        type=type,
        text=text,
        clauses=tuple(clauses),
        facts=tuple(facts),
        lines=tuple(lines),
        pages=(Page(1, 595.0, 842.0), Page(2, 595.0, 842.0)),
        source_name=source.name,
        source_sha256=source.sha256,
    )


def make_library() -> Notice:
    return make_notice(
        LIBRARY,
        document_number="湖文〔2021〕15号",
        issuer="湖山市文化局",
        issued_on="2021-03-09",
        type="办法",
        name="library.txt",
    )


class FakeEmbedder:
    """Words hashed into a few dimensions: near when words are shared, and synonyms on demand."""

    name = "fake"
    dim = 64
    synonyms = MappingProxyType({"钱": "补助", "贴补": "补助"})

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        out = np.zeros((len(texts), self.dim), np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                word = self.synonyms.get(word, word)
                out[row, int(hashlib.md5(word.encode()).hexdigest(), 16) % self.dim] += 1
        norms = np.linalg.norm(out, axis=1, keepdims=True)
        return np.divide(out, norms, out=out, where=norms > 0)
