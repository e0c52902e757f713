# Two commands do all the set-up on a machine that has Python 3.11 or later and make: `make map` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SEEDS := seeds
OUT := maps/seeds

.PHONY: map test lint format typecheck unit bench clean

map: $(VENV)/installed
	@$(BIN)/geomap build $(SEEDS) -o $(OUT)
	@echo "map: $(CURDIR)/$(OUT)/map.html"

test: lint typecheck unit

lint: $(VENV)/developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/developed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

typecheck: $(VENV)/developed
	$(BIN)/mypy

unit: $(VENV)/developed
	$(BIN)/geomap gazetteer build
	$(BIN)/pytest -n 2 --dist loadfile

bench: $(VENV)/developed
	$(BIN)/python bench/toponyms.py
	$(BIN)/python bench/claims.py
	$(BIN)/python bench/gazetteer.py
	$(BIN)/python bench/front.py
	$(BIN)/python bench/store.py 100000
	mkdir -p build
	$(BIN)/python bench/map.py 10000 build/bench-10k.html

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "geomap needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/developed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
