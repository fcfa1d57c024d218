#!/bin/sh
# Fuzz every target for a while, after it has found the hole planted before it (test/fuzz/canary.c).
#     sh tools/fuzz.sh [TARGET…]
#     FUZZ_SECONDS  for each target (45)
# What is found lies in build-fuzz/found; what was learnt in build-fuzz/learnt.
set -u
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-45}
[ -f build-fuzz/build.ninja ] ||
    CC=clang meson setup build-fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false \
        -Doptimization=1 >/dev/null || exit 2
programs=$(ninja -C build-fuzz -t targets all |
    sed -n 's/^\(\(test\/fuzz\|tools\/gen\)\/fuzz_[a-z_]*\): c_LINKER.*/\1/p')
# shellcheck disable=SC2086
ninja -C build-fuzz $programs >build-fuzz/log || {
    tail -30 build-fuzz/log
    exit 2
}
export ASAN_OPTIONS=detect_leaks=1
export LSAN_OPTIONS=suppressions="$PWD/test/lsan.supp":print_suppressions=0
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
mkdir -p build-fuzz/found build-fuzz/learnt build-fuzz/near
bad=
for program in $programs; do
    case $program in *_canary) continue ;; esac
    name=${program##*/fuzz_}
    [ $# -eq 0 ] || case " $* " in *" $name "*) ;; *) continue ;; esac
    mkdir -p "build-fuzz/learnt/$name"
    rm -f build-fuzz/near/*
    printf gax >build-fuzz/near/seed
    if timeout -k 5 60 "build-fuzz/${program}_canary" -max_total_time=50 -max_len=16 \
        -artifact_prefix=build-fuzz/canary- build-fuzz/near >build-fuzz/log 2>&1 || ! grep -q 'heap-buffer-overflow' build-fuzz/log; then
        echo "$name: the planted hole was not found"
        tail -3 build-fuzz/log
        bad="$bad $name(canary)"
        continue
    fi
    if timeout -k 5 $((seconds + 60)) "build-fuzz/$program" -max_total_time="$seconds" \
        -max_len=8192 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="build-fuzz/found/$name-" "build-fuzz/learnt/$name" \
        "test/fuzz/corpus/$name" >build-fuzz/log 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' build-fuzz/log)
        echo "$name: canary found, $runs runs, nothing found"
    else
        echo "$name: FOUND"
        grep -E -m 3 'ERROR|SUMMARY|runtime error' build-fuzz/log
        cp build-fuzz/log "build-fuzz/found/$name.log"
        bad="$bad $name"
    fi
done
rm -f build-fuzz/canary-*
[ -z "$bad" ] || {
    echo "fuzz: failed:$bad"
    exit 1
}
echo "fuzz: nothing found"
