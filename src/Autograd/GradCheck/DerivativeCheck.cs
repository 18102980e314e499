using System.Runtime.CompilerServices;

namespace MiniTorch;

/// <summary>
/// Full Jacobians of several outputs for several inputs, once by backward and once by central differences, and their comparison.
/// </summary>
internal sealed class DerivativeCheck
{
    private readonly string _name;
    private readonly Tensor[] _inputs;
    private readonly int[] _checked;
    private readonly double _eps;
    private readonly double _atol;
    private readonly double _rtol;
    private readonly double _nondetTol;

    public DerivativeCheck(string name, Tensor[] inputs, double eps, double atol, double rtol, double nondetTol)
    {
        (_name, _inputs, _eps, _atol, _rtol, _nondetTol) = (name, inputs, eps, atol, rtol, nondetTol);
        _checked = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].RequiresGrad)];
        if (_checked.Length == 0)
        {
            Throw.Argument(name, "no input requires a gradient; set RequiresGrad on those to check");
        }

        if (!(eps > 0))
        {
            Throw.Argument(name, $"eps must be positive; got {eps}");
        }

        foreach (int i in _checked)
        {
            CheckInput(i);
        }
    }

    /// <param name="function">The function, which may return several outputs.</param>
    /// <param name="outputName">What to call an output in the report.</param>
    /// <param name="inputName">What to call an input.</param>
    public GradCheckResult Run(Func<Tensor[], Tensor[]> function, Func<int, string> outputName, Func<int, string> inputName)
    {
        using GradModeScope mode = Autograd.EnableGrad();
        Tensor[] outputs = function(_inputs);
        foreach (Tensor output in outputs.Where(static output => !output.DType.IsFloatingPoint()))
        {
            Throw.Argument(_name, $"the function must return a floating-point type; got {output.DType.Name()} of shape {output.Shape}");
        }

        var report = new GradCheckReport(_name, _atol, _rtol, _nondetTol, outputName, inputName);

        // [input][output]: rows by element of the input, columns by element of the output.
        double[][][,] analytical = Matrices(outputs);
        for (int o = 0; o < outputs.Length; o++)
        {
            Analytical(outputs, o, analytical, report);
        }

        double[][][,] numerical = Matrices(outputs);
        for (int i = 0; i < _checked.Length; i++)
        {
            Numerical(function, _checked[i], numerical[i]);
        }

        for (int i = 0; i < _checked.Length; i++)
        {
            for (int o = 0; o < outputs.Length; o++)
            {
                report.Compare(o, outputs[o].Shape, _checked[i], _inputs[_checked[i]].Shape, analytical[i][o], numerical[i][o]);
            }
        }

        return report.Result();
    }

    private void CheckInput(int i)
    {
        NDArray input = _inputs[i].Value;
        if (input.DType == DType.Float32 && _eps < 1e-4)
        {
            Throw.Argument(
                _name,
                $"input {i} is float32, whose seven digits show no derivative at eps {_eps}; use float64, or pass an eps of about 1e-2 and tolerances to match");
        }

        ReadOnlySpan<int> strides = input.Strides;
        for (int dim = 0; dim < strides.Length; dim++)
        {
            if (strides[dim] == 0 && input.Shape[dim] > 1)
            {
                Throw.Argument(_name, $"input {i} has several elements in one place and cannot be changed one by one; got strides {Shape.Describe(strides)} for shape {input.Shape}: Clone() it first");
            }
        }
    }

    private double[][][,] Matrices(Tensor[] outputs) =>
        [.. _checked.Select(i => outputs.Select(output => new double[_inputs[i].Count, output.Count]).ToArray())];

    private void Analytical(Tensor[] outputs, int o, double[][][,] jacobians, GradCheckReport report)
    {
        Tensor output = outputs[o];
        if (!output.RequiresGrad)
        {
            return;
        }

        for (int column = 0; column < output.Count; column++)
        {
            NDArray seed = NDArray.Zeros(output.Shape, output.DType);
            Write(seed, column, 1);
            double[]?[] first = Gradients(output, seed);
            double[]?[] second = Gradients(output, seed);
            for (int i = 0; i < _checked.Length; i++)
            {
                for (int row = 0; first[i] is { } gradient && row < gradient.Length; row++)
                {
                    jacobians[i][o][row, column] = gradient[row];
                    report.Repeat(o, output.Shape, column, _checked[i], _inputs[_checked[i]].Shape, row, gradient[row], second[i]![row]);
                }
            }
        }

        double[]?[] ofZero = Gradients(output, NDArray.Zeros(output.Shape, output.DType));
        for (int i = 0; i < _checked.Length; i++)
        {
            report.Zero(o, _checked[i], ofZero[i]);
        }
    }

    // The gradient for each checked input, in row-major order; null where the output does not depend on it.
    private double[]?[] Gradients(Tensor output, NDArray seed) =>
    [
        .. Autograd.Grad([output], [.. _checked.Select(i => _inputs[i])], [new Tensor(seed)], retainGraph: true, allowUnused: true)
            .Select(static gradient => (Tensor?)gradient is null ? null : gradient.Value.To(DType.Float64).ToArray<double>()),
    ];

    private void Numerical(Func<Tensor[], Tensor[]> function, int input, double[][,] jacobians)
    {
        NDArray x = _inputs[input].Value;
        for (int row = 0; row < x.Count; row++)
        {
            double value = Read(x, row);
            double[][] above, below;
            double step;
            try
            {
                Write(x, row, value + _eps);
                step = Read(x, row);
                above = Values(function(_inputs));
                Write(x, row, value - _eps);
                step -= Read(x, row);
                below = Values(function(_inputs));
            }
            finally
            {
                Write(x, row, value);
            }

            for (int o = 0; o < jacobians.Length; o++)
            {
                for (int column = 0; column < above[o].Length; column++)
                {
                    jacobians[o][row, column] = (above[o][column] - below[o][column]) / step;
                }
            }
        }
    }

    private static double[][] Values(Tensor[] outputs) => [.. outputs.Select(static output => output.Value.To(DType.Float64).ToArray<double>())];

    private static double Read(NDArray array, int element) => array.DType == DType.Float32
        ? Unsafe.Add(ref array.Ref<float>(), Place(array, element))
        : Unsafe.Add(ref array.Ref<double>(), Place(array, element));

    // Not counted as a write: the value returns before anyone else can look.
    private static void Write(NDArray array, int element, double value)
    {
        if (array.DType == DType.Float32)
        {
            Unsafe.Add(ref array.Ref<float>(), Place(array, element)) = (float)value;
        }
        else
        {
            Unsafe.Add(ref array.Ref<double>(), Place(array, element)) = value;
        }
    }

    private static nint Place(NDArray array, int element)
    {
        nint place = 0;
        for (int dim = array.Rank - 1; dim >= 0; dim--)
        {
            (element, int index) = Math.DivRem(element, array.Shape[dim]);
            place += (nint)index * array.Strides[dim];
        }

        return place;
    }
}
