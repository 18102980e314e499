namespace MiniTorch.Benchmarks;

/// <summary><c>gemm</c>: products of matrices beside OpenBLAS and oneDNN in this process and torch in its own; GFLOP/s.</summary>
internal static class GemmKernels
{
    /// <summary>The products that are compared.</summary>
    public static readonly GemmShape[] Shapes =
    [
        new("square_64", 64, 64, 64),
        new("square_256", 256, 256, 256),
        new("square_512", 512, 512, 512),
        new("square_1024", 1024, 1024, 1024),
        new("square_2048", 2048, 2048, 2048),
        new("forward_32x512x784", 32, 512, 784, TransposedB: true),
        new("forward_128x512x784", 128, 512, 784, TransposedB: true),
        new("forward_512x512x784", 512, 512, 784, TransposedB: true),
        new("dw_512x784x128", 512, 784, 128, TransposedA: true),
        new("dx_128x512x256", 128, 512, 256),
        new("forward_32x10x256", 32, 10, 256, TransposedB: true),
        new("forward_1x512x784", 1, 512, 784, TransposedB: true),
        new("dx_1x512x256", 1, 512, 256),
    ];

    private static readonly string[] InDouble = ["square_64", "square_256", "square_512", "forward_128x512x784", "dw_512x784x128", "dx_128x512x256"];

    public static IEnumerable<KernelTable> Tables(IReadOnlyList<NativeGemm> peers) =>
    [
        new("products of float32, GFLOP/s", [.. Shapes.Select(shape => Kernel<float>(shape, GoalOf(shape), "", peers))]),
        new(
            "products of float64, GFLOP/s",
            [.. Shapes.Where(static shape => InDouble.Contains(shape.Name)).Select(shape => Kernel<double>(shape, 1.1, "_f64", peers))]),
    ];

    /// <summary>What the ratios are together, and which part of the processor's peak the middle squares reach.</summary>
    public static void Summarize(IReadOnlyList<KernelDuel> duels, double peak)
    {
        double[] logs = [.. duels.Where(static duel => Shapes.Any(shape => shape.Name == duel.Kernel.Name)).Select(static duel => Math.Log(duel.Ratio ?? double.NaN))];
        if (logs.Length == Shapes.Length && logs.All(double.IsFinite))
        {
            Goal.PrintLeast("geometric mean of the float32 ratios", Math.Exp(logs.Average()), Workers.Count == 1 ? 1.03 : 1.1);
        }

        Console.WriteLine($"  {"FMA peak of a core, float32, GFLOP/s",-45} {peak,8:N1}");
        foreach (KernelDuel duel in duels.Where(static duel => duel.Kernel.Name is "square_256" or "square_512"))
        {
            double speed = duel.Kernel.Operations!.Value / 1000 / duel.Microseconds;
            Goal.PrintLeast($"percent of {Workers.Count} core(s)' peak, {duel.Kernel.Name}", 100 * speed / (Workers.Count * peak), 95);
        }
    }

    // With two threads there is a goal for all of them together only.
    private static double? GoalOf(GemmShape shape) => Workers.Count > 1 ? null : shape.Name == "forward_32x512x784" ? 1.25 : 0.95;

    private static MeasuredKernel Kernel<T>(GemmShape shape, double? goal, string suffix, IReadOnlyList<NativeGemm> peers)
        where T : unmanaged
    {
        DType dtype = typeof(T) == typeof(double) ? DType.Float64 : DType.Float32;
        NDArray first = KernelInput.Real(shape.TransposedA ? [shape.K, shape.M] : [shape.M, shape.K], 1, -1, 1).To(dtype);
        NDArray second = KernelInput.Real(shape.TransposedB ? [shape.N, shape.K] : [shape.K, shape.N], 2, -1, 1).To(dtype);
        NDArray a = shape.TransposedA ? first.Transpose(0, 1) : first, b = shape.TransposedB ? second.Transpose(0, 1) : second;
        var operands = new GemmOperands<T>(shape, first.ToArray<T>(), second.ToArray<T>());
        return new MeasuredKernel($"{shape.Name}{suffix}", () => a.MatMul(b), goal)
        {
            Operations = 2.0 * shape.M * shape.N * shape.K,
            Peers = [.. peers.Where(static peer => peer.Takes<T>()).Select(peer => (peer.Name, peer.Product(operands)))],
        };
    }
}
