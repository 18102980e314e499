using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Optim;

/// <summary>What is summed up, or otherwise combined, for a norm. Adding 0 changes nothing.</summary>
internal interface INormTerm
{
    Vector256<double> Add(Vector256<double> total, Vector256<double> x);

    double Combine(double left, double right);
}

/// <summary>Changes a vector of a gradient.</summary>
internal interface IGradientMap
{
    Vector256<T> Invoke<T>(Vector256<T> x)
        where T : unmanaged;
}

/// <summary>
/// A share of a norm, in float64: exact products for float32, and the same bits on every processor, since the width is always this one.
/// </summary>
internal readonly struct GradientNorm<TTerm>(TTerm term) : IGradientOp
    where TTerm : struct, INormTerm
{
    public double Invoke<T>(Span<T> gradient)
        where T : unmanaged
    {
        const int Step = 16;
        Vector256<double> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i <= gradient.Length - Step; i += Step)
        {
            Add(ref MemoryMarshal.GetReference(gradient[i..]), ref a, ref b, ref c, ref d);
        }

        if (i < gradient.Length)
        {
            Span<T> rest = stackalloc T[Step];
            rest.Clear();
            gradient[i..].CopyTo(rest);
            Add(ref MemoryMarshal.GetReference(rest), ref a, ref b, ref c, ref d);
        }

        double total = 0;
        foreach (Vector256<double> lanes in (ReadOnlySpan<Vector256<double>>)[a, b, c, d])
        {
            total = term.Combine(total, term.Combine(term.Combine(lanes[0], lanes[1]), term.Combine(lanes[2], lanes[3])));
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add<T>(ref T x, ref Vector256<double> a, ref Vector256<double> b, ref Vector256<double> c, ref Vector256<double> d)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            ref float f = ref Unsafe.As<T, float>(ref x);
            (Vector256<double> x0, Vector256<double> x1) = Vector256.Widen(Vector256.LoadUnsafe(ref f));
            (Vector256<double> x2, Vector256<double> x3) = Vector256.Widen(Vector256.LoadUnsafe(ref f, 8));
            (a, b, c, d) = (term.Add(a, x0), term.Add(b, x1), term.Add(c, x2), term.Add(d, x3));
        }
        else
        {
            ref double f = ref Unsafe.As<T, double>(ref x);
            (a, b) = (term.Add(a, Vector256.LoadUnsafe(ref f)), term.Add(b, Vector256.LoadUnsafe(ref f, 4)));
            (c, d) = (term.Add(c, Vector256.LoadUnsafe(ref f, 8)), term.Add(d, Vector256.LoadUnsafe(ref f, 12)));
        }
    }
}

/// <summary>Changes a gradient in place.</summary>
internal readonly struct GradientMap<TMap>(TMap map) : IGradientOp
    where TMap : struct, IGradientMap
{
    public double Invoke<T>(Span<T> gradient)
        where T : unmanaged
    {
        ref T x = ref MemoryMarshal.GetReference(gradient);
        int i = 0;
        for (; i <= gradient.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            map.Invoke(Vector256.LoadUnsafe(ref x, (nuint)i)).StoreUnsafe(ref x, (nuint)i);
        }

        if (i < gradient.Length)
        {
            Span<T> rest = stackalloc T[Vector256<T>.Count];
            rest.Clear();
            gradient[i..].CopyTo(rest);
            map.Invoke(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(rest))).StoreUnsafe(ref MemoryMarshal.GetReference(rest));
            rest[..(gradient.Length - i)].CopyTo(gradient[i..]);
        }

        return 0;
    }
}

/// <summary>Σx².</summary>
internal readonly struct Squares : INormTerm
{
    public Vector256<double> Add(Vector256<double> total, Vector256<double> x) => total + (x * x);

    public double Combine(double left, double right) => left + right;
}

/// <summary>Σ|x|.</summary>
internal readonly struct Magnitudes : INormTerm
{
    public Vector256<double> Add(Vector256<double> total, Vector256<double> x) => total + Vector256.Abs(x);

    public double Combine(double left, double right) => left + right;
}

/// <summary>Σ|x|ᵖ.</summary>
internal readonly struct Powers(double order) : INormTerm
{
    public Vector256<double> Add(Vector256<double> total, Vector256<double> x)
    {
        x = Vector256.Abs(x);
        return total + Vector256.Create(Math.Pow(x[0], order), Math.Pow(x[1], order), Math.Pow(x[2], order), Math.Pow(x[3], order));
    }

    public double Combine(double left, double right) => left + right;
}

/// <summary>max |x|, or NaN if there is one.</summary>
internal readonly struct Largest : INormTerm
{
    public Vector256<double> Add(Vector256<double> total, Vector256<double> x) => Vector256.Max(total, Vector256.Abs(x));

    public double Combine(double left, double right) => Math.Max(left, right);
}

/// <summary>factor·x.</summary>
internal readonly struct ScaleBy(double factor) : IGradientMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Invoke<T>(Vector256<T> x)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? (x.AsSingle() * Vector256.Create((float)factor)).As<float, T>()
            : (x.AsDouble() * Vector256.Create(factor)).As<double, T>();
}

/// <summary>min(max(x, −bound), bound); NaN stays NaN.</summary>
internal readonly struct HoldWithin(double bound) : IGradientMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Invoke<T>(Vector256<T> x)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector256.Clamp(x.AsSingle(), Vector256.Create((float)-bound), Vector256.Create((float)bound)).As<float, T>()
            : Vector256.Clamp(x.AsDouble(), Vector256.Create(-bound), Vector256.Create(bound)).As<double, T>();
}
