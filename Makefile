# maeum-tracker: every command a person needs. Works with GNU make 3.81 (macOS) and newer.
# Stamp files inside .venv remember what is done, so a second run starts at once.

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
WORKERS ?= 2
CATALOGS := $(patsubst %.po,%.mo,$(wildcard tracker/locale/*/LC_MESSAGES/*.po))
CODE := tracker tests $(wildcard bench migrations)
# Tests start the program dozens of times: it is compiled once, also where that is switched off.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

.PHONY: help demo install test test-fast sure format lint types contracts words bench lock screens pictures clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sort | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

demo: $(VENV)/.project $(CATALOGS) ## start the program with invented people
	@$(BIN)/tracker demo

install: $(VENV)/.project $(CATALOGS) ## make .venv with the program and what it needs
	@echo "$(BIN)/tracker is ready."

test: $(VENV)/.dev $(CATALOGS) ## run all tests, also those in the browser
	@$(need_chromium) && CHROMIUM="$$chromium" $(PYTEST) $(ARGS)

test-fast: $(VENV)/.dev $(CATALOGS) ## run the tests that need no browser
	@$(PYTEST) -m "not browser" $(ARGS)

sure: ## everything a change must pass: format, lint, types, contracts, all tests
	@$(MAKE) --no-print-directory formatted lint types contracts test

.PHONY: formatted
formatted: $(VENV)/.dev
	@echo "== format" && $(BIN)/ruff format --check .

format: $(VENV)/.dev ## put the code into its common form
	@$(BIN)/ruff check --select I --fix --quiet . && $(BIN)/ruff format .

lint: $(VENV)/.dev ## look for mistakes
	@echo "== lint" && $(BIN)/ruff check .

types: $(VENV)/.dev ## check the types
	@echo "== types" && $(BIN)/mypy $(CODE)

contracts: $(VENV)/.dev ## check which room imports which
	@echo "== contracts" && $(BIN)/lint-imports

# No line numbers and no new date: a catalog changes only where words change.
words: $(VENV)/.runtime ## bring new and changed words into the English catalog
	@words=`mktemp` && trap 'rm -f "$$words"' EXIT && \
	$(BIN)/pybabel --quiet extract -F babel.cfg -k _l -k lazy_gettext --sort-output \
		--add-location=file --output-file="$$words" . && \
	$(BIN)/pybabel --quiet update --locale=en --input-file="$$words" --output-dir=tracker/locale \
		--width=100 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

bench: $(VENV)/.dev $(CATALOGS) ## measure the speed
	@$(BIN)/python -m bench $(ARGS)

screens: $(VENV)/.dev $(CATALOGS) ## take a picture of every page
	@$(need_chromium) && CHROMIUM="$$chromium" $(BIN)/python -m tests.screens $(ARGS)

pictures: $(VENV)/.dev $(CATALOGS) ## take the pictures of the README and the guides anew
	@$(need_chromium) && CHROMIUM="$$chromium" $(BIN)/python -m tests.pictures

clean: ## remove everything that make and the tools have made
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find tracker tests migrations bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	find tracker -name '*.mo' -exec rm -f {} + 2>/dev/null || true

# --- locked dependencies -------------------------------------------------------------------------

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --annotation-style line

lock: $(VENV)/.dev ## write both requirements files anew (UPGRADE=1: with the newest versions)
	@$(LOCK) $(if $(UPGRADE),--upgrade) --group install -o requirements.txt pyproject.toml
	@$(LOCK) $(if $(UPGRADE),--upgrade) --group install --group dev -c requirements.txt \
		-o requirements-dev.txt pyproject.toml
	@! grep -nE '://|^-|file:|@ ' requirements.txt requirements-dev.txt \
		|| { echo "A registry or a path of this machine got into the lock files." >&2; exit 1; }

# --- the environment -----------------------------------------------------------------------------

# PYTHON=/path/to/python3 chooses another one.
$(VENV)/.made:
	@python=; for candidate in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
		[ -n "$$candidate" ] && command -v "$$candidate" >/dev/null 2>&1 || continue; \
		"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		python=$$candidate; break; \
	done; \
	[ -n "$$python" ] || { echo "maeum-tracker needs Python 3.11 or newer: install it, or name it with make PYTHON=/path/to/python3." >&2; exit 1; }; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: on Debian or Ubuntu run apt-get install python3-venv, then make again." >&2; exit 1; }; \
	echo "[1/3] Creating $(VENV)"; \
	"$$python" -m venv $(VENV) && touch $@

$(VENV)/.runtime: requirements.txt $(VENV)/.made
	@echo "[2/3] Installing what the program needs"
	@$(PIP) install -qq --require-hashes -r requirements.txt && touch $@

$(VENV)/.project: pyproject.toml $(VENV)/.runtime
	@echo "[3/3] Installing the program itself"
	@$(PIP) install -qq --no-deps --no-build-isolation --editable . && touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.project
	@echo "[+] Installing what tests and checks need"
	@$(PIP) install -qq --require-hashes -r requirements-dev.txt && touch $@

%.mo: %.po $(VENV)/.runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# --- the browser for tests -----------------------------------------------------------------------

PLAYWRIGHTS_OWN := from playwright.sync_api import sync_playwright as start; \
	play = start().start(); print(play.chromium.executable_path); play.stop()

# Sets $$chromium, or installs one (Debian and Ubuntu, as root), or says in one sentence what to do.
define find_chromium
chromium=; \
usable() { found=`command -v "$$1" 2>/dev/null` && "$$found" --version >/dev/null 2>&1 && chromium=$$found; }; \
for candidate in "$$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable \
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
	"/Applications/Chromium.app/Contents/MacOS/Chromium"; do \
	[ -n "$$candidate" ] && usable "$$candidate" && break; \
done; \
[ -n "$$chromium" ] || usable "`$(BIN)/python -c '$(PLAYWRIGHTS_OWN)' 2>/dev/null`" || true
endef

define need_chromium
{ $(find_chromium); \
if [ -z "$$chromium" ] && [ "`id -u`" = 0 ] && [ -f /etc/debian_version ]; then \
	echo "[+] Installing Chromium for the browser tests"; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; \
	$(find_chromium); \
fi; \
[ -n "$$chromium" ] || { echo "The browser tests need Chromium: install Chromium or Google Chrome, set CHROMIUM=/path/to/it, or run $(BIN)/playwright install chromium (make test-fast needs no browser)." >&2; exit 1; }; }
endef
