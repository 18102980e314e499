#!/usr/bin/env bash
# Mutation testing of src/Autograd and of the arithmetic of src/Tensors by dotnet-stryker: tests/mutate.sh [--sample PERCENT] [PART...]
# PART: math ops engine arithmetic (all by default; hours). A sample takes stretches of 15 lines, the same each time, from every file of a part.
# Texts of messages are not mutated. Reports go to artifacts/mutation/PART.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
percent=100
if [ "${1:-}" = --sample ]; then
  percent=$2
  shift 2
fi

dotnet tool restore

# Left out: tests that run everything once more, in one test, and those of sizes, memory and depth.
everything='FullyQualifiedName!~OpRegistryTests&FullyQualifiedName!~TooLargeTests&FullyQualifiedName!~ReductionLengthTests&FullyQualifiedName!~WalkMemoryTests'
operations="$everything&FullyQualifiedName!~GradientProperties&FullyQualifiedName!~BackwardTests&FullyQualifiedName!~FastModeTests&FullyQualifiedName!~FunctionalProperties"
operations="$operations&FullyQualifiedName!~ShrinkingTests&FullyQualifiedName!~TensorGraphTests&FullyQualifiedName!~HessianTests&FullyQualifiedName!~PrintingGoldenTests"
arithmetic='FullyQualifiedName~OpProofTests|FullyQualifiedName~Kink|FullyQualifiedName~MathReference|FullyQualifiedName~VectorMathSpecial'
for each in Convert Debug Destination Elementwise Layout Math Ternary Where; do
  arithmetic="$arithmetic|FullyQualifiedName~NDArray$each"
done

# spans FILE...: the pattern of each file, with the places of the sample if there is one
spans() {
  local file
  for file; do
    if [ "$percent" = 100 ]; then
      printf '"**/%s", ' "$(basename "$file")"
    else
      LC_ALL=C awk -v name="$(basename "$file")" -v percent="$percent" '
        BEGIN { for (i = 1; i <= length(name); i++) seed = (seed * 31 + index("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.", substr(name, i, 1))) % 1000003; srand(seed) }
        { if ((NR - 1) % 15 == 0) { if (taken) printf "\"**/%s{%d..%d}\", ", name, start, at; taken = rand() * 100 < percent; start = at } at += length($0) + 1 }
        END { if (taken) printf "\"**/%s{%d..%d}\", ", name, start, at }' "$file"
    fi
  done
}

# mutate PART PROJECT TESTS FILTER FILE...: sources of src/PROJECT against the test projects TESTS
mutate() {
  local part=$1 project=$2 filter=$4 patterns projects="" each
  for each in $3; do
    projects+="\"$root/tests/$each/MiniTorch.$each.Tests.csproj\", "
  done
  shift 4
  patterns=$(spans "$@")
  mkdir -p "artifacts/mutation/$part"
  cat >"artifacts/mutation/$part/config.json" <<JSON
{
  "stryker-config": {
    "project": "MiniTorch.$project.csproj",
    "test-projects": [${projects%, }],
    "configuration": "Release",
    "concurrency": 2,
    "mutate": [${patterns%, }],
    "ignore-mutations": ["string"],
    "test-case-filter": "$filter",
    "reporters": ["json", "html", "dots"]
  }
}
JSON
  (cd "src/$project" && dotnet stryker -f "$root/artifacts/mutation/$part/config.json" -O "$root/artifacts/mutation/$part")
}

part() {
  local ops=(src/Autograd/Tensor.{Math,MathRounding,MathSpecial,MathTrigonometry,Arithmetic,Binary,Ternary,Exponents,Division,Powers,Bounds}.cs)
  case $1 in
    math) mutate math Autograd Autograd "$operations" "${ops[@]}" ;;
    ops) mutate ops Autograd Autograd "$operations" $(printf '%s\n' src/Autograd/Tensor*.cs src/Autograd/LinearAlgebra/*.cs | grep -vxF "$(printf '%s\n' "${ops[@]}")") ;;
    engine) mutate engine Autograd Autograd "$everything&FullyQualifiedName!~OpProofTests" src/Autograd/{Engine,Functional,Functions,GradCheck,Graph,State}/*.cs src/Autograd/[AGHM]*.cs ;;
    # The proofs of operations hold the arithmetic too. Every kernel is mutated at once, in one build, and runs slowly.
    arithmetic) mutate arithmetic Tensors "Autograd Tensors" "$arithmetic" \
      src/Tensors/NDArray.{Arithmetic,Binary,BinaryDispatch,Meeting,Powers,Division,Ternary}.cs src/Tensors/Kernels/Operators*.cs src/Tensors/Kernels/VectorMath*.cs ;;
    *)
      echo "parts: math ops engine arithmetic" >&2
      return 2
      ;;
  esac
}

for name in "${@:-math ops engine arithmetic}"; do
  for each in $name; do
    part "$each"
  done
done
