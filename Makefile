# Portico. `make` gets a fresh clone ready; `make demo` shows it; `make test` is all that CI runs.
SHELL      := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS  += --no-print-directory
export CGO_ENABLED ?= 0

ASSETS   := static/vendor/manifest.json
TEMPLATES = $(shell find views -name '*.templ' 2>/dev/null)
GENERATED = $(TEMPLATES:.templ=_templ.go)
TOOLS    := .bin/staticcheck .bin/gofumpt .bin/deadcode .bin/stripe-mock
TESTTIME ?= 20m
FUZZTIME ?= 20s

# How much `make soak` does.
CASES      ?= 1000000
EVENTS     ?= 10000
OPERATIONS ?= 1000
KILLS      ?= 200

.PHONY: all assets generate build demo test soak lint bench shots fuzz setup clean

all: assets generate

# ── What the binary is made of ──

assets: $(ASSETS)

node_modules/.package-lock.json: package.json package-lock.json .npmrc
	npm ci --no-progress --loglevel=error
	@touch $@

$(ASSETS): node_modules/.package-lock.json tools/assets.mjs tools/icons.txt $(wildcard static/css/* static/js/* static/img/*)
	node tools/assets.mjs

generate: $(GENERATED)

# Together: one run makes them all. templ leaves what did not change as it was, hence the touch.
ifneq ($(TEMPLATES),)
$(GENERATED) &: $(TEMPLATES) go.mod
	go tool templ generate -path views -log-level warn
	@touch $(GENERATED)
endif

build: assets generate
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o portico .

demo: build
	./portico demo

# ── Whether it is right ──

test: setup assets generate lint
	CGO_ENABLED=1 go test -race -parallel 3 -timeout $(TESTTIME) ./...

# The proofs of money once more, in volume: a quarter of an hour.
soak: setup assets generate
	go test -count=1 -timeout 2h ./portal -run 'Money|Share|Fee|AnyOrder' -rapid.checks=$(CASES)
	go test -count=1 -timeout 2h ./service -run AnyOrder -events=$(EVENTS)
	go test -count=1 -timeout 2h ./service -run 'Agree|Follow' -rapid.checks=3000
	go test -count=1 -timeout 2h -v ./internal/crash -run 'Killed|Figure' -kills=$(KILLS) -operations=$(OPERATIONS)

lint: assets generate $(TOOLS)
	@tools/lint

bench: assets generate
	PORTICO_BENCH=1 go test -count=1 -v -timeout 30m ./internal/bench | grep -v '^[=-]'
	go test -run '^NONE$$' -bench . -benchtime 300ms -timeout 30m ./store ./service ./internal/pdf ./internal/live

shots: setup assets generate
	PORTICO_SHOTS=$(CURDIR)/shots go test -run TestLooks -count=1 -timeout 15m ./handlers

# Every fuzz target in turn: go runs one at a time.
fuzz: generate
	@grep -rlE --include='*_test.go' '^func Fuzz' . | xargs -r -n1 dirname | sort -u | while read -r dir; do \
		for target in $$(go test -list '^Fuzz' "$$dir" | grep '^Fuzz'); do \
			echo "$$dir $$target"; go test -run '^NONE$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) "$$dir"; \
		done; \
	done

# What the tests need beyond Go, gcc, make and node: a browser, and pdftotext.
setup:
	@tools/setup

# Built once; their own go.mod keeps them out of the program's.
.bin/staticcheck .bin/gofumpt .bin/deadcode .bin/stripe-mock &: tools/go.mod tools/go.sum
	@mkdir -p .bin
	cd tools && go build -o ../.bin/ honnef.co/go/tools/cmd/staticcheck mvdan.cc/gofumpt golang.org/x/tools/cmd/deadcode github.com/stripe/stripe-mock
	@touch $(TOOLS)

clean:
	rm -rf portico .bin static/vendor node_modules shots
	find views -name '*_templ.go' -delete
