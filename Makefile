# `make` alone lists the targets; every target that needs the environment makes it.
PYTHON ?= python3.11
BIN := .venv/bin
# Laws of reading, not of the score: they have their own numbers of examples.
READING := *_fuzz normalise_laws register_laws when_laws

.PHONY: help check lint types layers quick test laws demo bench chaos train clean

help: ## this list
	@grep -hE '^[a-z.]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/ready: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Rapport needs Python 3.11: $(PYTHON) is not on the PATH (make PYTHON=/path/to/python3.11)"; exit 1; }
	@echo "Setting up the environment, once (a few minutes) ..."
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

check: lint types layers quick ## all that must pass before a push, in order of speed

lint: .venv/ready ## formatting and slips
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/ready ## mypy, strict
	$(BIN)/mypy

layers: .venv/ready ## the direction of imports
	$(BIN)/lint-imports

quick: .venv/ready ## the fast tests: no broker, no models
	$(BIN)/pytest -q -m "not broker and not slow"

test: .venv/ready ## everything: embedded broker, PostgreSQL, models
	$(BIN)/pytest

laws: .venv/ready ## the laws of the score on 2,000 generated histories each: most of an hour
	$(BIN)/pytest -q --hypothesis-profile=laws tests/laws $(patsubst %,--ignore-glob='*/test_%.py',$(READING))

demo: .venv/ready ## the main job on the sample company
	$(BIN)/rapport demo

bench: .venv/ready ## every figure that the docs quote
	$(BIN)/python -m benchmarks

chaos: .venv/ready ## ten kill -9 and a database restart in 20,000 events
	$(BIN)/python -m benchmarks.chaos

train: .venv/ready ## the reader from scratch, hours: make train DATA=folder/of/public/sets
	@test -d "$(DATA)/sentiment/umsab" || { echo "Say where the public data sets lie: make train DATA=folder (docs/language.md lists what it holds)"; exit 1; }
	$(BIN)/python -m nlp.training.language $(DATA) --work .rapport/training

clean: ## forget the environment
	rm -rf .venv
