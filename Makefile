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

# Long forms of what the test command does shortly (tools/packages.sh test attack).
faults: all
	LIANLUO_BINARY=$(BUILD)/src/lianluo sh faults/run.sh long

fuzz:
	sh tools/fuzz.sh

attack: all
	LIANLUO_BINARY=$(BUILD)/src/lianluo sh attack/run.sh

.PHONY: all check run all-checks faults fuzz attack
