# Jijikao 季季考: every task of the project. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8000
RUN := .venv/bin/python
BY_FILE := -n 2 --dist loadfile --no-loadscope-reorder
export PORT
export PYTHONUNBUFFERED := 1

.PHONY: help demo serve test faults e2e api-fuzz bench bench-burst import-score deploy-check format lint types imports migrations lock check-port install-base install-test install-dev

help: ## list the tasks
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: install-base check-port ## install, make the demo office and serve it on PORT (8000); DEMO="--scheme hanbin"
	@$(RUN) manage.py migrate --verbosity 0 && $(RUN) manage.py load_demo $(DEMO) && exec $(RUN) manage.py serve --demo

serve: install-base check-port ## serve the database that is there on PORT (8000)
	@$(RUN) manage.py migrate --verbosity 0 && exec $(RUN) manage.py serve

test: install-test ## run the test suite (DATABASE_URL=postgres://… for PostgreSQL)
	@$(RUN) -m pytest $(BY_FILE) -m "not faults"

faults: install-test ## kill the real server while answers are saved; nothing acknowledged may be lost
	@$(RUN) -m pytest tests/faults -m faults

e2e: install-dev ## run the browser tests (needs Chromium)
	@$(RUN) -m pytest -n 2 --dist loadscope tests/e2e

api-fuzz: install-dev ## send the API what its documentation allows and forbids; no fault, no unknown answer
	@$(RUN) -m pytest -n 2 tests/fuzz

bench: install-dev ## measure, as ratios to a floor in the same run; JSON under var/bench/
	@$(RUN) -m benchmarks

bench-burst: install-dev ## measure the minute an exam opens: 2,000 people go in beside 500 who save
	@$(RUN) -m benchmarks burst

import-score: install-base ## score the reading of the sheets in ../shared, file by file
	@$(RUN) -m benchmarks.import_score

format: install-dev ## format the code
	@$(RUN) -m ruff format . && $(RUN) -m ruff check --fix .

lint: install-dev ## check the code's style
	@$(RUN) -m ruff format --check . && $(RUN) -m ruff check . && $(RUN) -m djlint --quiet --lint .

types: install-dev ## check the types
	@$(RUN) -m mypy .

imports: install-dev ## check that imports point downward
	@.venv/bin/lint-imports

migrations: install-base ## check that every model change has its migration
	@DJANGO_SETTINGS_MODULE=exam_site.settings.test $(RUN) manage.py makemigrations --check --dry-run

deploy-check: install-base ## check the production settings as a server would run them
	@SECRET_KEY=$$($(RUN) -c 'import secrets; print(secrets.token_urlsafe(64))') ALLOWED_HOSTS=exam.example.cn \
		PUBLIC_ORIGIN=https://exam.example.cn DJANGO_SETTINGS_MODULE=exam_site.settings.production \
		$(RUN) manage.py check --deploy --fail-level WARNING

lock: ## lock the requirements again (needs uv)
	@for set in base test dev; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header requirements/$$set.in -o requirements/$$set.txt; done

check-port: install-base
	@$(RUN) -m scripts.check_port $(PORT)

install-base:
	@scripts/install.sh base

install-test:
	@scripts/install.sh test

install-dev:
	@scripts/install.sh dev
