namespace MiniTorch.NN;

/// <summary>A module that computes something. PyTorch: <c>torch.nn.Module</c> with its <c>forward</c>.</summary>
/// <typeparam name="TIn">What goes in: a tensor, or a tuple of several things.</typeparam>
/// <typeparam name="TOut">What comes out.</typeparam>
public abstract partial class Module<TIn, TOut> : Module
{
    /// <summary>Runs the module, with its hooks. PyTorch: <c>module(input)</c>.</summary>
    /// <exception cref="ArgumentException">
    /// The input does not fit; the message begins with the path to the module that refused it.
    /// </exception>
    public TOut Forward(TIn input)
    {
        try
        {
            return _hooks is { } hooks ? ForwardWith(hooks, input) : ForwardCore(input);
        }
        catch (ArgumentException error) when (ForwardException.IsFirst(error, this))
        {
            throw new ForwardException(error, this);
        }
    }

    /// <summary>What the module computes; callers use <see cref="Forward"/>. PyTorch: <c>forward(self, input)</c>.</summary>
    protected abstract TOut ForwardCore(TIn input);

    /// <summary>
    /// How many multiplications with an addition a call of <see cref="ForwardCore"/> takes, without those of the children: for
    /// <see cref="Summary"/>. 0 unless a type says otherwise.
    /// </summary>
    /// <param name="input">What went in.</param>
    /// <param name="output">What came out.</param>
    protected internal virtual long MultiplyAdds(TIn input, TOut output) => 0;
}

/// <summary>A module from a tensor to a tensor, as <see cref="Sequential"/> takes them.</summary>
public abstract class Layer : Module<Tensor, Tensor>
{
    /// <summary>The activation that this layer is nothing but, so that a linear layer before it can compute it too.</summary>
    internal virtual Activation FusedActivation => Activation.None;

    /// <summary>The multiply-adds that torchinfo counts of norms and tables: one for each parameter and sample.</summary>
    private protected long ParametersOfSamples(Tensor output) =>
        (output.Rank == 0 ? 1L : output.Shape[0]) * OwnParameters.Sum(static parameter => (long)parameter.Count);
}
