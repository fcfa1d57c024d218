#!/bin/sh
# Install the Debian packages of the named groups (tools/packages.txt) that are missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
want=
for group in "$@"; do
    want="$want $(awk -v g="$group" '$1 == g { print $2 }' "$here/packages.txt")"
done
missing=
for p in $want; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ]; then
    echo "These packages are missing; install them as root:$missing" >&2
    exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing >/dev/null
