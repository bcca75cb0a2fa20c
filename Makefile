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

# A person is named on the command line: a name that stands in the environment by chance must not be forgotten.
$(foreach name,BUYER OLDER_THAN PLATFORM SHOP TEAM RAW,$(if $(filter-out command line,$(origin $(name))),$(eval $(name) =)))
export BUYER OLDER_THAN PLATFORM SHOP TEAM RAW

.PHONY: build appraisal payout forget extract test crash-test fuzz bench parse-spark lint docs setup clean

build: ; @$(PYTHON) run.py build --exports "$(EXPORTS)" --warehouse "$(WAREHOUSE)" --sets "$(SETS)"
appraisal: ; @$(PYTHON) run.py appraisal --month "$(MONTH)" --language "$(LANGUAGE)" --warehouse "$(WAREHOUSE)"
payout: ; @$(PYTHON) run.py payout --month "$(MONTH)" --exports "$(EXPORTS)" --warehouse "$(WAREHOUSE)" $(EARLY)
forget: ; @$(PYTHON) run.py forget --buyer "$$BUYER" --older-than "$$OLDER_THAN" --platform "$$PLATFORM" --shop "$$SHOP" --raw "$$RAW" --exports "$(EXPORTS)" --warehouse "$(WAREHOUSE)" --sets "$(SETS)"
extract: ; @$(PYTHON) run.py extract --shop "$$SHOP" --team "$$TEAM" --warehouse "$(WAREHOUSE)"
test: ; @$(PYTHON) run.py test
crash-test: ; @KEFU_KILLS=$(KILLS) $(PYTHON) run.py test -m slow -s tests/python/pipeline/test_crash.py
lint: ; @$(PYTHON) run.py lint
docs: ; @$(PYTHON) run.py docs --warehouse "$(WAREHOUSE)"
setup: ; @$(PYTHON) run.py setup
clean: ; @$(PYTHON) run.py clean
fuzz: ; @KEFU_FUZZ_MINUTES=$(MINUTES) $(PYTHON) run.py test -m slow -s tests/python/fuzz
bench: ; @$(PYTHON) run.py bench --messages "$(MESSAGES)" --runs "$(RUNS)" --cases "$(CASES)" $(if $(WRITE),--write)
parse-spark: ; @$(PYTHON) run.py spark parse
