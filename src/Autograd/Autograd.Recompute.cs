namespace MiniTorch;

public static partial class Autograd
{
    /// <summary>
    /// The result of a block of operations, which keeps none of the values between for its derivatives: they are computed again when backward needs
    /// them. Less memory for one more forward pass. Random numbers, dropout's for example, are the same both times, whichever generator they come
    /// from. Parameters that the block reads from where it stands have their gradients as always. A block inside another is a part of that. PyTorch: <c>torch.utils.checkpoint</c>
    /// (<c>use_reentrant=False</c>).
    /// </summary>
    /// <param name="block">
    /// What to compute. It must do the same each time it runs; what it changes itself, as running statistics, changes twice.
    /// </param>
    /// <param name="input">What to compute it from.</param>
    /// <exception cref="InvalidOperationException">In backward: the block did something else the second time, or a tensor that it reads was changed in
    /// place since.</exception>
    public static Tensor Recompute(Func<Tensor, Tensor> block, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(block);
        return Recomputation.Run(() => block(input), [input]);
    }

    /// <inheritdoc cref="Recompute(Func{Tensor, Tensor}, Tensor)"/>
    /// <param name="block">What to compute. It must do the same each time it runs.</param>
    /// <param name="inputs">What to compute it from.</param>
    public static Tensor[] Recompute(Func<Tensor[], Tensor[]> block, params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(block);
        return Recomputation.Run(() => block(inputs), inputs);
    }
}
