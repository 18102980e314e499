#!/bin/sh
# The five epochs of examples/Mnist, ours and PyTorch's in turn, and the ratio of the medians. See README.md.
#   benchmarks/mnist.sh [THREADS [ROUNDS]]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/benchmarks/figures.sh"
threads=${1:-1}
rounds=${2:-5}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$root/benchmarks/peers/install.sh" >/dev/null
dotnet build -c Release --nologo -v quiet "$root/examples/Mnist" >/dev/null
program=$(find "$root/artifacts/bin/Mnist/release" -name Mnist.dll)

round=1
while [ "$round" -le "$rounds" ]; do
  dotnet "$program" --threads "$threads" --metrics "$scratch/ours.json" >/dev/null
  "$root/benchmarks/peers/run_torch.sh" mnist_torch.py --data "$root/examples/data/mnist" --threads "$threads" >"$scratch/torch.json"
  ours=$(total "$scratch/ours.json" seconds)
  grep '"epoch"' "$scratch/torch.json" >"$scratch/epochs.json"
  torch=$(total "$scratch/epochs.json" seconds)
  echo "$ours" >>"$scratch/ours"
  echo "$torch" >>"$scratch/torch"
  echo "round $round: MiniTorch $ours s ($(last "$scratch/ours.json" test_accuracy)), PyTorch $torch s ($(last "$scratch/epochs.json" test_accuracy))"
  round=$((round + 1))
done

tail -n 1 "$scratch/torch.json"
ours=$(median "$scratch/ours")
torch=$(median "$scratch/torch")
echo "medians of $rounds rounds, $threads thread(s): MiniTorch $ours s, PyTorch $torch s, ratio $(ratio "$torch" "$ours")"
