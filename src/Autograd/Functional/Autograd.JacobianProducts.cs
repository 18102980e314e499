namespace MiniTorch;

public static partial class Autograd
{
    /// <inheritdoc cref="VectorJacobianProduct(Func{Tensor[], Tensor[]}, Tensor[], Tensor[], bool, bool)"/>
    /// <param name="function">What to differentiate: of one tensor, with any shapes.</param>
    /// <param name="input">Where; it need not require a gradient.</param>
    /// <param name="v">What to multiply with, of the result's shape and type.</param>
    /// <param name="createGraph">Whether the product is itself recorded.</param>
    /// <param name="strict">Whether it is an error that the result does not depend on the input.</param>
    /// <returns>vᵀ·J, of the input's shape and type.</returns>
    public static Tensor VectorJacobianProduct(Func<Tensor, Tensor> function, Tensor input, Tensor v, bool createGraph = false, bool strict = false) =>
        VectorJacobianProduct(x => [function(x[0])], [input], [v], createGraph, strict)[0];

    /// <inheritdoc cref="VectorJacobianProduct(Func{Tensor[], Tensor[]}, Tensor[], Tensor[], bool, bool)"/>
    /// <param name="function">What to differentiate: of all inputs, with any shapes.</param>
    /// <param name="inputs">Where; they need not require gradients.</param>
    /// <param name="v">What to multiply with, of the result's shape and type.</param>
    /// <param name="createGraph">Whether the products are themselves recorded.</param>
    /// <param name="strict">Whether it is an error that the result does not depend on an input.</param>
    public static Tensor[] VectorJacobianProduct(
        Func<Tensor[], Tensor> function, Tensor[] inputs, Tensor v, bool createGraph = false, bool strict = false) =>
        VectorJacobianProduct(x => [function(x)], inputs, [v], createGraph, strict);

    /// <summary>
    /// vᵀ·J for the matrix J of all first derivatives of a function, without J: one backward pass. The function is called as
    /// <see cref="Jacobian(Func{Tensor[], Tensor[]}, Tensor[], bool, bool)"/> calls it. PyTorch: the second of the two that
    /// <c>torch.autograd.functional.vjp</c> returns.
    /// </summary>
    /// <param name="function">What to differentiate: of all inputs, with any shapes.</param>
    /// <param name="inputs">Where; they need not require gradients.</param>
    /// <param name="v">What to multiply with, one for each result, of its shape and type.</param>
    /// <param name="createGraph">
    /// Whether the products are themselves recorded: they can then be differentiated for v and for the inputs that require a gradient, and for
    /// whatever else the function reads.
    /// </param>
    /// <param name="strict">Whether it is an error, rather than zeros, that no result depends on an input.</param>
    /// <returns>For every input Σ vᵢ·∂yᵢ/∂input over the elements y of all results, of the input's shape and type.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="v"/> does not match the results in number, shape or type, an input or a result has a type without gradients, there is no input
    /// or no result, or strictness found what it forbids.
    /// </exception>
    public static Tensor[] VectorJacobianProduct(
        Func<Tensor[], Tensor[]> function, Tensor[] inputs, Tensor[] v, bool createGraph = false, bool strict = false)
    {
        using GradModeScope mode = EnableGrad();
        var call = new DifferentiatedCall("vector_jacobian_product", function, inputs, createGraph, strict);
        call.CheckVectors(v, call.Outputs, "output");
        return call.Product(call.Outputs, v, call.Inputs, i => call.Independent("the result", i));
    }

    /// <inheritdoc cref="JacobianVectorProduct(Func{Tensor[], Tensor[]}, Tensor[], Tensor[], bool, bool)"/>
    /// <param name="function">What to differentiate: of one tensor, with any shapes.</param>
    /// <param name="input">Where; it need not require a gradient.</param>
    /// <param name="v">What to multiply with, of the input's shape and type.</param>
    /// <param name="createGraph">Whether the product is itself recorded.</param>
    /// <param name="strict">Whether it is an error that the result does not depend on the input.</param>
    /// <returns>J·v, of the result's shape and type.</returns>
    public static Tensor JacobianVectorProduct(Func<Tensor, Tensor> function, Tensor input, Tensor v, bool createGraph = false, bool strict = false) =>
        JacobianVectorProduct(x => [function(x[0])], [input], [v], createGraph, strict)[0];

    /// <inheritdoc cref="JacobianVectorProduct(Func{Tensor[], Tensor[]}, Tensor[], Tensor[], bool, bool)"/>
    /// <returns>J·v, of the result's shape and type.</returns>
    public static Tensor JacobianVectorProduct(
        Func<Tensor[], Tensor> function, Tensor[] inputs, Tensor[] v, bool createGraph = false, bool strict = false) =>
        JacobianVectorProduct(x => [function(x)], inputs, v, createGraph, strict)[0];

    /// <summary>
    /// J·v for the matrix J of all first derivatives of a function, without J: the derivative in the direction v. uᵀ·J is linear in u, and its
    /// derivative for u, walked back from v, is J·v: two backward passes, whatever u is. The function is called as
    /// <see cref="Jacobian(Func{Tensor[], Tensor[]}, Tensor[], bool, bool)"/> calls it. PyTorch: the second of the two that
    /// <c>torch.autograd.functional.jvp</c> returns.
    /// </summary>
    /// <param name="function">What to differentiate: of all inputs, with any shapes.</param>
    /// <param name="inputs">Where; they need not require gradients.</param>
    /// <param name="v">What to multiply with, one for each input, of its shape and type.</param>
    /// <param name="createGraph">
    /// Whether the products are themselves recorded: they can then be differentiated for v and for the inputs that require a gradient, and for
    /// whatever else the function reads.
    /// </param>
    /// <param name="strict">Whether it is an error, rather than zeros, that no result depends on an input, or a result on none.</param>
    /// <returns>For every result Σ ∂result/∂xⱼ·vⱼ over the elements x of all inputs, of the result's shape and type.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="v"/> does not match the inputs in number, shape or type, an input or a result has a type without gradients, there is no input
    /// or no result, or strictness found what it forbids.
    /// </exception>
    public static Tensor[] JacobianVectorProduct(
        Func<Tensor[], Tensor[]> function, Tensor[] inputs, Tensor[] v, bool createGraph = false, bool strict = false)
    {
        using GradModeScope mode = EnableGrad();
        var call = new DifferentiatedCall("jacobian_vector_product", function, inputs, createGraph, strict);
        call.CheckVectors(v, call.Inputs, "input");
        Tensor[] u = [.. call.Outputs.Select(static output => Tensor.Zeros(output.Shape, output.DType, requiresGrad: true))];
        return call.Product(call.Transposed(u), v, u, i => $"output {i}, of shape {u[i].Shape}, depends on no input");
    }
}
