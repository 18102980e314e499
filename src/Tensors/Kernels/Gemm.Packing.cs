using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>Scratch memory of a thread: aligned to 64 bytes, grown as needed, used again by the next kernel.</summary>
internal static unsafe class PackBuffer
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static byte[]?[]? t_buffers;

    /// <summary>What a buffer is for: one of each kind is in use at a time.</summary>
    public enum Use
    {
        /// <summary>What a chunk needs for itself.</summary>
        Chunk,

        /// <summary>A packed block of B, shared by all chunks.</summary>
        Block,

        /// <summary>A product that is still to be transposed.</summary>
        Sums,

        /// <summary>A convolution's patches.</summary>
        Patches,

        /// <summary>Outputs of several images, side by side.</summary>
        Outputs,

        Count,
    }

    /// <summary>Valid until the next call for the same use on this thread.</summary>
    public static byte* Get(Use use, nint bytes)
    {
        ref byte[]? buffer = ref (t_buffers ??= new byte[]?[(int)Use.Count])[(int)use];
        if (buffer is null || buffer.Length < bytes + Alignment)
        {
            buffer = GC.AllocateUninitializedArray<byte>(checked((int)bytes + Alignment), pinned: true);
        }

        nint address = (nint)Unsafe.AsPointer(ref buffer[0]);
        return (byte*)((address + Alignment - 1) & -Alignment);
    }

    /// <summary>So many bytes, rounded up to whole lines.</summary>
    public static nint Aligned(nint bytes) => (bytes + Alignment - 1) & -Alignment;
}

/// <summary>Copies strided operands into the order in which the tile reads them.</summary>
internal static unsafe class Packing<T, TSimd>
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    /// <summary>Writes <paramref name="depth"/> rows of <paramref name="width"/>: first <paramref name="lanes"/> elements, then zeros.</summary>
    /// <remarks>Lane j of row p is read at j·<paramref name="laneStride"/> + p·<paramref name="stepStride"/>.</remarks>
    public static void Pack(T* source, nint laneStride, nint stepStride, int lanes, int width, int depth, T* destination)
    {
        if (laneStride == 1)
        {
            Copy(source, stepStride, lanes, width, depth, destination);
            return;
        }

        int block = stepStride == 1 ? Transposer<T>.Size : int.MaxValue;
        if (width % block != 0 || depth < block)
        {
            Gather(source, laneStride, stepStride, lanes, width, depth, destination);
            return;
        }

        for (int lane = 0; lane < width; lane += block)
        {
            int valid = Math.Min(block, lanes - lane);
            for (int step = 0; step < depth; step += block)
            {
                // The last block overlaps the one before and writes the same values again.
                int p = Math.Min(step, depth - block);
                Transposer<T>.FetchNext(source + (lane * laneStride) + p, laneStride, valid);
                Transposer<T>.Transpose(source + (lane * laneStride) + p, laneStride, valid, destination + ((nint)p * width) + lane, width);
            }
        }
    }

    /// <summary>Writes rows of contiguous elements into full panels, some rows of all panels at a time: walking down each panel by itself would leave a page at every step.</summary>
    public static void PackRows(T* source, nint stepStride, int panels, int width, int rows, nint panelElements, T* destination)
    {
        const int Together = 16;
        for (int p = 0; p < rows; p += Together)
        {
            for (int panel = 0; panel < panels; panel++)
            {
                Copy(source + (p * stepStride) + (panel * width), stepStride, width, width, Math.Min(Together, rows - p), destination + (panel * panelElements) + ((nint)p * width));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(T* source, nint stepStride, int lanes, int width, int depth, T* destination)
    {
        for (int p = 0; p < depth; p++)
        {
            int lane = 0;
            for (; lane <= lanes - TSimd.Count; lane += TSimd.Count)
            {
                TSimd.Store(TSimd.Load(source + lane), destination + lane);
            }

            // Panels of A are half a vector wide, or the like.
            for (; lane <= lanes - Vector128<T>.Count; lane += Vector128<T>.Count)
            {
                Vector128.Load(source + lane).Store(destination + lane);
            }

            for (; lane < lanes; lane++)
            {
                destination[lane] = source[lane];
            }

            for (; lane < width; lane++)
            {
                destination[lane] = default;
            }

            source += stepStride;
            destination += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(T* source, nint laneStride, nint stepStride, int lanes, int width, int depth, T* destination)
    {
        for (int p = 0; p < depth; p++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                destination[lane] = source[lane * laneStride];
            }

            for (int lane = lanes; lane < width; lane++)
            {
                destination[lane] = default;
            }

            source += stepStride;
            destination += width;
        }
    }
}
