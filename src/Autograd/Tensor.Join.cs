namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// Tensors of one shape side by side along a new dimension: n tensors of shape [a, b] → [n, a, b] for <paramref name="dim"/> 0. A copy, in
    /// the type that they promote to. PyTorch: <c>torch.stack</c>.
    /// </summary>
    /// <param name="tensors">At least one.</param>
    /// <param name="dim">Where the new dimension stands in the result, from −(rank + 1) to rank.</param>
    /// <exception cref="ArgumentException">There is no tensor, the shapes differ, or the dimension is out of range.</exception>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int dim = 0)
    {
        var values = new NDArray[tensors.Length];
        var inputs = new (Tensor, Derivative<int>)[tensors.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            int index = i;
            values[i] = tensors[i].Value;
            inputs[i] = (tensors[i], (s, g) => g.Select(s.State, index));
        }

        // The result has the new dimension, so that a negative one counts the same there.
        return Op.RecordMany("stack", NDArray.Stack(values, dim), dim, save: [], inputs);
    }
}
