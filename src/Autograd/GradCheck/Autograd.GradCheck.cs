namespace MiniTorch;

public static partial class Autograd
{
    /// <inheritdoc cref="GradCheck(Func{Tensor[], Tensor}, Tensor[], double, double, double, double)"/>
    /// <param name="function">What to check.</param>
    /// <param name="input">Where; requires a gradient.</param>
    /// <param name="eps">Step of the central difference.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="nondetTol">By how much two backward passes through the same graph may differ.</param>
    public static GradCheckResult GradCheck(
        Func<Tensor, Tensor> function, Tensor input, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3, double nondetTol = 0) =>
        GradCheck(inputs => function(inputs[0]), [input], eps, atol, rtol, nondetTol);

    /// <summary>
    /// Compares the derivatives that backward computes with central differences: for every element y of the result and x of an input,
    /// |∂y/∂x − d| ≤ atol + rtol·|d| must hold with d = (y(x + eps) − y(x − eps)) / 2eps. Backward runs twice over the same graph and must give
    /// the same, and zero when the gradient that it starts from is zero. For tests: <c>Assert.True(result.Passed, result.ToString())</c>.
    /// PyTorch: <c>torch.autograd.gradcheck</c>.
    /// </summary>
    /// <param name="function">
    /// What to check: of the inputs, of any shape, smooth near them (no kink within <paramref name="eps"/>). It may also read the inputs from
    /// where it stands, as a module reads its parameters: they are changed in place, element by element, and restored.
    /// </param>
    /// <param name="inputs">Where: those that require a gradient are checked. They should be float64, and may be views that are not contiguous.</param>
    /// <param name="eps">Step of the central difference.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="nondetTol">By how much two backward passes through the same graph may differ.</param>
    /// <returns>Whether all agree, and in its text the derivative that is furthest off: of which element, at which, analytical and numerical.</returns>
    /// <exception cref="ArgumentException">
    /// No input requires a gradient, the result has a type without gradients, an input is float32 while <paramref name="eps"/> is made for
    /// float64, or an input has several elements in one place (an expanded view).
    /// </exception>
    public static GradCheckResult GradCheck(
        Func<Tensor[], Tensor> function, Tensor[] inputs, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3, double nondetTol = 0) =>
        new DerivativeCheck("gradcheck", inputs, eps, atol, rtol, nondetTol).Run(x => [function(x)], static _ => "the result", static i => $"input {i}");

    /// <inheritdoc cref="GradGradCheck(Func{Tensor[], Tensor}, Tensor[], Tensor?, double, double, double, double)"/>
    /// <param name="function">What to check.</param>
    /// <param name="input">Where; requires a gradient.</param>
    /// <param name="gradOutput">The gradient of the result, also differentiated if it requires one; random if null.</param>
    /// <param name="eps">Step of the central difference.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="nondetTol">By how much two backward passes through the same graph may differ.</param>
    public static GradCheckResult GradGradCheck(
        Func<Tensor, Tensor> function,
        Tensor input,
        Tensor? gradOutput = null,
        double eps = 1e-6,
        double atol = 1e-5,
        double rtol = 1e-3,
        double nondetTol = 0) =>
        GradGradCheck(inputs => function(inputs[0]), [input], gradOutput, eps, atol, rtol, nondetTol);

    /// <summary>
    /// <see cref="GradCheck(Func{Tensor[], Tensor}, Tensor[], double, double, double, double)"/> of the gradient itself: the second derivatives of
    /// <paramref name="function"/>, and how its gradients depend on the gradient of the result. PyTorch: <c>torch.autograd.gradgradcheck</c>.
    /// </summary>
    /// <param name="function">What to check.</param>
    /// <param name="inputs">Where; those that require a gradient are checked.</param>
    /// <param name="gradOutput">
    /// The gradient of the result, also differentiated if it requires one, as an input after the others. If null, normally distributed numbers,
    /// the same in every run, that require a gradient.
    /// </param>
    /// <param name="eps">Step of the central difference.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="nondetTol">By how much two backward passes through the same graph may differ.</param>
    /// <inheritdoc cref="GradCheck(Func{Tensor[], Tensor}, Tensor[], double, double, double, double)"/>
    public static GradCheckResult GradGradCheck(
        Func<Tensor[], Tensor> function,
        Tensor[] inputs,
        Tensor? gradOutput = null,
        double eps = 1e-6,
        double atol = 1e-5,
        double rtol = 1e-3,
        double nondetTol = 0)
    {
        if (gradOutput is null)
        {
            Tensor result = function(inputs);
            gradOutput = Tensor.Randn(result.Shape, result.DType, requiresGrad: true, new Generator(0UL));
        }

        int[] checkedInputs = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].RequiresGrad)];
        return new DerivativeCheck("gradgradcheck", [.. inputs, gradOutput], eps, atol, rtol, nondetTol).Run(
            Gradients,
            output => $"the gradient of input {checkedInputs[output]}",
            input => input < inputs.Length ? $"input {input}" : "the gradient of the result");

        Tensor[] Gradients(Tensor[] x) => Grad(
            [function(x[..^1])], [.. checkedInputs.Select(i => x[i])], [x[^1]], createGraph: true, materializeGrads: true);
    }
}
