using System.Numerics;
using System.Runtime.InteropServices;

namespace MiniTorch.Data;

/// <summary>
/// Bytes to scaled floats. Product and sum are rounded one after the other, so that every CPU and every place in a row give the same bits.
/// </summary>
internal static class ScaleRow
{
    /// <summary>y = x · <paramref name="scale"/> + <paramref name="shift"/>.</summary>
    public static void Scale(ReadOnlySpan<byte> x, Span<float> y, float scale, float shift)
    {
        int width = Vector<byte>.Count;
        if (x.Length < width)
        {
            for (int i = 0; i < x.Length; i++)
            {
                y[i] = (x[i] * scale) + shift;
            }

            return;
        }

        ref byte from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(y[..x.Length]);
        var scales = new Vector<float>(scale);
        var shifts = new Vector<float>(shift);
        int last = x.Length - width;

        // The last vector overlaps the one before it.
        for (int i = 0; ; i = Math.Min(i + width, last))
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)i), out Vector<ushort> low, out Vector<ushort> high);
            Store(low, scales, shifts, ref to, (nuint)i);
            Store(high, scales, shifts, ref to, (nuint)(i + (width / 2)));
            if (i == last)
            {
                return;
            }
        }
    }

    private static void Store(Vector<ushort> x, Vector<float> scales, Vector<float> shifts, ref float to, nuint at)
    {
        Vector.Widen(x, out Vector<uint> low, out Vector<uint> high);
        ((Vector.ConvertToSingle(low.As<uint, int>()) * scales) + shifts).StoreUnsafe(ref to, at);
        ((Vector.ConvertToSingle(high.As<uint, int>()) * scales) + shifts).StoreUnsafe(ref to, at + (nuint)Vector<float>.Count);
    }
}
