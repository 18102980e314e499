using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class LossDerivativeTests
{
    private static readonly Reduction[] Reductions = [Reduction.None, Reduction.Mean, Reduction.Sum];

    [Fact]
    public void Cross_entropy_with_class_indices()
    {
        Tensor target = Tensor.From([2L, -100, 0, 3]);
        foreach (Reduction reduction in Reductions)
        {
            Check.Derivatives(x => F.CrossEntropy(x[0], target, reduction), Check.Random(1, [4, 5]));
        }
    }

    [Fact]
    public void The_third_derivative_of_cross_entropy()
    {
        Tensor target = Tensor.From([2L, -100, 0]);
        Check.Derivatives(
            x => Autograd.Grad([F.CrossEntropy(x[0], target, Reduction.None)], [x[0]], [x[1]], createGraph: true)[0], Check.Random(1, [3, 4]), Check.Random(2, [3]));
    }

    [Fact]
    public void Cross_entropy_with_weights_and_smoothing()
    {
        Tensor target = Tensor.From([2L, -100, 0, 3]), weight = Tensor.From([1, 0.5, 2, 3, 0]);
        foreach (Reduction reduction in Reductions)
        {
            Check.Derivatives(x => F.CrossEntropy(x[0], target, reduction, weight), Check.Random(1, [4, 5]));
            Check.Derivatives(x => F.CrossEntropy(x[0], target, reduction, labelSmoothing: 0.2), Check.Random(2, [4, 5]));
            Check.Derivatives(x => F.CrossEntropy(x[0], target, reduction, weight, labelSmoothing: 0.2), Check.Random(3, [4, 5]));
        }
    }

    [Fact]
    public void Cross_entropy_with_probabilities_for_input_and_target()
    {
        Tensor weight = Tensor.From([1, 0.5, 2]);
        foreach (Reduction reduction in Reductions)
        {
            Check.Derivatives(x => F.CrossEntropy(x[0], x[1].Softmax(1), reduction), Check.Random(1, [4, 3]), Check.Random(2, [4, 3]));
            Check.Derivatives(
                x => F.CrossEntropy(x[0], x[1].Softmax(1), reduction, weight, labelSmoothing: 0.1), Check.Random(1, [2, 3, 2]), Check.Random(2, [2, 3, 2]));
        }
    }

    [Fact]
    public void Cross_entropy_with_further_dimensions()
    {
        Tensor target = Tensor.RandInt(0, 3, [2, 2, 2], new Generator(1));
        foreach (Reduction reduction in Reductions)
        {
            Check.Derivatives(x => F.CrossEntropy(x[0], target, reduction), Check.Random(1, [2, 3, 2, 2]));
        }

        Check.Derivatives(static x => F.CrossEntropy(x[0], Tensor.From([1L], Shape.Scalar)), Check.Random(1, [3]));
    }

    [Fact]
    public void Fused_and_composed_cross_entropy_have_equal_gradients()
    {
        Tensor x = Check.Random(1, [50, 20]), target = Tensor.RandInt(0, 20, [50], new Generator(2));
        foreach (Reduction reduction in Reductions)
        {
            Tensor seed = reduction == Reduction.None ? Check.Random(3, [50]).Detach() : Tensor.From(0.7);
            Tensor fused = Autograd.Grad([F.CrossEntropy(x, target, reduction)], [x], [seed])[0];
            Tensor composed = Autograd.Grad([F.NllLoss(x.LogSoftmax(1), target, reduction)], [x], [seed])[0];
            Close.Assert(composed, fused);
        }
    }

    [Fact]
    public void Negative_log_likelihood()
    {
        Tensor target = Tensor.From([2L, -100, 0]), weight = Tensor.From([1, 0.5, 2]);
        foreach (Reduction reduction in Reductions)
        {
            Check.Derivatives(x => F.NllLoss(x[0], target, reduction), Check.Random(1, [3, 3]));
            Check.Derivatives(x => F.NllLoss(x[0], target, reduction, weight), Check.Random(1, [3, 3]));
        }
    }

    [Fact]
    public void Mean_squared_error_for_input_and_target()
    {
        Tensor target = Check.Random(3, [3, 2]).Detach();
        foreach (Reduction reduction in Reductions)
        {
            Check.Derivatives(x => F.MseLoss(x[0], x[1], reduction), Check.Random(1, [3, 2]), Check.Random(2, [3, 2]));
            Check.Derivatives(x => F.MseLoss(x[0], target, reduction), Check.Random(1, [3, 2]));
        }
    }

    [Fact]
    public void Absolute_losses_for_input_and_target()
    {
        Tensor target = Check.Random(3, [3, 2]).Detach();
        foreach (Reduction reduction in Reductions)
        {
            Check.Derivatives(x => F.L1Loss(x[0], x[1], reduction), Check.Random(1, [3, 2]), Check.Random(2, [3, 2]));
            Check.Derivatives(x => F.SmoothL1Loss(x[0], x[1], reduction, 0.7), Check.Random(1, [3, 2]), Check.Random(2, [3, 2]));
            Check.Derivatives(x => F.HuberLoss(x[0], x[1], reduction, 0.7), Check.Random(1, [3, 2]), Check.Random(2, [3, 2]));
            Check.Derivatives(x => F.L1Loss(x[0], target, reduction), Check.Random(1, [3, 2]));
            Check.Derivatives(x => F.SmoothL1Loss(x[0], target, reduction), Check.Random(1, [3, 2]));
            Check.Derivatives(x => F.HuberLoss(x[0], target, reduction, 1.5), Check.Random(1, [3, 2]));
        }
    }
}
