#!/bin/sh
# Faults against the running program, each with an oracle and, where it can, a control.
#     sh faults/run.sh short|long
# Needs root for the mounts.  LIANLUO_TEST_BINARY names the program.
set -u
cd "$(dirname "$0")/.."
form=${1:-short}
case $form in
short) kills=8 cuts=3 losses=3 slow=300 ;;
long) kills=200 cuts=50 losses=30 slow=2000 ;;
*)
    echo "usage: faults/run.sh short|long" >&2
    exit 2
    ;;
esac
bad=
job() { # job SECONDS FILE [ARGUMENT]: bounded; each cleans up after itself when it is ended
    seconds=$1
    shift
    timeout -k 20 "$seconds" "$@" || bad="$bad $*;"
}
LIANLUO_POSTGRES_FSYNC=on
export LIANLUO_POSTGRES_FSYNC
job 1800 node faults/kill.mjs "$kills"
job 300 node faults/full.mjs
job 300 node faults/broken.mjs 2
job 900 node faults/power.mjs "$cuts"
job 300 node faults/backup.mjs
job 900 tools/with-postgres node faults/postgres.mjs "$losses"
job 300 node faults/slow.mjs "$slow"
[ -z "$bad" ] || {
    echo "faults: not held:$bad"
    exit 1
}
echo "faults: all held"
