# The manual of the repository: `make` lists what it can do.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# The program that the scripts run.
export GATEHOUSE ?= .build/debug/gatehouse
SWIFT_BUILD := swift build --explicit-target-dependency-import-check error
FORMATTED := Package.swift Sources Tests Benchmarks

# Handed on to the program by `make conformance`, as in: make conformance ARGS='--adapter evm --report html --output report.html'
ARGS ?=

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## serve the demo on 127.0.0.1:8080, with a replay node in place of the chains
	@scripts/demo

.PHONY: test
test: ## run every test, the conformance suite, and the recorded responses against the OpenAPI document
	@scripts/test

.PHONY: build
build: bootstrap ## compile; a warning or an undeclared import is an error
	$(SWIFT_BUILD)

.PHONY: check
check: lint build check-docs test ## what a change must pass: lint, imports, build, generated docs, tests

.PHONY: bench
bench: bootstrap ## measure speed and memory against the bare libraries, in a release build
	swift build -c release --product gatehouse
	swift run -c release Benchmarks

.PHONY: conformance
conformance: build ## prove every adapter: vectors, exchanges, requirements; ARGS='--adapter evm' narrows it
	$(GATEHOUSE) conformance run $(ARGS)

# Spoilt inputs made from each vector case by `make fuzz`.
ROUNDS ?= 100

.PHONY: fuzz
fuzz: build ## feed every parser with spoilt inputs; ROUNDS=1000, SEED=1 and ARGS='--filter "ton*"' widen or repeat it
	$(GATEHOUSE) conformance fuzz --rounds $(ROUNDS) --seed $(or $(SEED),1) $(ARGS)

.PHONY: fuzz-api
fuzz-api: build python-env ## throw generated requests at the demo; MAX_EXAMPLES=50 and SEED=1 bound and repeat it
	@scripts/fuzz-api

.PHONY: format
format: ## lay the Swift sources out as .swift-format says
	swift format --in-place --recursive --parallel $(FORMATTED)

.PHONY: lint
lint: ## complain about layout and about who imports whom
	swift format lint --strict --recursive --parallel $(FORMATTED)
	scripts/check-imports
	scripts/check-imports --self-test

.PHONY: docs
docs: build ## write the generated pages (docs/errors.md, conformance/requirements.md) anew
	scripts/check-docs --write

.PHONY: clean
clean: ## remove what was built (.build, .venv); var, with its databases and keys, stays
	rm -rf .build .venv

.PHONY: bootstrap
bootstrap: ## install the Debian packages that are missing
	@scripts/bootstrap

.PHONY: python-env
python-env:
	@scripts/python-env

.PHONY: check-docs
check-docs:
	scripts/check-docs
