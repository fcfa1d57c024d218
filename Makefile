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

.PHONY: all check run all-checks
