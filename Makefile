# One command for each thing. `make` alone lists them. Nothing but Python 3.11 or later and make has to be there.

BIN := .venv/bin
READY := .venv/.ready
FIND_PYTHON := for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done
PYTHON ?= $(shell $(FIND_PYTHON))
# Laid over .venv for one run, so that the lock holds nothing that only looks for holes in the tests.
MUTMUT := nice -n 15 $(BIN)/uv run --quiet --no-project --python $(BIN)/python --with "mutmut>=3.8.1,<4" python -m mutmut

.PHONY: help setup demo test lint test-docker chaos fuzz bench mutation lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: $(READY) ## make .venv from the lock, every package checked by its hash

$(READY): requirements.lock pyproject.toml
	@sh deploy/venv.sh "$(PYTHON)" .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

demo: setup ## see a simulated pilot run, live; Ctrl-C ends it. ARGS="--once" ends by itself
	@$(BIN)/heed demo $(ARGS)

test: lint ## everything that must hold: lint, types, import contracts, all tests on real Kafka, pages in a real browser
	@sh deploy/browser.sh
	$(BIN)/pytest $(ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-docker: setup ## one end-to-end test through Docker; builds an image where none can be pulled
	$(BIN)/pytest -m docker tests/docker $(ARGS)

chaos: setup ## faults over 100,000 events: processes killed, stopped, partitioned; prints the table
	$(BIN)/pytest -m chaos tests/chaos tests/intake -s $(ARGS)

fuzz: setup ## every limit of the published API, and each reader of files guided by coverage; SECONDS=60 for each
	$(BIN)/pytest -m fuzz tests/intake $(ARGS)
	$(BIN)/uv pip install --quiet --python $(BIN)/python "atheris>=2.3"
	for target in census line envelope table event; do \
		$(BIN)/python -m tests.fuzzing.run $$target $(or $(SECONDS),60) || exit 1; done

bench: setup ## every benchmark, with its peers, into bench/results/
	$(BIN)/python -m bench all

mutation: setup ## mutants of triage's spans, cut and compiler against their fast tests; lists those that live
	rm -rf mutants
	$(MUTMUT) run --max-children 2 $(ARGS)
	$(MUTMUT) results

lock: setup ## resolve the dependencies of pyproject.toml anew into requirements.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --extra dev --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --upgrade --quiet --output-file requirements.lock
