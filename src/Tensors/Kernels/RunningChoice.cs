using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>Whether a running choice takes an element in place of the one that it has.</summary>
internal interface IRunningChoice
{
    static abstract bool Takes<T>(T candidate, T chosen)
        where T : INumber<T>;
}

internal readonly struct RunningMax : IRunningChoice
{
    public static bool Takes<T>(T candidate, T chosen)
        where T : INumber<T> => candidate >= chosen || T.IsNaN(candidate);
}

internal readonly struct RunningMin : IRunningChoice
{
    public static bool Takes<T>(T candidate, T chosen)
        where T : INumber<T> => candidate <= chosen || T.IsNaN(candidate);
}

/// <summary>Running maxima and minima along a dimension and their places, the last of equal ones.</summary>
internal static unsafe class RunningChoice
{
    /// <summary>Of contiguous arrays of one shape, any type; the indices are int64.</summary>
    public static void Run<TOp>(NDArray x, int dim, NDArray values, NDArray indices)
        where TOp : struct, IRunningChoice
    {
        if (x.Count == 0)
        {
            return;
        }

        switch (x.DType)
        {
            case DType.Float32: Run<TOp, float>(x, dim, values, indices); break;
            case DType.Float64: Run<TOp, double>(x, dim, values, indices); break;
            case DType.Int64: Run<TOp, long>(x, dim, values, indices); break;
            case DType.Int32: Run<TOp, int>(x, dim, values, indices); break;
            default: Run<TOp, byte>(x, dim, values, indices); break;
        }

        values.BumpVersion();
        indices.BumpVersion();
        GC.KeepAlive(x);
        GC.KeepAlive(values);
        GC.KeepAlive(indices);
    }

    private static void Run<TOp, T>(NDArray x, int dim, NDArray values, NDArray indices)
        where TOp : struct, IRunningChoice
        where T : unmanaged, INumber<T>
    {
        fixed (T* px = &x.Ref<T>(), py = &values.Ref<T>())
        fixed (long* places = &indices.Ref<long>())
        {
            var kernel = new Kernel<TOp, T> { X = px, Y = py, Places = places, Size = x.Shape[dim], Inner = Lanes.Inner(x.Shape, dim) };
            Lanes.Run(ref kernel, x.Shape, dim);
        }
    }

    private struct Kernel<TOp, T> : ILaneKernel
        where TOp : struct, IRunningChoice
        where T : unmanaged, INumber<T>
    {
        public T* X;
        public T* Y;
        public long* Places;
        public int Size;
        public int Inner;

        public readonly void Run(nint first, int width)
        {
            new ReadOnlySpan<T>(X + first, width).CopyTo(new Span<T>(Y + first, width));
            new Span<long>(Places + first, width).Clear();
            nint at = first;
            for (int m = 1; m < Size; m++)
            {
                at += Inner;
                for (int j = 0; j < width; j++)
                {
                    T candidate = X[at + j];
                    T chosen = Y[at + j - Inner];
                    bool takes = TOp.Takes(candidate, chosen);
                    Y[at + j] = takes ? candidate : chosen;
                    Places[at + j] = takes ? m : Places[at + j - Inner];
                }
            }
        }
    }
}
