#!/bin/sh
# The outside tests on PostgreSQL; run inside tools/with-postgres, by tools/test.sh.
set -eu
psql "$LIANLUO_TEST_DB" -q -c 'CREATE DATABASE lianluo_demo'
db=$(printf '%s' "$LIANLUO_TEST_DB" | sed 's/dbname=[^ ]*/dbname=lianluo_demo/')
plain="env -u LIANLUO_TEST_DB build-clang/src/lianluo"
$plain demo --data "$LIANLUO_TEST_DEMO/pg" --db "$db"
$plain rebuild --data "$LIANLUO_TEST_DEMO/pg" --db "$db"
exec node --test --test-concurrency=2 test/http/*.test.mjs
