using System.Runtime.CompilerServices;

namespace MiniTorch.NN;

/// <summary>
/// The class index of each row of a matrix [n, c], some perhaps to be ignored, and the linear maps that go with them: entries picked by
/// class and put back there, rows kept or set to 0. Each map's derivative is its transpose.
/// </summary>
internal sealed class ClassRows
{
    /// <exception cref="ArgumentException">An index is neither a class nor the ignored one.</exception>
    public ClassRows(string op, Tensor target, int classes, long ignored)
    {
        Ignored = ignored;
        NDArray indices = target.Value.Reshape(target.Count).Contiguous();
        Indices = new Tensor(indices);
        ReadOnlySpan<long> values = indices.Elements<long>();
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == ignored)
            {
                continue;
            }

            if ((ulong)values[i] >= (ulong)classes)
            {
                Throw.Argument(
                    op,
                    $"class indices must lie in 0 to {classes - 1} or be the ignored {ignored}; got {values[i]} at position {i} of the target {target.Shape}");
            }

            Kept++;
        }

        GC.KeepAlive(indices);
    }

    /// <summary>The class of each row, int64 [n].</summary>
    public Tensor Indices { get; }

    /// <summary>The index that stands for no class.</summary>
    public long Ignored { get; }

    /// <summary>Number of rows that have a class.</summary>
    public int Kept { get; private set; }

    /// <summary>[n, c] → [n]: the entry of each row's class, 0 where there is none.</summary>
    public static Tensor Pick(Tensor rows, Tensor indices, long ignored) => Op.Record(
        "pick_class",
        Pick(rows.Value, rows.Value.Strides[0], rows.Value.Strides[1], indices.Value, ignored),
        (ignored, Classes: rows.Shape[1]),
        save: [indices],
        (rows, static (s, g) => Place(g, s[0], s.State.ignored, s.State.Classes)));

    /// <summary>[n] → [n]: 0 where the row has no class.</summary>
    public static Tensor Keep(Tensor values, Tensor indices, long ignored) => Op.Record(
        "keep_classified",
        Pick(values.Value, values.Value.Strides[0], 0, indices.Value, ignored),
        ignored,
        save: [indices],
        (values, static (s, g) => Keep(g, s[0], s.State)));

    /// <inheritdoc cref="Pick(Tensor, Tensor, long)"/>
    public Tensor Pick(Tensor rows) => Pick(rows, Indices, Ignored);

    /// <inheritdoc cref="Keep(Tensor, Tensor, long)"/>
    public Tensor Keep(Tensor values) => Keep(values, Indices, Ignored);

    /// <summary>The weight of each row's class, 1 if there are no weights, and 0 for a row without a class.</summary>
    public NDArray Weights(Tensor? weight, DType dtype) => weight is null
        ? Pick(NDArray.Ones(Shape.Scalar, dtype), 0, 0, Indices.Value, Ignored)
        : Pick(weight.Value, 0, weight.Value.Strides[0], Indices.Value, Ignored);

    private static Tensor Place(Tensor values, Tensor indices, long ignored, int classes) => Op.Record(
        "place_class",
        Place(values.Value, indices.Value, ignored, classes),
        ignored,
        save: [indices],
        (values, static (s, g) => Pick(g, s[0], s.State)));

    private static NDArray Pick(NDArray source, int rowStride, int classStride, NDArray indices, long ignored)
    {
        NDArray result = NDArray.Zeros(indices.Shape, source.DType);
        if (source.DType == DType.Float32)
        {
            Pick<float>(source, rowStride, classStride, indices, ignored, result);
        }
        else
        {
            Pick<double>(source, rowStride, classStride, indices, ignored, result);
        }

        return result;
    }

    private static void Pick<T>(NDArray source, int rowStride, int classStride, NDArray indices, long ignored, NDArray result)
        where T : unmanaged
    {
        ref T first = ref source.Ref<T>();
        ReadOnlySpan<long> classes = indices.Elements<long>();
        Span<T> y = result.Elements<T>();
        for (int i = 0; i < classes.Length; i++)
        {
            if (classes[i] != ignored)
            {
                y[i] = Unsafe.Add(ref first, ((nint)i * rowStride) + ((nint)classes[i] * classStride));
            }
        }

        GC.KeepAlive(source);
        GC.KeepAlive(indices);
        GC.KeepAlive(result);
    }

    private static NDArray Place(NDArray values, NDArray indices, long ignored, int classes)
    {
        NDArray result = NDArray.Zeros([indices.Count, classes], values.DType);
        if (values.DType == DType.Float32)
        {
            Place<float>(values.Contiguous(), indices, ignored, result);
        }
        else
        {
            Place<double>(values.Contiguous(), indices, ignored, result);
        }

        return result;
    }

    private static void Place<T>(NDArray values, NDArray indices, long ignored, NDArray result)
        where T : unmanaged
    {
        ReadOnlySpan<T> x = values.Elements<T>();
        ReadOnlySpan<long> classes = indices.Elements<long>();
        Span<T> y = result.Elements<T>();
        int width = result.Shape[1];
        for (int i = 0; i < classes.Length; i++)
        {
            if (classes[i] != ignored)
            {
                y[(i * width) + (int)classes[i]] = x[i];
            }
        }

        GC.KeepAlive(values);
        GC.KeepAlive(indices);
        GC.KeepAlive(result);
    }
}
