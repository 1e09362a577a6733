# Knooppunt. `make` lists what can be done; `make demo` is where to start.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
PYTHON_IN := $(VENV)/bin/python
KNOOPPUNT := $(VENV)/bin/knooppunt
PIP_INSTALL := $(PYTHON_IN) -m pip install --quiet --quiet --disable-pip-version-check --no-compile
PORT ?= 8000
CASES ?= 1000
KILLS ?= 100
REGIONS ?= 2100
export PORT

##@ Use it
demo run: export KNOOPPUNT_MODE = demo
demo run: export WITH_WORKER = yes
demo: prepared ## fill the demo town when it is empty, and serve it on http://127.0.0.1:8000 (PORT=8001 for another)
	@$(KNOOPPUNT) fill_demo --if-empty
	@$(VENV)/bin/gunicorn -c gunicorn.conf.py knooppunt.wsgi

run: prepared ## serve what is in the database, without filling it
	@$(VENV)/bin/gunicorn -c gunicorn.conf.py knooppunt.wsgi

reset: ## empty the demo town (stop the server first)
	@if [ -n "$$DATABASE_URL" ]; then echo "DATABASE_URL is set: reset only removes the demo's own file. Nothing done."; exit 1; fi
	@rm -f var/knooppunt.sqlite3 var/knooppunt.sqlite3-wal var/knooppunt.sqlite3-shm
	@echo "The town is empty. 'make demo' fills it again."

##@ Check it
test: dev $(VENV)/.texts ## everything: style, types, tests on SQLite and PostgreSQL, each browser story on one (ONLY=postgresql: all on that)
	@tools/system_packages.sh
	@KNOOPPUNT_MODE=test $(PYTHON_IN) tests/run.py $(ONLY)

stories: dev $(VENV)/.texts ## the browser stories alone, on SQLite, with pictures in var/screenshots (STORY=word chooses)
	@tools/system_packages.sh
	@KNOOPPUNT_MODE=test TAKE_PICTURES=yes $(PYTHON_IN) -m pytest tests/stories -m story $(if $(STORY),-k "$(STORY)")

statement: dev $(VENV)/.texts ## run all stories and write the figures of the accessibility statement again
	@tools/system_packages.sh
	@KNOOPPUNT_MODE=test ACCESSIBILITY_FILE=src/knooppunt/web/data/accessibility.json $(PYTHON_IN) -m pytest tests/stories -m story

lint: dev ## style of code and templates, floors of the house
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/djlint --quiet --lint src
	@$(VENV)/bin/lint-imports --no-cache

types: dev ## types
	@KNOOPPUNT_MODE=test $(VENV)/bin/mypy

bench: dev $(VENV)/.texts ## measure the screens with N cases, as JSON, on SQLite and PostgreSQL (CASES=100000 COMPARE=yes)
	@tools/system_packages.sh >&2
	@$(PYTHON_IN) bench/run.py --cases $(CASES) $(if $(COMPARE),--compare)

faults: dev ## send 1,000 letters while the worker is killed 100 times and the mail server misbehaves; JSON counts (KILLS=100)
	@tools/system_packages.sh >&2
	@$(PYTHON_IN) bench/faults.py --kills $(KILLS)

attack: dev ## let a second program try to uncover what is hidden in published figures of random regions (REGIONS=2100)
	@$(PYTHON_IN) bench/run.py --only attack --regions $(REGIONS)

##@ Change it
format: dev ## write the code in the house style
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format .

docs: installed ## write the generated documents again (process, access)
	@KNOOPPUNT_MODE=test $(KNOOPPUNT) write_docs

texts: installed ## bring the catalogues up to date with the texts in code, templates and data (needs GNU gettext)
	@KNOOPPUNT_MODE=test $(KNOOPPUNT) collect_texts

lock: $(PYTHON_IN) ## write the lock files again (UPGRADE=1 takes newer versions)
	@tools/lock.sh $(PYTHON_IN) $(if $(UPGRADE),--upgrade)

clean: ## remove what was built; the demo's data stay
	@rm -rf $(VENV) .tools build src/*.egg-info var/static .mypy_cache .ruff_cache .hypothesis
	@find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk 'BEGIN { FS = ":[^#]*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

# --- How it gets ready -------------------------------------------------------------------------------------------
$(PYTHON_IN):
	@python=$$(tools/find_python.sh) && echo "Making $(VENV) with $$python" && "$$python" -m venv --clear $(VENV)

$(VENV)/.base: requirements/base.txt pyproject.toml | $(PYTHON_IN)
	@echo "Installing Knooppunt"
	@$(PIP_INSTALL) --require-hashes -r requirements/base.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "Installing what the tests need"
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

# Compiled texts are not in the repository: Babel makes them from the catalogues.
$(VENV)/.texts: $(wildcard src/knooppunt/locale/*/LC_MESSAGES/*.po) $(VENV)/.base
	@if ls src/knooppunt/locale/*/LC_MESSAGES/django.po >/dev/null 2>&1; then \
		$(VENV)/bin/pybabel --quiet compile --domain django --directory src/knooppunt/locale; fi
	@touch $@

installed: $(VENV)/.base $(VENV)/.texts
dev: installed $(VENV)/.dev

prepared: installed
	@mkdir -p var
	@$(KNOOPPUNT) migrate --verbosity 0
	@$(KNOOPPUNT) createcachetable
	@$(KNOOPPUNT) collectstatic --no-input --verbosity 0

.PHONY: demo run reset test stories statement lint types bench faults attack format docs texts lock clean help installed dev prepared
