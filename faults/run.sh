#!/bin/sh
# Faults against the running program, each with an oracle and, where it can, a control.
#     sh faults/run.sh short|long
# Needs root for the mounts.  LIANLUO_BINARY names the program.
set -u
cd "$(dirname "$0")/.."
form=${1:-short}
case $form in
short) kills=10 cuts=4 ;;
long) kills=200 cuts=50 ;;
*) echo "usage: faults/run.sh short|long" >&2; exit 2 ;;
esac
bad=0
timeout 1800 node faults/kill.mjs "$kills" || bad=1
timeout 300 node faults/full.mjs || bad=1
timeout 900 node faults/power.mjs "$cuts" || bad=1
exit $bad
