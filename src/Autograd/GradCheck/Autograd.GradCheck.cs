namespace MiniTorch;

public static partial class Autograd
{
    /// <inheritdoc cref="GradCheck(Func{Tensor[], Tensor[]}, Tensor[], double, double, double, double, bool)"/>
    public static GradCheckResult GradCheck(
        Func<Tensor, Tensor> function,
        Tensor inputs,
        double eps = 1e-6,
        double atol = 1e-5,
        double rtol = 1e-3,
        double nondetTol = 0,
        bool fastMode = false) =>
        Check(x => [function(x[0])], [inputs], new("gradcheck", eps, atol, rtol, nondetTol), fastMode, static _ => "the result", static i => $"input {i}");

    /// <inheritdoc cref="GradCheck(Func{Tensor[], Tensor[]}, Tensor[], double, double, double, double, bool)"/>
    public static GradCheckResult GradCheck(
        Func<Tensor[], Tensor> function,
        Tensor[] inputs,
        double eps = 1e-6,
        double atol = 1e-5,
        double rtol = 1e-3,
        double nondetTol = 0,
        bool fastMode = false) =>
        Check(x => [function(x)], inputs, new("gradcheck", eps, atol, rtol, nondetTol), fastMode, static _ => "the result", static i => $"input {i}");

    /// <summary>
    /// Compares the derivatives that backward computes with central differences: for every element y of an output and x of an input,
    /// |∂y/∂x − d| ≤ atol + rtol·|d| must hold with d = (y(x + eps) − y(x − eps)) / 2eps. Backward runs twice over the same graph and must give
    /// the same; zero, when the gradient that it starts from is zero; and what it makes of a gradient must not depend on how that lies in
    /// memory. For tests: <c>Assert.True(result.Passed, result.ToString())</c>. PyTorch: <c>torch.autograd.gradcheck</c>.
    /// </summary>
    /// <param name="function">
    /// What to check: one output or several, of any shapes, smooth near the inputs (no kink within <paramref name="eps"/>). It may also read
    /// the inputs from where it stands, as a module reads its parameters: they are changed in place and restored. An output that requires no
    /// gradient must not depend on them; outputs of integers and bools are left out.
    /// </param>
    /// <param name="inputs">Where: those that require a gradient are checked. They should be float64, and may be views that are not contiguous.</param>
    /// <param name="eps">Step of the central difference.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="nondetTol">By how much two backward passes through the same graph may differ.</param>
    /// <param name="fastMode">
    /// Whether to compare, instead of every element of every Jacobian J, one number for each output and input: vᵀJu with random u and v, the
    /// same in every run, of length 1 and without negative elements, where atol is multiplied by Σuᵢ·Σvⱼ. Costs two calls of
    /// <paramref name="function"/> an input and a few backward passes an output, however many elements they have, but may miss a mistake in
    /// few of many elements. If they differ, an element-by-element search looks for the worst element for the report (among 1024 × 1024 at
    /// most, found by halving).
    /// </param>
    /// <returns>Whether all agree, and in its text the derivative that is furthest off: of which element, at which, analytical and numerical.</returns>
    /// <exception cref="ArgumentException">
    /// No input requires a gradient, no output has a type with gradients, the outputs' shapes depend on the inputs' values, an input is float32
    /// while <paramref name="eps"/> is made for float64, or an input has several elements in one place (an expanded view).
    /// </exception>
    public static GradCheckResult GradCheck(
        Func<Tensor[], Tensor[]> function,
        Tensor[] inputs,
        double eps = 1e-6,
        double atol = 1e-5,
        double rtol = 1e-3,
        double nondetTol = 0,
        bool fastMode = false) =>
        Check(function, inputs, new("gradcheck", eps, atol, rtol, nondetTol), fastMode, static o => $"output {o}", static i => $"input {i}");

    private static GradCheckResult Check(
        Func<Tensor[], Tensor[]> function,
        Tensor[] inputs,
        GradCheckSettings settings,
        bool fastMode,
        Func<int, string> outputName,
        Func<int, string> inputName)
    {
        using GradModeScope mode = EnableGrad();
        var checkedFunction = new CheckedFunction(settings, function, inputs);
        var report = new GradCheckReport(settings, outputName, inputName);
        if (fastMode)
        {
            FastCheck.Run(checkedFunction, report);
        }
        else
        {
            SlowCheck.Run(checkedFunction, checkedFunction.Outputs, checkedFunction.Inputs, report);
        }

        BackwardCheck.Run(checkedFunction, report);
        return report.Result();
    }
}
