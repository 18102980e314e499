namespace MiniTorch;

public static partial class Autograd
{
    /// <inheritdoc cref="Hessian(Func{Tensor[], Tensor}, Tensor[], bool, bool)"/>
    /// <param name="function">What to differentiate: of one tensor, with a single value as its result.</param>
    /// <param name="input">Where; it need not require a gradient.</param>
    /// <param name="createGraph">Whether the derivatives are themselves recorded.</param>
    /// <param name="strict">Whether it is an error that the result, or its gradient, does not depend on the input.</param>
    /// <returns>∂²f/∂inputᵢ∂inputⱼ at [i.., j..], of shape [input.., input..].</returns>
    public static Tensor Hessian(Func<Tensor, Tensor> function, Tensor input, bool createGraph = false, bool strict = false) =>
        Hessian(x => function(x[0]), [input], createGraph, strict)[0][0];

    /// <summary>
    /// All second derivatives of a function, by one backward pass for its gradient and one for each of the n elements of the inputs; the rows
    /// are written where they belong as they come. <see cref="HessianVectorProduct(Func{Tensor[], Tensor}, Tensor[], Tensor[], bool, bool)"/> is
    /// n/2 times cheaper where a product is all that is needed. The function is called as <see cref="Jacobian(Func{Tensor[], Tensor[]}, Tensor[], bool, bool)"/>
    /// calls it. PyTorch: <c>torch.autograd.functional.hessian</c>.
    /// </summary>
    /// <param name="function">What to differentiate: of all inputs, with a single value as its result.</param>
    /// <param name="inputs">Where; they need not require gradients.</param>
    /// <param name="createGraph">Whether the derivatives are themselves recorded, as for the Jacobian; all n passes then stay in memory.</param>
    /// <param name="strict">Whether it is an error, rather than zeros, that the result, or its gradient for an input, does not depend on an input.</param>
    /// <returns>At [a][b] the derivatives ∂²f/∂inputAᵢ∂inputBⱼ, of shape [inputA.., inputB..] and the type of input b.</returns>
    /// <exception cref="ArgumentException">
    /// The result is not a single value, an input or the result has a type without gradients, there is no input or no result, or strictness found
    /// what it forbids.
    /// </exception>
    public static Tensor[][] Hessian(Func<Tensor[], Tensor> function, Tensor[] inputs, bool createGraph = false, bool strict = false)
    {
        using GradModeScope mode = EnableGrad();
        var call = new DifferentiatedCall("hessian", x => [function(x)], inputs, createGraph, strict);
        return [.. call.Gradient().Select((gradient, i) => call.Jacobian(gradient, $"the gradient for input {i}"))];
    }
}
