# Every target works alone, from a fresh clone, with only Python (3.11 or newer), make and, on Debian, apt.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
BENCH  := $(VENV)/.ready-bench
MUTMUT := $(VENV)/.ready-mutants
ARGS   ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo host test check lint format accept bench coverage mutants test-long spin postgres

help: ## list what there is to do
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 20

demo: $(READY) ## prove the shipped workflows, and run a case through one, kept in an SQLite file
	@rm -f $(VENV)/demo.db $(VENV)/demo.db-*
	@$(BIN)/rjflow demo --store $(VENV)/demo.db
	@echo; echo "rjflow itself is $(BIN)/rjflow; after \`. $(BIN)/activate\` it is found as rjflow."

host: $(READY) ## serve cases over HTTP from an SQLite file, as an example (ARGS="--store FILE --port 8000")
	$(BIN)/python examples/fastapi_host/host.py $(ARGS)

test: lint spin postgres ## everything CI runs: make check, then every test (ARGS="-k word" narrows the tests)
	HYPOTHESIS_PROFILE=ci $(BIN)/python -m pytest -q -n 2 --dist loadgroup $(ARGS)

check: lint ## format, lint, types, floors, budgets: what a glance can find
	$(BIN)/python -m pytest -q tests/architecture

lint: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

format: $(READY) ## put every file into the one format, and mend what ruff can mend
	$(BIN)/ruff check --fix-only --exit-zero
	$(BIN)/ruff format

accept: $(READY) ## rewrite the golden files, and show what changed
	HYPOTHESIS_PROFILE=ci $(BIN)/python -m pytest -q -m golden --accept $(ARGS)
	@git add --intent-to-add tests/golden/data
	@git --no-pager diff --stat -- tests/golden/data docs README.md
	@git --no-pager diff -- tests/golden/data docs README.md

bench: $(BENCH) ## run every file in benchmarks/, beside its peers (ARGS=--full for all sizes)
	@set -e; for program in benchmarks/*.py; do echo "== $$program"; $(BIN)/python "$$program" $(ARGS); done

# The quick tests of these floors, and of what stands on them, are enough: a branch that only a long run takes by chance is not looked after.
COVERING := engine guards rules verifier certifying papers casebook

coverage: $(READY) ## fail where the quick tests leave a branch of what decides or proves untaken, and list it
	@rm -f .coverage .coverage.*
	HYPOTHESIS_PROFILE=ci $(BIN)/coverage run -m pytest -q -n 2 --dist loadgroup $(addprefix tests/unit/,$(COVERING)) $(ARGS)
	@$(BIN)/coverage combine -q
	$(BIN)/coverage report

# Slow: some 8,000 mutants. ARGS="rjflow.guards.evaluating*" tries those of one file; `.venv/bin/mutmut show NAME` shows one.
mutants: $(MUTMUT) ## mutate guards/ and rules/, and list what the quick tests do not notice (ARGS="rjflow.rules.timing*" narrows it)
	$(BIN)/mutmut run --max-children 2 $(ARGS)
	$(BIN)/mutmut results

test-long: $(READY) spin postgres ## search much longer with every property test, and then measure branches
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -q -n 2 --dist loadgroup $(ARGS)
	$(MAKE) coverage

# SPIN is asked for a second opinion. Where apt cannot bring it, those tests are skipped and say so.
spin:
	@command -v spin >/dev/null && command -v cc >/dev/null || \
	  { echo "spin or a C compiler is missing; asking apt for them" >&2; \
	    root=$$(test "$$(id -u)" = 0 || echo sudo -n); \
	    $$root apt-get -qq update && $$root apt-get -qq install -y spin gcc libc6-dev >/dev/null || \
	    echo "they cannot be installed here; the tests that need them are skipped" >&2; }

# --- the environment --------------------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "rjflow needs Python 3.11 or newer; say which with: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "python3-venv is missing; asking apt for it" >&2; \
	    root=$$(test "$$(id -u)" = 0 || echo sudo); \
	    $$root apt-get -qq update && $$root apt-get -qq install -y python3-venv; }
	@$(PYTHON) -m venv $(VENV)

# Its programs are enough: the tests start a server of their own in a temporary folder. Without them those tests are skipped.
postgres:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	  { echo "PostgreSQL is missing; asking apt for it" >&2; \
	    root=$$(test "$$(id -u)" = 0 || echo sudo -n); \
	    $$root apt-get -qq update && $$root apt-get -qq install -y --no-install-recommends postgresql; } || \
	  echo "there is no PostgreSQL to be had; its tests will be skipped" >&2

$(READY): pyproject.toml | $(BIN)/python
	@echo "preparing $(VENV) (only when pyproject.toml changed)" >&2
	@$(BIN)/python -m pip install -qq --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install -qq -e '.[async,calendars,cloudevents,django,fastapi,keys,postgres,procrastinate,telemetry,testing]' --group dev
	@$(BIN)/python -m compileall -q src  # as pip does with what it installs for good: a command then begins a third of a second sooner
	@touch $@

$(BENCH): $(READY)
	@echo "fetching the peers to measure (only when pyproject.toml changed)" >&2
	@$(BIN)/python -m pip install -qq -e . --group bench
	@touch $@

$(MUTMUT): $(READY)
	@echo "fetching what mutates (only when pyproject.toml changed)" >&2
	@$(BIN)/python -m pip install -qq -e . --group mutants
	@touch $@
