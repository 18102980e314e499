using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class LossTests
{
    [Fact]
    public void The_squared_error_is_the_textbooks() =>
        Prop.ForAll((byte n, ulong seed) =>
        {
            double[] x = Check.Random(seed, [1 + n]).ToArray<double>(), y = Check.Random(seed + 1, [1 + n]).ToArray<double>();
            double[] squares = [.. x.Zip(y, static (a, b) => (a - b) * (a - b))];
            Tensor input = Tensor.From(x), target = Tensor.From(y);
            Close.Assert(squares, F.MseLoss(input, target, Reduction.None).ToArray<double>());
            Close.Assert(squares.Sum(), F.MseLoss(input, target, Reduction.Sum).Item<double>());
            Close.Assert(squares.Average(), F.MseLoss(input, target).Item<double>());
            Check.SameBits(F.MseLoss(input, target), new MSELoss().Forward(input, target), "module");
            Check.SameBits(F.MseLoss(input, target, Reduction.Sum), new MSELoss(Reduction.Sum).Forward(input, target), "module");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_absolute_errors_are_the_textbooks() =>
        Prop.ForAll((byte n, ulong seed, byte width) =>
        {
            double w = (1 + width) / 128.0;
            double[] x = Check.Random(seed, [1 + n]).ToArray<double>(), y = Check.Random(seed + 1, [1 + n]).ToArray<double>();
            double[] differences = [.. x.Zip(y, static (a, b) => Math.Abs(a - b))];
            double[] huber = [.. differences.Select(d => d <= w ? d * d / 2 : w * (d - (w / 2)))];
            Agree(differences, F.L1Loss, new L1Loss(), new L1Loss(Reduction.Sum));
            Agree(huber, (a, b, r) => F.HuberLoss(a, b, r, w), new HuberLoss(delta: w), new HuberLoss(Reduction.Sum, w));
            Agree([.. huber.Select(h => h / w)], (a, b, r) => F.SmoothL1Loss(a, b, r, w), new SmoothL1Loss(beta: w), new SmoothL1Loss(Reduction.Sum, w));
            Agree(differences, static (a, b, r) => F.SmoothL1Loss(a, b, r, 0), new SmoothL1Loss(beta: 0), new SmoothL1Loss(Reduction.Sum, 0));

            void Agree(double[] losses, Func<Tensor, Tensor, Reduction, Tensor> loss, Loss mean, Loss sum)
            {
                Tensor input = Tensor.From(x), target = Tensor.From(y);
                Close.Assert(losses, loss(input, target, Reduction.None).ToArray<double>());
                Close.Assert(losses.Sum(), loss(input, target, Reduction.Sum).Item<double>());
                Close.Assert(losses.Average(), loss(input, target, Reduction.Mean).Item<double>());
                Check.SameBits(loss(input, target, Reduction.Mean), mean.Forward(input, target), "module");
                Check.SameBits(loss(input, target, Reduction.Sum), sum.Forward(input, target), "module");
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_an_argument_the_absolute_losses_are_PyTorchs()
    {
        Tensor x = Tensor.From([3.0, -0.5]), y = Tensor.From([0.0, 0]);
        Assert.Equal(1.75, F.L1Loss(x, y).Item<double>());
        Assert.Equal([2.5, 0.125], F.SmoothL1Loss(x, y, Reduction.None).ToArray<double>());
        Assert.Equal([2.5, 0.125], F.HuberLoss(x, y, Reduction.None).ToArray<double>());
        Check.SameBits(F.SmoothL1Loss(x, y), new SmoothL1Loss().Forward(x, y), "module");
        Check.SameBits(F.HuberLoss(x, y), new HuberLoss().Forward(x, y), "module");
        Assert.Equal([4.5, 0.125], F.HuberLoss(x, y, Reduction.None, double.PositiveInfinity).ToArray<double>());
        Assert.Equal([0.0, 0], F.SmoothL1Loss(x, y, Reduction.None, double.PositiveInfinity).ToArray<double>());
    }

    [Fact]
    public void Operands_of_two_types_meet()
    {
        Tensor input = Tensor.From([1f, 2f]), target = Tensor.From([3L, 2]);
        Assert.Equal(2f, F.MseLoss(input, target).Item<float>());
        Assert.Equal([1f, 2f], input.ToArray<float>());
        Tensor x = Tensor.From([1f, 2f], requiresGrad: true);
        F.MseLoss(x, Tensor.From([3.0, 2])).Backward();
        Assert.Equal([-2f, 0f], x.Grad!.ToArray<float>());
        foreach (Func<Tensor, Tensor, Tensor> loss in (Func<Tensor, Tensor, Tensor>[])[(a, b) => F.L1Loss(a, b), (a, b) => F.SmoothL1Loss(a, b), (a, b) => F.HuberLoss(a, b)])
        {
            Assert.Equal(DType.Float32, loss(input, target).DType);
            Assert.Equal(DType.Float64, loss(target, Tensor.From([1.0, 2])).DType);
            x.ZeroGrad();
            loss(x, Tensor.From([3.0, 2])).Backward();
            Assert.Equal([-0.5f, 0f], x.Grad!.ToArray<float>());
        }
    }

    [Fact]
    public void Of_nothing_the_mean_is_not_a_number_and_the_sum_zero()
    {
        Assert.True(float.IsNaN(F.MseLoss(Tensor.Zeros([0]), Tensor.Zeros([0])).Item<float>()));
        Assert.Equal(0, F.MseLoss(Tensor.Zeros([0]), Tensor.Zeros([0]), Reduction.Sum).Item<float>());
        Assert.True(float.IsNaN(F.L1Loss(Tensor.Zeros([0]), Tensor.Zeros([0])).Item<float>()));
        Assert.Equal(0, F.HuberLoss(Tensor.Zeros([0]), Tensor.Zeros([0]), Reduction.Sum).Item<float>());
    }

    [Fact]
    public void Shapes_that_differ_are_an_error_and_never_broadcast()
    {
        Says("mse_loss: input and target must have one shape; got [4, 1] and [4]", static () => F.MseLoss(Tensor.Zeros([4, 1]), Tensor.Zeros([4])));
        Says("mse_loss: input or target must be of a floating-point type; got int64 and int64", static () => F.MseLoss(Tensor.Arange(3), Tensor.Arange(3)));
        Says("l1_loss: input and target must have one shape; got [4, 1] and [4]", static () => F.L1Loss(Tensor.Zeros([4, 1]), Tensor.Zeros([4])));
        Says("huber_loss: input and target must have one shape; got [4, 1] and [4]", static () => F.HuberLoss(Tensor.Zeros([4, 1]), Tensor.Zeros([4])));
        Says("smooth_l1_loss: input and target must have one shape; got [4, 1] and [4]", static () => F.SmoothL1Loss(Tensor.Zeros([4, 1]), Tensor.Zeros([4])));
        Says("l1_loss: input or target must be of a floating-point type; got int64 and int64", static () => F.L1Loss(Tensor.Arange(3), Tensor.Arange(3)));
        Says("huber_loss: delta must be positive; got 0", static () => F.HuberLoss(Tensor.Zeros([4]), Tensor.Zeros([4]), delta: 0));
        Says("smooth_l1_loss: beta must not be negative; got -0.5", static () => F.SmoothL1Loss(Tensor.Zeros([4]), Tensor.Zeros([4]), beta: -0.5));
        Assert.Contains("delta must be positive; got NaN", Assert.Throws<ArgumentException>(static () => new HuberLoss(delta: double.NaN)).Message, StringComparison.Ordinal);
        Assert.Contains("beta must not be negative", Assert.Throws<ArgumentException>(static () => new SmoothL1Loss(beta: -1)).Message, StringComparison.Ordinal);
        Says(
            "nll_loss: for an input of shape [2, 3] the target must be int64 class indices of shape [2]; got float32 [2, 3]",
            static () => F.NllLoss(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 3])));
        Says(
            "nll_loss: class indices must lie in 0 to 2 or be the ignored -100; got 4 at position 0 of the target [2]",
            static () => F.NllLoss(Tensor.Zeros([2, 3]), Tensor.From([4L, 4])));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    [Fact]
    public void The_negative_log_likelihood_picks_and_weighs()
    {
        Tensor x = Tensor.From([1, 2, 3, 4, 5, 6, 7, 8, 9.0], [3, 3]);
        Tensor target = Tensor.From([2L, 0, -100]), weight = Tensor.From([1, 10, 100.0]);
        Assert.Equal([-3, -4, 0], F.NllLoss(x, target, Reduction.None).ToArray<double>());
        Assert.Equal([-300, -4, 0], F.NllLoss(x, target, Reduction.None, weight).ToArray<double>());
        Assert.Equal(-304.0 / 101, F.NllLoss(x, target, weight: weight).Item<double>());
        Assert.Equal(-3.5, F.NllLoss(x, target).Item<double>());
        Assert.Equal([-4, -2, -9], F.NllLoss(x.Transpose(0, 1), Tensor.From([1L, 0, 2]), Reduction.None).ToArray<double>());
    }
}
