# exeat: `make demo` shows it, `make test` proves it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

PYTHON ?= python3
UV ?= uv
BIN := .venv/bin
READY := .venv/.ready
LINTED := $(wildcard src tests tools bench)

# Keep what is the caller's out: the tests run against this tree and its .venv.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

.PHONY: help demo test check docs mutants lock clean venv

help:
	@echo 'make demo     an exchange of invented people, start to finish'
	@echo 'make test     make check, then every test'
	@echo 'make check    style, types and who may import whom; no tests'
	@echo 'make docs     rewrite what the program writes in the documentation'
	@echo 'make mutants  break the code on purpose; the tests must notice'
	@echo 'make lock     rewrite requirements.lock with the newest versions (needs uv)'
	@echo 'make clean    remove .venv and all caches'

demo: $(READY)
	@$(BIN)/exeat demo

test: check
	@tools/browser.sh
	@tools/java.sh
	$(BIN)/pytest -n auto --dist worksteal

check: $(READY)
	$(BIN)/ruff check $(LINTED)
	$(BIN)/ruff format --check $(LINTED)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

docs: $(READY)
	@$(BIN)/python -m tools.docs

mutants: $(READY)
	@$(BIN)/python tools/mutants.py -j 2

venv: $(READY)

$(READY): requirements.lock pyproject.toml
	@if ! command -v '$(PYTHON)' >/dev/null; then \
	  echo 'exeat needs Python 3.11 or newer, and "$(PYTHON)" is not on PATH. Install it, or: make PYTHON=/path/to/python3.12' >&2; exit 1; fi
	@if ! '$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	  echo "exeat needs Python 3.11 or newer; $(PYTHON) is $$('$(PYTHON)' -V 2>&1). Install a newer one, or: make PYTHON=/path/to/python3.12" >&2; exit 1; fi
	@echo 'Setting up .venv (once; up to a few minutes) ...'
	@rm -rf .venv
	@if command -v '$(UV)' >/dev/null; then \
	  '$(UV)' venv --quiet --python "$$(command -v '$(PYTHON)')" .venv; \
	  '$(UV)' pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock; \
	  '$(UV)' pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  if ! '$(PYTHON)' -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo 'This Python lacks venv. On Debian and Ubuntu: sudo apt install python3-venv; or install uv.' >&2; exit 1; fi; \
	  '$(PYTHON)' -m venv .venv; \
	  $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock; \
	  $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

# uv.lock names the hosts it was made from, so it stays out of git; this file
# holds names, versions and hashes only, and the last line makes sure of that.
lock:
	@command -v '$(UV)' >/dev/null || { echo 'make lock needs uv: install it, or: make lock UV=/path/to/uv' >&2; exit 1; }
	@rm -f requirements.lock.new
	'$(UV)' lock --quiet --upgrade
	@{ echo '# Every package exeat runs and is tested with, pinned and hashed, for every platform.'; \
	   echo '# Written by `make lock` from pyproject.toml; do not edit.'; \
	   '$(UV)' export --quiet --locked --format requirements-txt --all-extras --no-emit-project --no-header; \
	 } > requirements.lock.new
	@if grep -nE '://|@ |--(extra-)?index-url|--find-links|file:' requirements.lock.new; then \
	  echo 'requirements.lock.new names a place (above): not used.' >&2; exit 1; fi
	@mv requirements.lock.new requirements.lock

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
