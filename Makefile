# Two commands: `make demo` shows what newstrans does, `make test` proves that it works.
# Everything lives in .venv; nothing is installed outside it but Debian packages, and those only as root.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# Tests wait for a browser, a server or a database a quarter of their time: three processes keep two cores at work.
WORKERS = $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) * 3 / 2 )))

# Debian's packages and Python's are fetched at once.
MAKEFLAGS += --jobs=2

# Processes that the tests start would compile the sources each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test packages check bench clean

demo: $(STAMP)
	@scripts/system-packages apertium
	@$(BIN)/newstrans demo

test: packages $(VENV)/.installed-dev
	$(BIN)/ruff check src tests benchmarks
	@mkdir -p .mypy_cache
	@$(BIN)/mypy >.mypy_cache/said 2>&1 & types=$$!; \
	$(BIN)/pytest --numprocesses $(WORKERS) --dist worksteal; tests=$$?; \
	wait $$types; types=$$?; echo "mypy:"; cat .mypy_cache/said; \
	exit $$((tests + types))

packages:
	@scripts/system-packages

check: test

bench: $(VENV)/.installed-dev
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[en-pt,argos,morph,dev,bench]"
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The stamp depends on what decides about the installation; the project itself is installed editable.
$(STAMP): $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[en-pt]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[en-pt,argos,morph,dev]'
	@touch $@ $(STAMP)

clean:
	rm -rf $(VENV) build dist editions .pytest_cache .mypy_cache .ruff_cache .hypothesis
