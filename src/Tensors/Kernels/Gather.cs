using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>
/// Elements named by indices along one dimension, of arrays in any layout. The few have the indices' shape; an element of the few at
/// [o, k, j] and one of the whole at [o, index[o, k, j], j] belong together. What is written to one place of the whole is written by one
/// worker, in the order of k, so that sums have one order.
/// </summary>
internal static unsafe class Gather
{
    private const int Chunk = 1 << 15;

    // Columns that one worker takes at least, where a matrix is shared by several: fewer would be no run of cache lines.
    private const int Strip = 128;

    /// <param name="op">For errors.</param>
    /// <param name="whole">Indices point into it.</param>
    /// <param name="steps">Of the whole, one for each dimension of the few; that of <paramref name="dim"/> is not read.</param>
    /// <param name="dimStep">What an index counts.</param>
    /// <param name="size">Indices must be below it.</param>
    /// <param name="index">int64, of the shape of the few; rank 1 at least.</param>
    /// <param name="few">What goes into the whole, or comes from it.</param>
    /// <param name="dim">The dimension in which the indices count.</param>
    public static void Run<TTransfer, T>(string op, NDArray whole, ReadOnlySpan<int> steps, int dimStep, long size, NDArray index, NDArray few, int dim)
        where TTransfer : struct, ITransfer
        where T : unmanaged, INumber<T>
    {
        (TTransfer.WritesWhole ? whole : few).BumpVersion();
        if (few.Count == 0)
        {
            return;
        }

        Dimension* dims = stackalloc Dimension[few.Rank];
        fixed (T* pw = &whole.Ref<T>(), pf = &few.Ref<T>())
        fixed (long* pi = &index.Ref<long>())
        {
            var body = new Body<TTransfer, T> { Op = op, Whole = pw, Few = pf, Index = pi, DimStep = dimStep, Size = size, Outer = dims };
            body.Plan(Dimensions(steps, index, few, dim, dims, out int place), place, few.Count);
            Workers.For(body.Chunks, ref body);
        }

        GC.KeepAlive(whole);
        GC.KeepAlive(index);
        GC.KeepAlive(few);
    }

    // Those of size 1 are left out and neighbours over which everything steps evenly are merged; at least one remains.
    private static int Dimensions(ReadOnlySpan<int> steps, NDArray index, NDArray few, int dim, Dimension* dims, out int place)
    {
        int count = 0;
        place = -1;
        for (int i = 0; i < few.Rank; i++)
        {
            var next = new Dimension(few.Shape[i], i == dim ? 0 : steps[i], few.Strides[i], index.Strides[i]);
            if (next.Size == 1)
            {
                continue;
            }

            if (i == dim)
            {
                place = count;
            }
            else if (count > 0 && place != count - 1 && dims[count - 1].Contains(next))
            {
                dims[count - 1] = next with { Size = dims[count - 1].Size * next.Size };
                continue;
            }

            dims[count++] = next;
        }

        if (count == 0)
        {
            dims[count++] = new Dimension(1, 0, 0, 0);
        }

        return count;
    }

    private readonly record struct Dimension(int Size, int Whole, int Few, int Index)
    {
        public bool Contains(Dimension inner) => Whole == (long)inner.Whole * inner.Size && Few == (long)inner.Few * inner.Size && Index == (long)inner.Index * inner.Size;
    }

    // A unit is a stretch of the last dimension, times the indexed dimension where its order matters.
    private struct Body<TTransfer, T> : IParallelBody
        where TTransfer : struct, ITransfer
        where T : unmanaged, INumber<T>
    {
        public string Op;
        public T* Whole;
        public T* Few;
        public long* Index;
        public nint DimStep;
        public long Size;
        public Dimension* Outer;
        private int _outerRank;
        private int _units;
        private int _unitsPerChunk;
        private int _stretches;
        private int _stretch;
        private Dimension _ordered;
        private Dimension _last;

        public readonly int Chunks => (int)(((long)_units + _unitsPerChunk - 1) / _unitsPerChunk);

        public void Plan(int rank, int place, int count)
        {
            _last = Outer[rank - 1];
            _outerRank = rank - 1;
            _ordered = new Dimension(1, 0, 0, 0);
            bool isOrdered = TTransfer.WritesWhole && place >= 0;
            bool isAlong = isOrdered && place == rank - 1;
            if (isOrdered && !isAlong)
            {
                _ordered = Outer[place];
                _outerRank--;
                for (int i = place; i < _outerRank; i++)
                {
                    Outer[i] = Outer[i + 1];
                }
            }

            _stretch = isAlong ? _last.Size : Math.Min(_last.Size, Math.Max(Strip, Chunk / _ordered.Size));
            _stretches = (int)((_last.Size + _stretch - 1L) / _stretch);
            _units = count / _ordered.Size / _last.Size * _stretches;
            _unitsPerChunk = (int)Math.Max(1, Chunk / ((long)_ordered.Size * _stretch));
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Invoke(int chunk)
        {
            int end = (int)Math.Min(_units, (chunk + 1L) * _unitsPerChunk);
            for (int unit = chunk * _unitsPerChunk; unit < end;)
            {
                (int group, int stretch) = Math.DivRem(unit, _stretches);
                int first = stretch * _stretch;
                T* whole = Whole + ((nint)first * _last.Whole);
                T* few = Few + ((nint)first * _last.Few);
                long* index = Index + ((nint)first * _last.Index);

                // Units that follow each other in one dimension need no further divisions.
                Dimension along = default;
                int run = 1;
                for (int i = _outerRank - 1; i >= 0; i--)
                {
                    (group, int at) = Math.DivRem(group, Outer[i].Size);
                    whole += (nint)at * Outer[i].Whole;
                    few += (nint)at * Outer[i].Few;
                    index += (nint)at * Outer[i].Index;
                    if (i == _outerRank - 1 && _stretches == 1)
                    {
                        along = Outer[i];
                        run = Math.Min(along.Size - at, end - unit);
                    }
                }

                unit += run;
                int width = Math.Min(_stretch, _last.Size - first);
                for (; run > 0; run--)
                {
                    for (nint k = 0; k < _ordered.Size; k++)
                    {
                        Row(whole, few + (k * _ordered.Few), index + (k * _ordered.Index), width);
                    }

                    whole += along.Whole;
                    few += along.Few;
                    index += along.Index;
                }
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Row(T* whole, T* few, long* index, int width)
        {
            if (_last.Index != 0)
            {
                EachByIndex(whole, few, index, width);
                return;
            }

            if ((ulong)*index >= (ulong)Size)
            {
                OutOfRange(Op, *index, Size);
            }

            whole += (nint)(*index) * DimStep;
            nint wholeStep = _last.Whole, fewStep = _last.Few;
            if (wholeStep == 1 && fewStep == 1)
            {
                TTransfer.Row(new Span<T>(whole, width), new Span<T>(few, width));
                return;
            }

            for (nint j = 0; j < width; j++)
            {
                TTransfer.Move(ref whole[j * wholeStep], ref few[j * fewStep]);
            }
        }

        // What is written might be a field, as far as the compiler knows, and a call would take the registers: neither stands in the loop.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void EachByIndex(T* whole, T* few, long* index, int width)
        {
            nint wholeStep = _last.Whole, fewStep = _last.Few, indexStep = _last.Index, dimStep = DimStep;
            ulong size = (ulong)Size;
            for (; width >= 4 && wholeStep == 0 && fewStep == 1 && indexStep == 1 && dimStep == 1; width -= 4)
            {
                ulong a = (ulong)index[0], b = (ulong)index[1], c = (ulong)index[2], d = (ulong)index[3];
                if (a >= size || b >= size || c >= size || d >= size)
                {
                    break;
                }

                TTransfer.Move(ref whole[a], ref few[0]);
                TTransfer.Move(ref whole[b], ref few[1]);
                TTransfer.Move(ref whole[c], ref few[2]);
                TTransfer.Move(ref whole[d], ref few[3]);
                few += 4;
                index += 4;
            }

            for (; width > 0; width--)
            {
                long at = *index;
                if ((ulong)at >= size)
                {
                    break;
                }

                TTransfer.Move(ref whole[(nint)at * dimStep], ref *few);
                whole += wholeStep;
                few += fewStep;
                index += indexStep;
            }

            if (width > 0)
            {
                OutOfRange(Op, *index, Size);
            }
        }
    }

    private static void OutOfRange(string op, long index, long size) =>
        Throw.Argument(op, size == 0 ? $"there are no elements to index; got index {index}" : $"indices must lie in 0 to {size - 1}; got {index}");
}
