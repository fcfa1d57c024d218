#!/bin/sh
# The outside tests on PostgreSQL; run inside tools/with-postgres, by tools/test.sh.
set -eu
psql "$LIANLUO_TEST_DB" -q -c 'CREATE DATABASE lianluo_demo'
build-clang/src/lianluo demo --data "$LIANLUO_TEST_DEMO/pg" \
    --db "$(printf '%s' "$LIANLUO_TEST_DB" | sed 's/dbname=[^ ]*/dbname=lianluo_demo/')"
exec node --test --test-concurrency=2 test/http/*.test.mjs
