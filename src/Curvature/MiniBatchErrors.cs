namespace MiniTorch.Curvature;

/// <summary>How far the gradients of random mini-batches of one size were from the whole gradient G.</summary>
/// <param name="BatchSize">m.</param>
/// <param name="Error">√(mean of ‖g − G‖²) over the batches drawn.</param>
/// <param name="Bias">‖mean of g − G‖: of a gradient without bias about <see cref="Error"/>/√draws, and falling with more draws.</param>
public sealed record MiniBatchError(int BatchSize, double Error, double Bias);

/// <summary>
/// The error of the mini-batch gradient measured by drawing batches, for several sizes: it falls as 1/√m. What <see cref="GradientNoise.StandardError"/>
/// predicts, seen.
/// </summary>
public sealed class MiniBatchErrors
{
    private const string Op = "mini_batch_errors";

    private MiniBatchErrors(IReadOnlyList<MiniBatchError> sizes, int draws, double gradientNorm) => (Sizes, Draws, GradientNorm) = (sizes, draws, gradientNorm);

    /// <summary>One for each batch size, in the order asked for.</summary>
    public IReadOnlyList<MiniBatchError> Sizes { get; }

    /// <summary>How many batches of each size were drawn.</summary>
    public int Draws { get; }

    /// <summary>‖G‖, what the errors are to be compared with.</summary>
    public double GradientNorm { get; }

    /// <summary>
    /// The slope of log error over log m, by least squares: −½ with replacement, and without as long as the batches are a small part of all samples.
    /// NaN where there is one batch size, or no error.
    /// </summary>
    public double Slope
    {
        get
        {
            (double X, double Y)[] points = [.. Sizes.Select(static size => (Math.Log(size.BatchSize), Math.Log(size.Error)))];
            double x = points.Average(static point => point.X), y = points.Average(static point => point.Y);
            return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
        }
    }

    /// <summary>Draws the batches. The parameters and their <see cref="Tensor.Grad"/> are left alone.</summary>
    /// <param name="loss">
    /// The mean loss over the samples whose indices, int64 of shape [m], it gets: <c>i => F.MseLoss(model.Forward(x[i]), y[i])</c>. The gradient of all samples is computed
    /// in batches of the largest size. Random numbers that the loss draws itself come from where it always draws them, and add to the error.
    /// </param>
    /// <param name="samples">N, the number of samples.</param>
    /// <param name="parameters">What the gradients are for: leaves of one floating-point type that require a gradient.</param>
    /// <param name="batchSizes">The sizes, each at least 1, and at most N without replacement.</param>
    /// <param name="draws">How many batches of each size, at least 2.</param>
    /// <param name="replacement">Whether a sample may be in a batch twice.</param>
    /// <param name="generator">Draws the indices; the default one if null.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or a loss is no single value.</exception>
    /// <exception cref="InvalidOperationException">A loss does not depend on the parameters.</exception>
    public static MiniBatchErrors Measure(
        Func<Tensor, Tensor> loss,
        int samples,
        IEnumerable<Tensor> parameters,
        IReadOnlyList<int> batchSizes,
        int draws = 100,
        bool replacement = true,
        Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(batchSizes);
        var x = new ParameterVector(Op, parameters);
        if (samples < 1 || draws < 2 || batchSizes.Count == 0)
        {
            Throw.Argument(Op, $"at least 1 sample, 2 draws and 1 batch size are needed; got {samples}, {draws} and {batchSizes.Count}");
        }

        foreach (int size in batchSizes.Where(size => size < 1 || (!replacement && size > samples)))
        {
            Throw.Argument(Op, $"a batch has at least 1 sample, and without replacement at most all {samples}; got {size}");
        }

        NDArray whole = Whole(loss, samples, x, Math.Min(samples, batchSizes.Max()));
        return new([.. batchSizes.Select(Measured)], draws, LanczosProcess.Norm(whole));

        MiniBatchError Measured(int size)
        {
            NDArray sum = NDArray.Zeros([x.Count], DType.Float64);
            double squares = 0;
            for (int i = 0; i < draws; i++)
            {
                NDArray indices = replacement ? NDArray.RandInt(0, samples, [size], generator) : NDArray.RandPerm(samples, generator).Slice(0, 0, size);
                Tensor value = loss(new Tensor(indices));
                using BufferScope? scope = SymmetricOperator.Temporaries();
                NDArray off = LossGradient.Of(Op, value, x).Subtract(whole);
                squares += off.MatMul(off).Item<double>();
                sum.Add(off, sum);
            }

            return new(size, Math.Sqrt(squares / draws), LanczosProcess.Norm(sum) / draws);
        }
    }

    private static NDArray Whole(Func<Tensor, Tensor> loss, int samples, ParameterVector x, int size)
    {
        NDArray whole = NDArray.Zeros([x.Count], DType.Float64);
        for (int start = 0; start < samples; start += size)
        {
            int stop = Math.Min(samples, start + size);
            Tensor value = loss(new Tensor(NDArray.Arange(start, stop)));
            using BufferScope? scope = SymmetricOperator.Temporaries();
            whole.Add(LossGradient.Of(Op, value, x).Multiply((stop - start) / (double)samples), whole);
        }

        return whole;
    }
}
