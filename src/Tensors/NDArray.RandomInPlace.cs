using MiniTorch.Kernels;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch;

// An element's number depends on the generator's place and on the element's place in row-major order alone, so that a view gets what an
// array of its own would.
public partial class NDArray
{
    /// <summary>Overwrites the elements by uniform random numbers in [low, high). PyTorch: <c>x.uniform_(low, high)</c>.</summary>
    /// <returns>This array.</returns>
    /// <exception cref="ArgumentException"><paramref name="low"/> is above <paramref name="high"/>, or the type does not hold both and their distance.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray UniformInPlace(double low = 0, double high = 1, Generator? generator = null)
    {
        CheckDrawn("uniform", DType);
        if (!(low <= high) || !double.IsFinite(high - low) || !((Scalar)(high - low)).Fits(DType) || !((Scalar)low).Fits(DType) || !((Scalar)high).Fits(DType))
        {
            Throw.Argument("uniform", $"low must not be above high, and both and their distance must be numbers of {DType.Name()}; got [{low}, {high})");
        }

        float single = (float)low;
        return Draw(
            "uniform",
            new AffineSingle<UniformSingle>(default, (float)(high - low), single, Math.Max(single, MathF.BitDecrement((float)high))),
            new AffineDouble<UniformDouble>(default, high - low, low, Math.Max(low, Math.BitDecrement(high))),
            generator);
    }

    /// <summary>Overwrites the elements by normally distributed random numbers. PyTorch: <c>x.normal_(mean, std)</c>.</summary>
    /// <returns>This array.</returns>
    /// <exception cref="ArgumentException"><paramref name="std"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray NormalInPlace(double mean = 0, double std = 1, Generator? generator = null)
    {
        if (!(std >= 0))
        {
            Throw.Argument("normal", $"the standard deviation must be at least 0; got {std}");
        }

        return Draw(
            "normal",
            new AffineSingle<NormalSingle>(default, (float)std, (float)mean, float.PositiveInfinity),
            new AffineDouble<NormalDouble>(default, std, mean, double.PositiveInfinity),
            generator);
    }

    /// <summary>
    /// Overwrites the elements by random numbers of the normal distribution of mean and std given that they lie in [a, b].
    /// PyTorch: <c>torch.nn.init.trunc_normal_(x, mean, std, a, b)</c>.
    /// </summary>
    /// <returns>This array.</returns>
    /// <exception cref="ArgumentException">std is not above 0, a not below b, or [a, b] so far from the mean that its probability vanishes.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray TruncatedNormalInPlace(double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null)
    {
        var inverse = new TruncatedNormalInverse(mean, std, a, b);
        return Draw("trunc_normal", new InverseSingle<TruncatedNormalInverse>(inverse, a, b), new InverseDouble<TruncatedNormalInverse>(inverse, a, b), generator);
    }

    /// <summary>Overwrites the elements by exponentially distributed random numbers, of density rate · e^(−rate·x). PyTorch: <c>x.exponential_(rate)</c>.</summary>
    /// <returns>This array.</returns>
    /// <exception cref="ArgumentException"><paramref name="rate"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray ExponentialInPlace(double rate = 1, Generator? generator = null)
    {
        if (!(rate >= 0))
        {
            Throw.Argument("exponential", $"the rate must be at least 0; got {rate}");
        }

        var inverse = new ExponentialInverse(1 / rate);
        return Draw(
            "exponential",
            new InverseSingle<ExponentialInverse>(inverse, 0, double.PositiveInfinity),
            new InverseDouble<ExponentialInverse>(inverse, 0, double.PositiveInfinity),
            generator);
    }

    /// <summary>Overwrites each element by 1 with probability <paramref name="p"/>, else by 0; in every type. PyTorch: <c>x.bernoulli_(p)</c>.</summary>
    /// <returns>This array.</returns>
    /// <exception cref="ArgumentException"><paramref name="p"/> is not in [0, 1].</exception>
    public NDArray BernoulliInPlace(double p = 0.5, Generator? generator = null)
    {
        CheckProbability("bernoulli", p);
        return DType.IsFloatingPoint()
            ? Draw("bernoulli", new MaskSingle(p, 1), new MaskDouble(p, 1), generator)
            : CopyFrom(Allocate("bernoulli", Shape, DType.Float32).BernoulliInPlace(p, generator));
    }

    /// <summary>Overwrites each element by 1 with its own probability, else by 0; the probabilities are broadcast. PyTorch: <c>x.bernoulli_(p)</c>.</summary>
    /// <returns>This array.</returns>
    /// <exception cref="ArgumentException">A probability is not in [0, 1], or they do not broadcast to this array's shape.</exception>
    /// <exception cref="NotSupportedException">The probabilities are not floating-point.</exception>
    public NDArray BernoulliInPlace(NDArray p, Generator? generator = null)
    {
        CheckDrawn("bernoulli", p.DType);
        CheckBetween("bernoulli", "every probability must be in [0, 1]", p, 0, 1);
        if (Shape.TryBroadcast(Shape, p.Shape) != Shape)
        {
            Throw.Argument("bernoulli", $"the probabilities must broadcast to the array's shape; got {p.Shape} for {Shape}");
        }

        // Steps of 2⁻⁵³, for small probabilities.
        NDArray drawn = Allocate("bernoulli", Shape, DType.Float64).UniformInPlace(0, 1, generator);
        return CopyFrom(drawn.Lt(p.To(DType.Float64)));
    }

    /// <summary>Overwrites the elements by uniform random integers in [low, high), the same in every type. PyTorch: <c>x.random_(low, high)</c>.</summary>
    /// <returns>This array.</returns>
    /// <exception cref="ArgumentException"><paramref name="high"/> is not above <paramref name="low"/>, or the type does not hold every integer between.</exception>
    public NDArray RandIntInPlace(long low, long high, Generator? generator = null)
    {
        if (high <= low)
        {
            Throw.Argument("randint", $"high must be above low; got [{low}, {high})");
        }

        (long least, long most) = DType switch
        {
            DType.Float32 => (-(1L << 24), 1L << 24),
            DType.Float64 => (-(1L << 53), 1L << 53),
            DType.Int64 => (long.MinValue, long.MaxValue),
            DType.Int32 => (int.MinValue, int.MaxValue),
            DType.UInt8 => (byte.MinValue, byte.MaxValue),
            _ => (0, 1),
        };
        if (low < least || high - 1 > most)
        {
            Throw.Argument("randint", $"{DType.Name()} holds every integer from {least} to {most} only; got [{low}, {high})");
        }

        if (DType != DType.Int64 || !IsContiguous)
        {
            return CopyFrom(Allocate("randint", Shape, DType.Int64).RandIntInPlace(low, high, generator));
        }

        (generator ?? Generator.Default).FillInt64(Elements<long>(), low, high);
        return Drawn();
    }

    private NDArray Draw<TSingle, TDouble>(string op, TSingle single, TDouble @double, Generator? generator)
        where TSingle : struct, IDistribution
        where TDouble : struct, IDistribution
    {
        CheckDrawn(op, DType);
        if (!IsContiguous)
        {
            return CopyFrom(Allocate(op, Shape, DType).Draw(op, single, @double, generator));
        }

        generator ??= Generator.Default;
        if (DType == DType.Float32)
        {
            generator.Fill(Elements<float>(), single);
        }
        else
        {
            generator.Fill(Elements<double>(), @double);
        }

        return Drawn();
    }

    private NDArray Drawn()
    {
        BumpVersion();
        GC.KeepAlive(this);
        return this;
    }

    private static void CheckDrawn(string op, DType dtype)
    {
        if (!dtype.IsFloatingPoint())
        {
            Throw.DType<NDArray>(op, dtype);
        }
    }

    private static void CheckProbability(string op, double p)
    {
        if (!(p >= 0 && p <= 1))
        {
            Throw.Argument(op, $"the probability must be in [0, 1]; got {p}");
        }
    }

    // NaN is between nothing.
    private static void CheckBetween(string op, string rule, NDArray values, double least, double most)
    {
        if (values.Count > 0)
        {
            NDArray wide = values.To(DType.Float64).Contiguous();
            double smallest = TensorPrimitives.Min<double>(wide.Elements<double>()), largest = TensorPrimitives.Max<double>(wide.Elements<double>());
            GC.KeepAlive(wide);
            if (!(smallest >= least && largest <= most))
            {
                Throw.Argument(op, $"{rule}; got {(smallest >= least ? largest : smallest)} among those of shape {values.Shape}");
            }
        }
    }
}
