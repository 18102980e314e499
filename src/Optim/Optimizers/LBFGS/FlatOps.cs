using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Optim;

/// <summary>What a sweep over flat vectors does to a segment; its shares of the sums.</summary>
internal interface IFlatOp
{
    FlatSums Invoke<T>(Segment segment)
        where T : unmanaged;
}

/// <summary>What a sweep sums up, and the largest magnitude that it saw.</summary>
internal readonly record struct FlatSums(double First, double Second = 0, double Third = 0, double Largest = 0)
{
    public FlatSums Plus(FlatSums other) =>
        new(First + other.First, Second + other.Second, Third + other.Third, Math.Max(Largest, other.Largest));
}

/// <summary>y = g − g₋, s = td; yᵀs, yᵀy and sᵀg.</summary>
internal readonly struct PairOp(NDArray gradient, NDArray previous, NDArray direction, double t, NDArray y, NDArray s) : IFlatOp
{
    public FlatSums Invoke<T>(Segment segment)
        where T : unmanaged
    {
        ref T pg = ref Lanes.At<T>(gradient, segment), pp = ref Lanes.At<T>(previous, segment), pd = ref Lanes.At<T>(direction, segment);
        ref T py = ref Lanes.At<T>(y, segment), ps = ref Lanes.At<T>(s, segment);
        Vector256<double> scale = Vector256.Create(t), ys0 = default, ys1 = default, yy0 = default, yy1 = default, sg0 = default, sg1 = default;
        for (int i = 0; i < segment.Length; i += Lanes.Count)
        {
            (Vector256<double> g0, Vector256<double> g1) = Lanes.Load(ref pg, i);
            (Vector256<double> p0, Vector256<double> p1) = Lanes.Load(ref pp, i);
            (Vector256<double> d0, Vector256<double> d1) = Lanes.Load(ref pd, i);
            (Vector256<double> y0, Vector256<double> y1) = (g0 - p0, g1 - p1);
            (Vector256<double> s0, Vector256<double> s1) = (scale * d0, scale * d1);
            Lanes.Store(y0, y1, ref py, i);
            Lanes.Store(s0, s1, ref ps, i);
            (ys0, ys1) = (ys0 + (y0 * s0), ys1 + (y1 * s1));
            (yy0, yy1) = (yy0 + (y0 * y0), yy1 + (y1 * y1));
            (sg0, sg1) = (sg0 + (s0 * g0), sg1 + (s1 * g1));
        }

        return new FlatSums(Vector256.Sum(ys0 + ys1), Vector256.Sum(yy0 + yy1), Vector256.Sum(sg0 + sg1));
    }
}

/// <summary>r = c(bx + av); rᵀw and max |r|. r may be x.</summary>
internal readonly struct CombineOp(NDArray x, double b, NDArray v, double a, double c, NDArray w, NDArray r) : IFlatOp
{
    public FlatSums Invoke<T>(Segment segment)
        where T : unmanaged
    {
        ref T px = ref Lanes.At<T>(x, segment), pv = ref Lanes.At<T>(v, segment);
        ref T pw = ref Lanes.At<T>(w, segment), pr = ref Lanes.At<T>(r, segment);
        Vector256<double> vb = Vector256.Create(b), va = Vector256.Create(a), vc = Vector256.Create(c);
        Vector256<double> dot0 = default, dot1 = default, max0 = default, max1 = default;
        for (int i = 0; i < segment.Length; i += Lanes.Count)
        {
            (Vector256<double> x0, Vector256<double> x1) = Lanes.Load(ref px, i);
            (Vector256<double> v0, Vector256<double> v1) = Lanes.Load(ref pv, i);
            (Vector256<double> w0, Vector256<double> w1) = Lanes.Load(ref pw, i);
            Vector256<double> r0 = vc * ((vb * x0) + (va * v0)), r1 = vc * ((vb * x1) + (va * v1));
            Lanes.Store(r0, r1, ref pr, i);
            (dot0, dot1) = (dot0 + (r0 * w0), dot1 + (r1 * w1));
            (max0, max1) = (Vector256.Max(max0, Vector256.Abs(r0)), Vector256.Max(max1, Vector256.Abs(r1)));
        }

        return new FlatSums(Vector256.Sum(dot0 + dot1), Largest: Lanes.Largest(Vector256.Max(max0, max1)));
    }
}

/// <summary>gᵀd, ‖g‖₁ and max |g| of the gradient, after it was gathered.</summary>
internal readonly struct GatherOp(FlatSpace space, NDArray gradient, NDArray direction) : IFlatOp
{
    public FlatSums Invoke<T>(Segment segment)
        where T : unmanaged
    {
        space.Read<T>(gradient, segment);
        ref T pg = ref Lanes.At<T>(gradient, segment), pd = ref Lanes.At<T>(direction, segment);
        Vector256<double> dot0 = default, dot1 = default, sum0 = default, sum1 = default, max0 = default, max1 = default;
        for (int i = 0; i < segment.Length; i += Lanes.Count)
        {
            (Vector256<double> g0, Vector256<double> g1) = Lanes.Load(ref pg, i);
            (Vector256<double> d0, Vector256<double> d1) = Lanes.Load(ref pd, i);
            (dot0, dot1) = (dot0 + (g0 * d0), dot1 + (g1 * d1));
            (g0, g1) = (Vector256.Abs(g0), Vector256.Abs(g1));
            (sum0, sum1) = (sum0 + g0, sum1 + g1);
            (max0, max1) = (Vector256.Max(max0, g0), Vector256.Max(max1, g1));
        }

        return new FlatSums(
            Vector256.Sum(dot0 + dot1), Vector256.Sum(sum0 + sum1), Largest: Lanes.Largest(Vector256.Max(max0, max1)));
    }
}

/// <summary>The parameters become x + td.</summary>
internal readonly struct MoveOp(FlatSpace space, NDArray x, NDArray direction, double t, bool saves) : IFlatOp
{
    public FlatSums Invoke<T>(Segment segment)
        where T : unmanaged
    {
        if (saves)
        {
            space.Read<T>(x, segment);
        }

        space.Write<T>(x, direction, t, segment);
        return default;
    }
}

/// <summary>Blocks of eight elements in float64, whatever they are in memory: the same bits on every processor.</summary>
internal static class Lanes
{
    public const int Count = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T At<T>(NDArray array, Segment segment)
        where T : unmanaged => ref Unsafe.Add(ref array.Ref<T>(), segment.Start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<double> Low, Vector256<double> High) Load<T>(ref T x, int i)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return Vector256.Widen(Vector256.LoadUnsafe(ref Unsafe.As<T, float>(ref x), (nuint)i));
        }

        ref double f = ref Unsafe.As<T, double>(ref x);
        return (Vector256.LoadUnsafe(ref f, (nuint)i), Vector256.LoadUnsafe(ref f, (nuint)i + 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<double> low, Vector256<double> high, ref T x, int i)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Vector256.Narrow(low, high).StoreUnsafe(ref Unsafe.As<T, float>(ref x), (nuint)i);
            return;
        }

        ref double f = ref Unsafe.As<T, double>(ref x);
        low.StoreUnsafe(ref f, (nuint)i);
        high.StoreUnsafe(ref f, (nuint)i + 4);
    }

    public static double Largest(Vector256<double> lanes) => Math.Max(Math.Max(lanes[0], lanes[1]), Math.Max(lanes[2], lanes[3]));

    /// <summary>r = x + td, element by element.</summary>
    public static void MultiplyAdd<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> d, double t, Span<T> r)
        where T : unmanaged
    {
        Vector256<T> scale = typeof(T) == typeof(float)
            ? Vector256.Create((float)t).As<float, T>()
            : Vector256.Create(t).As<double, T>();
        int i = 0;
        for (; i <= r.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            (Vector256.Create(x[i..]) + (scale * Vector256.Create(d[i..]))).CopyTo(r[i..]);
        }

        if (i < r.Length)
        {
            Span<T> rest = stackalloc T[2 * Vector256<T>.Count];
            rest.Clear();
            x[i..].CopyTo(rest);
            d[i..].CopyTo(rest[Vector256<T>.Count..]);
            (Vector256.Create<T>(rest) + (scale * Vector256.Create<T>(rest[Vector256<T>.Count..]))).CopyTo(rest);
            rest[..(r.Length - i)].CopyTo(r[i..]);
        }
    }
}
