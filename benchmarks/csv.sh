#!/bin/sh
# A large CSV file of 20 columns of numbers and three classes: made, loaded as tensors in a process of its own, and deleted. See README.md.
#   benchmarks/csv.sh [MEGABYTES [FOLDER]]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
megabytes=${1:-1000}
scratch=$(mktemp -d -p "${2:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$scratch"' EXIT

dotnet build -c Release --nologo -v quiet "$root/benchmarks" >/dev/null
program="$root/artifacts/bin/MiniTorch.Benchmarks/release/MiniTorch.Benchmarks.dll"
dotnet "$program" csv make "$scratch/table.csv" --megabytes "$megabytes"
dotnet "$program" csv load "$scratch/table.csv"
