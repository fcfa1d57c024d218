#!/bin/sh
# From a bare Debian 12 to a running Lianluo with the demonstration city in it.
#     sh tools/demo.sh [PORT]
# What it makes lies in build-release and data/; nothing else is touched.
set -eu
cd "$(dirname "$0")/.."
port=${1:-8080}
echo "1/4 packages"
sh tools/packages.sh build
echo "2/4 building"
[ -f build-release/build.ninja ] ||
    meson setup build-release --buildtype=release -Ddebug=true -Db_lto=true -Dtests=false
ninja -C build-release src/lianluo
echo "3/4 the demonstration city (about 40,000 records; takes some seconds)"
[ -f data/demo/lianluo.db ] || ./build-release/src/lianluo demo --data data/demo
echo "4/4 serving; stop with Ctrl-C"
./build-release/src/lianluo demo --data data/demo --logins
exec ./build-release/src/lianluo serve --data data/demo --port "$port"
