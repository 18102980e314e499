namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>The row of a table for each index: y[…, :] = weight[input[…], :]. PyTorch: <c>F.embedding</c>.</summary>
    /// <param name="input">Indices, int64 or int32, of any shape.</param>
    /// <param name="weight">The table, [number, dim].</param>
    /// <param name="paddingIdx">A row that gets no gradient; negative counts from the end.</param>
    /// <param name="maxNorm">
    /// If given, rows that are used and have a larger norm are first scaled to it, in the table itself and without a record: its values change.
    /// </param>
    /// <param name="normType">p of that norm.</param>
    /// <param name="scaleGradByFreq">Whether a row's gradient is divided by how often its index occurs in the input.</param>
    /// <returns>The input's shape with one more dimension of size dim.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit, or an index is out of range.</exception>
    public static Tensor Embedding(
        Tensor input, Tensor weight, int? paddingIdx = null, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false)
    {
        const string Name = "embedding";
        if (weight.Rank != 2 || !weight.DType.IsFloatingPoint())
        {
            Throw.Argument(Name, $"the weight must be floating-point of shape [number, dim]; got {weight.DType.Name()} {weight.Shape}");
        }

        int padding = paddingIdx is { } row ? PaddingRow(row, weight.Shape[0]) : -1;
        NDArray indices = RowIndices(Name, input, weight.Shape[0]);
        if (maxNorm is { } bound)
        {
            CheckMaxNorm(bound);
            ScaleDown(weight.Value, indices, bound, normType);
        }

        NDArray value = weight.Value.IndexSelect(0, indices).Reshape([.. input.Shape, weight.Shape[1]]).AsWhole();
        return Op.Record(
            Name,
            value,
            (weight.Shape, padding, scaleGradByFreq),
            save: [new Tensor(indices)],
            (weight, static (s, g) => EmbeddingBackward(g, s[0], s.State.Shape, s.State.padding, s.State.scaleGradByFreq)));
    }

    internal static int PaddingRow(int index, int rows)
    {
        if (index < -rows || index >= rows)
        {
            Throw.Argument("embedding", $"the padding index must lie in {-rows} to {rows - 1}, the rows of the table; got {index}");
        }

        return index < 0 ? index + rows : index;
    }

    internal static void CheckMaxNorm(double bound)
    {
        if (!(bound >= 0))
        {
            Throw.Argument("embedding", FormattableString.Invariant($"max_norm must not be negative; got {bound}"));
        }
    }

    // The sum of the gradients of each row, in the order of the indices.
    private static Tensor EmbeddingBackward(Tensor gradient, Tensor indices, Shape table, int padding, bool scaleGradByFreq)
    {
        Tensor rows = gradient.Reshape(indices.Count, table[1]);
        if (scaleGradByFreq)
        {
            (_, NDArray inverse, NDArray counts) = indices.Value.Unique();
            rows /= new Tensor(counts.IndexSelect(0, inverse).Unsqueeze(1).To(gradient.DType));
        }

        NDArray value = NDArray.Zeros(table, gradient.DType);
        value.IndexAdd(0, indices.Value, rows.Value, destination: value);
        if (padding >= 0)
        {
            value.Select(0, padding).Fill(0);
        }

        return Op.Record("embedding_backward", value, padding, save: [indices], (rows, OfRows));

        static Tensor OfRows(Saved<int> s, Tensor h)
        {
            Tensor selected = h.IndexSelect(0, s[0]);
            return s.State < 0 ? selected : selected.MaskedFill(s[0].Eq(s.State).Unsqueeze(1), 0);
        }
    }

    // As PyTorch's embedding_renorm_: by bound / (norm + 1e-7).
    private static void ScaleDown(NDArray table, NDArray indices, double bound, double normType)
    {
        NDArray used = indices.Unique().Values;
        NDArray rows = table.IndexSelect(0, used);
        NDArray norms = rows.Norm(normType, 1, keepDim: true);
        NDArray tooLong = norms.Gt(bound);
        if (tooLong.Any().Item<bool>())
        {
            NDArray scaled = rows.Multiply(NDArray.Full(Shape.Scalar, bound, table.DType).Divide(norms.Add(1e-7)));
            table.IndexCopy(0, used, NDArray.Where(tooLong, scaled, rows), table);
        }
    }

    // int64 [n].
    private static NDArray RowIndices(string op, Tensor input, int rows)
    {
        if (input.DType is not (DType.Int64 or DType.Int32))
        {
            Throw.Argument(op, $"the indices must be int64 or int32; got {input.DType.Name()} {input.Shape}");
        }

        NDArray indices = input.Value.To(DType.Int64).Reshape(input.Count).Contiguous();
        ReadOnlySpan<long> values = indices.Elements<long>();
        for (int i = 0; i < values.Length; i++)
        {
            if ((ulong)values[i] >= (ulong)rows)
            {
                Throw.Argument(op, $"indices must lie in 0 to {rows - 1}, the rows of the table; got {values[i]} at position {i} of the input {input.Shape}");
            }
        }

        GC.KeepAlive(indices);
        return indices;
    }
}
