using System.Numerics;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

internal readonly struct NotEqual : ICompareOp
{
    public static string Name => "ne";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => a != b;

    public static Vector512<T> Holds<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged => ~Vector512.Equals(a, b);
}

internal readonly struct LogicalXor : ICompareOp
{
    public static string Name => "logical_xor";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => T.IsZero(a) != T.IsZero(b);

    public static Vector512<T> Holds<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged => Vector512.Equals(a, Vector512<T>.Zero) ^ Vector512.Equals(b, Vector512<T>.Zero);
}

internal readonly struct LogicalAnd : ICompareOp
{
    public static string Name => "logical_and";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => !T.IsZero(a) && !T.IsZero(b);

    public static Vector512<T> Holds<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged => ~(Vector512.Equals(a, Vector512<T>.Zero) | Vector512.Equals(b, Vector512<T>.Zero));
}

internal readonly struct LogicalOr : ICompareOp
{
    public static string Name => "logical_or";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => !T.IsZero(a) || !T.IsZero(b);

    public static Vector512<T> Holds<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged => ~(Vector512.Equals(a, Vector512<T>.Zero) & Vector512.Equals(b, Vector512<T>.Zero));
}
