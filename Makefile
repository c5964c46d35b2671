# `make setup` needs python3 (3.11 or later), its pip (22.3 or later) and make; ensurepip is not needed.
PYTHON ?= python3
VENV := .venv
BENCH := .bench
PIP := $(PYTHON) -m pip --disable-pip-version-check
BIN := $(VENV)/bin

.DEFAULT_GOAL := test
.PHONY: setup run test coverage bless diff bench-setup bench bench-survey lock

## setup: the environment, with every dependency pinned by hash, and comity in it
setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml hatch_build.py requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make setup PYTHON=python3.12")'
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PIP) --python $(BIN)/python install --quiet --require-hashes -r requirements/dev.txt
	$(PIP) --python $(BIN)/python install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src/comity
	$(BIN)/python -c 'from comity.catalog import open_library; open_library()'
	@touch $@

## run: one question, today and on another date; then the whole country
run: setup
	$(BIN)/comity check "Chicago, IL" --full
	$(BIN)/comity check "Chicago, IL" --as-of 2018-04-01 --full
	$(BIN)/comity survey --test 8-usc-1373-a --as-of 2018-04-01

## test: everything that must hold before a change goes in
test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src
ifneq ($(wildcard src/comity/cli/format*.py),)
	$(BIN)/comity format --check
endif
ifneq ($(wildcard src/comity/cli/lint*.py),)
	$(BIN)/comity lint
endif
	$(BIN)/pytest -n 2

## coverage: every branch of the rooms that answer, but for one in twenty; three times as slow
coverage: setup
	$(BIN)/pytest -q -n 2 --cov --cov-branch --cov-report=
	$(BIN)/coverage report --show-missing --skip-covered --fail-under=95 \
		--include='src/comity/law/*,src/comity/policy/*,src/comity/evaluate/*,src/comity/reason/*'

## bless: write the golden files anew from what comity now says; then read the diff
bless: setup
	COMITY_BLESS=1 $(BIN)/pytest -k golden

## diff: which findings a change of the library changes, against the main branch; a reviewer reads it
BASE ?= main
diff: setup
	@$(BIN)/comity law diff $(BASE) . || test $$? -eq 1

## bench-setup: the peers that the benches compare with, in an environment of their own
bench-setup: $(BENCH)/.installed

$(BENCH)/.installed: requirements/runtime.txt bench/requirements.txt
	$(PYTHON) -m venv --without-pip $(BENCH)
	$(PIP) --python $(BENCH)/bin/python install --quiet --require-hashes -r requirements/runtime.txt -r bench/requirements.txt
	$(PIP) --python $(BENCH)/bin/python install --quiet --no-deps --editable .
	@touch $@

## bench: the same work by comity and by its peers, in one run
bench: bench-setup
	$(BENCH)/bin/python bench/engine.py

## bench-survey: the whole country from a cold start, and the same question in peers
bench-survey: bench-setup
	$(BENCH)/bin/python bench/survey.py

## lock: pin anew what pyproject.toml asks for (uv is fetched into a folder of its own)
lock:
	$(PYTHON) -m venv --without-pip .uv
	$(PIP) --python .uv/bin/python install --quiet uv
	.uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" --extra survey --extra picture --extra verify \
		pyproject.toml -o requirements/runtime.txt
	.uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" --extra survey --extra picture --extra verify --group dev \
		-c requirements/runtime.txt pyproject.toml -o requirements/dev.txt
