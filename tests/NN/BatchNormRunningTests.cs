using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>The running mean and variance of batch normalisation.</summary>
public sealed class BatchNormRunningTests
{
    [Fact]
    public void They_move_by_the_exponential_average_of_mean_and_unbiased_variance() => Prop.ForAll((ulong seed, byte percent) =>
    {
        var generator = new Generator(seed);
        double momentum = percent % 101 / 100.0;
        var layer = new BatchNorm1d(3, momentum: momentum, dtype: DType.Float64);
        double[] mean = [0, 0, 0], variance = [1, 1, 1];
        for (int batch = 1; batch <= 4; batch++)
        {
            Tensor x = Tensor.Randn([(int)generator.NextInt64(2, 9), 3, (int)generator.NextInt64(1, 40)], DType.Float64, generator: generator) * 3 - 1;
            layer.Forward(x);
            Plain values = Plain.Of(x.Value);
            double[] means = values.Reduce([0, 2], false, static row => row.Average()).Data;
            double[] variances = values.Reduce([0, 2], false, static row => row.Sum(v => (v - row.Average()) * (v - row.Average())) / (row.Length - 1)).Data;
            mean = [.. mean.Zip(means, (old, fresh) => ((1 - momentum) * old) + (momentum * fresh))];
            variance = [.. variance.Zip(variances, (old, fresh) => ((1 - momentum) * old) + (momentum * fresh))];
            Close.Assert(mean, layer.RunningMean!.ToArray<double>());
            Close.Assert(variance, layer.RunningVar!.ToArray<double>());
            Assert.Equal(batch, layer.NumBatchesTracked!.Item<long>());
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    // The average of independent batches of n has the deviation √(m/(2 − m)) of one batch: σ/√n of the mean, σ²·√(2/(n − 1)) of the variance.
    [Fact]
    public void They_converge_to_those_of_the_distribution() => Prop.ForAll((ulong seed) =>
    {
        const int N = 64;
        var generator = new Generator(seed);
        double[] means = [-5, 0, 100], deviations = [0.1, 1, 20];
        var layer = new BatchNorm1d(3);
        for (int batch = 0; batch < 200; batch++)
        {
            layer.Forward((Tensor.Randn([N, 3], generator: generator) * Tensor.From(deviations).To(DType.Float32)) + Tensor.From(means).To(DType.Float32));
        }

        double share = Math.Sqrt(0.1 / 1.9);
        for (int c = 0; c < 3; c++)
        {
            double meanBound = 6 * share * deviations[c] / Math.Sqrt(N), varianceBound = 6 * share * deviations[c] * deviations[c] * Math.Sqrt(2.0 / (N - 1));
            Assert.InRange(layer.RunningMean!.ToArray<float>()[c], means[c] - meanBound, means[c] + meanBound);
            Assert.InRange(layer.RunningVar!.ToArray<float>()[c], (deviations[c] * deviations[c]) - varianceBound, (deviations[c] * deviations[c]) + varianceBound);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    // torch 1.13: nn.BatchNorm1d(2, momentum=None) in float64.
    [Fact]
    public void Without_momentum_they_are_the_mean_of_all_batches()
    {
        var layer = new BatchNorm1d(2, momentum: null, dtype: DType.Float64);
        (double[] Batch, double[] Mean, double[] Var)[] steps =
        [
            ([1, 2, 3, -4, 0.5, 7], [1.5, 1.6666666666666667], [1.75, 30.333333333333336]),
            ([2, 2, 1, 1], [1.5, 1.5833333333333335], [1.125, 15.416666666666668]),
            ([-3, 0, 5, 6, 1, 2, 9, -9], [2.0, 0.9722222222222224], [9.63888888888889, 23.694444444444446]),
        ];
        foreach ((double[] batch, double[] mean, double[] variance) in steps)
        {
            layer.Forward(Tensor.From(batch, [batch.Length / 2, 2]));
            Close.Assert(mean, layer.RunningMean!.ToArray<double>());
            Close.Assert(variance, layer.RunningVar!.ToArray<double>());
        }

        Assert.Equal(3, layer.NumBatchesTracked!.Item<long>());
        layer.Eval();
        Close.Assert([-0.3220967091751883, 0.21114260064239398], layer.Forward(Tensor.From([1.0, 2], [1, 2])).ToArray<double>());
        layer.ResetRunningStats();
        Assert.Equal([0.0, 0], layer.RunningMean!.ToArray<double>());
        Assert.Equal([1.0, 1], layer.RunningVar!.ToArray<double>());
        Assert.Equal(0, layer.NumBatchesTracked.Item<long>());
    }

    [Fact]
    public void Evaluation_uses_them_and_leaves_them()
    {
        var layer = new BatchNorm1d(3);
        Tensor x = Tensor.Randn([6, 3], generator: new(1)) * 2 + 1;
        Tensor trained = layer.Forward(x);
        StateDict before = Copy(layer);
        layer.Eval();
        Tensor y = layer.Forward(x);
        Check.SameBits(F.BatchNorm(x, layer.RunningMean, layer.RunningVar, layer.Weight, layer.Bias), y, "evaluation");
        Assert.NotEqual(trained.ToArray<float>(), y.ToArray<float>());
        foreach ((string key, Tensor value) in layer.StateDict())
        {
            Check.SameBits(before[key].To(DType.Float64), value.To(DType.Float64), key);
        }

        // An element's value does not depend on the others of its batch.
        Check.SameBits(y[2..3], layer.Forward(x[2..3]), "a sample on its own");
    }

    [Fact]
    public void Without_them_every_batch_is_normalised_by_its_own()
    {
        var layer = new BatchNorm1d(3, affine: false, trackRunningStats: false);
        Tensor x = Tensor.Randn([6, 3], generator: new(1)) * 2 + 1;
        Tensor trained = layer.Forward(x);
        layer.Eval();
        Check.SameBits(trained, layer.Forward(x), "evaluation");
        Assert.Throws<ArgumentException>(() => F.BatchNorm(x[..1], null, null, training: true));
    }

    [Fact]
    public void They_have_no_history_and_outlive_a_scope()
    {
        foreach (int channels in (int[])[3, 3000])
        {
            var layer = new BatchNorm1d(channels);
            Tensor x = Tensor.Randn([4, channels], requiresGrad: true, generator: new(1));
            for (int step = 0; step < 3; step++)
            {
                using var scope = TensorScope.Begin();
                layer.Forward(x).Square().Sum().Backward();
            }

            using (Autograd.NoGrad())
            {
                layer.Forward(x);
            }

            Assert.False(layer.RunningMean!.RequiresGrad || layer.RunningVar!.RequiresGrad);
            Close.Assert((x.Detach().Mean(0) * (1 - Math.Pow(0.9, 4))).Value, layer.RunningMean.Value, 1e-5, 1e-6);
            Assert.Equal(4, layer.NumBatchesTracked!.Item<long>());
            Assert.NotNull(layer.Weight!.Grad);
        }
    }

    [Fact]
    public void A_step_of_them_does_not_disturb_a_gradient_that_is_still_to_come()
    {
        var layer = new BatchNorm1d(2);
        layer.Eval();
        Tensor x = Tensor.Randn([3, 2], requiresGrad: true, generator: new(1));
        Tensor y = layer.Forward(x);
        layer.Train();
        layer.Forward(x.Detach() + 5);
        y.Sum().Backward();
        Close.Assert(NDArray.Full([3, 2], 1 / Math.Sqrt(1 + 1e-5), DType.Float32), x.Grad!.Value, 1e-6, 0);
    }

    [Fact]
    public void An_empty_batch_leaves_them_as_they_are()
    {
        var layer = new BatchNorm2d(2);
        Tensor y = layer.Forward(Tensor.Zeros([0, 2, 3, 3]));
        Assert.Equal([0, 2, 3, 3], y.Shape.ToArray());
        y.Sum().Backward();
        Assert.Equal([0f, 0], layer.Weight!.Grad!.ToArray<float>());
        Assert.Equal([0f, 0], layer.RunningMean!.ToArray<float>());
        Assert.Equal([1f, 1], layer.RunningVar!.ToArray<float>());
        Assert.Equal(1, layer.NumBatchesTracked!.Item<long>());
    }

    private static StateDict Copy(Module module)
    {
        var copy = new StateDict();
        foreach ((string key, Tensor value) in module.StateDict())
        {
            copy[key] = value.Clone();
        }

        return copy;
    }
}
