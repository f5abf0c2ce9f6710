# make serve   install, read corpus/ into data/kb, open the page at http://127.0.0.1:8000/
# make test    install with what the tests need, run them
# make check   style, types, direction of imports
# make bench   speed and quality measures
#
# Another Python: make PYTHON=python3.12 serve.  Another port: make PORT=8080 serve.

PYTHON ?= $(or $(shell command -v python3.11),$(shell command -v python3.12),$(shell command -v python3.13),python3)
PORT ?= 8000
KB ?= data/kb
BIN := .venv/bin
CORPUS := $(shell find corpus -type f 2>/dev/null)

.PHONY: serve test check bench clean

serve: $(KB)/.corpus
	$(BIN)/policyqa --kb $(KB) serve --port $(PORT)

test: .venv/dev
	$(BIN)/python -m pytest

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev
	$(BIN)/python -m eval.bench

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Status 2 means that some files failed, each named above, and the rest are in.
$(KB)/.corpus: .venv/run $(CORPUS)
	$(BIN)/policyqa --kb $(KB) ingest corpus || [ $$? -eq 2 ]
	@touch $@

.venv/run: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch .venv/run $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 或更新的版本，例如：make PYTHON=python3.11 serve"; exit 1; }
	$(PYTHON) -m venv .venv
