using System.Numerics;

namespace MiniTorch.Kernels;

internal readonly struct NotEqual : ICompareOp
{
    public static string Name => "ne";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => a != b;
}

internal readonly struct LogicalXor : ICompareOp
{
    public static string Name => "logical_xor";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => T.IsZero(a) != T.IsZero(b);
}

internal readonly struct LogicalAnd : ICompareOp
{
    public static string Name => "logical_and";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => !T.IsZero(a) && !T.IsZero(b);
}

internal readonly struct LogicalOr : ICompareOp
{
    public static string Name => "logical_or";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => !T.IsZero(a) || !T.IsZero(b);
}
