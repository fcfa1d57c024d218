#!/bin/sh
# The outside tests on SQLite, then on PostgreSQL; run by tools/test.sh inside tools/with-postgres.
# Commands that walk through the whole city again and again (check, move, restore) run in the plain
# build, all else in the sanitized one.
set -eu
plain="env -u LIANLUO_TEST_DB $PWD/build-clang/src/lianluo"

# The city on PostgreSQL, made while the tests run on SQLite: it mostly waits for the server.
city() {
    psql "$LIANLUO_TEST_DB" -q -c 'CREATE DATABASE lianluo_demo'
    db=$(printf '%s' "$LIANLUO_TEST_DB" | sed 's/dbname=[^ ]*/dbname=lianluo_demo/')
    $plain demo --data "$LIANLUO_TEST_DEMO/pg" --db "$db"
    $plain rebuild --data "$LIANLUO_TEST_DEMO/pg" --db "$db"
    psql "$db" -q -c ANALYZE
}

on() { # on ENGINE
    LIANLUO_TEST_ENGINE=$1
    export LIANLUO_TEST_ENGINE
    echo "-- on $1 ($(date +%H:%M:%S))"
    status=0
    # Beside the others; and the messages first, which wait most of the time.
    LIANLUO_TEST_BINARY="$PWD/build-clang/src/lianluo" node --test test/http/commands.test.mjs \
        >"$LIANLUO_TEST_DEMO/commands.txt" 2>&1 &
    commands=$!
    # shellcheck disable=SC2046
    node --test --test-concurrency=2 test/http/sms.test.mjs \
        $(ls test/http/*.test.mjs | grep -v -e /commands -e /sms) || status=1
    wait $commands || status=1
    cat "$LIANLUO_TEST_DEMO/commands.txt"
    return $status
}

bad=0
city >"$LIANLUO_TEST_DEMO/city.txt" 2>&1 &
made=$!
on sqlite || bad=1
wait $made || bad=1
cat "$LIANLUO_TEST_DEMO/city.txt"
on postgres || bad=1
exit $bad
