namespace MiniTorch;

public static partial class Autograd
{
    /// <inheritdoc cref="HessianVectorProduct(Func{Tensor[], Tensor}, Tensor[], Tensor[], bool, bool)"/>
    /// <param name="function">What to differentiate: of one tensor, with a single value as its result.</param>
    /// <param name="input">Where; it need not require a gradient.</param>
    /// <param name="v">What to multiply with, of the input's shape and type.</param>
    /// <param name="createGraph">Whether the product is itself recorded.</param>
    /// <param name="strict">Whether it is an error that the result, or its gradient, does not depend on the input.</param>
    /// <returns>H·v, of the input's shape.</returns>
    public static Tensor HessianVectorProduct(Func<Tensor, Tensor> function, Tensor input, Tensor v, bool createGraph = false, bool strict = false) =>
        HessianVectorProduct(x => function(x[0]), [input], [v], createGraph, strict)[0];

    /// <summary>
    /// H·v for the matrix H of all second derivatives of a function, without H: its gradient is recorded and walked back from v, two backward
    /// passes. That pass gives vᵀ·H, the same wherever second derivatives are continuous, H being symmetric there; at other points it is what
    /// both products mean here. The function is called as <see cref="Jacobian(Func{Tensor[], Tensor[]}, Tensor[], bool, bool)"/> calls it.
    /// PyTorch: the second of the two that <c>torch.autograd.functional.hvp</c> returns.
    /// </summary>
    /// <param name="function">What to differentiate: of all inputs, with a single value as its result.</param>
    /// <param name="inputs">Where; they need not require gradients.</param>
    /// <param name="v">What to multiply with, one for each input, of its shape and type.</param>
    /// <param name="createGraph">
    /// Whether the product is itself recorded: it can then be differentiated for v and for the inputs that require a gradient, and for whatever
    /// else the function reads.
    /// </param>
    /// <param name="strict">Whether it is an error, rather than zeros, that the result, or all its gradients, do not depend on an input.</param>
    /// <returns>For every input its part of the product, Σ ∂²f/∂inputᵢ∂xⱼ·vⱼ over the elements x of all inputs, of the input's shape and type.</returns>
    /// <exception cref="ArgumentException">
    /// The result is not a single value, <paramref name="v"/> does not match the inputs in number, shape or type, an input or the result has a type
    /// without gradients, there is no input or no result, or strictness found what it forbids.
    /// </exception>
    public static Tensor[] HessianVectorProduct(
        Func<Tensor[], Tensor> function, Tensor[] inputs, Tensor[] v, bool createGraph = false, bool strict = false) =>
        HessianProduct("hessian_vector_product", function, inputs, v, createGraph, strict);

    /// <inheritdoc cref="VectorHessianProduct(Func{Tensor[], Tensor}, Tensor[], Tensor[], bool, bool)"/>
    /// <param name="function">What to differentiate: of one tensor, with a single value as its result.</param>
    /// <param name="input">Where; it need not require a gradient.</param>
    /// <param name="v">What to multiply with, of the input's shape and type.</param>
    /// <param name="createGraph">Whether the product is itself recorded.</param>
    /// <param name="strict">Whether it is an error that the result, or its gradient, does not depend on the input.</param>
    /// <returns>vᵀ·H, of the input's shape.</returns>
    public static Tensor VectorHessianProduct(Func<Tensor, Tensor> function, Tensor input, Tensor v, bool createGraph = false, bool strict = false) =>
        VectorHessianProduct(x => function(x[0]), [input], [v], createGraph, strict)[0];

    /// <summary>
    /// vᵀ·H for the matrix H of all second derivatives of a function, without H: its gradient is recorded and walked back from v, two backward
    /// passes. PyTorch: the second of the two that <c>torch.autograd.functional.vhp</c> returns.
    /// </summary>
    /// <returns>For every input its part of the product, Σ vⱼ·∂²f/∂xⱼ∂inputᵢ over the elements x of all inputs, of the input's shape and type.</returns>
    /// <inheritdoc cref="HessianVectorProduct(Func{Tensor[], Tensor}, Tensor[], Tensor[], bool, bool)"/>
    public static Tensor[] VectorHessianProduct(
        Func<Tensor[], Tensor> function, Tensor[] inputs, Tensor[] v, bool createGraph = false, bool strict = false) =>
        HessianProduct("vector_hessian_product", function, inputs, v, createGraph, strict);

    private static Tensor[] HessianProduct(string op, Func<Tensor[], Tensor> function, Tensor[] inputs, Tensor[] v, bool createGraph, bool strict)
    {
        using GradModeScope mode = EnableGrad();
        var call = new DifferentiatedCall(op, x => [function(x)], inputs, createGraph, strict);
        call.CheckVectors(v, call.Inputs, "input");
        return call.Product(call.Gradient(), v, call.Inputs, i => call.Independent("the gradient", i));
    }
}
