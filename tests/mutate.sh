#!/usr/bin/env bash
# Mutation testing of parts of src/Autograd and of the arithmetic of src/Tensors by dotnet-stryker: tests/mutate.sh [PART...]
# Texts of messages are not mutated. Reports go to artifacts/mutation/PART.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
dotnet tool restore

ops='FullyQualifiedName~OpProofTests|FullyQualifiedName~Kink|FullyQualifiedName~MiniTorch.Tests.InPlace'
other='FullyQualifiedName!~OpProofTests&FullyQualifiedName!~OpRegistry'

# mutate PART PROJECT FILTER GLOB...: the tests stand in tests/PROJECT
mutate() {
  local part=$1 project=$2 filter=$3 globs
  shift 3
  globs=$(printf '"%s", ' "$@")
  mkdir -p "artifacts/mutation/$part"
  cat >"artifacts/mutation/$part/config.json" <<JSON
{
  "stryker-config": {
    "project": "MiniTorch.$project.csproj",
    "configuration": "Release",
    "mutate": [${globs%, }],
    "ignore-mutations": ["string"],
    "test-case-filter": "$filter",
    "reporters": ["json", "html", "cleartext"]
  }
}
JSON
  (cd "tests/$project" && dotnet stryker -f "$root/artifacts/mutation/$part/config.json" -O "$root/artifacts/mutation/$part")
}

part() {
  case $1 in
    math) mutate math Autograd "$ops" '**/Tensor.Math*.cs' '**/Tensor.Arithmetic.cs' '**/Tensor.Binary.cs' '**/Tensor.Ternary.cs' '**/Tensor.Exponents.cs' \
      '**/Tensor.Division.cs' '**/Tensor.Powers.cs' '**/Tensor.Bounds.cs' ;;
    reduce) mutate reduce Autograd "$ops" '**/Tensor.Reduce.cs' '**/Tensor.Extrema.cs' '**/Tensor.Scan.cs' '**/Tensor.Norm.cs' '**/Tensor.Moments.cs' \
      '**/Tensor.Softmax.cs' '**/Tensor.Statistics.cs' ;;
    linalg) mutate linalg Autograd "$ops" '**/LinearAlgebra/*.cs' ;;
    engine) mutate engine Autograd "$other" '**/Engine/*.cs' '**/Tensor.Grad.cs' '**/Tensor.InPlace.cs' ;;
    arithmetic) mutate arithmetic Tensors 'FullyQualifiedName~Math|FullyQualifiedName~Elementwise|FullyQualifiedName~NDArray' '**/NDArray.Arithmetic.cs' '**/NDArray.Binary*.cs' \
      '**/NDArray.Meeting.cs' '**/NDArray.Powers.cs' '**/Kernels/Operators*.cs' '**/Kernels/VectorMath*.cs' ;;
    *)
      echo "parts: math reduce linalg engine arithmetic" >&2
      return 2
      ;;
  esac
}

for name in "${@:-math}"; do
  part "$name"
done
