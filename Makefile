# Sitrep. `make help` explains the targets; `make demo` and `make test` need nothing done before.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := bootstrap/pip-26.3-py3-none-any.whl/pip
STAMP := $(VENV)/.installed
ONLY ?=

.DEFAULT_GOAL := help
.PHONY: help install demo test browser lint bench chaos clean lock

help: ## show what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## make the virtual environment .venv with exactly the locked packages

$(STAMP): requirements.lock pyproject.toml $(PIP:/pip=)
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "make: $(PYTHON) is not Python 3.11 to 3.13; name one with: make PYTHON=python3.12 ..." >&2; exit 2; }
	$(PYTHON) -m venv --clear --without-pip $(VENV)
	$(BIN)/python $(PIP) install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python $(PIP) install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: install ## serve the sample articles on loopback and run the whole flow on them three times
	$(BIN)/sitrep demo

# Two workers with two threads of linear algebra each take half as long again on two cores as with one thread.
test: lint browser ## lint, then every test (unit, integration, end to end)
	OPENBLAS_NUM_THREADS=1 $(BIN)/pytest --numprocesses 2 --dist loadscope

# Debian's Chromium, which tests open the situation page in. Without it they are skipped; where CI is set they fail,
# unless the archive of Debian could not be reached, which the mark tells them.
browser: install
	@rm -f $(VENV)/.no-browser
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "installing chromium" && \
		apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core >/dev/null; } || \
		{ echo "no chromium, and it cannot be installed here: apt-get install chromium" >&2; touch $(VENV)/.no-browser; }

lint: install ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install ## measure; one line a figure: name, value, bound, ok or short (ONLY=name for one)
	$(BIN)/python tests/bench/run.py $(ONLY)

chaos: install ## kill cycles (-9) at random moments and compare the warehouse with an undisturbed one (about ten minutes)
	$(BIN)/python tests/bench/chaos.py

lock: ## write requirements.lock anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
		pyproject.toml --group dev --output-file requirements.lock

clean: ## remove the virtual environment, caches and the demo's data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist data/demo
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
