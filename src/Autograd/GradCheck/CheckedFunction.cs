namespace MiniTorch;

/// <summary>A function at the place where its derivatives are checked: its results there, its gradients and its central differences.</summary>
internal sealed class CheckedFunction
{
    private readonly Func<Tensor[], Tensor[]> _function;
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _outputs;

    public CheckedFunction(GradCheckSettings settings, Func<Tensor[], Tensor[]> function, Tensor[] inputs)
    {
        (Settings, _function, _inputs) = (settings, function, inputs);
        Inputs = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].RequiresGrad).Select(i => ElementRange.All(inputs, i))];
        if (Inputs.Length == 0)
        {
            Throw.Argument(settings.Name, "no input requires a gradient; set RequiresGrad on those to check");
        }

        if (!(settings.Eps > 0))
        {
            Throw.Argument(settings.Name, $"eps must be positive; got {settings.Eps}");
        }

        foreach (ElementRange input in Inputs)
        {
            CheckInput(input.Tensor);
        }

        _outputs = function(inputs);
        Outputs = [.. Enumerable.Range(0, _outputs.Length).Where(o => _outputs[o].DType.IsFloatingPoint()).Select(o => ElementRange.All(_outputs, o))];
        if (Outputs.Length == 0 && _outputs.Length > 0)
        {
            Throw.Argument(settings.Name, $"the function must return a floating-point type; got {_outputs[0].DType.Name()} of shape {_outputs[0].Shape}");
        }
    }

    public GradCheckSettings Settings { get; }

    /// <summary>The inputs that require a gradient.</summary>
    public ElementRange[] Inputs { get; }

    /// <summary>The outputs of a type that has gradients.</summary>
    public ElementRange[] Outputs { get; }

    /// <summary>An array with an output's shape and type.</summary>
    public NDArray Seed(ElementRange output, ReadOnlySpan<double> values) => NDArray.From(values, output.Shape).To(_outputs[output.Tensor].DType);

    /// <summary>What backward makes of a gradient of one output, for some inputs: in row-major order, null where the output has no history there.</summary>
    public double[]?[] Gradients(ElementRange output, NDArray seed, ElementRange[] inputs)
    {
        Tensor result = _outputs[output.Tensor];
        return result.RequiresGrad
            ? [
                .. Autograd.Grad([result], [.. inputs.Select(input => _inputs[input.Tensor])], [new Tensor(seed)], retainGraph: true, allowUnused: true)
                    .Select(static gradient => (Tensor?)gradient is null ? null : Values(gradient)),
            ]
            : new double[]?[inputs.Length];
    }

    /// <summary>
    /// The change of every output, per unit, along a direction: (f(x + eps·d) − f(x − eps·d)) / 2eps. The direction is replaced by the one
    /// really taken, which rounding makes another. Outputs of types without gradients have none.
    /// </summary>
    public double[][] Difference(ElementRange input, Span<double> direction)
    {
        NDArray x = _inputs[input.Tensor].Value;
        double[] before = new double[input.Count];
        double[][] above, below;
        for (int i = 0; i < before.Length; i++)
        {
            before[i] = ElementAccess.Read(x, input.First + i);
        }

        try
        {
            Shift(x, input.First, before, direction, Settings.Eps);
            above = ShiftedValues();
            double[] highest = [.. Enumerable.Range(input.First, input.Count).Select(i => ElementAccess.Read(x, i))];
            Shift(x, input.First, before, direction, -Settings.Eps);
            below = ShiftedValues();
            for (int i = 0; i < highest.Length; i++)
            {
                direction[i] = (highest[i] - ElementAccess.Read(x, input.First + i)) / (2 * Settings.Eps);
            }
        }
        finally
        {
            Shift(x, input.First, before, direction, 0);
        }

        return [.. above.Zip(below, (high, low) => high.Zip(low, (a, b) => (a - b) / (2 * Settings.Eps)).ToArray())];
    }

    private static void Shift(NDArray x, int first, double[] from, Span<double> direction, double step)
    {
        for (int i = 0; i < from.Length; i++)
        {
            ElementAccess.Write(x, first + i, step == 0 ? from[i] : from[i] + (step * direction[i]));
        }
    }

    private static double[] Values(Tensor tensor) => tensor.Value.To(DType.Float64).ToArray<double>();

    private double[][] ShiftedValues()
    {
        Tensor[] outputs = _function(_inputs);
        if (!outputs.Select(Kind).SequenceEqual(_outputs.Select(Kind)))
        {
            Throw.Argument(Settings.Name, $"the function must return the same shapes and types near the inputs as at them; got {Describe(outputs)} and {Describe(_outputs)}");
        }

        return [.. outputs.Select(static output => output.DType.IsFloatingPoint() ? Values(output) : [])];

        static (DType, Shape) Kind(Tensor output) => (output.DType, output.Shape);
        static string Describe(Tensor[] outputs) => string.Join(", ", outputs.Select(static output => $"{output.DType.Name()} {output.Shape}"));
    }

    private void CheckInput(int i)
    {
        NDArray input = _inputs[i].Value;
        if (input.DType == DType.Float32 && Settings.Eps < 1e-4)
        {
            Throw.Argument(
                Settings.Name,
                $"input {i} is float32, whose seven digits show no derivative at eps {Settings.Eps}; use float64, or pass an eps of about 1e-2 and tolerances to match");
        }

        ReadOnlySpan<int> strides = input.Strides;
        for (int dim = 0; dim < strides.Length; dim++)
        {
            if (strides[dim] == 0 && input.Shape[dim] > 1)
            {
                Throw.Argument(
                    Settings.Name,
                    $"input {i} has several elements in one place and cannot be changed one by one; got strides {Shape.Describe(strides)} for shape {input.Shape}: Clone() it first");
            }
        }
    }
}
