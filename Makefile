# Everything a contributor does has a target; `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
LOCK := tests/supply/requirements.lock
PYTEST_ARGS ?=
WORKERS ?= auto
PYTEST := $(PY) -m pytest --numprocesses $(WORKERS) --dist worksteal
BENCH_ARGS ?=
FUZZ_RUNS ?=
FUZZ_SECONDS ?= $(if $(FUZZ_RUNS),,60)
FUZZ_ARGS ?=
MUTATION_ARGS ?=
REPORT_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help lock report sbom security setup generate format check lint types types-mypy types-pyright contracts generated test test-engines faults test-all coverage docs-test capabilities fuzz mutation demo bench bench-peers bench-record docs clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; try: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --upgrade "pip>=25.1"

# What a user gets: the library and its five dependencies.
$(VENV)/.runtime: pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --editable .
	@touch $@

# What a contributor needs besides; most of it is never imported, and so not compiled beforehand. The
# pins are those of one Python on one platform; elsewhere the ranges of pyproject.toml hold.
$(VENV)/.dev: $(VENV)/.runtime
	$(PY) -m pip install --quiet --no-compile $$($(PY) -m tests.supply fits && echo "--require-hashes --requirement $(LOCK)" || echo "--group dev")
	@touch $@

setup: $(VENV)/.dev  ## Make the environment with everything a contributor needs

demo: $(VENV)/.runtime  ## Run the main job for real, over HTTP, without key and network
	@$(PY) -m ai_sdk demo

generate: setup  ## Make the wire models from specs/ and the sync twins from _async/
	$(PY) -m codegen all

format: setup  ## Format the hand-written code
	$(VENV)/bin/ruff format src tests codegen bench
	$(VENV)/bin/ruff check --fix --quiet src tests codegen bench

check: lint types contracts security generated coverage docs-test  ## All that CI runs

lint: setup
	$(VENV)/bin/ruff format --check src tests codegen bench
	$(VENV)/bin/ruff check src tests codegen bench

types: types-mypy types-pyright

types-mypy: setup
	$(VENV)/bin/mypy

types-pyright: setup
	$(VENV)/bin/pyright

security: setup  ## Look for what attackers like, and at what is shipped
	$(VENV)/bin/bandit -q -c pyproject.toml -r src
	$(PY) -m tests.supply wheel

sbom: setup  ## Write the bill of materials into dist/
	$(PY) -m tests.supply sbom

lock: setup  ## Pin what development needs, with hashes
	$(PY) -m tests.supply lock

report: setup  ## Print what is shown of reliability; REPORT_ARGS=--full measures all of it anew
	$(PY) -m tests.reliability $(REPORT_ARGS)

contracts: setup
	$(VENV)/bin/lint-imports

generated: setup
	$(PY) -m codegen all --check

test: setup  ## Run the tests, on all cores (WORKERS=0: in this process)
	$(PYTEST) $(PYTEST_ARGS)

# All that meets a network runs once more over the fast engine.
test-engines: setup  ## Run the tests of HTTP over the fast engine
	AI_SDK_ENGINE=fast $(PYTEST) $(PYTEST_ARGS) tests/_*/test_http_*.py tests/_*/test_downloads.py \
	  tests/_*/test_mcp_http.py tests/_*/test_run_cancellation.py tests/_*/test_stream*.py tests/test_one_loop.py

faults: setup  ## Play every fault in every protocol and colour, over both engines
	$(PY) -m tests.faults --engine default --verbose
	$(PY) -m tests.faults --engine fast --verbose

coverage: setup
	$(PYTEST) --cov --cov-report=term:skip-covered $(PYTEST_ARGS)

docs-test: setup
	$(PY) -m pytest -q tests/docs
	$(PY) -m tests.capabilities --check

capabilities: setup  ## Write the tables of what each provider can do, from the tests that pass
	$(PY) -m tests.capabilities

mutation: setup  ## Change the parsers, retries and tool calls, and see whether the tests notice
	env -u PYTHONDONTWRITEBYTECODE $(PY) -m tests.mutation $(MUTATION_ARGS)

test-all: setup  ## Run the tests on every supported Python that is installed
	$(PY) -m tests.all_pythons

fuzz: setup  ## Damage inputs of every parser for FUZZ_SECONDS=60, or until FUZZ_RUNS= reached one
	$(PY) -m tests.fuzz $(if $(FUZZ_SECONDS),--seconds $(FUZZ_SECONDS)) $(if $(FUZZ_RUNS),--runs $(FUZZ_RUNS)) $(FUZZ_ARGS)

bench: setup  ## Measure ourselves beside the limit, plain clients and other libraries, in one run
	env -u PYTHONDONTWRITEBYTECODE $(PY) -m bench $(BENCH_ARGS)

bench-peers: setup  ## Install the other libraries that `make bench` compares with
	$(PY) -m bench.peers install

bench-record: setup  ## Measure everything and write the tables and the chart of the documentation
	env -u PYTHONDONTWRITEBYTECODE $(PY) -m bench --json bench/recorded.json $(BENCH_ARGS)
	$(PY) -m bench.report bench/recorded.json --write

$(VENV)/.docs: pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --group docs
	@touch $@

docs: $(VENV)/.docs  ## Build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict

clean:  ## Remove environments, caches and build products
	rm -rf $(VENV) .venv-* .cache site dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
