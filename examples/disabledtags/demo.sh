#!/usr/bin/env bash
# demo.sh BIN — rehearses create-admin.sh on two emulated Macs with macOS 14, once with the tag and once without, then lets
# Setup Assistant make alice, and shows who ends up with the secure token and the ownership of the volume.
set -euo pipefail
bin=$(cd "${1:-$(dirname "$0")/../../artifacts/bin}" && pwd)
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
macemu=$bin/macemu

rehearse() { # NAME [ARGUMENT OF create-admin.sh]
  export MACEMU_MACHINE=$folder/$1.db
  "$macemu" create --os 14.5 --seed 1
  "$macemu" run ./create-admin.sh "${@:2}"
  "$macemu" setup alice --password alice-s3cret --full-name "Alice Example"
  "$macemu" login alice --password alice-s3cret
  "$macemu" show
  "$bin/sysadminctl" -secureTokenStatus itadmin
  "$bin/sysadminctl" -secureTokenStatus alice
}

echo "== With ;DisabledTags;SecureToken set before the password: the token waits for alice"
rehearse tagged
echo
echo "== The journal of that rehearsal"
"$macemu" log
echo
echo "== Without the tag: the script's account takes the first token, alice gets none"
rehearse untagged --untagged
