# Each target makes its own .venv the first time; later calls do no set-up again.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= python3

AXE := test-output/npm/node_modules/axe-core/axe.min.js

.PHONY: help setup install lowest newest demo test test-fast fuzz lint accuracy bench reliability long axe clean

help:
	@echo "make install   for production: no test tools, versions from constraints.txt"
	@echo "make lowest    the fast tests with the oldest versions that pyproject.toml allows"
	@echo "make newest    the same with the newest that it allows, and which of them differ from constraints.txt"
	@echo "make demo      an invented Ofsted, three nights, a changed judgement, its mail"
	@echo "make test      the tests, with the same examples each time"
	@echo "make test-fast  the tests of the pure rooms and of the names in the code: no database, site, browser or corpus; under a minute"
	@echo "make fuzz      the tests of random values, with more examples from a seed that it prints; make fuzz SEED=... repeats them"
	@echo "make lint      ruff, mypy, import contracts"
	@echo "make accuracy  how right the reader is on ../shared/corpus, written to docs/accuracy.md"
	@echo "make reliability  the promises put to the proof, written to docs/reliability.md and its tables"
	@echo "make long      what takes minutes on a whole standing watch: ops' work in the Prefect UI in a browser, cancelled and killed runs"
	@echo "make axe       axe-core from npm, for the tests of the pages' accessibility"
	@echo "make bench     how fast it reads, what nights, mails and an idle watch cost, written to docs/performance.md"

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Ofsted Watch needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up $(VENV) (once, a few minutes) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[postgres,demo,parquet,s3,dev]'
	@touch $(READY)

# Production: what runs, without the tools that test it. Versions are those of constraints.txt, whenever it is installed.
install:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Ofsted Watch needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make PYTHON=python3.11 install"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[postgres,parquet]'
	@$(BIN)/ofsted-watch --version

# The oldest versions that pyproject.toml allows, in an environment of their own, and the fast tests with them.
lowest:
	@PYTHON=$(PYTHON) .ci/versions lowest

# The newest versions that it allows, whatever constraints.txt pins.
newest:
	@PYTHON=$(PYTHON) .ci/versions newest

demo: $(READY)
	@$(BIN)/ofsted-watch demo

test: $(READY)
	@$(BIN)/pytest -n 3 --dist loadgroup

# What reads no network, no database and no file but the tests' own.
test-fast: $(READY)
	@$(BIN)/pytest -n 2 -q -m "not corpus and not browser and not postgres" tests/domain tests/extraction tests/presentation tests/runs \
	tests/subscriptions tests/test_house.py

# SEED may be any whole number. About a minute on two cores.
fuzz: $(READY)
	@seed=$${SEED:-$$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}; \
	echo "Seed $$seed. To repeat this search: make fuzz SEED=$$seed"; \
	$(BIN)/pytest -n 2 -q -m hypothesis --hypothesis-profile=fuzz --hypothesis-seed=$$seed \
	|| { echo "The search with seed $$seed failed. To repeat it: make fuzz SEED=$$seed"; exit 1; }

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

accuracy: $(READY)
	@$(BIN)/python -m proofs.accuracy.measure

reliability: $(READY)
	@$(BIN)/python -m proofs.reliability

long: $(READY)
	@TESTS_LONG=1 $(BIN)/pytest tests/browser tests/flows tests/cli/test_poll_command.py tests/security/test_secrets_in_prefect.py

axe: $(AXE)

# What the tests of the pages' accessibility run in the browser. Nothing of it is served to anybody.
$(AXE):
	@npm install --silent --no-fund --no-audit --no-save --no-package-lock --prefix test-output/npm axe-core@4.14.1

bench: $(READY)
	@$(BIN)/python -m proofs.bench

clean:
	rm -rf $(VENV) demo-data .pytest_cache .mypy_cache .ruff_cache .import_linter_cache test-output
