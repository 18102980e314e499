using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MiniTorch.Kernels;

/// <summary>shift + scale·x for each number x of another distribution, cut at a most: rounding must not reach an open end.</summary>
internal readonly struct AffineSingle<TInner>(TInner inner, float scale, float shift, float most) : IDistribution
    where TInner : struct, IDistribution
{
    public void Transform(Span<ulong> words, ulong block)
    {
        inner.Transform(words, block);
        foreach (ref var x in MemoryMarshal.Cast<ulong, Vector<float>>(words))
        {
            x = Vector.Min((x * scale) + new Vector<float>(shift), new Vector<float>(most));
        }
    }
}

/// <inheritdoc cref="AffineSingle{TInner}"/>
internal readonly struct AffineDouble<TInner>(TInner inner, double scale, double shift, double most) : IDistribution
    where TInner : struct, IDistribution
{
    public void Transform(Span<ulong> words, ulong block)
    {
        inner.Transform(words, block);
        foreach (ref var x in MemoryMarshal.Cast<ulong, Vector<double>>(words))
        {
            x = Vector.Min((x * scale) + new Vector<double>(shift), new Vector<double>(most));
        }
    }
}

/// <summary>The inverse of a distribution function.</summary>
internal interface IInverse
{
    /// <param name="u">In (0, 1).</param>
    Vector<double> Of(Vector<double> u);
}

/// <summary>−ln u · mean.</summary>
internal readonly struct ExponentialInverse(double mean) : IInverse
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<double> Of(Vector<double> u) => -BoxMuller.Log(u) * mean;
}

/// <summary>mean + std·Φ⁻¹(p), p between what Φ is at the two ends. On the right, where Φ is nearly 1, its mirror image is drawn.</summary>
internal readonly struct TruncatedNormalInverse : IInverse
{
    // Below, products with a uniform number would leave the normal numbers, which the logarithm needs.
    private const double LeastProbability = 1e-290;

    private readonly double _mean;
    private readonly double _std;
    private readonly double _start;
    private readonly double _length;

    internal TruncatedNormalInverse(double mean, double std, double a, double b)
    {
        if (!double.IsFinite(mean) || !(std > 0) || !double.IsFinite(std) || !(a < b))
        {
            Throw.Argument("trunc_normal", $"the mean must be finite, the standard deviation above 0 and a below b; got mean {mean}, std {std}, a {a}, b {b}");
        }

        double left = (a - mean) / std, right = (b - mean) / std;
        (_mean, _std) = (mean, std);
        if (left > 0)
        {
            (left, right, _std) = (-right, -left, -std);
        }

        _start = NormalDistribution.Cumulative(left);
        _length = NormalDistribution.Cumulative(right) - _start;
        if (!(_length >= LeastProbability))
        {
            Throw.Argument("trunc_normal", $"the probability of [a, b] vanishes; got mean {mean}, std {std}, a {a}, b {b}");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<double> Of(Vector<double> u)
    {
        // Below 1, though the sum may round to it.
        var p = Vector.Min(new Vector<double>(_start) + (u * _length), new Vector<double>(1 - UniformDouble.Step));
        return new Vector<double>(_mean) + (NormalDistribution.Quantile(p) * _std);
    }
}

/// <summary>Numbers by the inverse of a distribution function in double, rounded once, kept in [least, most]; two a word, from its halves.</summary>
internal readonly struct InverseSingle<TInverse> : IDistribution
    where TInverse : struct, IInverse
{
    private const double Scale = 1.0 / (1L << 32);

    private readonly TInverse _inverse;
    private readonly float _least;
    private readonly float _most;

    internal InverseSingle(TInverse inverse, double least, double most)
    {
        float first = (float)least, last = (float)most;
        _inverse = inverse;
        _least = first < least ? MathF.BitIncrement(first) : first;
        _most = last > most ? MathF.BitDecrement(last) : last;
    }

    public void Transform(Span<ulong> words, ulong block)
    {
        Span<double> drawn = stackalloc double[2 * Philox.GroupWords];
        var firsts = MemoryMarshal.Cast<double, Vector<double>>(drawn[..Philox.GroupWords]);
        var seconds = MemoryMarshal.Cast<double, Vector<double>>(drawn[Philox.GroupWords..]);
        for (; !words.IsEmpty; words = words[Philox.GroupWords..])
        {
            var group = MemoryMarshal.Cast<ulong, Vector<ulong>>(words[..Philox.GroupWords]);
            for (int i = 0; i < group.Length; i++)
            {
                firsts[i] = _inverse.Of(BoxMuller.OpenUnit(group[i] & new Vector<ulong>(uint.MaxValue), Scale));
                seconds[i] = _inverse.Of(BoxMuller.OpenUnit(group[i] >> 32, Scale));
            }

            var both = MemoryMarshal.Cast<double, Vector<double>>(drawn);
            var output = MemoryMarshal.Cast<ulong, Vector<float>>(words[..Philox.GroupWords]);
            for (int i = 0; i < output.Length; i++)
            {
                var x = Vector.Narrow(both[2 * i], both[(2 * i) + 1]);
                output[i] = Vector.Min(Vector.Max(x, new Vector<float>(_least)), new Vector<float>(_most));
            }
        }
    }
}

/// <summary>Numbers by the inverse of a distribution function, kept in [least, most]; one a word.</summary>
internal readonly struct InverseDouble<TInverse>(TInverse inverse, double least, double most) : IDistribution
    where TInverse : struct, IInverse
{
    private const double Scale = 1.0 / (1L << 52);

    public void Transform(Span<ulong> words, ulong block)
    {
        foreach (ref var word in MemoryMarshal.Cast<ulong, Vector<ulong>>(words))
        {
            var x = inverse.Of(BoxMuller.OpenUnit(word >> 12, Scale));
            word = Vector.AsVectorUInt64(Vector.Min(Vector.Max(x, new Vector<double>(least)), new Vector<double>(most)));
        }
    }
}
