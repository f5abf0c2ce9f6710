"""Texts as tokens, in files that a machine with an accelerator needs nothing else for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.training.reader.listwise import Tokens
from index.training.reader.masked import Stream

STREAM, LISTS, CANDIDATES, ABOUT = "stream.npz", "lists.npz", "candidates.npz", "about.json"


def save_stream(path: Path, stream: Stream) -> None:
    np.savez_compressed(path, tokens=stream.tokens, lengths=stream.lengths)


def load_stream(path: Path) -> Stream:
    with np.load(path) as kept:
        return Stream(kept["tokens"], kept["lengths"])


def save_lists(path: Path, lists: Sequence[Tokens]) -> None:
    rows = [row for one in lists for row in one.rows]
    np.savez_compressed(
        path,
        tokens=np.concatenate([*rows, np.zeros(0, np.uint16)]),
        lengths=np.array([len(row) for row in rows], np.uint16),
        right=np.concatenate([*(one.right for one in lists), np.zeros(0, bool)]),
        sizes=np.array([len(one.rows) for one in lists], np.uint16),
        begins=np.array([one.begins for one in lists], np.uint16),
        sources=np.array([one.source for one in lists], "U16"),
    )


def load_lists(path: Path) -> list[Tokens]:
    with np.load(path) as kept:
        rows = np.split(kept["tokens"], np.cumsum(kept["lengths"].astype(np.int64))[:-1])
        ends = np.cumsum(kept["sizes"].astype(np.int64)).tolist()
        right, begins, sources = kept["right"], kept["begins"].tolist(), kept["sources"].tolist()
    return [
        Tokens(source, tuple(rows[start:end]), begin, right[start:end])
        for source, begin, (start, end) in zip(sources, begins, pairwise([0, *ends]), strict=True)
    ]
