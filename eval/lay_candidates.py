"""What the reader is trained on beside notices: ``python -m eval.lay_candidates --data DIR``.

``DIR/articles.jsonl`` holds the laws, ``index/training/lay.jsonl`` questions on their articles.
The laws become files on shelves: all national ones on one, local ones on others, few on each, as
many rule alike. Each question is asked of the shelf of its law, and a line is written as by
``eval.candidates``. Right is the sentence that answers, of that law; where the product did not
bring it, it is put among the candidates as the product would show it. Left out is what says much
the same, in that law or another: it may answer too.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Any

import numpy as np

from index import KnowledgeBase
from index.cross_encoder import Passage
from index.ranking.asked import pairs_of
from index.ranking.fit import LOCAL, law_texts
from index.training.data import ARTICLES, LAY_QUESTIONS, SENTENCE, rows
from index.training.reader.lists import LAY
from ingest.model import SourceFile
from ingest.normal import normal, squeezed
from ingest.pipeline import ingest_file
from qa_api.candidates import candidates
from qa_api.confidence import worth_of
from qa_api.evidence import gather
from qa_api.question import split_questions
from qa_api.reading import passages_of, wording
from qa_api.scope import names_of, read_scope
from qa_api.signals import signals

_ON_A_SHELF = 60  # local laws
_MOST, _PUT_AT = 14, 3  # candidates of a line, and where the answer is put that was not brought
_TOO_ALIKE, _TOO_ALIKE_WITHIN = 0.45, 0.3  # pairs of characters shared with the answer
_AROUND = 48  # characters
_ENDS = "。；，、;.,！？!?:："

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question, the file of its law, the article's row, and the sentences of it that answer."""

    question: str
    file: str
    article: Row
    sentences: tuple[str, ...]


def shelves(data: Path) -> Iterator[tuple[KnowledgeBase, list[Wanted]]]:
    """Shelves of the laws that are asked about, each with its questions."""
    articles, texts = list(rows(data)), law_texts(data)
    asked: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows(LAY_QUESTIONS):
        asked[row["law"]].append(row)
    local = sorted(law for law in asked if LOCAL.search(law))
    groups = [sorted(asked.keys() - set(local))]
    groups += [local[at : at + _ON_A_SHELF] for at in range(0, len(local), _ON_A_SHELF)]
    for group in filter(None, groups):
        files = {law: f"{at:04}.txt" for at, law in enumerate(group)}
        with (
            tempfile.TemporaryDirectory() as folder,
            KnowledgeBase.open(Path(folder), create=True) as kb,
        ):
            with kb.batch():
                for law, file in files.items():
                    source = SourceFile(file, texts[law].encode(), "text/plain")
                    kb.add(ingest_file(source), source)
            yield kb, list(_wanted(group, asked, articles, files))


def _wanted(
    laws: Sequence[str], asked: Mapping[str, Sequence[Row]], articles: Sequence[Row],
    files: Mapping[str, str],
) -> Iterator[Wanted]:  # fmt: skip
    for law in laws:
        for row in asked[law]:
            article = articles[row["row"]]
            said = [part.strip() for part in SENTENCE.split(article["text"]) if part.strip()]
            for question, numbers in row["questions"]:
                told = tuple(said[number - 1].strip(_ENDS) for number in numbers)
                yield Wanted(question, PurePath(files[law]).stem, article, told)


def line_of(kb: KnowledgeBase, wanted: Wanted, stems: Mapping[str, str]) -> Row | None:
    """None where nothing may be said; ``stems``: clause_id → its file without suffix."""
    scope = read_scope(wanted.question, names_of(kb))
    part = split_questions(wanted.question, scope.names, scope.places)[0]
    evidence = gather(kb, part, scope)
    found = candidates(evidence, date.today())
    if not found:
        return None
    passages = passages_of(kb, found)
    kept: list[Row] = []
    for at in np.argsort(-worth_of(signals(evidence, found)), kind="stable"):
        passage = passages[at]
        own = any(stems[c.clause.clause_id] == wanted.file for c in found[at].finding.citations)
        right = _is_right(passage, wanted, own=own) if passage else None
        if passage and right is not None:
            kept.append({**asdict(passage), "right": right})
    if not any(one["right"] for one in kept):
        kept.insert(_PUT_AT, {**asdict(_shown(wanted)), "right": True})
    question = wording(part)
    return {"id": wanted.file, "source": LAY, "question": question, "candidates": kept[:_MOST]}


def _is_right(passage: Passage, wanted: Wanted, *, own: bool) -> bool | None:
    """None: it is hard to say."""
    text, told = squeezed(passage.text), [squeezed(one) for one in wanted.sentences]
    if own and all(one in text for one in told):
        return None if len(text) > max(200, 2 * sum(map(len, told))) else True
    alike = _shared(text, "".join(told))
    within = own and text in squeezed(wanted.article["text"]) and alike > _TOO_ALIKE_WITHIN
    return None if within or alike > _TOO_ALIKE or any(one in text for one in told) else False


def _shared(text: str, other: str) -> float:
    pairs = set(pairs_of(text))
    return len(pairs.intersection(pairs_of(other))) / max(1, len(pairs))


def _shown(wanted: Wanted) -> Passage:
    article = wanted.article
    first = re.split("[。；：]", article["text"].strip())[0]
    chapter = re.sub(r"\s+", "", article["chapter"] or "")
    around = normal(f"{chapter}{article['article'] or ''}{first}")[-_AROUND:]
    return Passage("".join(wanted.sentences), around, normal(article["law"])[:_AROUND])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args(arguments)
    for kb, asked in shelves(options.data / ARTICLES):
        stems = {
            clause.clause_id: PurePath(clause.source).stem
            for notice in kb.notices()
            for clause in kb.clauses(notice.notice_id)
        }
        for wanted in asked:
            if line := line_of(kb, wanted, stems):
                print(json.dumps(line, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
