"""Writes printing.json: the text of tensors, by the options of torch.set_printoptions.

    python3 tests/golden/make_printing.py > tests/golden/printing.json

Needs PyTorch 1.13 (Debian's python3-torch).
"""
import json

import torch

INF, NAN = float("inf"), float("nan")
cases = []


def add(tensor, requires_grad=False, **options):
    """One case; the options are those of torch.set_printoptions."""
    torch.set_printoptions(profile="default")
    torch.set_printoptions(**options)
    flat = tensor.reshape(-1).tolist()
    tensor.requires_grad_(requires_grad)
    cases.append({
        "tensor": {"shape": list(tensor.shape), "dtype": str(tensor.dtype)[6:], "data": flat},
        "requires_grad": requires_grad,
        "options": options,
        "text": str(tensor),
    })


def of(values, dtype=torch.float32):
    return torch.tensor(values, dtype=dtype)


torch.manual_seed(0)

# Single numbers.
for value in [0.0, -0.0, 1.0, -7.0, 3.5, 0.1, 1e-4, 9e-5, 1e-5, 123456.0, 123456.7, 99999999.0, 1e8, 123456789.0, 1e20, -1e-20, NAN, INF, -INF]:
    add(of(value))
    add(of(value, torch.float64))
for value in [0, -1, 42, 2**62]:
    add(of(value, torch.int64))
add(of(True, torch.bool))
add(of(7, torch.uint8))
add(of(-7, torch.int32))

# The form: whole, with decimals, scientific.
ROWS = [
    [0.0, 0.0], [1.0, -2.0, 30.0], [-0.0, 1.0], [0.5, -0.25], [1.0, 1000.0], [1.0, 1001.0], [0.001, 1.0], [0.001, 1.5, 1.0], [0.00099, 1.0],
    [1e-4, 2e-4], [9e-5, 8e-5], [5e-5, 1.0], [100000.5, 1000.25], [1e8, 2e8], [1.5e8, 2e8], [1e7, 1e8], [99999.0, 0.0], [NAN, 1.0, INF, -INF],
    [NAN, 0.25, -INF, 100.5], [NAN, INF], [-INF], [NAN, 1e-6, -INF], [NAN, 1e9], [0.0, 0.03125, 0.09375, -0.03125, 2.5], [0.00005, 0.1],
    [123.456, -0.001], [1 / 3, 2 / 3, -1 / 3], [1e-3, 1e-3], [999.99995, 1.0], [0.99995, 0.5], [0.99999, 0.5], [3e38, 1.0], [1e-45, 1.0],
    [2.0, 2000.0], [2.0, 2002.0], [12345678.0, 12345679.0], [0.5, 1e-30, 0.0],
]
for row in ROWS:
    add(of(row))
    add(of(row, torch.float64))
add(of([1e100, -1e-100, 0.0], torch.float64))
add(of([1e-308, 1e-300], torch.float64))

# Integers and truth values.
for row in [[1, -20, 300], [0], [-1, -1], [255, 1], [2**62, -(2**62)]]:
    add(of(row, torch.int64))
add(of([1, -20, 300], torch.int32))
add(of([1, 20, 255], torch.uint8))
add(of([True, False], torch.bool))
add(of([True, True], torch.bool))
add(of([[False], [False]], torch.bool))

# Dimensions, and lines that are full.
for shape in [(2, 3), (3, 1), (1, 3), (2, 2, 3), (1, 1, 1), (2, 1, 2, 2), (2, 2, 1, 1, 2)]:
    count = torch.Size(shape).numel()
    add(torch.arange(count).reshape(shape))
    add(torch.randn(shape))
for count in [9, 10, 17, 18, 19, 40, 100]:
    add(torch.arange(count))
    add(torch.arange(count, dtype=torch.int32))
    add(torch.randn(count))
    add(torch.randn(count, dtype=torch.float64) * 1e-6)
    add(torch.arange(count) % 2 == 0)
add(torch.randn(2, 25))
add(torch.randn(2, 2, 14))

# No elements.
for shape in [(0,), (0, 3), (2, 0, 3), (0, 0)]:
    for dtype in [torch.float32, torch.float64, torch.int64, torch.int32, torch.uint8, torch.bool]:
        add(torch.zeros(shape, dtype=dtype))

# Only the edges.
add(torch.arange(1000))
add(torch.arange(1001))
add(torch.arange(1001, dtype=torch.float64) / 8)
add(torch.arange(1002).reshape(2, 501))
add(torch.arange(1002).reshape(501, 2))
add(torch.arange(1008).reshape(7, 12, 12) / 4)
add(torch.arange(1008).reshape(6, 7, 24))
add(torch.arange(1024).reshape(4, 4, 4, 4, 4) % 2 == 0)
add(torch.arange(1200, dtype=torch.uint8).reshape(40, 30))

# Gradients.
add(of([1.0, 2.0]), requires_grad=True)
add(of([1.0], torch.float64), requires_grad=True)
add(torch.arange(12, dtype=torch.float32), requires_grad=True)
add(torch.arange(13, dtype=torch.float64), requires_grad=True)
add(torch.zeros(0, 2), requires_grad=True)
add(torch.arange(40, dtype=torch.float32).reshape(2, 20), requires_grad=True)

# Options.
SAMPLE = [0.0, 1.0, -2.5, 1 / 3, 1234.5678, NAN]
for precision in [0, 1, 2, 6, 8, 12]:
    add(of(SAMPLE), precision=precision)
    add(of(SAMPLE, torch.float64), precision=precision)
    add(of([1e-9, 2.5e-7, 0.5]), precision=precision)
    add(of([0.5, 1.5, 2.5, 0.25, 0.125]), precision=precision)
for sci_mode in [True, False]:
    add(of(SAMPLE), sci_mode=sci_mode)
    add(of([1.0, 2.0, 3.0]), sci_mode=sci_mode)
    add(of([1.0, 2.0, 30000.0]), sci_mode=sci_mode)
    add(of([1e-9, 2.5e-7, 0.5]), sci_mode=sci_mode)
    add(of([NAN, INF]), sci_mode=sci_mode)
    add(of([1, 2], torch.int64), sci_mode=sci_mode)
for width in [1, 20, 40, 120]:
    add(torch.arange(30), linewidth=width)
    add(torch.arange(30, dtype=torch.float64) / 8, linewidth=width)
for edge in [1, 2, 5]:
    add(torch.arange(30), threshold=20, edgeitems=edge)
    add(torch.arange(60).reshape(5, 12), threshold=50, edgeitems=edge)
    add(torch.arange(60).reshape(5, 3, 4) / 2, threshold=50, edgeitems=edge)
add(torch.arange(3), threshold=0)
add(torch.arange(7), threshold=0)
add(torch.arange(1100), threshold=2000)

print(json.dumps({"source": f"PyTorch {torch.__version__}", "cases": cases}, separators=(",", ":")).replace('{"tensor"', '\n{"tensor"'))
