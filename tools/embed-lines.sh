#!/bin/sh
# A text file as a C table of its lines: embed-lines.sh NAME HEADER INPUT OUTPUT.
# Lines that begin with # are remarks.
set -eu
{
    printf '#include "%s"\n\nconst char *const %s[] = {\n' "$2" "$1"
    sed -e '/^#/d' -e '/^$/d' -e 's/[\\"]/\\&/g' -e 's/.*/    "&",/' "$3"
    printf '};\nconst size_t %s_n = sizeof %s / sizeof %s[0];\n' "$1" "$1" "$1"
} >"$4"
