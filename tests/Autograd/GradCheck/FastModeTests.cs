namespace MiniTorch.Tests;

/// <summary>GradCheck's fast mode: what it costs, what it can miss, and what it says when it fails.</summary>
public sealed class FastModeTests
{
    [Fact]
    public void Right_derivatives_of_large_inputs_pass()
    {
        Passes(Autograd.GradCheck(static x => x.Tanh() * x, Input([300, 1000]), fastMode: true));
        Passes(Autograd.GradCheck(static x => (x * x).Mean(), Input([100_000]), fastMode: true));
        Passes(Autograd.GradCheck(static x => x[0].MatMul(x[1]).LogSoftmax(1), [Input([200, 300]), Input([300, 50])], fastMode: true));
        Passes(Autograd.GradCheck(static x => [x[0].Transpose(0, 1) * x[1], x[0].Sum(0).Exp() * 1e-3], [Input([100, 200]), Input([200, 1])], fastMode: true));
        Passes(Autograd.GradGradCheck(static x => x[0].MatMul(x[1]).Tanh(), [Input([60, 70]), Input([70, 80])], fastMode: true));
    }

    [Fact]
    public void The_function_is_called_twice_an_input_whatever_the_sizes()
    {
        int calls = 0;
        var backward = new Planted.Counter();
        Tensor[] Function(Tensor[] x)
        {
            calls++;
            return [Planted.Counted(x[0], backward) * x[1], x[1].Exp()];
        }

        GradCheckResult result = Autograd.GradCheck(Function, [Input([40, 50]), Input([50])], fastMode: true);
        Passes(result);
        Assert.Equal(1 + (2 * 2), calls);
        Assert.InRange(backward.Runs, 2, 10);
        Assert.StartsWith("gradcheck passed: in fast mode, 4 products vᵀJu; the furthest off is that of output ", result.ToString(), StringComparison.Ordinal);
        Assert.Null(result.Worst);

        calls = 0;
        Passes(Autograd.GradGradCheck(Function, [Input([40, 50]), Input([50])], fastMode: true));
        Assert.Equal(2 + (2 * 4), calls);
    }

    [Fact]
    public void Leaves_the_random_numbers_of_others_alone()
    {
        using GeneratorScope scope = Generator.Use(new Generator(5UL));
        Passes(Autograd.GradGradCheck(static x => x.Tanh(), Input([3]), fastMode: true));
        Assert.Equal(0UL, Generator.Default.State.Offset);
    }

    [Fact]
    public void Values_are_restored()
    {
        Tensor x = Input([30, 40]);
        double[] before = x.ToArray<double>();
        int version = x.Value.Version;
        Passes(Autograd.GradCheck(static x => x.Tanh(), x, fastMode: true));
        Assert.Throws<TimeoutException>(() => Autograd.GradCheck(
            x => x.ToArray<double>()[4] == before[4] ? x * 2 : throw new TimeoutException(), x, fastMode: true));
        Assert.Equal(before, x.ToArray<double>());
        Assert.Equal(version, x.Value.Version);
    }

    [Fact]
    public void Any_shape_and_layout()
    {
        Passes(Autograd.GradCheck(static x => x * 2, Input([]), fastMode: true));
        Passes(Autograd.GradCheck(static x => x * 2, Input([0, 3]), fastMode: true));
        Passes(Autograd.GradCheck(static x => x.Sum(), Input([0]), fastMode: true));
        Passes(Autograd.GradCheck(static _ => Tensor.Ones([2], DType.Float64), Input([2]), fastMode: true));
        Passes(Autograd.GradCheck(static x => x.Exp(), new Tensor(OpTest.Lay(Input([3, 4]).Value, OpTest.Layout.Stepped), requiresGrad: true), fastMode: true));
        Passes(Autograd.GradCheck(
            static x => x.Tanh(), Tensor.Randn([30, 30], requiresGrad: true, generator: new Generator(1UL)), eps: 1e-2, atol: 1e-3, rtol: 1e-2, fastMode: true));
    }

    [Fact]
    public void The_absolute_tolerance_is_multiplied_by_the_sum_of_the_weights()
    {
        // Of n elements that are all off by d, vᵀJu is off by d·Σuᵢvᵢ, and atol·Σuᵢ·Σvⱼ is allowed, about n times as much: as much as if all n²
        // elements of the Jacobian were off by atol.
        GradCheckResult Check(double atol) => Autograd.GradCheck(
            static x => Planted.Copy(x, static gradient => gradient * 1.01), Input([100]), atol: atol, rtol: 0, fastMode: true);
        Passes(Check(3e-4));
        Assert.False(Check(3e-5).Passed);
    }

    [Fact]
    public void The_worst_element_is_looked_for_in_the_output_and_input_that_differ()
    {
        Tensor wrong = Tensor.Ones([30], DType.Float64);
        wrong.Value.Select(0, 7).Fill(0);
        GradCheckResult result = Autograd.GradCheck(
            x => [x[0] * x[1], Planted.Copy(x[1], gradient => gradient * wrong)], [Input([30]), Input([30])], fastMode: true);
        Assert.False(result.Passed);
        Assert.StartsWith("gradcheck failed: in fast mode, vᵀJu of output 1 for input 1: analytical ", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("element by element, 1 of 900 derivatives are wrong; the worst is that of output 1 at [7] for input 1 at [7]: analytical 0, numerical ", result.ToString(), StringComparison.Ordinal);
        Assert.Equal((1, 1), (result.Worst!.Output, result.Worst.Input));
    }

    [Fact]
    public void In_large_ones_it_is_found_by_halving()
    {
        Tensor wrong = Tensor.Ones([50, 60], DType.Float64);
        wrong.Value.Select(0, 33).Select(0, 44).Fill(1e4);
        int calls = 0;
        GradCheckResult result = Autograd.GradCheck(
            x =>
            {
                calls++;
                return Planted.Copy(x, gradient => gradient * wrong);
            },
            Input([50, 60]),
            fastMode: true);
        Assert.False(result.Passed);
        Assert.Equal([33, 44], result.Worst!.InputIndex);
        Assert.Equal([33, 44], result.Worst.OutputIndex);
        Assert.Equal((1e4, 1), (result.Worst.Analytical, Math.Round(result.Worst.Numerical, 6)));
        Assert.InRange(calls, 3, 2 * 1024);

        // Of one or the other size only.
        GradCheckResult few = Autograd.GradCheck(x => Planted.Copy(x, gradient => gradient * wrong).Sum(), Input([50, 60]), fastMode: true);
        Assert.Equal([33, 44], few.Worst!.InputIndex);
        GradCheckResult many = Autograd.GradCheck(x => Planted.Copy(x.Expand([50, 60]), gradient => gradient * wrong), Input([]), fastMode: true);
        Assert.Equal([33, 44], many.Worst!.OutputIndex);
    }

    [Fact]
    public void Halving_follows_the_difference_however_large_the_derivatives_that_are_right()
    {
        // Of the second half the sign is wrong.
        Tensor sign = Tensor.Ones([3000], DType.Float64);
        sign.Value.Slice(0, 1500).Fill(-1);
        GradCheckResult few = Autograd.GradCheck(x => Planted.Copy(x, gradient => gradient * sign).Sum(), Input([3000]), fastMode: true);
        Assert.Equal((-1, 1), (few.Worst!.Analytical, Math.Round(few.Worst.Numerical, 6)));

        var backward = new Planted.Counter();
        GradCheckResult many = Autograd.GradCheck(
            x => Planted.Copy(Planted.Counted(x, backward).Expand([3000]), gradient => gradient * sign), Input([]), fastMode: true);
        Assert.Equal((-1, 1), (many.Worst!.Analytical, Math.Round(many.Worst.Numerical, 6)));
        Assert.InRange(backward.Runs, 3, 2 * 1024);
    }

    [Fact]
    public void A_failure_that_slow_mode_cannot_reproduce_says_so()
    {
        // Each derivative, ±100, is off by half of what is allowed, always upwards; their sum is small, and allows little.
        Tensor sign = Tensor.From([.. Enumerable.Range(0, 100).Select(static i => i % 2 == 0 ? 1.0 : -1)]);
        Tensor Function(Tensor x) => Planted.Copy(x, gradient => gradient * (1 + (sign * 5e-4))) * sign * 100;
        Passes(Autograd.GradCheck(Function, Input([100])));
        GradCheckResult result = Autograd.GradCheck(Function, Input([100]), fastMode: true);
        Assert.False(result.Passed);
        Assert.Contains(
            "element by element, slow mode cannot reproduce it: 10000 derivatives; the furthest off is that of the result at [", result.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(". The check may pass with fastMode: false", result.ToString(), StringComparison.Ordinal);
    }

    private static Tensor Input(Shape shape) => Tensor.Randn(shape, DType.Float64, requiresGrad: true, new Generator(3UL));

    private static void Passes(GradCheckResult result) => Assert.True(result.Passed, result.ToString());
}
