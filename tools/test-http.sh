#!/bin/sh
# The outside tests on one engine (LIANLUO_TEST_ENGINE); run by tools/test.sh, for PostgreSQL inside
# tools/with-postgres.  Commands that walk through the whole city again and again (check, move,
# restore) run in the plain build, all else in the sanitized one.
set -eu
if [ "$LIANLUO_TEST_ENGINE" = postgres ]; then
    psql "$LIANLUO_TEST_DB" -q -c 'CREATE DATABASE lianluo_demo'
    db=$(printf '%s' "$LIANLUO_TEST_DB" | sed 's/dbname=[^ ]*/dbname=lianluo_demo/')
    plain="env -u LIANLUO_TEST_DB build-clang/src/lianluo"
    $plain demo --data "$LIANLUO_TEST_DEMO/pg" --db "$db"
    $plain rebuild --data "$LIANLUO_TEST_DEMO/pg" --db "$db"
fi
bad=0
# Beside the others; and the messages first, which wait most of the time.
LIANLUO_TEST_BINARY="$PWD/build-clang/src/lianluo" node --test test/http/commands.test.mjs \
    >"$LIANLUO_TEST_DEMO/commands.txt" 2>&1 &
commands=$!
# shellcheck disable=SC2046
node --test --test-concurrency=2 test/http/sms.test.mjs \
    $(ls test/http/*.test.mjs | grep -v -e /commands -e /sms) || bad=1
wait $commands || bad=1
cat "$LIANLUO_TEST_DEMO/commands.txt"
exit $bad
