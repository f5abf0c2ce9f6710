"""Texts to vectors: the shipped static model with numpy alone, or any sentence-transformers model.

The shipped model (``index/model``, see its README) is one vector a piece; a text's vector is their
mean, scaled to length 1. Opened by sentence-transformers the folder gives the same vectors, for
text that ``ingest.normal.normal`` has passed. torch is imported only for other models.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from tokenizers import Tokenizer

from index.errors import EmbeddingMissing
from ingest.normal import normal

SHIPPED = Path(__file__).parent / "model"
Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """What the vector index needs of a model.

    ``name`` changes with the model's content, so an index built by another model is noticed.
    """

    name: str
    dim: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(len(texts), dim) float32; rows of length 1, or 0 where no piece of the text is known."""
        ...


def load_embedder(name: str | None = None) -> Embedder:
    """The shipped model, or the sentence-transformers model of that name or folder.

    Raises EmbeddingMissing where it cannot be opened.
    """
    return StaticEmbedder(SHIPPED) if name is None else SentenceEmbedder(name)


class StaticEmbedder:
    """A folder of ``tokenizer.json`` and ``model.safetensors`` with one row a piece."""

    def __init__(self, folder: Path) -> None:
        try:
            with safe_open(folder / "model.safetensors", framework="numpy") as weights:
                self._rows: NDArray[Any] = weights.get_tensor("embedding.weight")
                content = weights.metadata()["content"]
            self._tokenizer = Tokenizer.from_buffer((folder / "tokenizer.json").read_bytes())
        except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
            raise EmbeddingMissing(
                f"向量模型 {folder} 缺失或损坏：请重新安装 policyqa，"
                "或用 python -m index.train --data 训练数据文件夹 重新训练。"
            ) from error
        self.dim = int(self._rows.shape[1])
        self.name = f"static-{content}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(len(texts), dim) float32; rows of length 1, or 0 where no piece of the text is known."""
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for place, ids in enumerate(self._ids(texts)):
            if ids:
                vectors[place] = self._rows[ids].sum(axis=0, dtype=np.float32)
        return unit(vectors)

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        found = self._tokenizer.encode_batch_fast(
            [normal(text) for text in texts], add_special_tokens=False
        )
        return [encoding.ids for encoding in found]


class SentenceEmbedder:
    """Any sentence-transformers model: slower to open, needs torch, may be stronger."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, device="cpu").float()
        except Exception as error:  # the hub, the disk and the model's own code all may fail
            raise EmbeddingMissing(
                f"打不开向量模型 {name}：请检查名称或文件夹；需下载的先运行 hf download {name}；"
                "或不指定模型，改用自带的模型。"
            ) from error
        self.dim = int(self._model.get_embedding_dimension())
        self.name = f"{name}-{self._fingerprint()}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(len(texts), dim) float32; rows of length 1, or 0 where no piece of the text is known."""
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        found = self._model.encode([normal(text) for text in texts], show_progress_bar=False)
        return unit(np.asarray(found, dtype=np.float32))

    def _fingerprint(self) -> str:
        """A short hash of what the model makes of a fixed text: its content, not its name."""
        probe = np.round(self.encode(["项目申报截止时间"])[0], 3) + 0.0
        return hashlib.sha256(probe.tobytes()).hexdigest()[:12]


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros, or one that is not finite, gives zeros."""
    vectors = np.nan_to_num(vectors, nan=0.0, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)
