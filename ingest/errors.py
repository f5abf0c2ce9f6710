"""Errors that a user can mend, drawn once.

PolicyQAError
├── IngestError            one file could not be taken in; the others are not touched
│   ├── MissingFile        nothing at that path
│   ├── EmptyFile          no bytes, or no text in them
│   ├── UnsupportedFormat  no reader for these bytes
│   ├── BrokenFile         a reader exists, but the bytes are damaged or locked
│   └── NoClauses          read, but nothing that can be cited
└── (index/errors.py)      the knowledge base itself

Every message is Chinese and says what to do. ``name`` is the file, ``stage`` one of 打开, 读取,
解析.
"""

from __future__ import annotations


class PolicyQAError(Exception):
    """Base of all errors whose message is meant for the user."""


class IngestError(PolicyQAError):
    stage = "读取"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}：{reason}")
        self.name = name
        self.reason = reason


class MissingFile(IngestError):
    stage = "打开"


class EmptyFile(IngestError):
    stage = "打开"


class UnsupportedFormat(IngestError):
    stage = "打开"


class BrokenFile(IngestError):
    stage = "读取"


class NoClauses(IngestError):
    stage = "解析"
