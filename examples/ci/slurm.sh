#!/bin/bash
# slurm.sh SCENARIOS REPORTS [PARTS] — a big matrix as a Slurm array of PARTS tasks (8 if left out), and a last task that joins their
# reports to REPORTS/report.xml. REPORTS is a folder that all nodes see; macemu is in PATH on each.
#SBATCH --job-name=macemu
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=01:00:00
set -euo pipefail
scenarios=$1 reports=$2 parts=${3:-8}

if [ "${MACEMU_STEP:-}" = merge ]; then
  # A part that is missing is an error here.
  exec macemu merge "$reports"/report-*.json --format junit --output "$reports/report.xml"
elif [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then
  # SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT say which part is ours. A test that fails is for the report to tell.
  macemu test "$scenarios" --jobs "${SLURM_CPUS_PER_TASK:-2}" --format json --output "$reports/report-$SLURM_ARRAY_TASK_ID.json" || [ $? = 1 ]
else
  mkdir -p "$reports"
  rm -f "$reports"/report-*.json
  array=$(sbatch --parsable --array="1-$parts" --output="$reports/part-%a.log" "$0" "$@")
  MACEMU_STEP=merge sbatch --parsable --dependency="afterany:${array%%;*}" --export=ALL --output="$reports/merge.log" "$0" "$@"
fi
