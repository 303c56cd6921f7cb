# `make` alone lists the words, from the ## beside each.
PYTHON ?= python3
BIN = .venv/bin
ON_PYTHON = $(BIN)/python -m bot
# Where another account has installed them, as docs/hosting.md does, only that one may.
MAY_INSTALL = test -w .venv || { echo "The packages are not those of this version. Say: sudo make .venv/run"; exit 1; }
# A .venv that was cut off while it was made has Python and no pip.
WITH_PIP = $(BIN)/python -m pip --version >/dev/null 2>&1 || { echo "Python's packages have no pip, as when making .venv was cut off: I make it anew."; $(PYTHON) -m venv --clear .venv; }
INSTALL = $(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r

.PHONY: help demo test test-all check-code bench album screenshots setup run check health backup restore path-given rotate-keys

help:  ## these words
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile \
	  | while IFS='|' read -r word does; do printf 'make %-12s %s\n' "$$word" "$$does"; done

demo: .venv/demo  ## try repbot in a browser, with no Discord account and no token
	@$(ON_PYTHON) demo

test: .venv/test  ## every test but the long ones and those with processes: under a minute
	$(BIN)/python -m pytest -m "not long" --ignore=tests/process

test-all: .venv/dev test  ## these, the long ones, real processes, kills and the browser (Debian's chromium)
	$(BIN)/python -m pytest -m long --ignore=tests/process
	$(BIN)/python -m pytest tests/process

check-code: .venv/dev  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/dev  ## measure the figures of docs/figures.md
	$(BIN)/python -m bench

album: path-given .venv/dev  ## pictures of every card: make album PATH_TO=/tmp/album (Debian's chromium)
	$(BIN)/python -m tests.process.album "$$PATH_TO"

screenshots: .venv/dev  ## take the README's pictures anew, in the demo (Debian's chromium)
	$(BIN)/python -m tests.process.screenshots

setup: .venv/dev  ## install everything that any of these words needs

run: .venv/run  ## run the bot, with the settings in .env, or in the file that REPBOT_ENV names
	@$(ON_PYTHON) run

check: .venv/run  ## name everything that is wrong with the settings, each with its mend
	@$(ON_PYTHON) check

health: .venv/run  ## say whether the running bot is connected and nothing is overdue
	@$(ON_PYTHON) health

backup: path-given .venv/run  ## copy the database: make backup PATH_TO=/media/stick/repbot.sqlite3
	@$(ON_PYTHON) backup "$$PATH_TO"

restore: path-given .venv/run  ## put a copy back: make restore PATH_TO=/media/stick/repbot.sqlite3
	@$(ON_PYTHON) restore "$$PATH_TO"

# From the environment, so that a path may hold blanks and quotation marks; and a $ as it is typed.
override PATH_TO := $(value PATH_TO)
export PATH_TO
path-given:
	@test -n "$$PATH_TO" || { echo "Say which file, like this: make $(firstword $(MAKECMDGOALS)) PATH_TO=/media/stick/repbot.sqlite3"; exit 1; }

rotate-keys: .venv/run  ## make a new key and seal everything with it (stop the bot first)
	@$(ON_PYTHON) rotate-keys

.venv/bin/python:
	@test ! -d .venv || { echo "The Python that .venv was made with is gone, as after an upgrade of the system. Say: sudo rm -rf .venv && sudo make .venv/run"; exit 1; }
	@test -w . || { echo "The packages are not there yet. Say: sudo make .venv/run"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "repbot needs Python 3.11 or newer; try: make PYTHON=python3.11")'
	@echo "Making a place for Python's packages, .venv; deleting that folder takes all of it away again."
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python could not make it. On Debian and Ubuntu: sudo apt-get install python3-venv; then say this again."; exit 1; }

# Each of the four holds the ones before it, so that nobody fetches more than their word needs.
.venv/run: requirements.lock | .venv/bin/python
	@$(MAY_INSTALL)
	@$(WITH_PIP)
	@echo "Fetching what the bot needs, once: some 25 MB, 160 on disk, a minute at most."
	@$(INSTALL) requirements.lock
	@touch .venv/run

.venv/demo: requirements-demo.lock | .venv/bin/python
	@$(MAY_INSTALL)
	@$(WITH_PIP)
	@echo "Fetching what the demo needs, once: some 50 MB, 220 on disk, a minute at most."
	@$(INSTALL) requirements-demo.lock
	@touch .venv/run .venv/demo

.venv/test: requirements-test.lock | .venv/bin/python
	@$(MAY_INSTALL)
	@$(WITH_PIP)
	@echo "Fetching what the tests need, once: some 55 MB, 240 on disk, a minute at most."
	@$(INSTALL) requirements-test.lock
	@touch .venv/run .venv/demo .venv/test

.venv/dev: requirements-dev.lock | .venv/bin/python
	@$(MAY_INSTALL)
	@$(WITH_PIP)
	@echo "Fetching everything, once: some 130 MB, 500 on disk, a minute or two."
	@$(INSTALL) requirements-dev.lock
	@touch .venv/run .venv/demo .venv/test .venv/dev
