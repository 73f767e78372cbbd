# Two commands: `make run` and `make test`. Each makes what it needs in .venv first.

PYTHON ?= python3
RUN = .venv/bin/python

.PHONY: run backup restore test judges soak bench lint format messages guide lock

# With REDIS_URL the work beside the site is handed out by Celery, which is installed for it.
run: .venv/requirements.txt $(if $(REDIS_URL),.venv/requirements-celery.txt)
	@exec $(RUN) manage.py start

# FILE=… names the archive; EVIDENCE=1 lets the audit read every row of it too.
backup: .venv/requirements.txt
	@$(RUN) manage.py backup $(if $(EVIDENCE),--evidence) $(if $(FILE),'$(FILE)')

# FILE=… names the archive; REPLACE=1 restores it although there is work here, which is kept aside.
restore: .venv/requirements.txt
	@$(RUN) manage.py restore $(if $(REPLACE),--replace) '$(FILE)'

# Tests that share a costly site of their own (``xdist_group``) stay with one process.
test: .venv/requirements-dev.txt
	$(RUN) -m pytest -n auto --maxprocesses 2 --dist loadgroup $(TESTS)

# Let programs that we did not write read our published files, in an environment of their own.
judges: .venv/requirements.txt .venv-judges/requirements-judges.txt
	@rm -rf .venv-judges/judged && mkdir .venv-judges/judged
	$(RUN) -m tests.judges .venv-judges/judged
	JUDGED=.venv-judges/judged .venv-judges/bin/python -m pytest -q -c /dev/null --rootdir tests/judges \
		--confcutdir tests/judges --import-mode importlib -p no:cacheprovider -p no:warnings \
		-o python_files='judge_*.py' tests/judges $(TESTS)

# Tests that repeat do so as often as they name, instead of a few times.
soak: .venv/requirements-dev.txt
	ROUNDS=$${ROUNDS:-all} $(RUN) -m pytest -m soak $(TESTS)

bench: .venv/requirements-dev.txt
	$(RUN) -m bench

lint: .venv/requirements-dev.txt
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	find templates annotations curation -name '*.html' -exec .venv/bin/djade --target-version 5.2 --check {} +
	$(RUN) -m mypy
	$(RUN) manage.py makemigrations --check --dry-run

format: .venv/requirements-dev.txt
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .
	find templates annotations curation -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

# Bring the catalogues of translations up to date with the code. Needs GNU gettext.
messages: .venv/requirements-dev.txt
	$(RUN) manage.py messages

# Take the pictures of the editor's guide anew, of the demo. Needs Chromium.
guide: .venv/requirements-dev.txt
	$(RUN) -m tests.guide

# Write the hashed lists of packages from the chosen ones. Needs uv, and only when a choice changes.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
# What judges need for pictures, sound and generated code alone; and one is content with a newer jsonschema.
NOT_JUDGED = $(patsubst %,"%; python_version < '3'",opencv-python-headless scipy datamodel-code-generator pandas-stubs colorama)
lock:
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-celery.in -o requirements-celery.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt
	printf '%s\n' $(NOT_JUDGED) 'jsonschema>=4' | $(LOCK) --override - requirements-judges.in -o requirements-judges.txt

# The environment. A file in it remembers what was installed last.
INSTALL = $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes

.venv/requirements.txt: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'Standpoint needs Python 3.11 or newer as $(PYTHON); PYTHON=/path/to/python names another one.' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'Python lacks its venv module; on Debian: apt install python3-venv.' >&2; exit 1; }
	@test -w . || { echo 'This folder cannot be written to, and .venv must be made in it.' >&2; exit 1; }
	@echo 'Installing into .venv ...'
	@$(PYTHON) -m venv .venv
	@$(INSTALL) -r requirements.txt
	@cp requirements.txt $@

.venv/requirements-celery.txt: .venv/requirements.txt requirements-celery.txt
	@echo 'Installing Celery into .venv ...'
	@$(INSTALL) -r requirements-celery.txt
	@cp requirements-celery.txt $@

# The lock is whole and leaves out what the judges do not need, so pip need not look for anything.
.venv-judges/requirements-judges.txt: requirements-judges.txt
	@echo 'Installing judges into .venv-judges ...'
	@$(PYTHON) -m venv .venv-judges
	@.venv-judges/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		--no-compile -r requirements-judges.txt
	@cp requirements-judges.txt $@

.venv/requirements-dev.txt: .venv/requirements.txt requirements-dev.txt
	@echo 'Installing what tests need into .venv ...'
	@$(INSTALL) -r requirements-dev.txt
	@cp requirements-dev.txt $@
