using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class BilinearTests
{
    [Fact]
    public void It_is_the_product_from_both_sides_with_all_derivatives()
    {
        foreach (int[] leading in (int[][])[[], [1], [3], [2, 2], [0], [2, 0]])
        {
            Shape first = [.. leading, 2], second = [.. leading, 3];
            OpTest.Check(static x => F.Bilinear(x[0], x[1], x[2], x[3]), static x => Plainly(x[0], x[1], x[2]).Zip(x[3], static (p, q) => p + q), [first, second, [4, 2, 3], [4]]);
            OpTest.Check(static x => F.Bilinear(x[0], x[1], x[2]), static x => Plainly(x[0], x[1], x[2]), [first, second, [1, 2, 3]]);
        }

        static Plain Plainly(Plain x, Plain y, Plain a) => Plain.Build([.. x.Shape.AsSpan()[..^1], a.Shape[0]], index =>
        {
            double sum = 0;
            for (int i = 0; i < 2; i++)
            {
                for (int j = 0; j < 3; j++)
                {
                    sum += x[[.. index[..^1], i]] * a[index[^1], i, j] * y[[.. index[..^1], j]];
                }
            }

            return sum;
        });
    }

    // torch 1.13.
    [Fact]
    public void It_has_PyTorchs_numbers_keys_and_print()
    {
        var layer = new Bilinear(2, 3, 2);
        layer.Weight.Value.CopyFrom(NDArray.Arange(12).Subtract(5).Reshape(2, 2, 3));
        layer.Bias!.Value.CopyFrom(NDArray.From([0.5f, -1]));
        Assert.Equal([-17.5f, 53, 8, 0.5f], layer.Forward(Tensor.From([1f, 2, -1, 0.5f], [2, 2]), Tensor.From([1f, 0, 3, 2, -1, 1], [2, 3])).ToArray<float>());
        Assert.Equal(["weight", "bias"], layer.StateDict().Keys);
        Assert.Equal("Bilinear(in1_features=2, in2_features=3, out_features=2, bias=True)", layer.ToString());
        Assert.Equal(["weight"], new Bilinear(2, 3, 2, bias: false).StateDict().Keys);
    }

    [Fact]
    public void Initial_values_are_uniform_up_to_one_over_the_root_of_the_first_inputs()
    {
        var layer = new Bilinear(16, 9, 500, generator: new(1));
        foreach (float[] values in (float[][])[layer.Weight.ToArray<float>(), layer.Bias!.ToArray<float>()])
        {
            Assert.All(values, static value => Assert.InRange(value, -0.25f, 0.25f));
            Assert.True(values.Max() > 0.24f && values.Min() < -0.24f);
        }

        Check.SameBits(layer.Weight, new Bilinear(16, 9, 500, generator: new(1)).Weight, "the same generator");
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor x = Tensor.Ones([2, 2]), y = Tensor.Ones([2, 3]), w = Tensor.Ones([4, 2, 3]);
        Says("bilinear: the weight must have shape [out, in1, in2]; got [2, 3]", () => F.Bilinear(x, y, y));
        Says(
            "bilinear: the last dimensions of the inputs must be 2 and 3, the in1_features and in2_features; got inputs [2, 3] and [2, 2] and weight [4, 2, 3]",
            () => F.Bilinear(y, x, w));
        Says("Bilinear: bilinear: the inputs must have the same leading dimensions; got [2, 2] and [1, 3]", () => new Bilinear(2, 3, 4).Forward(x, y[..1]));
        Says("bilinear: the bias must have shape [4], the out_features; got bias [3] and weight [4, 2, 3]", () => F.Bilinear(x, y, w, Tensor.Ones([3])));
        Says(
            "bilinear: inputs, weight and bias must have one floating-point type; got float32, float64, float32", () => F.Bilinear(x, y.To(DType.Float64), w));
        Says("bilinear: in1_features must be positive, in2_features and out_features not negative; got 0, 1 and 1", () => new Bilinear(0, 1, 1).Weight);

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(call).Message);
    }
}
