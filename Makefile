# Forwards to run.py, which needs neither make nor bash.
PYTHON ?= python3
EXPORTS ?= exports
WAREHOUSE ?= warehouse
SETS ?= own
MINUTES ?= 2
KILLS ?= 100
MESSAGES ?= 1000000
RUNS ?= 3
CASES ?= all

# The environment of many systems has a LANGUAGE of its own, such as en_US:en: only the one of the command line counts.
ifneq ($(origin LANGUAGE),command line)
LANGUAGE = zh
endif

.PHONY: build appraisal payout test crash-test fuzz bench lint docs setup clean

build: ; @$(PYTHON) run.py build --exports "$(EXPORTS)" --warehouse "$(WAREHOUSE)" --sets "$(SETS)"
appraisal: ; @$(PYTHON) run.py appraisal --month "$(MONTH)" --language "$(LANGUAGE)" --warehouse "$(WAREHOUSE)"
payout: ; @$(PYTHON) run.py payout --month "$(MONTH)" --exports "$(EXPORTS)" --warehouse "$(WAREHOUSE)" $(EARLY)
test: ; @$(PYTHON) run.py test
crash-test: ; @KEFU_KILLS=$(KILLS) $(PYTHON) run.py test -m slow -s tests/python/pipeline/test_crash.py
lint: ; @$(PYTHON) run.py lint
docs: ; @$(PYTHON) run.py docs --warehouse "$(WAREHOUSE)"
setup: ; @$(PYTHON) run.py setup
clean: ; @$(PYTHON) run.py clean
fuzz: ; @KEFU_FUZZ_MINUTES=$(MINUTES) $(PYTHON) run.py test -m slow -s tests/python/fuzz
bench: ; @$(PYTHON) run.py bench --messages "$(MESSAGES)" --runs "$(RUNS)" --cases "$(CASES)" $(if $(WRITE),--write)
