# env makes .venv from requirements.lock; every other target calls it. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.made-from-lock

.PHONY: help env report test lab bench lint clean picture expected debian
help:
	@echo "make report   environment, then the whole suite on the demo study, then the page to open"
	@echo "make test     every test (set FRAMING_CORPUS for those that read third-party texts)"
	@echo "make lab      JupyterLab in notebooks/"
	@echo "make lint     code style, notebooks without outputs, lexicons"
	@echo "make bench    side-by-side measurements, benchmarks/README.md"
	@echo "make picture  the README's picture, from the demo report"
	@echo "make expected take the demo study's tables of today as those the tests expect"
	@echo "make debian   what the browser tests need from Debian (as root)"
	@echo "make clean    remove runs and reports of the demo study; keeps .venv"

env: $(STAMP)
$(STAMP): requirements.lock pyproject.toml
	@echo "env: making .venv from requirements.lock (about a minute; details in .venv/install.log)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "env: Python 3.11 or newer is needed; name one with PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "env: the venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@{ $(BIN)/pip install --require-hashes -r requirements.lock && $(BIN)/pip install --no-build-isolation --no-deps -e . ; } \
	  > .venv/install.log 2>&1 || { tail -n 20 .venv/install.log; exit 1; }
	@touch $@
	@echo "env: done"

report: env
	@echo "report: running the ten notebooks on the demo study"
	@$(BIN)/framing run data/raw/demo

test: env
	@echo "test: third-party texts $${FRAMING_CORPUS:-not given (FRAMING_CORPUS); their tests are skipped}"
	@$(BIN)/python -m pytest -q --numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

lab: env
	@$(BIN)/jupyter lab --notebook-dir=. notebooks/05_choices.ipynb

lint: env
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@for lexicon in data/lexicons/*.yml; do $(BIN)/framing lint $$lexicon || exit 1; done

bench: env
	@$(BIN)/python benchmarks/all.py

picture: report
	@$(BIN)/python docs/picture.py

expected: env
	@$(BIN)/framing run data/raw/demo --force --quiet
	@mkdir -p tests/expected && rm -f tests/expected/*.csv && cp $$(ls data/processed/demo/*.csv | grep -v edited) tests/expected/
	@git diff --stat -- tests/expected

debian:
	@command -v chromium chromedriver > /dev/null || { apt-get update -qq && apt-get install -y -qq chromium chromium-driver > /dev/null; }

clean:
	rm -rf data/processed/demo reports/demo .pytest_cache .hypothesis .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
