# Commands of the suite; `make help` explains them. The work is in scripts/devkit.
PYTHON ?= python3
DEVKIT = PYTHONPATH=scripts PYTHONDONTWRITEBYTECODE=1 $(PYTHON) -m devkit
M ?=
T ?=
DB ?=
NAME ?=
MODULES ?=
ARGS ?=
export HOST PORT ODOO_HOME DATABASE_URL

.DEFAULT_GOAL := help
.PHONY: help run test test-long shell db db-drop bench bench-large reset clean lint setup i18n

help:
	@echo "make run [PORT=8069] [HOST=127.0.0.1] [DB=x]   set up, then the shop, back office and till with demo data"
	@echo "make test [M=module] [T=tests/test_x.py] [ARGS='-k word']   all tests, or some; sets up what it needs"
	@echo "make test-long                                hundred-round and fault versions of the tests"
	@echo "make shell [DB=x]                             Odoo shell; runs a script piped to it (commit in the script)"
	@echo "make db NAME=x [MODULES=a,b] [DEMO=1]         another French database in seconds; BARE=1: Odoo's own modules only"
	@echo "make db-drop NAME=x                           delete a database made so"
	@echo "make bench | make bench-large                 bare Odoo and the suite side by side, same work"
	@echo "make lint [FIX=1]                             all static checks; FIX=1 mends what a program can"
	@echo "make i18n [M=module]                          write the .pot files again, and tell what fr.po lacks"
	@echo "make reset                                    demo data back to its beginning"
	@echo "make clean                                    remove all that make set up here (downloads stay in the cache)"
	@echo
	@echo "Variables: ODOO_HOME=  an Odoo 19.0 tree to use instead of fetching one"
	@echo "           DATABASE_URL=postgresql://user:password@host:5432/  a server to use instead of a private one"
	@echo "           PYTHON=  the interpreter (3.10 to 3.13)   UNIFIED_DATA=, UNIFIED_CACHE=  other folders"

check-python = command -v $(PYTHON) >/dev/null 2>&1 || { echo "error: no $(PYTHON) on this machine: install Python 3.10 to 3.13, or name one with PYTHON=." >&2; exit 1; }

run:
	@$(check-python)
	@exec env $(DEVKIT) run $(if $(DB),--db '$(DB)')

test:
	@$(check-python)
	@exec env $(DEVKIT) test $(if $(M),--module '$(M)') $(if $(T),--file '$(T)') -- $(ARGS)

test-long:
	@$(check-python)
	@exec env $(DEVKIT) test --long $(if $(M),--module '$(M)') $(if $(T),--file '$(T)') -- $(ARGS)

shell:
	@$(check-python)
	@exec env $(DEVKIT) shell $(if $(DB),--db '$(DB)')

db:
	@$(check-python)
	@exec env $(DEVKIT) db --name '$(NAME)' --modules '$(MODULES)' $(if $(DEMO),--demo) $(if $(BARE),--bare)

db-drop:
	@$(check-python)
	@exec env $(DEVKIT) db-drop --name '$(NAME)'

bench:
	@$(check-python)
	@exec env $(DEVKIT) bench -- $(ARGS)

bench-large:
	@$(check-python)
	@exec env $(DEVKIT) bench --large -- $(ARGS)

lint:
	@$(check-python)
	@exec env $(DEVKIT) lint $(if $(FIX),--fix)

i18n:
	@$(check-python)
	@exec env $(DEVKIT) i18n $(if $(M),--module '$(M)')

setup reset clean:
	@$(check-python)
	@exec env $(DEVKIT) $@
