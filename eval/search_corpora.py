"""The benchmarks of search as values: questions, and what is relevant to each."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index import KnowledgeBase
from index.training.evaluate import fifth_of
from ingest.errors import PolicyQAError
from ingest.model import SourceFile
from ingest.normal import squeezed
from ingest.pipeline import ingest_file

_ARTICLE = re.compile(r"^(.*?)(第[一二三四五六七八九十百千零〇]+条(?:之[一二三四五六七八九十]+)?)$")
_LEAST_ANSWER = 10  # characters of an answer that tell a document from others
_LEAST = 12  # characters of a clause that may count as part of a longer evidence


@dataclass(frozen=True, slots=True)
class Question:
    """``relevant``: clause_ids, or names of documents where whole documents are judged."""

    id: str
    text: str
    relevant: frozenset[str]
    type: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """``unit`` maps clause_ids to what is judged, where that is not the clause itself.

    ``wider`` are the same questions with more that counts as relevant.
    """

    name: str
    questions: tuple[Question, ...]
    measures: tuple[str, ...]
    unit: Mapping[str, str] = field(default_factory=dict)
    wider: Benchmark | None = None

    def sample(self, rng: random.Random, count: int) -> Benchmark:
        chosen = rng.sample(self.questions, min(count, len(self.questions)))
        ids = {question.id for question in chosen}
        wider = self.wider and replace(
            self.wider, questions=tuple(q for q in self.wider.questions if q.id in ids)
        )
        return replace(self, questions=tuple(chosen), wider=wider)


def read_legal_dc(kb: KnowledgeBase, folder: Path) -> Benchmark:
    """Relevant: clauses that hold an evidence text, or (12 characters or more) are held by one."""
    paths = sorted((folder / "documents").glob("*.docx"))
    fill(kb, (lambda p=path: SourceFile.from_path(p) for path in paths))  # type: ignore[misc]
    clauses = {clause: squeezed(text) for clause, text, _ in _clauses(kb)}
    questions = tuple(
        Question(row["id"], row["question"], _holding(row["evidence"], clauses), row["type"])
        for row in _rows(folder / "questions_dev.jsonl")
    )
    return Benchmark("Legal-DC dev", questions, ("Success@1", "Success@5", "RR@10"))


def read_ncp(kb: KnowledgeBase, folder: Path) -> Benchmark:
    """Relevant: the document of the question, or another with the same text; wider: one that holds
    the written answer (10 characters or more) word for word."""
    documents = {row["docid"]: row["text"] for row in _rows(folder / "documents.jsonl")}
    fill(kb, (lambda d=d, t=t: _text(d, t) for d, t in documents.items()))  # type: ignore[misc]
    texts = {f"{docid}.txt": squeezed(text) for docid, text in documents.items()}
    strict, wider = [], []
    for row in _rows(folder / "questions_dev.jsonl"):
        own, answer = squeezed(documents[row["document"]]), squeezed(row["answer"])
        same = frozenset(name for name, text in texts.items() if text == own)
        holding = frozenset(name for name, text in texts.items() if answer in text)
        strict.append(Question(row["id"], row["question"], same))
        enough = len(answer) >= _LEAST_ANSWER
        wider.append(replace(strict[-1], relevant=same | holding if enough else same))
    measures = ("Success@1", "Success@5", "RR@10")
    unit = {clause: source for clause, _, source in _clauses(kb)}
    name = "NCP dev, documents"
    also = Benchmark(f"{name} that hold the answer's words", tuple(wider), measures, unit)
    return Benchmark(name, tuple(strict), measures, unit, also)


def read_stard(kb: KnowledgeBase, folder: Path, fifth: int | None = None) -> Benchmark:
    """Relevant: the named articles; a law is one document. A ``fifth`` of the questions, or all."""
    laws: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _rows(folder / "corpus.jsonl"):
        match = _ARTICLE.match(row["name"])
        law, article = (match[1], match[2]) if match else (row["name"], "")
        laws[law].append((article, re.sub(r"\n+", "\n", row["text"].strip())))
    texts = {
        law: "\n".join([law, "", *(f"{a}　{t}" for a, t in rows)]) for law, rows in laws.items()
    }
    fill(kb, (lambda n=n, t=t: _text(n[:60], t) for n, t in texts.items()))  # type: ignore[misc]
    by_name: defaultdict[str, set[str]] = defaultdict(set)
    for notice in kb.notices():
        for clause in kb.clauses(notice.notice_id):
            by_name[squeezed(notice.title + clause.number.split("/")[-1])].add(clause.clause_id)
    questions = tuple(
        Question(
            str(row["id"]),
            row["question"],
            frozenset().union(*(by_name[squeezed(name)] for name in row["relevant"])),
        )
        for row in _rows(folder / "questions_train.jsonl")
        if fifth is None or fifth_of(str(row["id"])) == fifth
    )
    name = "STARD train (seen in training)" if fifth is None else f"STARD train, fifth {fifth + 1}"
    return Benchmark(name, questions, ("R@10", "R@100", "RR@10"))


def fill(kb: KnowledgeBase, sources: Iterable[Callable[[], SourceFile]]) -> None:
    """Ingest into an empty knowledge base; a filled one is what an earlier run has made."""
    if kb.notices():
        return
    with kb.batch():
        for make in sources:
            source = make()
            try:
                kb.add(ingest_file(source), source)
            except PolicyQAError as error:
                print(f"{source.name}: {error}", flush=True)


def _text(name: str, text: str) -> SourceFile:
    return SourceFile(f"{name.replace('/', '_')}.txt", text.encode(), "text/plain")


def _clauses(kb: KnowledgeBase) -> Iterator[tuple[str, str, str]]:
    """(clause_id, text, file name) of every clause."""
    with kb.reading() as db:
        yield from db.execute(
            "SELECT c.clause_id, c.text, s.name FROM clauses c JOIN notices n ON n.id = c.notice"
            " JOIN sources s ON s.sha256 = n.source"
        )


def _holding(evidence: Iterable[str], clauses: Mapping[str, str]) -> frozenset[str]:
    texts = [text for entry in evidence if (text := squeezed(entry))]
    return frozenset(
        clause
        for clause, body in clauses.items()
        if any(text in body or (len(body) >= _LEAST and body in text) for text in texts)
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line)
