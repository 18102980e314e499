#!/bin/sh
# A step of every optimizer over the 535,818 parameters of the MLP 784-512-256-10, ours and PyTorch's in turn, and the ratios of the medians.
# See README.md.
#   benchmarks/optimizers.sh [ROUNDS [THREADS [OPTIONS OF THE COMMAND]]]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-10}
threads=${2:-1}
shift $(($# < 2 ? $# : 2))

dotnet build -c Release --nologo -v quiet "$root/benchmarks" >/dev/null
if /usr/bin/python3 -c 'import torch' 2>/dev/null; then
  set -- --peer "$root/benchmarks/peers/run_torch.sh" "$@"
else
  echo "PyTorch is absent (benchmarks/peers/install.sh installs it): MiniTorch runs alone"
fi
exec dotnet "$root/artifacts/bin/MiniTorch.Benchmarks/release/MiniTorch.Benchmarks.dll" optimizers --rounds "$rounds" --threads "$threads" "$@"
