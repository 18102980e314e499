namespace MiniTorch;

public static partial class Autograd
{
    /// <inheritdoc cref="GradGradCheck(Func{Tensor[], Tensor[]}, Tensor[], Tensor[], double, double, double, double, bool, bool)"/>
    public static GradCheckResult GradGradCheck(
        Func<Tensor, Tensor> function,
        Tensor inputs,
        Tensor? gradOutputs = null,
        double eps = 1e-6,
        double atol = 1e-5,
        double rtol = 1e-3,
        double nondetTol = 0,
        bool genNonContigGradOutputs = false,
        bool fastMode = false) =>
        GradGradCheck(x => function(x[0]), [inputs], gradOutputs, eps, atol, rtol, nondetTol, genNonContigGradOutputs, fastMode);

    /// <inheritdoc cref="GradGradCheck(Func{Tensor[], Tensor[]}, Tensor[], Tensor[], double, double, double, double, bool, bool)"/>
    public static GradCheckResult GradGradCheck(
        Func<Tensor[], Tensor> function,
        Tensor[] inputs,
        Tensor? gradOutputs = null,
        double eps = 1e-6,
        double atol = 1e-5,
        double rtol = 1e-3,
        double nondetTol = 0,
        bool genNonContigGradOutputs = false,
        bool fastMode = false) =>
        SecondCheck(
            x => [function(x)],
            inputs,
            gradOutputs is null ? null : [gradOutputs],
            genNonContigGradOutputs,
            new("gradgradcheck", eps, atol, rtol, nondetTol),
            fastMode,
            static _ => "the result");

    /// <summary>
    /// <see cref="GradCheck(Func{Tensor[], Tensor[]}, Tensor[], double, double, double, double, bool)"/> of the gradients themselves: the second
    /// derivatives of <paramref name="function"/>, and how its gradients depend on the gradients of its outputs.
    /// PyTorch: <c>torch.autograd.gradgradcheck</c>.
    /// </summary>
    /// <param name="function">What to check.</param>
    /// <param name="inputs">Where; those that require a gradient are checked.</param>
    /// <param name="gradOutputs">
    /// The gradients of the outputs that require one, also differentiated if they require one, as inputs after the others. If null, normally
    /// distributed numbers, the same in every run, that require a gradient.
    /// </param>
    /// <param name="eps">Step of the central difference.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="nondetTol">By how much two backward passes through the same graph may differ.</param>
    /// <param name="genNonContigGradOutputs">Whether gradients of outputs that are made here lie apart in memory and in reverse order of dimensions.</param>
    /// <param name="fastMode">Whether to compare one number for each output and input instead of every derivative.</param>
    /// <inheritdoc cref="GradCheck(Func{Tensor[], Tensor[]}, Tensor[], double, double, double, double, bool)"/>
    public static GradCheckResult GradGradCheck(
        Func<Tensor[], Tensor[]> function,
        Tensor[] inputs,
        Tensor[]? gradOutputs = null,
        double eps = 1e-6,
        double atol = 1e-5,
        double rtol = 1e-3,
        double nondetTol = 0,
        bool genNonContigGradOutputs = false,
        bool fastMode = false) =>
        SecondCheck(
            function,
            inputs,
            gradOutputs,
            genNonContigGradOutputs,
            new("gradgradcheck", eps, atol, rtol, nondetTol),
            fastMode,
            static o => $"output {o}");

    private static GradCheckResult SecondCheck(
        Func<Tensor[], Tensor[]> function,
        Tensor[] inputs,
        Tensor[]? gradOutputs,
        bool nonContiguous,
        GradCheckSettings settings,
        bool fastMode,
        Func<int, string> outputName)
    {
        using GradModeScope mode = EnableGrad();
        int[] checkedInputs = Requiring(inputs);
        Tensor[] outputs = function(inputs);
        int[] checkedOutputs = Requiring(outputs);
        if (checkedOutputs.Length == 0)
        {
            Throw.Argument(settings.Name, "no output requires a gradient: the function has none to differentiate");
        }

        if (gradOutputs is null)
        {
            var generator = new Generator(Generator.DefaultSeed);
            gradOutputs = [.. checkedOutputs.Select(o => Random(outputs[o], generator))];
        }
        else if (!gradOutputs.Select(static g => g.Shape).SequenceEqual(checkedOutputs.Select(o => outputs[o].Shape)))
        {
            Throw.Argument(
                settings.Name,
                $"gradOutputs must have the shapes of the outputs that require a gradient; got {Shapes(gradOutputs)} for {Shapes(checkedOutputs.Select(o => outputs[o]))}");
        }

        return Check(
            Gradients,
            [.. inputs, .. gradOutputs],
            settings,
            fastMode,
            output => $"the gradient of input {checkedInputs[output]}",
            input => input < inputs.Length ? $"input {input}" : $"the gradient of {outputName(checkedOutputs[input - inputs.Length])}");

        Tensor[] Gradients(Tensor[] x)
        {
            Tensor[] y = function(x[..inputs.Length]);
            return Grad(
                [.. checkedOutputs.Select(o => y[o])],
                [.. checkedInputs.Select(i => x[i])],
                x.AsSpan(inputs.Length),
                createGraph: true,
                materializeGrads: true);
        }

        Tensor Random(Tensor output, Generator generator)
        {
            NDArray values = NDArray.Randn(output.Shape, output.DType, generator);
            return new Tensor(nonContiguous ? BackwardCheck.Spaced(values) : values, requiresGrad: true);
        }

        static int[] Requiring(Tensor[] tensors) => [.. Enumerable.Range(0, tensors.Length).Where(i => tensors[i].RequiresGrad)];
        static string Shapes(IEnumerable<Tensor> tensors) => string.Join(" and ", tensors.Select(static tensor => tensor.Shape));
    }
}
