.DEFAULT_GOAL := help
.PHONY: help build test mutate check fmt bench clean compile tools

TELLTALE := node dist/cli/main.js

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: compile ## install what is needed, compile, write out/
	$(TELLTALE) build

test: compile tools ## type check, lint, all tests, and the proof of every alert
	@$(TELLTALE) build --check || { echo "make test stops here: out/ has to be what the sources give (make build writes it)." >&2; exit 1; }
	npm run --silent typecheck
	npm run --silent lint
	npm run --silent test
	$(TELLTALE) test

mutate: compile tools ## change the rules, one thing at a time, and report what no test notices
	$(TELLTALE) test --mutate

check: compile ## everything that is wrong with the project, without writing
	$(TELLTALE) check

fmt: node_modules/.package-lock.json ## format and fix what can be fixed
	npm run --silent fmt

bench: compile ## what a build, a check and a diff cost against their floors, and how they grow
	npm run --silent bench

clean: ## remove what is installed and compiled; out/ stays
	rm -rf node_modules dist

compile: node_modules/.package-lock.json
	npm run --silent build

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

# Tests run the real Prometheus, Alertmanager and logrotate, and the commands of the runbooks. Debian's packages would also start servers, which nobody asked for.
PROGRAMS := prometheus promtool prometheus-alertmanager amtool logrotate curl jq git
SERVERS := prometheus prometheus-alertmanager
PACKAGES := $(SERVERS) logrotate curl jq git
tools:
	@PATH="$$PATH:/usr/sbin"; missing=; for program in $(PROGRAMS); do command -v $$program >/dev/null || missing=1; done; \
	if [ -z "$$missing" ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGES) >/dev/null && \
	  { ! command -v systemctl >/dev/null || systemctl disable --now $(SERVERS) >/dev/null 2>&1 || true; }; \
	else echo "The tests need $(PROGRAMS): install the packages $(PACKAGES) (apt-get install $(PACKAGES))." >&2; exit 1; fi
