namespace MiniTorch;

public static partial class Autograd
{
    /// <inheritdoc cref="Jacobian(Func{Tensor[], Tensor[]}, Tensor[], bool, bool)"/>
    /// <param name="function">What to differentiate: of one tensor, with any shapes.</param>
    /// <param name="input">Where; it need not require a gradient.</param>
    /// <param name="createGraph">Whether the derivatives are themselves recorded.</param>
    /// <param name="strict">Whether it is an error that the result does not depend on the input.</param>
    /// <returns>∂resultᵢ/∂inputⱼ at [i.., j..], of shape [result.., input..] and the input's type.</returns>
    public static Tensor Jacobian(Func<Tensor, Tensor> function, Tensor input, bool createGraph = false, bool strict = false) =>
        Jacobian(x => [function(x[0])], [input], createGraph, strict)[0][0];

    /// <inheritdoc cref="Jacobian(Func{Tensor[], Tensor[]}, Tensor[], bool, bool)"/>
    /// <returns>For every input ∂resultᵢ/∂inputⱼ at [i.., j..], of shape [result.., input..] and the input's type.</returns>
    public static Tensor[] Jacobian(Func<Tensor[], Tensor> function, Tensor[] inputs, bool createGraph = false, bool strict = false) =>
        Jacobian(x => [function(x)], inputs, createGraph, strict)[0];

    /// <summary>
    /// All first derivatives of a function, by one backward pass for each element of its results. The function is called once, with tensors of
    /// its own over the inputs' values: <see cref="Tensor.Grad"/> and <see cref="Tensor.RequiresGrad"/> of the inputs are left alone, and what the
    /// function reads from elsewhere counts as constant. Works under <see cref="NoGrad"/> too. PyTorch: <c>torch.autograd.functional.jacobian</c>.
    /// </summary>
    /// <param name="function">What to differentiate: of all inputs, with any shapes.</param>
    /// <param name="inputs">Where; they need not require gradients.</param>
    /// <param name="createGraph">
    /// Whether the derivatives are themselves recorded: they can then be differentiated for the inputs that require a gradient, and for
    /// whatever else the function reads. Takes the memory of all backward passes at once.
    /// </param>
    /// <param name="strict">Whether it is an error, rather than zeros, that a result does not depend on an input.</param>
    /// <returns>At [result][input] the derivatives ∂resultᵢ/∂inputⱼ, of shape [result.., input..] and the input's type.</returns>
    /// <exception cref="ArgumentException">
    /// An input or a result has a type without gradients, there is no input or no result, or strictness found what it forbids.
    /// </exception>
    public static Tensor[][] Jacobian(Func<Tensor[], Tensor[]> function, Tensor[] inputs, bool createGraph = false, bool strict = false)
    {
        using GradModeScope mode = EnableGrad();
        var call = new DifferentiatedCall("jacobian", function, inputs, createGraph, strict);
        return [.. call.Outputs.Select((output, i) => call.Jacobian(output, $"output {i}"))];
    }
}
