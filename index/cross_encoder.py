"""How well a text answers a question, read together: the shipped reader, or any cross-encoder.

A cross-encoder (Nogueira and Cho 2019) sees the words of both at once, and so who does what to
whom, which a score made of words met or of two vectors cannot. It is slow, a hundred texts a
second, so it judges what was found and finds nothing. The shipped one (``index/reader``, see its
README) is a small transformer run by onnxruntime, in 8-bit numbers, a character a token. Neither
torch nor sentence-transformers is imported for it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import CrossEncoderMissing
from ingest.normal import normal

SHIPPED = Path(__file__).parent / "reader"
MODEL, VOCABULARY = "model.onnx", "vocab.txt"
PADDING, UNKNOWN, START, BREAK, MASK = range(5)
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
# Characters of a question, of a text (its beginning and its end where it is longer), and tokens of
# all three together.
QUESTION, TEXT_HEAD, TEXT_TAIL, LONGEST = 64, 88, 24, 320
_MOST_THREADS = 2

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that may answer, what stands around it (headings, the rest of its clause), and what
    the notice that it is from is called."""

    text: str
    around: str = ""
    notice: str = ""

    @property
    def surroundings(self) -> str:
        """The name first: whether another notice is asked about is seen there."""
        return f"{self.notice} | {self.around}" if self.notice else self.around


class CrossEncoder(Protocol):
    """``name`` changes with the model's content."""

    @property
    def name(self) -> str: ...

    def score(self, question: str, passages: Sequence[Passage]) -> Scores:
        """(len(passages),): the higher the likelier it answers; 0 is as likely as that nothing
        does."""
        ...


def load_cross_encoder(name: str | None = None) -> CrossEncoder:
    """The shipped reader, or the sentence-transformers cross-encoder of that name or folder.

    Raises CrossEncoderMissing where it cannot be opened.
    """
    return Reader(SHIPPED) if name is None else SentenceCrossEncoder(name)


def shortened(question: str, passage: Passage) -> tuple[str, str, str]:
    """Question, text and surroundings, normalised, as they are read and trained on."""
    text = normal(passage.text)
    if len(text) > TEXT_HEAD + TEXT_TAIL:
        text = text[:TEXT_HEAD] + text[-TEXT_TAIL:]
    return normal(question)[:QUESTION], text, normal(passage.surroundings)


def sequence(
    question: Sequence[int], text: Sequence[int], around: Sequence[int]
) -> tuple[list[int], int]:
    """``[CLS] question [SEP] text [SEP] around [SEP]`` as tokens, and where the text begins."""
    tokens = [START, *question, BREAK, *text, BREAK]
    if len(around):
        tokens += [*around, BREAK]
    return tokens[:LONGEST], len(question) + 2


class Vocabulary:
    """Characters, one a line after the special tokens: the line's number is the token."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.tokens = [*SPECIAL, *characters]
        self._numbers = {token: number for number, token in enumerate(self.tokens)}

    @classmethod
    def read(cls, path: Path) -> Vocabulary:
        return cls(path.read_text("utf-8").split("\n")[len(SPECIAL) : -1])

    def write(self, path: Path) -> None:
        path.write_text("".join(f"{token}\n" for token in self.tokens), "utf-8")

    def __len__(self) -> int:
        return len(self.tokens)

    def encode(self, text: str) -> list[int]:
        return [self._numbers.get(character, UNKNOWN) for character in text]


class Reader:
    """A folder of ``model.onnx`` (tokens, kinds, mask → scores) and ``vocab.txt``."""

    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime

            self._model = folder / MODEL
            self._vocabulary = Vocabulary.read(folder / VOCABULARY)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = min(_MOST_THREADS, os.cpu_count() or 1)
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                self._model.read_bytes(), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors share no base of their own
            raise CrossEncoderMissing(
                f"阅读模型 {folder} 缺失或损坏：请重新安装 policyqa；没有它，仍按词语和语义作答。"
            ) from error

    @cached_property
    def name(self) -> str:
        with self._model.open("rb") as file:
            return f"reader-{hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"

    def score(self, question: str, passages: Sequence[Passage]) -> Scores:
        """(len(passages),): the higher the likelier it answers; 0 is as likely as that nothing
        does."""
        encode = self._vocabulary.encode
        scores = np.zeros(len(passages), np.float32)
        # One at a time: padding to a common length costs more than a larger batch saves.
        for at, passage in enumerate(passages):
            row, begins = sequence(*map(encode, shortened(question, passage)))
            tokens = np.array([row], np.int64)
            kinds = (np.arange(len(row)) >= begins).astype(np.int64)[None]
            given = {"tokens": tokens, "kinds": kinds, "mask": np.ones_like(tokens)}
            scores[at] = self._session.run(None, given)[0][0]
        return scores


class SentenceCrossEncoder:
    """Any sentence-transformers cross-encoder with one score: needs torch, may be stronger."""

    def __init__(self, name: str) -> None:
        import sentence_transformers

        try:
            self._model = sentence_transformers.CrossEncoder(name, device="cpu")
        except Exception as error:  # the hub, the disk and the model's own code all may fail
            raise CrossEncoderMissing(
                f"打不开阅读模型 {name}：请检查名称或文件夹；需下载的先运行 hf download {name}；"
                "或不指定模型，改用自带的模型。"
            ) from error
        self.name = name

    def score(self, question: str, passages: Sequence[Passage]) -> Scores:
        """(len(passages),): the higher the likelier it answers."""
        import torch

        if not passages:
            return np.zeros(0, np.float32)
        pairs = [
            (question, f"{passage.surroundings} {passage.text}".strip()) for passage in passages
        ]
        raw = self._model.predict(pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False)
        return np.asarray(raw, np.float32).reshape(len(passages), -1)[:, -1]
