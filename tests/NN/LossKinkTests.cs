using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Where a loss has no derivative backward gives what PyTorch gives; the numbers were also read off PyTorch 1.13.</summary>
public sealed class LossKinkTests
{
    private const double Inf = double.PositiveInfinity;

    [Fact]
    public void L1_gives_0_where_input_and_target_are_equal() => Check(static (x, y) => F.L1Loss(x, y, Reduction.Sum));

    [Fact]
    public void Smooth_l1_gives_0_where_input_and_target_are_equal_and_1_at_beta() => Check(static (x, y) => F.SmoothL1Loss(x, y, Reduction.Sum));

    // PyTorch 1.13 gives -1 at 0, against its own page, by which the loss is L1 then.
    [Fact]
    public void Smooth_l1_of_beta_0_gives_0_where_input_and_target_are_equal() => Check(static (x, y) => F.SmoothL1Loss(x, y, Reduction.Sum, beta: 0));

    [Fact]
    public void Huber_gives_0_where_input_and_target_are_equal_and_1_at_delta() => Check(static (x, y) => F.HuberLoss(x, y, Reduction.Sum));

    private static void Check(Func<Tensor, Tensor, Tensor> loss)
    {
        Tensor x = Tensor.From([0, -0.0, 1, -1, 2, -2, Inf, -Inf], requiresGrad: true), y = Tensor.Zeros([8], DType.Float64, requiresGrad: true);
        loss(x, y).Backward();
        Assert.Equal([0, 0, 1, -1, 1, -1, 1, -1], x.Grad!.ToArray<double>());
        Assert.Equal([0, 0, -1, 1, -1, 1, -1, 1], y.Grad!.ToArray<double>());
        Assert.Equal(double.NaN, loss(Tensor.From([double.NaN]), Tensor.From([1.0])).Item<double>());
    }
}
