# The two commands a newcomer needs: make demo, make test.
PYTHON ?= python3
BIN = .venv/bin
ON_PYTHON = $(BIN)/python -m bot

.PHONY: setup demo test run check health check-code bench backup restore rotate-keys

setup: .venv/dev

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "repbot needs Python 3.11 or newer; try: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

.venv/run: requirements.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch .venv/run

.venv/dev: requirements-dev.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch .venv/dev .venv/run

demo: .venv/dev
	@$(ON_PYTHON) demo

test: .venv/dev
	$(BIN)/python -m pytest

run: .venv/run
	@$(ON_PYTHON) run

check: .venv/run
	@$(ON_PYTHON) check

health: .venv/run
	@$(ON_PYTHON) health

check-code: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/dev
	$(BIN)/python -m bench

backup: .venv/run
	@$(ON_PYTHON) backup $(PATH_TO)

restore: .venv/run
	@$(ON_PYTHON) restore $(PATH_TO)

rotate-keys: .venv/run
	@$(ON_PYTHON) rotate-keys
