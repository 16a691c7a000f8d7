#!/usr/bin/env bash
# package.sh BIN OUTPUT — packs the built tools in BIN as OUTPUT/mactoolemu-VERSION-linux-ARCH.tar.gz and, where dpkg-deb is, as a .deb;
# each with its SHA-256 beside it, compressed as PACKAGE_LEVEL says (1 to 9). The same input gives the same bytes: SOURCE_DATE_EPOCH (else the last commit's time) dates every file.
set -euo pipefail
export LC_ALL=C
[ $# = 2 ] || { echo "usage: build/package.sh BIN OUTPUT" >&2; exit 2; }
bin=$(realpath "$1")
mkdir -p "$2"
output=$(realpath "$2")
cd "$(dirname "$0")/.."

tools=(dscl sysadminctl fdesetup profiles diskutil bputil csrutil)
for file in macemu companions libe_sqlite3.so "${tools[@]}"; do
  [ -e "$bin/$file" ] || { echo "package: $bin/$file is missing; run 'make tools'" >&2; exit 1; }
done
# The version stands in one place.
version=$(sed -n 's:.*<VersionPrefix>\(.*\)</VersionPrefix>.*:\1:p' Directory.Build.props)
built=$("$bin/macemu" --version | cut -d ' ' -f 2)
[ "$built" = "$version" ] || { echo "package: macemu is $built and Directory.Build.props says $version; run 'make tools'" >&2; exit 1; }
case $(uname -m) in
  x86_64) arch=x64 debian=amd64 ;;
  aarch64) arch=arm64 debian=arm64 ;;
  *) echo "package: $(uname -m) isn't supported" >&2; exit 1 ;;
esac
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
level=${PACKAGE_LEVEL:-9}
export MACEMU_TOOLS=$bin

# stage ROOT LIBRARY SHARE ZSH FISH PATH UP — what both packages have, in the folders that each has for it; UP leads from PATH to LIBRARY
stage() {
  local root=$1 library=$1/$2 share=$1/$3
  mkdir -p "$library" "$share/bash-completion/completions" "$share/$4" "$share/$5" "$share/doc/mactoolemu"
  install -m 755 "$bin/macemu" "$bin/companions" "${tools[@]/#/$bin/}" "$library"
  install -m 644 "$bin/libe_sqlite3.so" "$library"
  "$bin/companions" --list | while read -r name; do ln -s companions "$library/$name"; done
  # For PATH: macemu and the seven, without the smaller commands, among which are a `date`, a `sed` and an `ls` that aren't the host's
  mkdir -p "$root/$6"
  local tool
  for tool in macemu "${tools[@]}"; do ln -s "$7/$tool" "$root/$6/$tool"; done
  "$bin/macemu" completions bash >"$share/bash-completion/completions/macemu"
  "$bin/macemu" completions zsh >"$share/$4/_macemu"
  "$bin/macemu" completions fish >"$share/$5/macemu.fish"
  for page in macemu "${tools[@]}"; do
    local section
    section=$("$bin/macemu" manual "$page" --section)
    mkdir -p "$share/man/man$section"
    "$bin/macemu" manual "$page" | gzip -9n >"$share/man/man$section/$page.$section.gz"
  done
  cp README.md "$share/doc/mactoolemu"
  cp -r docs examples "$share/doc/mactoolemu"
  gzip -9n <CHANGELOG.md >"$share/doc/mactoolemu/CHANGELOG.md.gz"
}

# Every file with one date, and nobody's permissions but those that count.
settle() {
  find "$1" -type d -exec chmod 755 {} +
  find "$1" -exec touch -h -d "@$epoch" {} +
}

# archive OUTPUT FOLDER NAME — NAME of FOLDER, sorted and belonging to root
archive() {
  tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --format=gnu -C "$2" -cf - "$3" | gzip "-${level}n" >"$1"
}

name=mactoolemu-$version-linux-$arch
stage "$work/$name" bin share zsh/site-functions fish/vendor_completions.d path ../bin
cp LICENSE "$work/$name"
settle "$work/$name"
archive "$output/$name.tar.gz" "$work" "$name"
made=("$name.tar.gz")

if command -v dpkg-deb >/dev/null; then
  # The tools stay out of PATH; `macemu run` puts them where a Mac has them.
  stage "$work/deb" usr/lib/mactoolemu usr/share zsh/vendor-completions fish/vendor_completions.d usr/lib/mactoolemu/path ..
  mkdir -p "$work/deb/usr/bin" "$work/deb/DEBIAN"
  ln -s ../lib/mactoolemu/macemu "$work/deb/usr/bin/macemu"
  {
    printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: MacToolEmu\n\nFiles: *\nCopyright: %s\nLicense: Expat\n' \
      "$(sed -n 's/^Copyright (c) //p' LICENSE)"
    sed -n '/^Permission/,$p' LICENSE | sed 's/^$/./; s/^/ /'
  } >"$work/deb/usr/share/doc/mactoolemu/copyright"
  maintainer='The MacToolEmu developers <mactoolemu@localhost>'
  printf 'mactoolemu (%s) unstable; urgency=medium\n\n  * CHANGELOG.md.gz tells what is new.\n\n -- %s  %s\n' "$version" "$maintainer" "$(date -u -R -d "@$epoch")" |
    gzip -9n >"$work/deb/usr/share/doc/mactoolemu/changelog.gz"
  settle "$work/deb"
  # The oldest libc that has all that the executables ask of it
  libc=$(grep -haoE 'GLIBC_2\.[0-9]+' "$bin/macemu" "$bin/companions" "$bin/libe_sqlite3.so" "${tools[@]/#/$bin/}" | sed 's/GLIBC_//' | sort -Vu | tail -n 1)
  cat >"$work/deb/DEBIAN/control" <<END
Package: mactoolemu
Version: $version
Architecture: $debian
Maintainer: $maintainer
Installed-Size: $(du -sk --apparent-size "$work/deb/usr" | cut -f 1)
Depends: libc6 (>= $libc), libssl3t64 | libssl3
Recommends: zsh, sudo
Section: devel
Priority: optional
Description: emulated Macs for testing admin scripts
 dscl, sysadminctl, fdesetup, profiles, diskutil, bputil and csrutil as on
 a Mac, acting on an emulated Mac that is one file. The control tool,
 macemu, makes such Macs, plays what happens to them (Setup Assistant,
 logins, restarts, an MDM server), runs scripts on them unmodified, and
 tests what the scripts did.
END
  (cd "$work/deb" && find usr -type f | sort | xargs -d '\n' md5sum) >"$work/deb/DEBIAN/md5sums"
  find "$work/deb/DEBIAN" -exec touch -d "@$epoch" {} +
  SOURCE_DATE_EPOCH=$epoch dpkg-deb --root-owner-group -Zgzip "-z$level" --build "$work/deb" "$output/mactoolemu_${version}_$debian.deb" >/dev/null
  made+=("mactoolemu_${version}_$debian.deb")
else
  echo "package: no .deb, as dpkg-deb is missing" >&2
fi

for file in "${made[@]}"; do
  (cd "$output" && sha256sum "$file" >"$file.sha256")
  echo "$output/$file"
done
