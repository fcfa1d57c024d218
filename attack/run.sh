#!/bin/sh
# What strangers' tools find on the public pages: nothing, and the holes planted for them.
# LIANLUO_TEST_BINARY names the program.  Needs the packages sqlmap, wapiti, sqlite3 and nodejs.
set -u
cd "$(dirname "$0")/.."
for tool in sqlmap wapiti sqlite3 node; do
    command -v "$tool" >/dev/null || {
        echo "attack: $tool is not installed" >&2
        exit 2
    }
done
timeout -k 10 900 node attack/attack.mjs
