# `make demo` runs the main job on an example, `make test` runs every test; each sets up what it needs.

SHELL := /bin/bash
BIN := artifacts/bin
TOOLS := dscl sysadminctl profiles diskutil fdesetup bputil csrutil companions macemu
FRAMEWORK = $(shell cat artifacts/framework)
LIBRARY := $(shell find src -type f) Directory.Build.props Directory.Packages.props tools/Directory.Build.targets global.json
RUNTIME := $(shell uname -m | sed 's/x86_64/linux-x64/; s/aarch64/linux-arm64/')

.PHONY: tools demo test package properties bench format verify-format verify-whitespace accept clean

# Much of a build uses one core, so two tools are built beside each other.
tools:
	@$(MAKE) --no-print-directory -j2 $(addprefix $(BIN)/,$(TOOLS)) $(BIN)/.links

demo: tools
	@examples/disabledtags/demo.sh $(BIN)
	@echo; echo "== Five scenarios on one release"; $(BIN)/macemu test examples/scenarios --filter "os 14.8.7"

test: tools
	@build/test.sh

# artifacts/package/mactoolemu-VERSION-linux-ARCH.tar.gz and a .deb
package: tools
	@build/package.sh $(BIN) artifacts/package

# Properties on other examples than the tests', and ten times as many
properties:
	@MACEMU_TEST_EXAMPLES=10 dotnet test MacToolEmu.sln --nologo -v quiet --filter 'FullyQualifiedName~Propert|FullyQualifiedName~RoundTrip|FullyQualifiedName~Description|FullyQualifiedName~Image4|FullyQualifiedName~Hardening'

bench: tools
	@dotnet publish tests/benchmarks -c Release -r $(RUNTIME) -p:MacFramework=$(FRAMEWORK) -p:NativeAot=true -o artifacts/bench -v quiet --nologo
	@artifacts/bench/benchmarks $(BIN)

# make accept CASE=dscl/read/some.case — rewrites what one of our own cases expects
accept: tools
	@ACCEPT=1 dotnet test tests/Transcripts.Tests --filter 'DisplayName~holds_with_the_executables&DisplayName~$(CASE)'

format:
	dotnet format MacToolEmu.sln

verify-format:
	dotnet format MacToolEmu.sln --verify-no-changes

clean:
	rm -rf artifacts

# White space alone, in seconds; usings, style and analyzers are errors of every build.
verify-whitespace:
	dotnet format whitespace . --folder --verify-no-changes --exclude artifacts

# Native AOT on net10.0 where its runtime package can be had, else on net9.0.
artifacts/framework: build/choose-framework.sh
	@build/choose-framework.sh $(RUNTIME) $@

# The first tool builds the library that all share; the others must not do so again, as they are built beside each other.
FIRST := $(firstword $(TOOLS))
$(addprefix $(BIN)/,$(filter-out $(FIRST),$(TOOLS))): | $(BIN)/$(FIRST)

.SECONDEXPANSION:
$(BIN)/%: artifacts/framework $(LIBRARY) $$(shell find tools/$$* -type f -not -path '*/obj/*')
	@echo "building $* ($(FRAMEWORK), Native AOT)"
	@if [ -L $@ ]; then rm $@; fi # a companion's place until now
	@dotnet publish tools/$* -c Release -r $(RUNTIME) -p:MacFramework=$(FRAMEWORK) -p:NativeAot=true -p:RunAnalyzers=false \
	  -p:BuildProjectReferences=$(if $(filter $(FIRST),$*),true,false) -o $(BIN) -v quiet --nologo
	@rm -f $(BIN)/*.dbg $(BIN)/*.pdb $(BIN)/*.xml; chmod a+rx $(BIN)/*.so; touch $@

# Each companion is found under its own name. For the PATH of a shell of the host's there is a folder without them: among them are a date and a
# sed that aren't the host's.
$(BIN)/.links: $(BIN)/companions
	@cd $(BIN) && for name in $$(./companions --list); do ln -sf companions $$name; done; touch .links
	@mkdir -p artifacts/path && for tool in $(filter-out companions,$(TOOLS)); do ln -sf ../bin/$$tool artifacts/path/; done
