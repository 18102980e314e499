"""torch's side of the `kernels` benchmark: the same operations on the same operands.

Started by the benchmark through run_torch.sh, with which it takes turns. For each line "run NAME MILLISECONDS CALLS" on standard input it runs
that kernel for so long, in each of its forms, one that allocates its result and one that is given it (out=), and answers with a line of JSON, the
samples of each form in microseconds a call, a sample being the mean of so many calls; for "check NAME" with the shape and about a thousand elements
of the result; for "account" with the versions.
"""

import argparse
import functools
import itertools
import json
import sys
import time

import numpy
import torch
import torch.nn.functional as F

from account import versions

COMPARED = 1000
SQUARES = (64, 256, 512, 1024, 2048)
FORWARD = ((32, 512, 784), (128, 512, 784), (512, 512, 784), (32, 10, 256), (1, 512, 784))
OVER = (("last", (1024, 1024), 1), ("first", (1024, 1024), 0), ("last", (256, 256), 1), ("first", (256, 256), 0), ("middle", (64, 128, 128), 1))


def hashes(shape, seed):
    position = numpy.arange(1, int(numpy.prod(shape)) + 1, dtype=numpy.uint64)
    value = ((position + seed * 0x9E3779B9) & 0xFFFFFFFF).astype(numpy.uint32) * numpy.uint32(0x85EBCA6B)
    value ^= value >> 15
    value *= numpy.uint32(0xC2B2AE35)
    value ^= value >> 13
    return (value >> 8).reshape(shape)


@functools.lru_cache(maxsize=None)
def real(shape, seed, low=-4, high=4):
    unit = hashes(shape, seed).astype(numpy.float32) * numpy.float32(1 / (1 << 24))
    return torch.from_numpy(numpy.float32(low) + numpy.float32(high - low) * unit).clone()


@functools.lru_cache(maxsize=None)
def index(shape, seed, bound):
    return torch.from_numpy((hashes(shape, seed) % bound).astype(numpy.int64)).clone()


def forms(function, *operands, **options):
    """A function that takes out=."""
    out = function(*operands, **options)
    return {"torch": lambda: function(*operands, **options), "torch_out": lambda: function(*operands, out=out, **options)}


def copies(make, source):
    """An operation that makes a new tensor of the elements of a view; given the result, it is a copy."""
    out = make(source)
    return {"torch": lambda: make(source), "torch_out": lambda: out.copy_(source)}


def products():
    kernels = {}

    def add(name, a, b, transpose_a=False, transpose_b=False):
        for suffix, dtype in (("", torch.float32), ("_f64", torch.float64)):
            kernels[name + suffix] = functools.partial(product, a, b, transpose_a, transpose_b, dtype)

    def product(a, b, transpose_a, transpose_b, dtype):
        a, b = real(a, 1, -1, 1).to(dtype), real(b, 2, -1, 1).to(dtype)
        if transpose_b:
            return forms(torch.mm, a, b.t()) | {"torch_linear": lambda: F.linear(a, b)}
        return forms(torch.mm, a.t() if transpose_a else a, b)

    for n in SQUARES:
        add(f"square_{n}", (n, n), (n, n))
    for m, n, k in FORWARD:
        add(f"forward_{m}x{n}x{k}", (m, k), (n, k), transpose_b=True)
    add("dw_512x784x128", (128, 512), (128, 784), transpose_a=True)
    add("dx_128x512x256", (128, 256), (256, 512))
    add("dx_1x512x256", (1, 256), (256, 512))
    return kernels


def elementwise(size, rows):
    shape = (rows, 1024)
    x, y, z = (functools.partial(real, shape, seed) for seed in (1, 2, 3))
    positive = functools.partial(real, shape, 4, 0.1, 4)
    mask = lambda: x() > y()
    unary = {name: x for name in ("exp", "tanh", "sigmoid", "abs", "neg", "sin", "cos", "erf", "expm1", "square")}
    unary |= {name: positive for name in ("log", "sqrt", "log1p")}
    kernels = {name: functools.partial(lambda name, operand: forms(getattr(torch, name), operand()), name, operand) for name, operand in unary.items()}
    kernels |= {name: functools.partial(lambda name: forms(getattr(torch, name), x(), y()), name) for name in ("add", "mul", "sub", "div", "maximum")}
    kernels |= {
        "softmax": lambda: forms(torch.softmax, x(), -1),
        "gelu": lambda: forms(torch._C._nn.gelu, x()),
        "sum": lambda: forms(torch.sum, x(), (0, 1)) | {"torch_all": x().sum},
        "max": lambda: forms(torch.amax, x(), (0, 1)) | {"torch_all": x().max},
        "relu": lambda: {"torch": functools.partial(torch.relu, x())},
        "clamp": lambda: forms(torch.clamp, x(), -1, 1),
        "where": lambda: forms(torch.where, mask(), x(), y()),
        "greater": lambda: forms(torch.gt, x(), y()),
        "pow": lambda: forms(torch.pow, positive(), 2.5),
        "add_scalar": lambda: forms(torch.add, x(), 1.5),
        "addcmul": lambda: forms(torch.addcmul, x(), y(), z()),
        "to_float64": lambda: copies(torch.Tensor.double, x()),
        "to_int64": lambda: copies(torch.Tensor.long, x()),
        "bool_to_float32": lambda: copies(torch.Tensor.float, mask()),
    }
    return {f"{name}_{size}": make for name, make in kernels.items()}


def reductions():
    kernels = {}
    for which, shape, dim in OVER:
        place = f"{which}_{'x'.join(map(str, shape))}"
        for name in ("sum", "mean", "max", "argmax", "var"):
            kernels[f"{name}_{place}"] = functools.partial(lambda name, shape, dim: forms(getattr(torch, name), real(shape, 1), dim), name, shape, dim)
    for shape in ((128, 10), (512, 1000)):
        for name in ("softmax", "log_softmax"):
            kernels[f"{name}_{shape[0]}x{shape[1]}"] = functools.partial(lambda name, shape: forms(getattr(torch, name), real(shape, 1), -1), name, shape)
    return kernels


def movements():
    x, source = functools.partial(real, (4096, 256), 1), functools.partial(real, (4096, 64), 2)
    columns, rows = functools.partial(index, (4096, 64), 3, 256), functools.partial(index, (4096,), 4, 4096)
    square, pair = functools.partial(real, (1024, 1024), 1), lambda: (real((512, 512), 1), real((512, 512), 2))
    return {
        "gather": lambda: forms(torch.gather, x(), 1, columns()),
        "index_select": lambda: forms(torch.index_select, x(), 0, rows()),
        "scatter_add": lambda: forms(torch.scatter_add, x(), 1, columns(), source()),
        "index_add": lambda: forms(torch.index_add, x(), 0, rows(), x()),
        "transpose_1024x1024": lambda: copies(torch.Tensor.contiguous, square().t()),
        "transpose_512x2048": lambda: copies(torch.Tensor.contiguous, real((512, 2048), 1).t()),
        "permute_0_2_1": lambda: copies(torch.Tensor.contiguous, real((64, 128, 128), 1).permute(0, 2, 1)),
        "permute_0_3_1_2": lambda: copies(torch.Tensor.contiguous, real((32, 28, 28, 16), 1).permute(0, 3, 1, 2)),
        "every_second_column": lambda: copies(torch.Tensor.contiguous, square()[:, ::2]),
        "cat_0": lambda: forms(torch.cat, pair(), 0),
        "cat_1": lambda: forms(torch.cat, pair(), 1),
    }


def run(form, milliseconds, calls):
    """Samples for so long, three times at least; the first two are not counted: they fetch what others have displaced from the caches."""
    samples = []
    end = time.perf_counter() + milliseconds / 1000
    while len(samples) < 5 or time.perf_counter() < end:
        started = time.perf_counter()
        for _ in itertools.repeat(None, calls):
            form()
        samples.append((time.perf_counter() - started) / calls)
    return [round(sample * 1e6, 3) for sample in samples[2:]]


def check(form):
    result = form()
    result = (result[0] if isinstance(result, tuple) else result).contiguous()
    values = result.double().flatten()
    return {"shape": "x".join(map(str, result.shape)), "values": values[:: max(1, len(values) // COMPARED)].tolist()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    # This also sets the threads of the BLAS, which runs over OpenMP.
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)

    kernels = products() | elementwise("64K", 64) | elementwise("1M", 1024) | reductions() | movements()
    known = {}
    with torch.inference_mode():
        for line in sys.stdin:
            command, *words = line.split()
            if command == "account":
                print(json.dumps(versions()), flush=True)
                continue
            name = words[0]
            if name not in known:
                known[name] = kernels[name]()
            if command == "check":
                print(json.dumps(check(known[name]["torch"])), flush=True)
            else:
                milliseconds, calls = float(words[1]), int(words[2])
                print(json.dumps({form: run(function, milliseconds, calls) for form, function in known[name].items()}), flush=True)


if __name__ == "__main__":
    main()
