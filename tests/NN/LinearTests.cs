using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class LinearTests
{
    private static readonly Activation[] Activations = Enum.GetValues<Activation>();

    [Fact]
    public void Fused_and_unfused_have_the_same_bits() =>
        Prop.ForAll((ulong seed) =>
        {
            var sizes = new Generator(seed);
            int[] leading = [.. Enumerable.Range(0, Check.Size(sizes, 0, 3)).Select(_ => Check.Size(sizes, 0, 5))];
            DType dtype = Check.Size(sizes, 0, 1) == 0 ? DType.Float32 : DType.Float64;
            Activation activation = Activations[Check.Size(sizes, 0, 3)];
            bool withBias = Check.Size(sizes, 0, 1) == 1;
            Shape shape = [.. leading, Check.Size(sizes, 1, 40)];
            int outputs = Check.Size(sizes, 1, 40);
            Tensor[] fused = Operands(shape, outputs, withBias, dtype, seed);
            Tensor[] unfused = Operands(shape, outputs, withBias, dtype, seed);
            Tensor y = F.Linear(fused[0], fused[1], withBias ? fused[2] : null, activation);
            Tensor expected = Apply(activation, F.Linear(unfused[0], unfused[1], withBias ? unfused[2] : null));
            Check.SameBits(expected, y, "value");
            Tensor gradient = Tensor.Randn(y.Shape, dtype, generator: new Generator(seed + 1));
            y.Backward(gradient);
            expected.Backward(gradient);
            for (int i = 0; i < fused.Length; i++)
            {
                Check.SameBits(unfused[i].Grad, fused[i].Grad, $"gradient {i} under {activation}");
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_recording_the_values_have_the_same_bits()
    {
        Tensor[] operands = Operands([7, 30], 9, withBias: true, DType.Float32, 5);
        foreach (Activation activation in Activations)
        {
            Tensor recorded = F.Linear(operands[0], operands[1], operands[2], activation);
            using (Autograd.NoGrad())
            {
                Tensor plain = F.Linear(operands[0], operands[1], operands[2], activation);
                Check.SameBits(recorded, plain, $"{activation}");
                Assert.False(plain.RequiresGrad);
            }
        }
    }

    [Fact]
    public void It_is_the_product_and_the_bias_for_every_rank()
    {
        foreach (int[] leading in new int[][] { [], [5], [2, 3], [2, 0], [2, 3, 4] })
        {
            Tensor[] operands = Operands([.. leading, 6], 4, withBias: true, DType.Float64, 3);
            Tensor y = F.Linear(operands[0], operands[1], operands[2]);
            Assert.Equal(Shape.Of([.. leading, 4]), y.Shape);
            Close.Assert(operands[0].MatMul(operands[1].Transpose(0, 1)) + operands[2], y);
        }
    }

    [Fact]
    public void Views_that_are_not_contiguous_serve_as_well()
    {
        Tensor x = Check.Random(1, [6, 3, 2]), w = Check.Random(2, [6, 4]), b = Check.Random(3, [8]);
        Tensor y = F.Linear(x.Transpose(0, 2), w.Transpose(0, 1), b.Slice(0, 0, step: 2), Activation.Relu);
        Tensor expected = (x.Transpose(0, 2).Clone().MatMul(w) + b.Slice(0, 0, step: 2)).Relu();
        Close.Assert(expected, y);
    }

    [Fact]
    public void First_and_second_derivatives_are_right()
    {
        foreach (Activation activation in Activations)
        {
            foreach (int[] leading in new int[][] { [], [3], [2, 2] })
            {
                Check.Derivatives(x => F.Linear(x[0], x[1], x[2], activation), Operands([.. leading, 3], 2, withBias: true, DType.Float64, 11));
                Check.Derivatives(x => F.Linear(x[0], x[1], null, activation), Operands([.. leading, 3], 2, withBias: false, DType.Float64, 12));
            }
        }
    }

    [Fact]
    public void Only_what_requires_a_gradient_gets_one()
    {
        var linear = new Linear(3, 2, activation: Activation.Relu);
        Tensor x = Tensor.Ones([4, 3]);
        linear.Weight.RequiresGrad = false;
        linear.Forward(x).Sum().Backward();
        Assert.Null(x.Grad);
        Assert.Null(linear.Weight.Grad);
        Assert.NotNull(linear.Bias!.Grad);
    }

    [Fact]
    public void Initial_values_are_uniform_up_to_one_over_the_root_of_the_inputs()
    {
        var linear = new Linear(64, 500, generator: new Generator(1));
        foreach (float[] values in new[] { linear.Weight.ToArray<float>(), linear.Bias!.ToArray<float>() })
        {
            Assert.All(values, static value => Assert.InRange(value, -0.125f, 0.125f));
            Assert.True(values.Max() > 0.12f && values.Min() < -0.12f);
        }

        Assert.Equal(linear.Weight.ToArray<float>(), new Linear(64, 500, generator: new Generator(1)).Weight.ToArray<float>());
        Assert.Equal([0f, 0f], new Linear(0, 2).Bias!.ToArray<float>());
    }

    [Fact]
    public void The_type_is_the_default_or_the_one_given()
    {
        Assert.Equal(DType.Float32, new Linear(2, 2).Weight.DType);
        Assert.Equal(DType.Float64, new Linear(2, 2, dtype: DType.Float64).Bias!.DType);
        Assert.Null(new Linear(2, 2, bias: false).Bias);
        Assert.Throws<ArgumentException>(() => new Linear(2, 2, dtype: DType.Int64));
        Assert.Equal("linear: the numbers of features must not be negative; got -1 in and 2 out", Assert.Throws<ArgumentException>(() => new Linear(-1, 2)).Message);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor x = Tensor.Ones([2, 3]), w = Tensor.Ones([4, 3]);
        Says("linear: the weight must have shape [out, in]; got [3]", () => F.Linear(x, Tensor.Ones([3])));
        Says("linear: the last dimension of the input must be 3, the in_features; got input [] and weight [4, 3]", () => F.Linear(Tensor.From(1f), w));
        Says("linear: the bias must have shape [4], the out_features; got bias [3] and weight [4, 3]", () => F.Linear(x, w, Tensor.Ones([3])));
        Says("linear: input, weight and bias must have one floating-point type; got float64, float32", () => F.Linear(x.To(DType.Float64), w));
        Says("linear: input, weight and bias must have one floating-point type; got int64, int64", () => F.Linear(x.To(DType.Int64), w.To(DType.Int64)));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    private static Tensor[] Operands(Shape input, int outputs, bool withBias, DType dtype, ulong seed)
    {
        Tensor[] all = [Check.Random(seed, input, dtype), Check.Random(seed + 1, [outputs, input[-1]], dtype), Check.Random(seed + 2, [outputs], dtype)];
        return withBias ? all : all[..2];
    }

    private static Tensor Apply(Activation activation, Tensor x) => activation switch
    {
        Activation.Relu => F.Relu(x),
        Activation.Tanh => F.Tanh(x),
        Activation.Sigmoid => F.Sigmoid(x),
        _ => x,
    };
}
