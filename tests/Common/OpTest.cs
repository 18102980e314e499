namespace MiniTorch.Tests;

/// <summary>
/// Everything about one operation in one line: value, shape and dtype against an oracle in plain C# or a golden case; first- and
/// second-order gradients against central differences; float32 against float64; inputs that are contiguous, transposed and cut from a
/// larger array with a step; shapes without elements, of one element, of rank 0, and broadcast.
/// <code>
/// OpTest.Check(static x => x.Exp(), static x => x.Map(Math.Exp));
/// OpTest.Check(static (a, b) => a * b, static (a, b) => a.Zip(b, static (x, y) => x * y));
/// </code>
/// </summary>
public static partial class OpTest
{
    /// <summary>Shapes for operations of one tensor that take any.</summary>
    public static Shape[] UnaryShapes { get; } = [[], [1], [5], [3, 4], [2, 3, 2], [0], [0, 3], [2, 0, 3]];

    /// <summary>Shapes for operations of two tensors that broadcast.</summary>
    public static (Shape, Shape)[] BinaryShapes { get; } =
    [
        ([], []), ([1], [1]), ([3, 4], [3, 4]), ([3, 4], [4]), ([4], [3, 4]), ([3, 1], [1, 4]), ([2, 3, 2], [3, 1]), ([], [2, 2]), ([2, 2], []),
        ([0], [0]), ([0, 3], [3]), ([2, 1, 3], [0, 1]), ([1], [0]),
    ];

    /// <summary>Shapes for operations of three tensors that broadcast.</summary>
    public static Shape[][] TernaryShapes { get; } =
    [
        [[], [], []], [[3, 4], [3, 4], [3, 4]], [[3, 4], [4], []], [[4], [3, 1], [3, 4]], [[2, 1, 3], [2, 1], [1]], [[0, 3], [3], [1]], [[0], [0], [0]],
    ];

    /// <summary>An operation of one tensor.</summary>
    public static void Check(Func<Tensor, Tensor> op, Func<Plain, Plain> oracle, Shape[]? shapes = null, OpTestOptions? options = null)
    {
        foreach (Shape shape in shapes ?? UnaryShapes)
        {
            Check(x => op(x[0]), x => oracle(x[0]), [shape], options);
        }
    }

    /// <summary>An operation of two tensors.</summary>
    public static void Check(
        Func<Tensor, Tensor, Tensor> op, Func<Plain, Plain, Plain> oracle, (Shape First, Shape Second)[]? shapes = null, OpTestOptions? options = null)
    {
        foreach ((Shape first, Shape second) in shapes ?? BinaryShapes)
        {
            Check(x => op(x[0], x[1]), x => oracle(x[0], x[1]), [first, second], options);
        }
    }

    /// <summary>An operation of any number of tensors, on one set of shapes.</summary>
    public static void Check(Func<Tensor[], Tensor> op, Func<Plain[], Plain> oracle, Shape[] shapes, OpTestOptions? options = null)
    {
        options ??= new OpTestOptions();
        NDArray[] values = Inputs(shapes, options);
        Plain expected = oracle([.. values.Select(Plain.Of)]);
        string what = $"of {string.Join(" and ", shapes.Select(static shape => shape.ToString()))}";
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            Tensor[] inputs = [.. values.Select(value => new Tensor(Lay(value, layout), requiresGrad: true))];
            NDArray[] singles = [.. values.Select(value => Lay(value.To(DType.Float32), layout))];
            string where = $"{what}, {layout}";
            CheckValue(expected, op(inputs), options.DType ?? DType.Float64, options.Tolerance, where);
            CheckValue(expected, op([.. singles.Select(static value => new Tensor(value))]), options.DType ?? DType.Float32, options.SingleTolerance, where);
            if (!options.IsDifferentiable)
            {
                Assert.False(op(inputs).RequiresGrad, $"the result {where} requires a gradient");
            }
            else if (options.DType is null or DType.Float32 or DType.Float64)
            {
                CheckGradients(op, inputs, singles, layout, options, where);
            }
        }
    }

    /// <summary>A golden case: its output, and its gradients where it has them, for contiguous and other inputs.</summary>
    /// <param name="golden">With <c>inputs</c>, <c>output</c> and perhaps <c>grad_output</c> and <c>grads</c>.</param>
    /// <param name="op">Of the inputs in the file's order.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="atol">Absolute tolerance.</param>
    public static void Check(GoldenNode golden, Func<Tensor[], Tensor> op, double rtol = 1e-10, double atol = 1e-12)
    {
        bool isDifferentiable = golden.Has("grads") && !golden["grads"].IsNull;
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            (string Name, Tensor Value)[] inputs =
            [
                .. golden["inputs"].Entries.Where(static entry => !entry.Value.IsNull).Select(entry =>
                {
                    NDArray value = entry.Value.Array!;
                    return (entry.Key, new Tensor(Lay(value, layout), isDifferentiable && value.DType.IsFloatingPoint()));
                }),
            ];
            Tensor output = op([.. inputs.Select(static input => input.Value)]);
            Close.Assert(golden["output"], output, rtol, atol, $"the output, inputs {layout}");
            if (isDifferentiable)
            {
                (string Name, Tensor Value)[] wanted = [.. inputs.Where(input => golden["grads"].Has(input.Name))];
                Tensor seed = new(Lay(golden["grad_output"].Array!, layout));
                Tensor[] gradients = Autograd.Grad([output], [.. wanted.Select(static input => input.Value)], [seed], materializeGrads: true);
                for (int i = 0; i < wanted.Length; i++)
                {
                    Close.Assert(golden["grads"][wanted[i].Name], gradients[i], rtol, atol, $"the gradient of {wanted[i].Name}, inputs {layout}");
                }
            }
        }
    }

    private static void CheckValue(Plain expected, Tensor actual, DType dtype, double tolerance, string where)
    {
        Assert.True(
            expected.Shape == actual.Shape && dtype == actual.DType, $"the result {where}: expected {dtype} {expected.Shape}, got {actual.DType} {actual.Shape}");
        Close.Assert(expected.Data, actual.Value.To(DType.Float64).ToArray<double>(), tolerance, tolerance, $"the value {where}");
    }

    private static void CheckGradients(
        Func<Tensor[], Tensor> op, Tensor[] inputs, NDArray[] singleValues, Layout layout, OpTestOptions options, string where)
    {
        GradCheckResult first = Autograd.GradCheck(op, inputs);
        Assert.True(first.Passed, $"the gradient {where}: {first}");
        Tensor output = op(inputs);
        Tensor seed = new(Lay(NDArray.Randn(output.Shape, output.DType, new Generator(1UL)), layout), requiresGrad: true);
        if (options.SecondOrder)
        {
            GradCheckResult second = Autograd.GradGradCheck(op, inputs, seed);
            Assert.True(second.Passed, $"the second derivatives {where}: {second}");
        }

        Tensor[] singles = [.. singleValues.Select(static value => new Tensor(value, requiresGrad: true))];
        Tensor[] expected = Autograd.Grad([output], inputs, [seed.Detach().Clone()], retainGraph: true, materializeGrads: true);
        Tensor[] likewise = Autograd.Grad([output], inputs, [seed.Detach()], materializeGrads: true);
        Tensor[] actual = Autograd.Grad([op(singles)], singles, [seed.Detach().To(DType.Float32)], materializeGrads: true);
        for (int i = 0; i < inputs.Length; i++)
        {
            Close.Assert(expected[i], likewise[i], 1e-12, 1e-12, $"the gradient of input {i} {where}, from a gradient that is {layout}");
            Close.Assert(
                expected[i].To(DType.Float32), actual[i], options.SingleTolerance * 10, options.SingleTolerance * 10, $"the float32 gradient of input {i} {where}");
        }
    }

    /// <summary>Random values of the shapes in float64, as the options want them.</summary>
    public static NDArray[] Inputs(Shape[] shapes, OpTestOptions options)
    {
        var generator = new Generator(options.Seed);
        return [.. shapes.Select(shape =>
        {
            double[] values = new double[shape.Count];
            for (int i = 0; i < values.Length; i++)
            {
                double value = options.Low + ((options.High - options.Low) * generator.NextDouble());

                // Rounded to float32, so that both types begin with the same numbers.
                values[i] = (float)(Math.Abs(value) < options.Gap ? value + (value < 0 ? -options.Gap : options.Gap) : value);
            }

            return NDArray.From(values, shape);
        })];
    }
}
