using System.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

/// <summary>Integers keep their low bits, as in PyTorch; floats are cut and saturate, NaN gives 0.</summary>
internal readonly struct ConvertRow<TIn, TOut> : IUnaryRow<TIn, TOut>
    where TIn : unmanaged, INumber<TIn>
    where TOut : unmanaged, INumber<TOut>
{
    public void Row(ReadOnlySpan<TIn> x, Span<TOut> y)
    {
        int done = VectorConversions.Convert(x, y);
        TensorPrimitives.ConvertTruncating(x[done..], y[done..]);
    }
}

/// <summary>A bool, stored as the byte 0 or 1: whether the number is not 0.</summary>
internal readonly struct TruthRow<T> : IUnaryRow<T, byte>
    where T : unmanaged, INumber<T>
{
    public void Row(ReadOnlySpan<T> x, Span<byte> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = T.IsZero(x[i]) ? (byte)0 : (byte)1;
        }
    }
}
