# Shorter to type, nothing more: `make lab` is `python3 run.py lab`. Further words go into ARGS: make test ARGS="-k hhi"
PYTHON ?= python3

.PHONY: help always
help:
	@$(PYTHON) run.py help
%: always
	@$(PYTHON) run.py $@ $(ARGS)
always Makefile: ;
