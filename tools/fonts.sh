#!/bin/sh
# Install the four fonts in which bulletins are printed (Fandol: 仿宋, 黑体, 楷体, 宋体 bold) from Debian's
# texlive-lang-chinese, without TeX.  One file of each family only: the bold ones declare the same
# weight as the regular ones.  Without them the program falls back to Noto.
# Usage: tools/fonts.sh [DIRECTORY]      (default /usr/local/share/fonts/fandol)
set -eu
to=${1:-/usr/local/share/fonts/fandol}
[ -f "$to/FandolFang-Regular.otf" ] && exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
chmod 755 "$work"
apt-get download -qq texlive-lang-chinese
from=./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol
dpkg-deb --fsys-tarfile texlive-lang-chinese_*.deb | tar -xf - \
    "$from/FandolFang-Regular.otf" "$from/FandolHei-Regular.otf" \
    "$from/FandolKai-Regular.otf" "$from/FandolSong-Bold.otf" \
    ./usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz
mkdir -p "$to"
install -m 644 "$from"/*.otf ./usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz "$to"
command -v fc-cache >/dev/null && fc-cache -f "$to" || true
