# The verbs. Each sets up what it needs by itself: what runs; with tests and checks; with what loads and trains models.
VENV ?= .venv
PY = $(VENV)/bin/python
.DEFAULT_GOAL := help

JUDGES = tests/judges
GRAPHIQL = gateway/web/graphiql
NPM_CI = npm ci --ignore-scripts --no-audit --no-fund --silent
.PHONY: setup-check setup-model test-fast coverage wheels graphiql judge-privacy judge-acceptance judge-hostile judge-http judge-operation judge-operations judge-browser judge-planner judge-composition backup restore help setup run test check fix schema accept demo-data bench bench-matching evaluate model lock
help: ## what the verbs do
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: ## make the environment for what runs (once; costs nothing when it is there)
	@VENV=$(VENV) sh tools/bootstrap.sh run

setup-check: ## the same with what tests and checks need, but without torch
	@VENV=$(VENV) sh tools/bootstrap.sh check

setup-model: ## the same with torch and sentence-transformers, as a build for the CPU where there is one
	@VENV=$(VENV) sh tools/bootstrap.sh model

run: $(if $(EMBEDDING_MODEL)$(MARKETPLACE_EMBEDDING_MODEL),setup-model,setup) ## start PostgreSQL, the four subservices and the gateway, with demo data
	@$(PY) -m tools.run

test: setup-model ## all tests, on as many processes as there are cores
	@$(PY) -m pytest -q -n auto --dist loadfile

test-fast: setup-check ## the fast half: no database, no processes, no torch; under a minute
	@$(PY) -m pytest -q -n auto --dist loadfile -m "not slow" --ignore tests/model

coverage: setup-model ## all tests, and which lines none of them reaches
	@$(PY) -m pytest -q -n auto --dist loadfile --cov --cov-report term:skip-covered

wheels: setup-check ## build the wheel of every part, and look at what is in it
	@$(PY) -m tools.wheels

check: setup-model ## ruff, mypy --strict, import contracts, tests
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy gateway services tools demo tests
	@$(VENV)/bin/lint-imports --no-logo
	@$(MAKE) --no-print-directory test

fix: setup-check ## let ruff mend what it can
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

demo-data: setup ## write services/*/demo/*.csv anew: the same files on every run
	@$(PY) -m demo

schema: setup ## export the subgraphs' SDL and compose schema/ anew
	@$(PY) -m tools.schema

accept: setup-check ## accept what the golden tests now say (then review the diff)
	@ACCEPT_GOLDENS=1 $(PY) -m pytest -q tests -k golden

bench: setup ## measure (ratios only mean something within one run)
	@$(PY) -m tools.bench

bench-matching: setup ## measure matching: make bench-matching SIZES=10000,100000,1000000 DOCUMENTS=10000 SEED=1 BEFORE=folder
	@$(PY) -m tools.bench_matching $(if $(SIZES),--sizes $(SIZES)) $(if $(DOCUMENTS),--documents $(DOCUMENTS)) $(if $(SHARED),--shared $(SHARED)) $(if $(SEED),--seed $(SEED)) $(if $(BEFORE),--before $(BEFORE))

evaluate: $(if $(MODEL),setup-model,setup) ## measure matching on judged data: make evaluate DATA=folder MODEL=name DAY=2026-11-28 RESULTS=file NESTED="folder folder" EXPOSURE=1 FITTING=1 TONGUES=1
	@$(PY) -m tools.evaluate $(if $(DATA),--data $(DATA)) $(if $(MODEL),--model $(MODEL)) $(if $(DAY),--day $(DAY)) $(if $(RESULTS),--results $(RESULTS)) $(if $(NESTED),--nested $(NESTED)) $(if $(EXPOSURE),--exposure) $(if $(FITTING),--fitting) $(if $(TONGUES),--tongues)

backup: setup ## write the data of each house into a folder: make backup TO=folder SERVICES=cip
	@$(PY) -m tools.backup backup $(if $(TO),--to "$(TO)")

restore: setup ## put them back in place of what is there: make restore FROM=folder SERVICES=cip
	@$(PY) -m tools.backup restore "$(FROM)"

lock: setup-check ## pin requirements*.txt anew, and ask whether all pins can be had for each Python
	@sh tools/lock.sh

model: setup-model ## train the shipped model anew: make model PAIRS=folder of *.jsonl.gz with German and English texts ONWARD=folder of a model to go on from
	@$(PY) -m tools.model --pairs "$(PAIRS)" $(if $(ONWARD),--onward "$(ONWARD)")

graphiql: ## build GraphiQL anew from its sources (needs Node 20)
	@cd $(GRAPHIQL) && $(NPM_CI) && npm run build --silent

judge-http: setup-check ## the 61 audits of graphql-http against our gateway and each service; the client of graphql-sse; an OpenID provider (needs Node)
	@command -v npm >/dev/null && (cd $(JUDGES) && $(NPM_CI)) || echo "npm is not installed: the judges cannot be either"
	@$(PY) -m pytest -q $(JUDGES)/test_http.py $(JUDGES)/test_issuer.py

judge-operation: setup-check ## milliseconds until what clients held is free; swaps, restarts, kills, a full disk under traffic: SECONDS=60 RATE=50 ONLY=disk
	@$(PY) -m pytest -q -s -n 0 $(JUDGES)/operation.py
	@$(PY) -m tools.judge_operation $(if $(SECONDS),--seconds $(SECONDS)) $(if $(RATE),--rate $(RATE)) $(if $(ONLY),--only "$(ONLY)")

judge-operations: setup ## every saved operation on a real run, as the person whom it names; a table: URL=gateway of a fresh run
	@$(PY) -m tools.judge_operations --all $(if $(URL),--url "$(URL)")

judge-browser: setup-check ## GraphiQL in a real Chromium; leaves var/graphiql.png (needs Node and Chromium)
	@command -v npm >/dev/null && (cd $(JUDGES) && $(NPM_CI)) || echo "npm is not installed: the judges cannot be either"
	@$(PY) -m pytest -q $(JUDGES)/test_browser.py

judge-privacy: setup-check ## ask every service at its own port for all that the demo data hide, as nobody, a member, foreign staff
	@PRIVACY_WHOLE=1 $(PY) -m pytest -q -n auto tests/services/privacy

judge-acceptance: setup-check ## what people do, each in the empty town and in that of the demo data (make test: in one of them)
	@ACCEPTANCE_WHOLE=1 $(PY) -m pytest -q -n auto tests/acceptance

judge-hostile: setup-check ## 50 hostile documents at once beside honest ones; SIGTERM while they are worked on: HOLDS=file says what held the loop
	@$(PY) -m tools.judge_hostile $(if $(HOLDS),--holds $(HOLDS))

judge-planner: setup-check ## compare our query plans with those of two other planners (needs Node)
	@command -v npm >/dev/null && (cd tools/judge_planner && $(NPM_CI)) || echo "npm is not installed: the judges cannot be either"
	@$(PY) -m tools.judge_planner

judge-composition: setup-check ## compare our composition with two others: make judge-composition SETS=file.jsonl (needs Node)
	@command -v npm >/dev/null && (cd tools/judge_composition && $(NPM_CI)) || echo "npm is not installed: the judges cannot be either"
	@$(PY) -m tools.judge_composition $(SETS)
