#!/bin/sh
# Operations on arrays, ours and those of OpenBLAS, oneDNN and torch in turn, and the ratios of the medians. See README.md.
#   benchmarks/kernels.sh [ROUNDS [THREADS [GROUPS AND OPTIONS OF THE COMMAND]]]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-10}
threads=${2:-1}
shift $(($# < 2 ? $# : 2))

# OpenBLAS, which runs in the same process, picks its best kernel and blocking for the CPU only if nobody picks for it.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS OMP_NUM_THREADS DNNL_MAX_CPU_ISA

# Where MiniTorch is to do without AVX-512, so are its peers; run_torch.sh says so to torch.
if [ "${DOTNET_EnableAVX512:-1}" = 0 ]; then
  export OPENBLAS_CORETYPE=Haswell DNNL_MAX_CPU_ISA=AVX2
fi

dotnet build -c Release --nologo -v quiet "$root/benchmarks" >/dev/null
if /usr/bin/python3 -c 'import torch' 2>/dev/null; then
  set -- --peer "$root/benchmarks/peers/run_torch.sh" "$@"
else
  echo "PyTorch is absent (benchmarks/peers/install.sh installs it): MiniTorch runs without it"
fi
exec dotnet "$root/artifacts/bin/MiniTorch.Benchmarks/release/MiniTorch.Benchmarks.dll" kernels --rounds "$rounds" --threads "$threads" "$@"
