using System.Numerics;
using System.Runtime.CompilerServices;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

/// <summary>The elementary operations on rows that the factorisations are written in. Each element is computed alone, so that its bits depend on no length.</summary>
internal static unsafe class RowOperations
{
    /// <summary>row −= factor · other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract<T>(T* row, T factor, T* other, int length)
        where T : unmanaged, INumber<T>
    {
        var target = new Span<T>(row, length);
        TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(other, length), -factor, target, target);
    }

    /// <summary>row /= divisor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Divide<T>(T* row, T divisor, int length)
        where T : unmanaged, INumber<T>
    {
        var target = new Span<T>(row, length);
        TensorPrimitives.Divide(target, divisor, target);
    }

    public static void Swap<T>(T* row, T* other, int length)
        where T : unmanaged
    {
        for (int j = 0; j < length; j++)
        {
            (row[j], other[j]) = (other[j], row[j]);
        }
    }
}
