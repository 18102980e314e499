namespace MiniTorch.Benchmarks;

/// <summary><c>elementwise</c>: 64K and 1M elements beside torch, and operands that are broadcast or transposed beside ones that are not.</summary>
internal static class ElementwiseKernels
{
    public static IEnumerable<KernelTable> Tables() =>
    [
        new("elementwise, µs", [.. Kernels("64K", 64), .. Kernels("1M", 1024)]),
        new("sums of broadcast and transposed operands, µs; the ratio is to contiguous ones", [.. Broadcasts(256), .. Broadcasts(1024)]) { Relative = true },
    ];

    private static MeasuredKernel[] Kernels(string size, int rows)
    {
        Shape shape = [rows, 1024];
        NDArray x = KernelInput.Real(shape, 1), y = KernelInput.Real(shape, 2), z = KernelInput.Real(shape, 3), positive = KernelInput.Real(shape, 4, 0.1f, 4);
        NDArray mask = x.Gt(y);
        (string Name, Func<NDArray> Ours, double? Goal)[] kernels =
        [
            ("exp", () => x.Exp(), 2.5),
            ("log", () => positive.Log(), 2.5),
            ("tanh", () => x.Tanh(), 2.5),
            ("sigmoid", () => x.Sigmoid(), 2.5),
            ("softmax", () => x.Softmax(-1), 2.5),
            ("gelu", () => x.Gelu(), 2.5),
            ("add", () => x.Add(y), 1),
            ("mul", () => x.Multiply(y), 1),
            ("sum", () => x.Sum(), 1),
            ("max", () => x.Max(), 1),
            ("sub", () => x.Subtract(y), null),
            ("div", () => x.Divide(y), null),
            ("sqrt", () => positive.Sqrt(), null),
            ("relu", () => x.Relu(), null),
            ("abs", () => x.Abs(), null),
            ("neg", () => x.Negate(), null),
            ("clamp", () => x.Clamp(-1, 1), null),
            ("maximum", () => x.Maximum(y), null),
            ("where", () => NDArray.Where(mask, x, y), null),
            ("greater", () => x.Gt(y), null),
            ("pow", () => positive.Pow(2.5), null),
            ("sin", () => x.Sin(), null),
            ("cos", () => x.Cos(), null),
            ("erf", () => x.Erf(), null),
            ("log1p", () => positive.Log1p(), null),
            ("expm1", () => x.Expm1(), null),
            ("square", () => x.Square(), null),
            ("add_scalar", () => x.Add(1.5), null),
            ("addcmul", () => x.Addcmul(y, z), null),
            ("to_float64", () => x.To(DType.Float64), null),
            ("to_int64", () => x.To(DType.Int64), null),
            ("bool_to_float32", () => mask.To(DType.Float32), null),
        ];
        return [.. kernels.Select(kernel => new MeasuredKernel($"{kernel.Name}_{size}", kernel.Ours, kernel.Goal))];
    }

    private static MeasuredKernel[] Broadcasts(int n)
    {
        NDArray x = KernelInput.Real([n, n], 1), y = KernelInput.Real([n, n], 2);
        (string Name, NDArray Other)[] others =
        [
            ("row", KernelInput.Real([n], 3)),
            ("column", KernelInput.Real([n, 1], 3)),
            ("scalar", KernelInput.Real([], 3)),
            ("transposed", y.Transpose(0, 1)),
        ];
        return
        [
            .. others.Select(other => new MeasuredKernel($"add_{other.Name}_{n}x{n}", () => x.Add(other.Other), 1.5)
            {
                Peers = [("contiguous", () => x.Add(y))],
            }),
        ];
    }
}
