"""Writes promotion.json: types and values of arithmetic and comparisons between all types, ranks and kinds of numbers.

    python3 tests/golden/make_promotion.py > tests/golden/promotion.json

Needs PyTorch 1.13 (Debian's python3-torch).
"""
import itertools
import json
import operator
import sys

import torch

DTYPES = [torch.float32, torch.float64, torch.int64, torch.int32, torch.uint8, torch.bool]
NUMBERS = [True, 3, 2.5]
OPS = {"add": operator.add, "mul": operator.mul, "div": operator.truediv, "lt": operator.lt, "eq": operator.eq}


def name(dtype):
    return str(dtype).removeprefix("torch.")


def plain(x):
    """A tensor as the golden files write it; a number as it is."""
    if isinstance(x, torch.Tensor):
        return {"shape": list(x.shape), "dtype": name(x.dtype), "data": x.reshape(-1).tolist()}
    return x


def operand(dtype, rank, values):
    return torch.tensor(values[:2] if rank else values[0]).to(dtype)


def case(left, right):
    results = {op: plain(apply(left, right)) for op, apply in OPS.items()}
    return {"left": plain(left), "right": plain(right), "result_type": name(torch.result_type(left, right)), "results": results}


cases = []
for (a, b), (r, s) in itertools.product(itertools.product(DTYPES, DTYPES), itertools.product([0, 1], [0, 1])):
    cases.append(case(operand(a, r, [2.75, 1.0]), operand(b, s, [1.25, 4.5])))
for a, r, number in itertools.product(DTYPES, [0, 1], NUMBERS):
    cases.append(case(operand(a, r, [2.75, 1.0]), number))
    cases.append(case(number, operand(a, r, [2.75, 1.0])))
json.dump({"source": f"PyTorch {torch.__version__}", "cases": cases}, sys.stdout, separators=(",", ":"))
print()
