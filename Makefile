# `make scan`, `make probe` and `make test` do everything. Each sets up its own virtual environment.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2
# `make test EXTRAS=office,nli,llm` also runs the tests against real models; 1.7 GB more.
EXTRAS ?= office
export EXTRAS
# The tests start the command hundreds of times; without bytecode each start compiles it all anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help scan probe test nightly services check docs format bench clean

help:
	@echo "make scan    install, then audit the sample knowledge base"
	@echo "make probe   ask the sample's own search, as the people who use it"
	@echo "make test    install everything the tests need, then run them all"
	@echo "make nightly   the tests that take long to set up as well (a real Plone)"
	@echo "make services  install the servers some tests run for real (Debian, as root)"
	@echo "make check   lint, types, layers, generated documents"
	@echo "make docs    write the generated documents anew"
	@echo "make bench   print the figures of the README"

scan: $(VENV)/.office
	$(BIN)/ragaudit scan sample_corpus || test $$? -eq 1

probe: $(VENV)/.office
	$(BIN)/ragaudit probe sample_corpus || test $$? -eq 1

services:
	.ci/services

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS)

nightly: $(VENV)/.dev
	RAGAUDIT_NIGHTLY=1 $(BIN)/python -m pytest -n $(WORKERS)

check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m ragaudit._docs docs/rules --check

docs: $(VENV)/.dev
	$(BIN)/python -m ragaudit._docs docs/rules

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/scan.py
	$(BIN)/python benchmarks/freshness.py
	$(BIN)/python benchmarks/access.py
	$(BIN)/python benchmarks/connectors.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "ragaudit needs Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.office: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e '.[office]'
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e '.[$(EXTRAS),dev]'
	@touch $@ $(VENV)/.office

clean:
	rm -rf $(VENV) .ragaudit sample_corpus/.ragaudit .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
