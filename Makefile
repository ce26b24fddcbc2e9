# `make demo` and `make test` do all the set-up they need, in a virtual environment of their own.
#   make test PYTHON=python3.13 VENV=.venv-3.13     with another interpreter, in another environment
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test lint clean

demo: $(VENV)/.has-examples
	$(BIN)/python -m examples.digits

test: lint
	$(BIN)/python -m pytest

lint: $(VENV)/.has-dev
	$(BIN)/ruff check

clean:
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# One stamp for each set of requirements; the package itself is installed in place.
$(VENV)/.has-%: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	touch $@
