using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

internal readonly struct Add : IBinaryOp, VectorMath.IBinary
{
    public static string Name => "add";

    public static BoolForm Bools => BoolForm.Or;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Invoke<TVec, T>(TVec a, TVec b)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged => a + b;

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Add, T>(a, b, y))
        {
            TensorPrimitives.Add(a, b, y);
        }
    }

    public static void Row<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Add, T>(a, b, y))
        {
            TensorPrimitives.Add(a, b, y);
        }
    }

    public static void Row<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Add, T>(a, b, y))
        {
            TensorPrimitives.Add(b, a, y);
        }
    }
}

internal readonly struct Subtract : IBinaryOp, VectorMath.IBinary
{
    public static string Name => "sub";

    public static string? InsteadForBools => "LogicalXor or BitwiseXor (^)";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Invoke<TVec, T>(TVec a, TVec b)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged => a - b;

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Subtract, T>(a, b, y))
        {
            TensorPrimitives.Subtract(a, b, y);
        }
    }

    public static void Row<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Subtract, T>(a, b, y))
        {
            TensorPrimitives.Subtract(a, b, y);
        }
    }

    public static void Row<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Subtract, T>(a, b, y))
        {
            TensorPrimitives.Subtract(a, b, y);
        }
    }
}

internal readonly struct Multiply : IBinaryOp, VectorMath.IBinary
{
    public static string Name => "mul";

    public static BoolForm Bools => BoolForm.And;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Invoke<TVec, T>(TVec a, TVec b)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged => a * b;

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Multiply, T>(a, b, y))
        {
            TensorPrimitives.Multiply(a, b, y);
        }
    }

    public static void Row<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Multiply, T>(a, b, y))
        {
            TensorPrimitives.Multiply(a, b, y);
        }
    }

    public static void Row<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Multiply, T>(a, b, y))
        {
            TensorPrimitives.Multiply(b, a, y);
        }
    }
}

internal readonly struct Divide : IBinaryOp, VectorMath.IBinary
{
    public static string Name => "div";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Invoke<TVec, T>(TVec a, TVec b)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged => a / b;

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Divide, T>(a, b, y))
        {
            TensorPrimitives.Divide(a, b, y);
        }
    }

    public static void Row<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Divide, T>(a, b, y))
        {
            TensorPrimitives.Divide(a, b, y);
        }
    }

    public static void Row<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (!VectorArithmetic.TryRow<Divide, T>(a, b, y))
        {
            TensorPrimitives.Divide(a, b, y);
        }
    }
}

internal readonly struct Negate : IUnaryOp
{
    public static string Name => "neg";

    public static string? InsteadForBools => "LogicalNot or BitwiseNot (~)";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.Negate(x, y);
}

/// <summary>max(x, 0), of which NaN is NaN, as in PyTorch.</summary>
internal readonly struct Relu : IUnaryOp
{
    public static string Name => "relu";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.Max(x, T.Zero, y);
}

internal readonly struct Sqrt : IFloatUnaryOp
{
    public static string Name => "sqrt";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Sqrt(x, y);
}

internal readonly struct Exp : IFloatUnaryOp
{
    public static string Name => "exp";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Exp(x, y);
}

internal readonly struct Log : IFloatUnaryOp
{
    public static string Name => "log";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Log(x, y);
}

internal readonly struct Tanh : IFloatUnaryOp
{
    public static string Name => "tanh";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Tanh(x, y);
}

internal readonly struct Sigmoid : IFloatUnaryOp
{
    public static string Name => "sigmoid";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Sigmoid(x, y);
}

internal readonly struct Equal : ICompareOp
{
    public static string Name => "eq";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => a == b;

    public static Vector512<T> Holds<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged => Vector512.Equals(a, b);
}

internal readonly struct Greater : ICompareOp
{
    public static string Name => "gt";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => a > b;

    public static Vector512<T> Holds<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged => Vector512.GreaterThan(a, b);
}

internal readonly struct Less : ICompareOp
{
    public static string Name => "lt";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => a < b;

    public static Vector512<T> Holds<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged => Vector512.LessThan(a, b);
}
