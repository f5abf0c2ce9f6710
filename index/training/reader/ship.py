# ruff: noqa: E501  (the card)
"""From the trained network to what is served: ONNX, weights in 8-bit numbers, a model card."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from index.cross_encoder import MODEL, VOCABULARY, Vocabulary
from index.training.reader.network import Network
from index.training.reader.settings import Settings

_OPSET = 17
_INPUTS = ("tokens", "kinds", "mask")


def export(
    weights: dict[str, torch.Tensor], vocabulary: Vocabulary, settings: Settings, folder: Path
) -> None:
    """``model.onnx`` and ``vocab.txt``.

    The weights of matrices are stored as 8-bit numbers, one scale a column; what they are
    multiplied with is brought to 8 bits as it comes (dynamic quantisation).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network = Network(len(vocabulary), settings, attention="eager")
    network.load_state_dict({name: value.float() for name, value in weights.items()})
    network.eval()
    folder.mkdir(parents=True, exist_ok=True)
    example = torch.ones((2, 16), dtype=torch.long)
    axes = {name: {0: "texts", 1: "length"} for name in _INPUTS}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / MODEL
        torch.onnx.export(
            network, (example, torch.zeros_like(example), example), str(whole),
            input_names=list(_INPUTS), output_names=["scores"],
            dynamic_axes={**axes, "scores": {0: "texts"}}, opset_version=_OPSET, dynamo=False,
        )  # fmt: skip
        small = Path(scratch) / "8-bit.onnx"
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
        _fused(small, folder / MODEL)
    vocabulary.write(folder / VOCABULARY)


def _fused(model: Path, into: Path) -> None:
    """The same sums with neighbouring steps made one, as onnxruntime would make them each time that
    it opens ``model``: that takes three times as long as to open what is fused already. Nothing
    that depends on the processor is done."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(into)
    onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def write_card(folder: Path, about: Mapping[str, Any], settings: Settings) -> None:
    """``README.md``: what went in, how, how well it does, and where it fails."""
    sources = "\n".join(f"| `{s}` | {licence} | {n} |" for s, licence, n in about["sources"])
    lists = "\n".join(f"| {source} | {n} |" for source, n in about["lists"].items())
    hashes = "\n".join(f"| `{name}` | `{value}` |" for name, value in about["sha256"].items())
    figures = "\n".join(f"| {source} | {share} |" for source, share in about["figures"].items())
    made = "\n".join(f"| {name} | {value} |" for name, value in asdict(settings).items())
    refined = about["refined"]
    card = _CARD.format(
        refined="\n".join(f"| {source} | {n} |" for source, n in refined["lists"].items()),
        refined_sha256=refined["sha256"],
        width=settings.width, layers=settings.layers, tokens=about["tokens"],
        articles=about["articles"], sources=sources, lists=lists, hashes=hashes,
        figures=figures, settings=made,
    )  # fmt: skip
    (folder / "README.md").write_text(card, encoding="utf-8")


def read_about(path: Path) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return about


_CARD = """---
library_name: onnx
pipeline_tag: text-ranking
language: zh
---
# Reader: which of several texts answers a Chinese question, if any

A cross-encoder: question, text and what stands around the text (headings, the rest of its clause) are read
together, a character a token, by a transformer of {layers} layers of width {width} (BERT's form, Devlin et
al. 2019). Its score is the log odds that the text answers against that nothing does. `model.onnx` takes `tokens`, `kinds` and `mask`,
(texts, length) each, and gives `scores`, (texts,); `index.cross_encoder.Reader` prepares them and runs it with
onnxruntime, a text in about ten milliseconds on two cores. Weights are 8-bit numbers.

It started from random weights; no other model went into it.

## Trained on
1. Running text, {tokens} characters: {articles} articles of laws, regulations and judicial interpretations of the PRC and
   documents of the State Council (outside copyright, Copyright Law of the PRC, art. 5), and the texts of the
   questions below. Whole words are left out and guessed.
2. Lists of a question and texts of which some answer it or none does. Texts in traditional characters are
   turned into simplified ones.

| source | licence | rows |
|---|---|---|
{sources}

| lists | number |
|---|---|
{lists}

`reading`: the sentence or phrase that holds the answer among those around it. `made`: a question made of an
article's wording (`index/ranking/questions.py`), its sentence among those of the articles beside it. `pairs`: the labelled passage among those that the
embedding mistakes for it. `candidates`: what the product itself brought for questions on invented notices
(`eval/invented/`), which are part of the project.

3. Lists of the product's candidates once more, each text with what its notice is called before its headings.

| lists | number |
|---|---|
{refined}

`absent`: questions asked of a shelf without the notices that answer them. `renamed`: questions in which the name of
another notice stands for that of theirs. Nothing answers either; a share of them is taken (see the settings).
`answered`: questions that no notice answers, with an invented text that would (`eval/invented/answered.jsonl`), so that no
question is told by itself. `candidates` holds many of the questions also as other people would put them
(`eval/invented/spoken_fitted.jsonl`). `whole`: the sentences of a notice that the reader before took for an answer, and
those that are one. `lay`: questions of laymen on articles of law (`index/training/lay.jsonl`, written for this project),
asked of shelves of laws. The candidates of all: sha256 `{refined_sha256}`.

| file | sha256 |
|---|---|
{hashes}

`stard_train`: STARD (arXiv 2406.15313); `lecoqa_train_answer`: LeCoQA; `lawyer_llama_q2law`:
Lawyer LLaMA; `gov_msg_*`: messages to local government and its replies; CMRC 2018 and DRCD: from Wikipedia. No
question of Legal-DC or NCP is among them.

## Made by
`python -m index.train_reader` (`prepare`, `pretrain`, `tune`, `refine`, `ship`; see its help): about 18 minutes on one
H100 (some days without an accelerator), and `refine` forty minutes on two cores. Sums are not the same bit for bit
each time.

| setting | value |
|---|---|
{settings}

## Measured
Lists held out of the second training, with a text that answers: share where it came first after it.

| lists | first |
|---|---|
{figures}

What it brings to answers is in `eval/README.md`.

## Limits
- It reads a list as if one of its texts, or none, answered: a score by itself is no probability.
- It judges what was found; it finds nothing.
- It knows little of the world: what it has read is law, some encyclopaedia and invented notices. Numbers and dates
  it tells by their form, not by their worth.
- Long texts are cut to their beginning and end, questions to their first 64 characters.
"""
