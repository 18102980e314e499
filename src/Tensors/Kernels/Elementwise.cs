using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>
/// Runs row operators over arrays of any layout. Rows with a step other than 0 or 1 go through a small buffer, so that an operator sees
/// only contiguous rows and repeated numbers. Work above <see cref="Chunk"/> elements is cut into chunks for the workers. What is called for
/// every size is never inlined: what the compiler inlines into one method is limited, and in the midst of a caller's code a row operator might be left calling
/// a function for each vector.
/// </summary>
internal static unsafe partial class Elementwise
{
    /// <summary>Elements that one worker takes at a time.</summary>
    internal const int Chunk = 1 << 15;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Unary<TRow, TIn, TOut>(NDArray x, NDArray y, TRow row = default)
        where TRow : struct, IUnaryRow<TIn, TOut>
        where TIn : unmanaged
        where TOut : unmanaged
    {
        int count = y.Count;
        if (count == 0)
        {
            return;
        }

        if (count <= Chunk && x.IsContiguous && y.IsContiguous && x.Count == count)
        {
            row.Row(x.Elements<TIn>(), y.Elements<TOut>());
        }
        else
        {
            Walk<TRow, TIn, TOut>(row, x, y);
        }

        y.BumpVersion();
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Binary<TRow, TIn, TOut>(NDArray a, NDArray b, NDArray y)
        where TRow : struct, IBinaryRow<TIn, TOut>
        where TIn : unmanaged
        where TOut : unmanaged
    {
        int count = y.Count;
        if (count == 0)
        {
            return;
        }

        bool isWholeA = a.Count == count, isWholeB = b.Count == count;
        if (count > Chunk || !a.IsContiguous || !b.IsContiguous || !y.IsContiguous || !(isWholeA || a.Count == 1) || !(isWholeB || b.Count == 1)
            || !(isWholeA || isWholeB))
        {
            Walk<TRow, TIn, TOut>(a, b, y);
        }
        else
        {
            ReadOnlySpan<TIn> rowA = a.Elements<TIn>(), rowB = b.Elements<TIn>();
            Span<TOut> rowY = y.Elements<TOut>();
            if (isWholeA && isWholeB)
            {
                TRow.Row(rowA, rowB, rowY);
            }
            else if (isWholeA)
            {
                TRow.Row(rowA, rowB[0], rowY);
            }
            else
            {
                TRow.Row(rowA[0], rowB, rowY);
            }
        }

        y.BumpVersion();
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(y);
    }

    /// <summary>An operand and a number, in the order that <paramref name="numberFirst"/> says.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void WithNumber<TRow, TIn, TOut>(NDArray a, TIn number, bool numberFirst, NDArray y)
        where TRow : struct, IBinaryRow<TIn, TOut>
        where TIn : unmanaged
        where TOut : unmanaged
    {
        if (y.Count > Chunk || !a.IsContiguous || !y.IsContiguous)
        {
            NDArray repeated = NDArray.Of(number);
            Binary<TRow, TIn, TOut>(numberFirst ? repeated : a, numberFirst ? a : repeated, y);
            return;
        }

        if (numberFirst)
        {
            TRow.Row(number, a.Elements<TIn>(), y.Elements<TOut>());
        }
        else
        {
            TRow.Row(a.Elements<TIn>(), number, y.Elements<TOut>());
        }

        y.BumpVersion();
        GC.KeepAlive(a);
        GC.KeepAlive(y);
    }

    public static void Fill<T>(NDArray y, T value)
        where T : unmanaged
    {
        if (y.IsContiguous)
        {
            y.Elements<T>().Fill(value);
            y.BumpVersion();
            GC.KeepAlive(y);
        }
        else
        {
            Copy<T>(NDArray.From(new ReadOnlySpan<T>(in value), Shape.Scalar), y);
        }
    }

    public static void Copy<T>(NDArray x, NDArray y)
        where T : unmanaged
    {
        if (y.Count == 0)
        {
            return;
        }

        if (y.Count <= Chunk && x.IsContiguous && y.IsContiguous && x.Count == y.Count)
        {
            x.Elements<T>().CopyTo(y.Elements<T>());
        }
        else
        {
            Walk<T>(x, y);
        }

        y.BumpVersion();
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }
}
