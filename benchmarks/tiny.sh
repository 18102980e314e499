#!/bin/sh
# The training step of the tiny MLP 16-64-64-1: MiniTorch with a scope and without, the same kernels wired by hand, and PyTorch, in turn,
# and the ratios of the medians. See README.md.
#   benchmarks/tiny.sh [THREADS [ROUNDS]]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/benchmarks/figures.sh"
threads=${1:-1}
rounds=${2:-5}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

dotnet build -c Release --nologo -v quiet "$root/benchmarks" >/dev/null
program="$root/artifacts/bin/MiniTorch.Benchmarks/release/MiniTorch.Benchmarks.dll"
peer=yes
if ! /usr/bin/python3 -c 'import torch' 2>/dev/null; then
  peer=
  echo "PyTorch is absent (benchmarks/peers/install.sh installs it): MiniTorch runs alone"
fi

round=1
while [ "$round" -le "$rounds" ]; do
  dotnet "$program" tiny --threads "$threads" >"$scratch/ours.json"
  line="round $round:"
  for way in scoped unscoped hand_wired; do
    last "$scratch/ours.json" "${way}_us" >>"$scratch/$way"
    line="$line $way $(tail -n 1 "$scratch/$way") µs,"
  done
  if [ -n "$peer" ]; then
    "$root/benchmarks/peers/run_torch.sh" tiny_torch.py --threads "$threads" >"$scratch/torch.json"
    last "$scratch/torch.json" step_us >>"$scratch/torch"
    line="$line PyTorch $(tail -n 1 "$scratch/torch") µs,"
  fi
  echo "${line%,}"
  round=$((round + 1))
done

cat "$scratch/ours.json"
scoped=$(median "$scratch/scoped")
unscoped=$(median "$scratch/unscoped")
handwired=$(median "$scratch/hand_wired")
echo "medians of $rounds rounds, $threads thread(s): MiniTorch with a scope $scoped µs, without $unscoped µs, hand-wired $handwired µs"
echo "  with a scope / hand-wired $(ratio "$scoped" "$handwired"), goal at most 1.4; without / with a scope $(ratio "$unscoped" "$scoped")"
if [ -n "$peer" ]; then
  torch=$(median "$scratch/torch")
  echo "  PyTorch $torch µs / MiniTorch with a scope $(ratio "$torch" "$scoped"), goal at least 18"
  cat "$scratch/torch.json"
fi
