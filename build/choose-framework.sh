#!/usr/bin/env bash
# choose-framework.sh RUNTIME FILE — writes into FILE which framework the tools are built on, and sees to it that they can be linked.
set -euo pipefail
runtime=$1 file=$2
mkdir -p "$(dirname "$file")"

if ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing gcc, which links the tools" >&2
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev binutils; } >&2
  else
    echo "make tools needs a linker: install gcc (apt-get install gcc libc6-dev) and run it again" >&2
    exit 1
  fi
fi

if dotnet restore tools/dscl -r "$runtime" -p:MacFramework=net10.0 -p:NativeAot=true -v quiet --nologo >/dev/null 2>&1; then
  echo net10.0 >"$file"
else
  echo "Native AOT of net10.0 can't be had here; building on net9.0" >&2
  echo net9.0 >"$file"
fi
