#!/usr/bin/env bash
# Runs every test project and closes with what failed and one line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Profiling code as it runs pays for long-lived programs; tests get a fifth slower by it.
export DOTNET_TieredPGO=0

# Three projects at a time on two cores, as many tests wait for the processes that they start.
dotnet test MacToolEmu.sln --nologo -v quiet -m:3 --logger 'console;verbosity=minimal' 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

# dotnet closes each project with: Passed!  - Failed:     0, Passed:   168, Skipped:     0, Total: …
read -r passed failed skipped < <(
  sed -nE 's/^(Passed|Failed|Skipped)! +- Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+).*/\3 \2 \4/p' "$log" |
    awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }'
)
if [ "$((passed + failed))" = 0 ]; then
  echo "no test ran" >&2
  exit 1
fi
# What failed is told again at the end, and by name at the very end, as a long log may be read from there only.
grep -A 30 -E '\[FAIL\]$' "$log" | cut -c 1-300 | head -n 400
grep -E '\[FAIL\]$' "$log" | cut -c 1-300
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
