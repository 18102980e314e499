using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>An operator of three operands, and perhaps a number that it holds, for every arithmetic type.</summary>
internal interface ITernaryOp
{
    static abstract string Name { get; }

    void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        where T : unmanaged, INumber<T>;
}

/// <summary>a + c·(b − a), from the nearer end, so that c = 1 gives b.</summary>
internal readonly struct Lerp : ITernaryOp
{
    public static string Name => "lerp";

    public void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            VectorMath.MapTernary(default(VectorMath.Interpolation<T>), a, b, c, y);
            return;
        }

        T half = T.CreateTruncating(0.5);
        for (int i = 0; i < y.Length; i++)
        {
            T way = b[i] - a[i];
            y[i] = T.Abs(c[i]) < half ? a[i] + (c[i] * way) : b[i] - (way * (T.One - c[i]));
        }
    }
}

/// <summary>a + value·b·c.</summary>
internal readonly struct AddProduct(Scalar value) : ITernaryOp
{
    public static string Name => "addcmul";

    public void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        T factor = value.To<T>();
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            VectorMath.MapTernary(new VectorMath.SumWithProduct<T>(factor), a, b, c, y);
            return;
        }

        for (int i = 0; i < y.Length; i++)
        {
            y[i] = a[i] + (factor * b[i] * c[i]);
        }
    }
}

/// <summary>a + value·b/c.</summary>
internal readonly struct AddQuotient(Scalar value) : ITernaryOp
{
    public static string Name => "addcdiv";

    public void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        T factor = value.To<T>();
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            VectorMath.MapTernary(new VectorMath.SumWithQuotient<T>(factor), a, b, c, y);
            return;
        }

        for (int i = 0; i < y.Length; i++)
        {
            y[i] = a[i] + (factor * b[i] / c[i]);
        }
    }
}
