# For people's fingers; Meson does the work.
BUILD ?= build

all: $(BUILD)/build.ninja
	ninja -C $(BUILD)

$(BUILD)/build.ninja:
	meson setup $(BUILD)

check: all
	meson test -C $(BUILD) --print-errorlogs --suite style --suite unit

run: all
	$(BUILD)/src/lianluo serve

all-checks:
	.ci/run

# Product and bare libraries in one run; the first one makes worlds and takes some minutes.
bench:
	sh tools/packages.sh build test bench
	[ -f build-release/build.ninja ] || meson setup build-release --buildtype=release -Ddebug=true -Db_lto=true
	ninja -C build-release src/lianluo bench/bench_search
	node bench/run.mjs

# Long forms of what the test command does shortly (tools/packages.sh test attack).
faults: all
	LIANLUO_TEST_BINARY=$(BUILD)/src/lianluo sh faults/run.sh long

fuzz:
	sh tools/fuzz.sh

attack: all
	LIANLUO_TEST_BINARY=$(BUILD)/src/lianluo sh attack/run.sh

.PHONY: all check run all-checks bench faults fuzz attack
