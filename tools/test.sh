#!/bin/sh
# All tests, on both engines, on a bare Debian 12.  Under 30 minutes on two cores.
#     sh tools/test.sh            everything
#     sh tools/test.sh unit http  only these parts: style unit clang http browser faults
# PostgreSQL is Debian's, started in a temporary directory under an unprivileged user without TCP,
# and stopped at the end (tools/with-postgres).
set -eu
cd "$(dirname "$0")/.."
parts=${*:-style unit clang http browser faults}
has() { case " $parts " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }
# Databases of tests are thrown away: in memory where there is room, so that nobody waits for a disk.
# What has to outlast a crash (part faults) is tried on the disk.
room=$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1)
if [ -w /dev/shm ] && [ "${room:-0}" -gt 8000000 ]; then
    export TMPDIR=/dev/shm
fi
failed=
bad=0
ran=0
dir=$(mktemp -d)
trap 'rm -rf "$dir" "${LIANLUO_TEST_DEMO:-}"' EXIT
part() { # part NAME command…
    name=$1
    shift
    ran=$((ran + 1))
    echo
    echo "== $name ($(date +%H:%M:%S))"
    {
        status=0
        "$@" 2>&1 || status=$?
        echo $status >"$dir/status"
    } | tee "$dir/output"
    if [ "$(cat "$dir/status")" -eq 0 ]; then
        echo "== $name: passed"
    else
        echo "== $name: FAILED"
        # Said again at the end of a long output.
        {
            echo "== $name"
            grep -n -A 20 -E '^ *not ok|FAIL|TIMEOUT|ERROR|FAILED' "$dir/output" | head -n 80
        } >>"$dir/failed"
        failed="$failed $name;"
        bad=$((bad + 1))
    fi
}

echo "== packages"
sh tools/packages.sh build test
command -v node >/dev/null 2>&1 || {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
}
if has unit || has http || has browser; then
    (cd test && npm ci --no-audit --no-fund --loglevel=error)
fi

echo "== build with address and undefined-behaviour checks"
[ -f build-test/build.ninja ] ||
    meson setup build-test -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1
ninja -C build-test
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:strict_string_checks=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export LSAN_OPTIONS=suppressions="$PWD/test/lsan.supp":print_suppressions=0

has style && part style meson test -C build-test --no-rebuild --print-errorlogs --suite style
has unit && part "unit, both engines" tools/with-postgres \
    meson test -C build-test --no-rebuild --print-errorlogs --suite unit --suite fuzz --suite gen
if has clang || has http || has browser || has faults; then
    [ -f build-clang/build.ninja ] || CC=clang meson setup build-clang
    part "build with clang" ninja -C build-clang
fi
# The demonstration city, once for all, by the plain build; the tests work on copies.
if has http || has browser; then
    LIANLUO_TEST_DEMO=$(mktemp -d)
    export LIANLUO_TEST_DEMO
    part "demonstration" build-clang/src/lianluo demo --data "$LIANLUO_TEST_DEMO/data"
    build-clang/src/lianluo rebuild --data "$LIANLUO_TEST_DEMO/data"
fi
export LIANLUO_TEST_BINARY="$PWD/build-test/src/lianluo"
has http && part "http, both engines" tools/with-postgres sh tools/test-http.sh
has browser && LIANLUO_TEST_BINARY="$PWD/build-clang/src/lianluo" part browser \
    node --test --test-concurrency=2 test/browser/pages.test.mjs \
    $(ls test/browser/*.test.mjs | grep -v /pages)
has faults && LIANLUO_TEST_BINARY="$PWD/build-clang/src/lianluo" part "faults, short form" \
    env -u TMPDIR sh faults/run.sh short

echo
if [ -n "$failed" ]; then
    cat "$dir/failed"
    echo "failed:$failed"
    echo "$((ran - bad)) passed, $bad failed"
    exit 1
fi
echo "$ran passed, 0 failed"
