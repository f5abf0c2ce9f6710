"""Writes the model folder: weights, tokenizer, sentence-transformers' modules, model card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save
from tokenizers import Tokenizer

from index.training.data import ARTICLES, Data
from index.training.evaluate import Figures
from index.training.fit import Settings

_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]
_CONFIG = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}


def save_model(folder: Path, tokenizer: Tokenizer, vectors: NDArray[np.float32]) -> None:
    """Writes a folder that ``SentenceTransformer(folder)`` opens; weights as float16.

    A short hash of the content stands in the weights' metadata: the model's name is made of it.
    """
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    rows, pieces = vectors.astype(np.float16), tokenizer.to_str(pretty=False)
    content = hashlib.sha256(rows.tobytes() + pieces.encode()).hexdigest()[:12]
    weights = save({"embedding.weight": rows}, metadata={"content": content})
    (folder / "model.safetensors").write_bytes(weights)
    (folder / "tokenizer.json").write_text(pieces, encoding="utf-8")
    _write_json(folder / "modules.json", _MODULES)
    _write_json(folder / "config_sentence_transformers.json", _CONFIG)
    _write_json(folder / "1_Normalize" / "config.json", {})


def write_card(
    folder: Path, data: Data, settings: Settings, minutes: float, figures: Sequence[Figures]
) -> None:
    """Writes ``README.md``: what went in, how, how well it does, and where it fails."""
    card = _CARD.format(
        dim=settings.dim,
        pieces=settings.vocabulary,
        articles=len(data.articles),
        articles_file=ARTICLES,
        sources="\n".join(
            f"| `{source}` | {licence} | {count} |"
            for (source, licence), count in sorted(data.sources.items())
        ),
        hashes="\n".join(f"| `{name}` | `{value}` |" for name, value in data.sha256.items()),
        settings="\n".join(f"| {name} | {value} |" for name, value in asdict(settings).items()),
        seed=settings.seed,
        minutes=f"{minutes:.0f}",
        figures=_figures(figures),
    )
    (folder / "README.md").write_text(card, encoding="utf-8")


def _figures(figures: Sequence[Figures]) -> str:
    if not figures:
        return "Not measured for this folder."
    lines = [f"| {f.system} | {f.recall_10:.3f} | {f.recall_100:.3f} | {f.n} |" for f in figures]
    return "\n".join(["| system | Recall@10 | Recall@100 | n |", "|---|---|---|---|", *lines])


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


_CARD = """---
library_name: sentence-transformers
pipeline_tag: sentence-similarity
language: zh
---
# Static embedding of Chinese law and policy text

A text is cut into pieces (a Unigram model over {pieces} words of at most 3 characters), each
piece has a vector of {dim} numbers, and the text's vector is their mean, scaled to length 1. No
network is run: about 5,000 clauses of 120 characters a second on one core, without torch. The first
128 or 64 numbers may be used alone, scaled to length 1 again (Matryoshka).

Texts are to be normalised before encoding (`ingest.normal.normal`: NFKC, lower case, no white space
beside Chinese); `index.embedding.load_embedder()` does it. On normalised text
`SentenceTransformer("index/model").float()` gives equal vectors, and so does `model2vec` to the
precision of the stored float16. Without `.float()` an empty text gives NaN there; here it gives 0.

## Trained on
`{articles_file}`: {articles} articles of laws, regulations and judicial interpretations of the PRC
(outside copyright, Copyright Law of the PRC, art. 5): a heading or a phrase of an article is the
query, the rest of the article its answer.

`pairs.jsonl`, questions with passages, and `lay.jsonl` (`index/training/`, part of the project):
two questions on each of 6,400 of those articles, one in everyday words, one short and plain:

| source | licence | pairs |
|---|---|---|
{sources}

| file | sha256 |
|---|---|
{hashes}

`stard_train`: STARD (arXiv 2406.15313); `lecoqa_train_answer`: LeCoQA; `lawyer_llama_q2law`:
Lawyer LLaMA; `gov_msg_title2detail`, `gov_msg_title2reply`: messages to local government and its
replies; `cmrc_trial`: CMRC 2018, from Wikipedia. `drcd_dev_trad` (traditional characters) is left
out. The words come from jieba's dictionary (MIT).

## Made by
`python -m index.train --data DIR --seed {seed} --stard STARD_DIR`, {minutes} minutes on one core,
and as long again for the figures below.

1. Self-supervised, InfoNCE (van den Oord et al. 2018) over a batch: a heading, a phrase, or a
   question made of the article's wording (`index/ranking/questions.py`) against the article. First
   lengths of the vectors: smooth inverse frequency (Arora et al. 2017).
2. On the labelled pairs with negatives mined by the model itself. Two passages that answer one
   question are a pair too (`bridges`); the same article in another dress is no negative
   (`index/training/answers.py`); STARD's pairs and those of `lay.jsonl` are seen
   `lay_passes` times in a pass.
3. The mean of `runs` such trainings from the same start (model soup, Wortsman et al. 2022).

All at several widths at once (Kusupati et al. 2022), a share `dropout` of the pieces left out of
each text (word dropout, Iyyer et al. 2015).

| setting | value |
|---|---|
{settings}

## Measured
STARD, 58,601 articles, a fifth of its training questions (by hash of their id). The figures are of
a model trained the same way WITHOUT those questions, neither from `stard_train` nor from
`lecoqa_train_answer`; the shipped weights have since been trained on all pairs. The settings were
chosen on these questions and on another fifth, so expect a little less elsewhere.

{figures}

## Limits
- A vector knows subjects, not numbers, dates, negation or who does what to whom: use it beside a
  lexical index, never alone.
- Trained on law and on messages to government; words of science and of project applications are
  known less well, and words outside the vocabulary only by their characters.
- Latin words outside the vocabulary, and e-mail addresses, are ignored.
- Traditional characters are hardly known.
- The vector of a very short text is that of its few words, and so lies near to any query with one
  of them: embed a heading or a table row with the headings above it.
"""
