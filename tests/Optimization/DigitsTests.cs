using MiniTorch.Examples.Optimization;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

public class DigitsTests
{
    private readonly Digits _digits = new(images: 96, epochs: 2);

    [Fact]
    public void Weights_and_order_follow_from_the_seed_alone()
    {
        double[] first = Weights(seed: 3), again = Weights(seed: 3), other = Weights(seed: 4);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void A_schedule_takes_a_step_after_every_batch()
    {
        LRScheduler? schedule = null;
        _digits.Fit(0, static parameters => new SGD(parameters, lr: 0.01), optimizer => schedule = new ConstantLR(optimizer, factor: 1));

        Assert.Equal(6, _digits.Steps);
        Assert.Equal(_digits.Steps, schedule!.StepCount);
    }

    [Fact]
    public void A_training_that_diverges_has_no_network_and_no_score()
    {
        Sequential? model = _digits.Fit(0, static parameters => new SGD(parameters, lr: 1e30));

        Assert.Null(model);
        Assert.Equal(new DigitScore(double.NaN, double.NaN), _digits.Validate(model));
        Assert.Equal(new DigitScore(double.NaN, double.NaN), Digits.Test(model));
    }

    [Fact]
    public void An_untrained_network_guesses()
    {
        using GeneratorScope random = Generator.Use(new Generator(0));
        DigitScore score = Digits.Test(Digits.Perceptron());

        Assert.InRange(score.Loss, 2, 3);
        Assert.InRange(score.Accuracy, 0, 0.3);
    }

    private double[] Weights(int seed) =>
        [.. _digits.Fit(seed, static parameters => new Adam(parameters))!.Parameters().SelectMany(static p => p.ToArray<float>()).Select(static w => (double)w)];
}
