#!/bin/sh
# Runs a script of this folder with Debian's torch in the environment that it is fastest in.
#   run_torch.sh SCRIPT [ARGUMENTS]
set -eu

# OpenBLAS picks its best kernel and blocking for the CPU only if nobody picks for it; --threads sets the threads.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS OMP_NUM_THREADS
# glibc otherwise gives every large temporary back to the system and faults it in again, which slows Adam most.
export MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=4294967296 MALLOC_TOP_PAD_=67108864
# torch's own vector kernels use AVX2 unless told otherwise. Where MiniTorch is to do without AVX-512, so is its peer.
if [ "${DOTNET_EnableAVX512:-1}" = 0 ]; then
  export OPENBLAS_CORETYPE=Haswell ATEN_CPU_CAPABILITY=avx2
elif grep -q avx512vl /proc/cpuinfo; then
  export ATEN_CPU_CAPABILITY=avx512
fi

script=$1
shift
exec /usr/bin/python3 "$(dirname "$0")/$script" "$@"
