using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>An unsigned integer for every element: of the same order, NaN above all.</summary>
internal interface IOrder<T, TKey>
{
    static abstract TKey Key(T value);
}

internal readonly struct FloatKey : IOrder<float, uint>
{
    // Adding 0 makes −0 positive. The bits of negative numbers descend.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Key(float value)
    {
        if (float.IsNaN(value))
        {
            return uint.MaxValue;
        }

        int bits = BitConverter.SingleToInt32Bits(value + 0f);
        return (uint)(bits ^ ((bits >> 31) | int.MinValue));
    }
}

internal readonly struct DoubleKey : IOrder<double, ulong>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(double value)
    {
        if (double.IsNaN(value))
        {
            return ulong.MaxValue;
        }

        long bits = BitConverter.DoubleToInt64Bits(value + 0d);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }
}

internal readonly struct LongKey : IOrder<long, ulong>
{
    public static ulong Key(long value) => (ulong)(value ^ long.MinValue);
}

internal readonly struct IntKey : IOrder<int, uint>
{
    public static uint Key(int value) => (uint)(value ^ int.MinValue);
}

internal readonly struct ByteKey : IOrder<byte, uint>
{
    public static uint Key(byte value) => value;
}
