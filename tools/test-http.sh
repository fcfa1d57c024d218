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
# shellcheck disable=SC2046
node --test --test-concurrency=2 $(ls test/http/*.test.mjs | grep -v /commands) || bad=1
LIANLUO_TEST_BINARY="$PWD/build-clang/src/lianluo" node --test test/http/commands.test.mjs || bad=1
exit $bad
