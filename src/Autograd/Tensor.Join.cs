namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// Tensors one behind the other along a dimension in which their sizes may differ: [a, b] and [c, b] → [a + c, b] for <paramref name="dim"/> 0. A copy, in the
    /// type that they promote to. One of shape [0] fits anything. PyTorch: <c>torch.cat</c>.
    /// </summary>
    /// <param name="tensors">At least one.</param>
    /// <param name="dim">The dimension.</param>
    /// <exception cref="ArgumentException">There is no tensor, one is a scalar, the shapes differ in another dimension, or the dimension does not exist.</exception>
    public static Tensor Cat(ReadOnlySpan<Tensor> tensors, int dim = 0) => Cat("cat", tensors, dim);

    /// <summary>
    /// Tensors of one shape side by side along a new dimension: n tensors of shape [a, b] → [n, a, b] for <paramref name="dim"/> 0. A copy, in
    /// the type that they promote to. PyTorch: <c>torch.stack</c>.
    /// </summary>
    /// <param name="tensors">At least one.</param>
    /// <param name="dim">Where the new dimension stands in the result, from −(rank + 1) to rank.</param>
    /// <exception cref="ArgumentException">There is no tensor, the shapes differ, or the dimension is out of range.</exception>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int dim = 0)
    {
        var inputs = new (Tensor, Derivative<int>)[tensors.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            int index = i;
            inputs[i] = (tensors[i], (s, g) => g.Select(s.State, index));
        }

        // The result has the new dimension, so that a negative one counts the same there.
        return Op.RecordMany("stack", NDArray.Stack(Values(tensors), dim), dim, save: [], inputs);
    }

    /// <summary>Tensors side by side along the second dimension, vectors along their only one. PyTorch: <c>torch.hstack</c>.</summary>
    /// <inheritdoc cref="Cat(ReadOnlySpan{Tensor}, int)"/>
    public static Tensor HStack(params ReadOnlySpan<Tensor> tensors)
    {
        Tensor[] parts = Each(tensors, static x => x.AtLeast1D());
        return Cat("hstack", parts, parts is [{ Rank: 1 }, ..] ? 0 : 1);
    }

    /// <summary>Tensors one below the other along the first dimension; a vector is one row. PyTorch: <c>torch.vstack</c>.</summary>
    /// <inheritdoc cref="Cat(ReadOnlySpan{Tensor}, int)"/>
    public static Tensor VStack(params ReadOnlySpan<Tensor> tensors) => Cat("vstack", Each(tensors, static x => x.AtLeast2D()), 0);

    /// <summary>Tensors one behind the other along the third dimension; a matrix is one layer. PyTorch: <c>torch.dstack</c>.</summary>
    /// <inheritdoc cref="Cat(ReadOnlySpan{Tensor}, int)"/>
    public static Tensor DStack(params ReadOnlySpan<Tensor> tensors) => Cat("dstack", Each(tensors, static x => x.AtLeast3D()), 2);

    /// <summary>Tensors side by side along the second dimension; a vector is one column. PyTorch: <c>torch.column_stack</c>.</summary>
    /// <inheritdoc cref="Cat(ReadOnlySpan{Tensor}, int)"/>
    public static Tensor ColumnStack(params ReadOnlySpan<Tensor> tensors) =>
        Cat("column_stack", Each(tensors, static x => x.Rank < 2 ? x.View(x.Count, 1) : x), 1);

    /// <summary>
    /// Matrices along the diagonal of one that is 0 elsewhere; a vector is a row, a scalar a matrix of one element. PyTorch: <c>torch.block_diag</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There is no tensor, or one has more than two dimensions.</exception>
    public static Tensor BlockDiag(params ReadOnlySpan<Tensor> tensors)
    {
        const string Op = "block_diag";
        Tensor[] blocks = Each(tensors, static x => x.AtLeast2D());
        long columns = 0;
        foreach (Tensor block in blocks)
        {
            if (block.Rank > 2)
            {
                Throw.Argument(Op, $"a block has at most two dimensions; got {string.Join(", ", blocks.Select(static block => block.Shape))}");
            }

            columns += block.Shape[1];
        }

        if (columns > int.MaxValue)
        {
            Throw.Argument(Op, $"the blocks have more columns together than an array can have; got {string.Join(", ", blocks.Select(static block => block.Shape))}");
        }

        int start = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            int end = start + blocks[i].Shape[1];
            blocks[i] = blocks[i].Pad([start, (int)columns - end]);
            start = end;
        }

        return Cat(Op, blocks, 0);
    }

    private static Tensor Cat(string op, ReadOnlySpan<Tensor> tensors, int dim)
    {
        NDArray value = NDArray.Cat(op, Values(tensors), dim);
        var inputs = new (Tensor, Derivative<int>)[tensors.Length];
        int start = 0;
        for (int i = 0; i < tensors.Length; i++)
        {
            Tensor tensor = tensors[i];
            if (tensor.Value.IsNothing)
            {
                inputs[i] = (tensor, static (s, g) => Zeros([0], g.DType));
                continue;
            }

            int first = start, last = first + tensor.Shape[dim];
            inputs[i] = (tensor, (s, g) => g.Slice(s.State, first, last));
            start = last;
        }

        return Op.RecordMany("cat", value, dim, save: [], inputs);
    }

    private static NDArray[] Values(ReadOnlySpan<Tensor> tensors)
    {
        var values = new NDArray[tensors.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = tensors[i].Value;
        }

        return values;
    }

    private static Tensor[] Each(ReadOnlySpan<Tensor> tensors, Func<Tensor, Tensor> change)
    {
        var changed = new Tensor[tensors.Length];
        for (int i = 0; i < changed.Length; i++)
        {
            changed[i] = change(tensors[i]);
        }

        return changed;
    }
}
