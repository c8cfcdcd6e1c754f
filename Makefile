# Next Town Over. `make` lists what there is. Python 3.11 or newer and make are all that is needed.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DATA_DIR ?= var
DJANGO_SETTINGS_MODULE ?= config.settings.dev
export PORT DATA_DIR
STATIC_STAMP := $(DATA_DIR)/static/staticfiles.json
STATIC_SOURCES := $(shell find static -type f 2>/dev/null)

.PHONY: help serve dev test relevance crowd coverage lint ci bench bench-desk lighthouse screenshots pins sign-in clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed. Set PYTHON=/path/to/python3.")'
	@echo "Making the environment in $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(STATIC_STAMP): $(VENV)/installed $(STATIC_SOURCES)
	@echo "Preparing the static files …"
	@DJANGO_SETTINGS_MODULE=$(DJANGO_SETTINGS_MODULE) $(BIN)/python manage.py collectstatic --noinput -v 0
	@touch $@

serve: $(VENV)/installed $(STATIC_STAMP) ## set everything up and serve the site on PORT (8000)
	@DJANGO_SETTINGS_MODULE=$(DJANGO_SETTINGS_MODULE) $(BIN)/python manage.py prepare
	@echo "Serving on http://localhost:$(PORT)/ – stop with Ctrl+C"
	@export DJANGO_SETTINGS_MODULE=$(DJANGO_SETTINGS_MODULE); \
		(minute=0; while sleep 60; do \
			$(BIN)/python manage.py publish_scheduled -v 0; \
			minute=$$(( (minute + 1) % 15 )); \
			test $$minute -ne 0 || $(BIN)/python manage.py write_digests -v 0; \
		done) & \
		trap "kill $$! 2>/dev/null" EXIT INT TERM; \
		$(BIN)/gunicorn -c config/gunicorn.py config.wsgi

dev: $(VENV)/installed ## the same with Django's own server, which reloads when code changes
	@DJANGO_SETTINGS_MODULE=$(DJANGO_SETTINGS_MODULE) $(BIN)/python manage.py prepare
	@DEBUG=1 $(BIN)/python manage.py runserver $(PORT)

sign-in: $(VENV)/installed ## show the editors' sign-ins again
	@DJANGO_SETTINGS_MODULE=$(DJANGO_SETTINGS_MODULE) $(BIN)/python manage.py show_sign_ins

test: $(VENV)/installed-dev ## set everything up and run the tests
	@env -u DATA_DIR -u MEDIA_ROOT -u DJANGO_SETTINGS_MODULE $(BIN)/python -m pytest -n 2 --dist loadfile

relevance: $(VENV)/installed-dev ## print how well searching finds what people look for, kind by kind
	@env -u DATA_DIR -u MEDIA_ROOT -u DJANGO_SETTINGS_MODULE $(BIN)/python -m pytest tests/relevance -q -s

crowd: $(VENV)/installed-dev ## fifty people at once (with DATABASE_URL two hundred), thirty kills, ten thousand posts of bots
	@env -u DATA_DIR -u MEDIA_ROOT -u DJANGO_SETTINGS_MODULE CROWD=$${CROWD:-$$(test -n "$$DATABASE_URL" && echo 200 || echo 50)} \
		SUBMISSION_KILLS=30 BOTS=10000 HONEST=20 $(BIN)/python -m pytest tests/submissions/test_crowd.py -v -s

coverage: $(VENV)/installed-dev ## count which lines the tests reach (no less than 90 %)
	@env -u DATA_DIR -u MEDIA_ROOT -u DJANGO_SETTINGS_MODULE $(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser" -q --cov --cov-report=term

lint: $(VENV)/installed-dev ## style, import layers, templates, migrations, settings
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --lint templates
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=example.org \
		DJANGO_SETTINGS_MODULE=config.settings.production $(BIN)/python manage.py check --deploy --fail-level WARNING

ci: ## what CI runs: lint, tests on SQLite and PostgreSQL, browser tests
	@.ci/run

SIZES ?= 10000 100000
bench: $(VENV)/installed ## measure how fast it is, SIZES="10000 100000" entries, and write docs/performance.md (ten minutes)
	@env -u DATA_DIR -u PORT $(BIN)/python -m bench $(SIZES) $(if $(BENCH_FOLDER),--folder $(BENCH_FOLDER))

bench-desk: $(VENV)/installed ## measure the desk's pages and a large merge at 10,000 entries, and print them
	@env -u DATA_DIR -u PORT $(BIN)/python -m bench 10000 --only desk $(if $(BENCH_FOLDER),--folder $(BENCH_FOLDER))

lighthouse: $(VENV)/installed-dev ## what Lighthouse says of the main pages on a phone; writes docs/lighthouse.md (needs Chromium and npm)
	@npm ci --prefix .ci/lighthouse --ignore-scripts --no-audit --no-fund --loglevel=error
	@$(BIN)/python -m bench.lighthouse

screenshots: $(VENV)/installed-dev ## draw the README's pictures from the running code (needs Chromium)
	@$(BIN)/python docs/screenshots.py

pins: ## bring the pinned requirements up to date (needs uv; a week's cool-down)
	@for f in requirements requirements-dev; do uv pip compile -q --universal $$f.in -o $$f.txt --python-version 3.11 --generate-hashes --no-strip-extras \
		--exclude-newer "$$(date -d '7 days ago' +%F)" --no-header; done

clean: ## remove the environment and all local data, also your entries
	rm -rf $(VENV) $(DATA_DIR)
