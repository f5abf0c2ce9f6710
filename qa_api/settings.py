"""Where things are and how much is accepted: every default a person may want to change.

The knowledge base is chosen by ``--kb``, else by ``POLICYQA_KB``, else it is ``data/kb`` in the
project's folder (in the current folder when the package was installed without its project).
"""

from __future__ import annotations

import os
from pathlib import Path

KB_VARIABLE = "POLICYQA_KB"
# Another cross-encoder than the shipped reader: a sentence-transformers name or folder.
READER_VARIABLE = "POLICYQA_READER"
HOST = "127.0.0.1"
PORT = 8000

MAX_QUESTION = 500
MAX_LIMIT = 100
MAX_OFFSET = 100_000
MAX_JSON_BYTES = 64 * 1024
MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_UPLOAD_BYTES = 128 * 1024 * 1024
MAX_UPLOAD_FILES = 20

# The last run of ``policyqa eval``, in the knowledge base's folder.
EVALUATION = "evaluation"
EVALUATION_RESULTS, EVALUATION_REPORT = "results.json", "report.html"
EVALUATION_BODY = "body.html"


def cross_encoder_name() -> str | None:
    """The cross-encoder that somebody chose; None for the shipped one."""
    return os.environ.get(READER_VARIABLE) or None


def default_kb() -> Path:
    """The folder used when nobody chose one."""
    chosen = os.environ.get(KB_VARIABLE)
    if chosen:
        return Path(chosen)
    project = Path(__file__).resolve().parents[1]
    home = project if (project / "pyproject.toml").exists() else Path.cwd()
    return home / "data" / "kb"
