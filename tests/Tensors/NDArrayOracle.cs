using System.Runtime.CompilerServices;

namespace MiniTorch.Tests;

/// <summary>How the elements of an operand lie in its memory.</summary>
public enum Placement
{
    Contiguous,
    Offset,
    Transposed,
    Stepped,
    SteppedRows,
    Expanded,
}

/// <summary>What arrays hold and what operations mean, index by index.</summary>
internal static class NDArrayOracle
{
    public static readonly DType[] AllTypes = Enum.GetValues<DType>();

    public static readonly Placement[] AllPlacements = Enum.GetValues<Placement>();

    /// <summary>Every index of a shape in row-major order. The array is reused.</summary>
    public static IEnumerable<int[]> Indices(int[] sizes)
    {
        int[] index = new int[sizes.Length];
        if (Array.IndexOf(sizes, 0) >= 0)
        {
            yield break;
        }

        while (true)
        {
            yield return index;
            int dim = sizes.Length - 1;
            while (dim >= 0 && ++index[dim] == sizes[dim])
            {
                index[dim--] = 0;
            }

            if (dim < 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Place of an index among the elements in row-major order; an index into more dimensions than there are is cut, one into size 1 is 0.</summary>
    public static int Place(int[] sizes, int[] index)
    {
        int place = 0;
        int shift = index.Length - sizes.Length;
        for (int i = 0; i < sizes.Length; i++)
        {
            place = (place * sizes[i]) + (sizes[i] == 1 ? 0 : index[shift + i]);
        }

        return place;
    }

    /// <summary>The elements in row-major order, fetched one by one from the storage.</summary>
    public static double[] Read(NDArray x)
    {
        int[] strides = x.Strides.ToArray();
        double[] values = new double[x.Count];
        int next = 0;
        foreach (int[] index in Indices(x.Shape.ToArray()))
        {
            int at = x.Offset;
            for (int i = 0; i < index.Length; i++)
            {
                at += index[i] * strides[i];
            }

            values[next++] = x.DType switch
            {
                DType.Float32 => At<float>(x, at),
                DType.Float64 => At<double>(x, at),
                DType.Int64 => At<long>(x, at),
                DType.Int32 => At<int>(x, at),
                _ => At<byte>(x, at),
            };
        }

        GC.KeepAlive(x);
        return values;
    }

    /// <summary>An array of small whole numbers, positive in the unsigned types, 0 or 1 as bool, of any shape and placement.</summary>
    public static NDArray Make(int[] sizes, DType dtype, Placement placement, int seed, int range = 9)
    {
        var random = new Random(seed);
        int rank = sizes.Length;
        int[] larger = [.. sizes];
        switch (placement)
        {
            case Placement.Offset when rank > 0:
                larger[0] += 1;
                return Base(larger).Slice(0, 1);
            case Placement.Transposed when rank > 1:
                (larger[0], larger[^1]) = (larger[^1], larger[0]);
                return Base(larger).Transpose(0, -1);
            case Placement.Stepped when rank > 0:
                larger[^1] = (larger[^1] * 3) + 2;
                return Base(larger).Slice(-1, 2, step: 3);
            case Placement.SteppedRows when rank > 0:
                larger[0] *= 2;
                return Base(larger).Slice(0, 0, step: 2);
            case Placement.Expanded when rank > 0:
                larger[rank / 2] = Math.Min(1, larger[rank / 2]);
                return Base(larger).Expand(Shape.Of(sizes));
            default:
                return Base(sizes);
        }

        NDArray Base(int[] shape)
        {
            long[] values = new long[shape.Aggregate(1, static (a, b) => a * b)];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = dtype switch
                {
                    DType.Bool => random.Next(2),
                    DType.UInt8 => random.Next(range),
                    _ => random.Next(-range, range),
                };
            }

            return Typed(values, shape, dtype);
        }
    }

    /// <summary>An array of the given whole numbers, made without a conversion by the library.</summary>
    public static NDArray Typed(long[] values, int[] sizes, DType dtype)
    {
        Shape shape = Shape.Of(sizes);
        return dtype switch
        {
            DType.Float32 => NDArray.From(Array.ConvertAll(values, static v => (float)v), shape),
            DType.Float64 => NDArray.From(Array.ConvertAll(values, static v => (double)v), shape),
            DType.Int64 => NDArray.From(values, shape),
            DType.Int32 => NDArray.From(Array.ConvertAll(values, static v => (int)v), shape),
            DType.UInt8 => NDArray.From(Array.ConvertAll(values, static v => (byte)v), shape),
            _ => NDArray.From(Array.ConvertAll(values, static v => v != 0), shape),
        };
    }

    /// <summary>The bytes of all elements in row-major order, for comparing bit by bit.</summary>
    public static byte[] Bytes(NDArray x) => x.DType switch
    {
        DType.Float32 => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(x.ToArray<float>()).ToArray(),
        DType.Float64 => System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(x.ToArray<double>()).ToArray(),
        DType.Int64 => System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(x.ToArray<long>()).ToArray(),
        DType.Int32 => System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(x.ToArray<int>()).ToArray(),
        DType.UInt8 => x.ToArray<byte>(),
        _ => Array.ConvertAll(x.ToArray<bool>(), static b => b ? (byte)1 : (byte)0),
    };

    /// <summary>All subsets of the dims of a rank, the empty one included.</summary>
    public static IEnumerable<int[]> Subsets(int rank) =>
        Enumerable.Range(0, 1 << rank).Select(mask => Enumerable.Range(0, rank).Where(dim => (mask >> dim & 1) == 1).ToArray());

    private static T At<T>(NDArray x, int at)
        where T : unmanaged => Unsafe.Add(ref Unsafe.As<byte, T>(ref x.Storage.Data), at);
}
