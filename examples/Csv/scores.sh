#!/usr/bin/env bash
# The figures of docs/csv.md: 5-fold cross-validation of every table in examples/data/csv with default settings, mean over seeds 0 to 4.
# examples/Csv/scores.sh [OPTION...]: further options go to the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dotnet build -c Release -v quiet examples/Csv >/dev/null
metrics=$(mktemp)
trap 'rm -f "$metrics"' EXIT

printf '%-14s  %-8s  %8s  %8s\n' table figure network linear
for pair in iris:species wine:class breast_cancer:diagnosis digits:digit diabetes:progression; do
  table=${pair%%:*}
  for seed in 0 1 2 3 4; do
    dotnet artifacts/bin/Csv/release/Csv.dll "examples/data/csv/$table.csv" --target "${pair#*:}" --folds 5 --seed "$seed" --metrics "$metrics" "$@" >/dev/null
    tail -n 1 "$metrics"
  done | awk -v table="$table" '
    { match($0, /"(accuracy|r2)":[-0-9.eE]+/); split(substr($0, RSTART, RLENGTH), own, ":")
      match($0, /"linear_(accuracy|r2)":[-0-9.eE]+/); split(substr($0, RSTART, RLENGTH), other, ":")
      name = own[1]; sum += own[2]; linear += other[2] }
    END { gsub(/"/, "", name); printf "%-14s  %-8s  %8.4f  %8.4f\n", table, name, sum / NR, linear / NR }'
done
