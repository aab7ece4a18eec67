# Needs make and Python 3.11 or newer; everything else is installed into .venv.
#
#   make demo      build the samples and serve them         (PORT=8001 for another port)
#   make test      lint, types, and every test; pages in a real browser     (JOBS=4 for four at once)
#   make samples   rebuild graphs/ from samples/
#   make clean     remove what was built, and .venv

PYTHON ?= python3
HOST   ?= 127.0.0.1
PORT   ?= 8000
JOBS   ?= 2
VENV   := .venv
BIN    := $(VENV)/bin
ACCOUNTS := $(filter-out samples/README.md,$(sort $(wildcard samples/*.md samples/*.txt)))
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable chrome
PIP    := $(BIN)/python -m pip --disable-pip-version-check

UI := $(shell find src/orbat/serve/ui -name node_modules -prune -o -name test -prune -o -type f -print)

.DEFAULT_GOAL := help
.PHONY: help demo test lint browser samples clean
.DELETE_ON_ERROR:

help:
	@sed -n 's/^#   //p' Makefile

# .venv/.made, .installed and .tools are stamps: a step runs again only when what it rests on has changed.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "orbat needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1 || echo missing)." \
	       "If you have a newer one: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml hatch_build.py $(UI)
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.installed
	$(PIP) install --quiet --group dev
	@touch $@

demo: $(VENV)/.installed
	$(BIN)/orbat demo --host $(HOST) --port $(PORT)

lint: $(VENV)/.tools
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python hatch_build.py check

test: lint browser
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile

# The pages are tested in a real browser: one that is installed, or Debian's Chromium where we may install it.
browser:
	@for each in "$$ORBAT_BROWSER" $(BROWSERS) "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do \
	  if [ -n "$$each" ] && command -v "$$each" >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing Chromium for the tests of the pages"; \
	  apt-get install -qq -y --no-install-recommends chromium >/dev/null 2>&1 || { \
	    apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null; }; \
	else \
	  echo "No Chromium or Chrome found: the tests of the pages will be skipped. Install one, or set ORBAT_BROWSER." >&2; \
	fi

# graphs/ holds plain files, without the N-Quads of all samples together, which are large; the folder that a
# build makes also holds the store and the version before.
samples: $(VENV)/.installed
	@set -e; for name in $(basename $(notdir $(ACCOUNTS))) all; do \
	  if [ $$name = all ]; then sources="$(ACCOUNTS)"; else sources=$$(ls samples/$$name.*); fi; \
	  $(BIN)/orbat build $$sources --out out/$$name --no-times --quiet; \
	  mkdir -p graphs/$$name; \
	  cp -L out/$$name/graph.ttl out/$$name/report.json graphs/$$name/; \
	  [ $$name = all ] || cp -L out/$$name/graph.nq graphs/$$name/; \
	  echo graphs/$$name; \
	done

clean:
	rm -rf $(VENV) demo out .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf src/orbat/serve/static/dist src/orbat/serve/ui/node_modules
