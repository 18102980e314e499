namespace MiniTorch.Tests;

/// <summary>Normalisations in plain loops, and composed of operations whose derivatives are proven elsewhere.</summary>
internal static class NormalizationOracle
{
    /// <summary>(v − mean)/√(variance + ε) of one group.</summary>
    public static double[] Standardized(double[] values, double eps = 1e-5)
    {
        double mean = values.Sum() / values.Length;
        double variance = values.Sum(value => (value - mean) * (value - mean)) / values.Length;
        return [.. values.Select(value => (value - mean) / Math.Sqrt(variance + eps))];
    }

    /// <summary>v/√(mean square + ε) of one group.</summary>
    public static double[] Scaled(double[] values, double eps)
    {
        double square = values.Sum(static value => value * value) / values.Length;
        return [.. values.Select(value => value / Math.Sqrt(square + eps))];
    }

    /// <summary>Each run of neighbouring elements for itself.</summary>
    public static Plain Runs(Plain x, int size, Func<double[], double[]> function) =>
        x.Data.Length == 0 ? x : x.Reshape([x.Data.Length / size, size]).Along(1, function).Reshape(x.Shape);

    /// <summary>Each channel for itself.</summary>
    public static Plain Channels(Plain x, Func<double[], double[]> function)
    {
        (int n, int c) = (x.Shape[0], x.Shape[1]);
        int l = Shape.Of(x.Shape.AsSpan()[2..]).Count;
        Plain rows = x.Reshape([n, c, l]).Take([c, n * l], index => [index[1] / l, index[0], index[1] % l]);
        return rows.Along(1, function).Take([n, c, l], index => [index[1], (index[0] * l) + index[2]]).Reshape(x.Shape);
    }

    /// <summary>x·w + b with an entry a channel.</summary>
    public static Plain Affine(Plain x, Plain w, Plain b)
    {
        Shape beside = Shape.Of([w.Shape[0], .. Enumerable.Repeat(1, x.Shape.Rank - 2)]);
        return x.Zip(w.Reshape(beside), static (p, q) => p * q).Zip(b.Reshape(beside), static (p, q) => p + q);
    }

    /// <summary>The same by operations, each of them recorded.</summary>
    public static Tensor Composed(Tensor x, int[] dims, double eps, bool isCentered = true)
    {
        Tensor centered = isCentered ? x - x.Mean(dims, keepDim: true) : x;
        return centered / (centered.Square().Mean(dims, keepDim: true) + eps).Sqrt();
    }

    /// <summary>An entry a channel, so that it broadcasts.</summary>
    public static Tensor Beside(Tensor weight, Tensor x) => weight.Reshape([-1, .. Enumerable.Repeat(1, x.Rank - 2)]);

    /// <summary>
    /// Value and gradients of a fused normalisation of [x, weight, bias] in both types against a composed one in float64: one that is as exact as the
    /// numbers it is given, however far their mean is from 0.
    /// </summary>
    public static void Compare(Func<Tensor[], Tensor> fused, Func<Tensor[], Tensor> composed, Shape input, Shape weight, double mean = 0)
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            Shape[] shapes = [input, weight, weight];
            NDArray[] values = [.. shapes.Select((shape, i) => NDArray.Randn(shape, dtype, new Generator((ulong)i)).Add(i == 0 ? mean : 0))];
            NDArray seed = NDArray.Randn(input, dtype, new Generator(9));
            Tensor[] ours = [.. values.Select(static value => new Tensor(value, requiresGrad: true))];
            Tensor[] theirs = [.. values.Select(static value => new Tensor(value.To(DType.Float64), requiresGrad: true))];
            Tensor actual = fused(ours), expected = composed(theirs);
            double tolerance = dtype == DType.Float32 ? 2e-6 : mean == 0 ? 1e-12 : 1e-10;
            Close.Assert(expected.To(dtype), actual, tolerance, tolerance, $"{dtype} of {input}");
            actual.Backward(new Tensor(seed));
            expected.Backward(new Tensor(seed.To(DType.Float64)));
            double scale = Math.Sqrt(input.Count / Math.Max(1.0, weight.Count));
            for (int i = 0; i < ours.Length; i++)
            {
                double absolute = tolerance * (i == 0 ? 1 : scale);
                Close.Assert(theirs[i].Grad!.To(dtype), ours[i].Grad, tolerance * 5, absolute * 5, $"the gradient of input {i}, {dtype} of {input}");
            }
        }
    }
}
