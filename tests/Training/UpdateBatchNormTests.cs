using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Training;

namespace MiniTorch.Tests;

public sealed class UpdateBatchNormTests
{
    private static readonly Tensor _samples = Tensor.Randn([12, 3], generator: new Generator(1UL));

    private static DataLoader Loader => new(new TensorDataset(_samples, Tensor.Zeros([12])), batchSize: 4);

    [Fact]
    public void Running_statistics_become_the_means_over_the_batches()
    {
        var norm = new BatchNorm1d(3, momentum: 0.3);
        norm.Forward(Tensor.Full([4, 3], 100));

        AveragedModel.UpdateBatchNorm(Loader, new Sequential(norm));

        double[] mean = new double[3], variance = new double[3];
        foreach (Batch batch in Loader)
        {
            double[] values = batch[0].To(DType.Float64).ToArray<double>();
            for (int c = 0; c < 3; c++)
            {
                double[] column = [.. Enumerable.Range(0, 4).Select(row => values[(row * 3) + c])];
                mean[c] += column.Average() / 3;
                variance[c] += column.Sum(value => Math.Pow(value - column.Average(), 2)) / 3 / 3;
            }
        }

        Close.Assert(mean, norm.RunningMean!.To(DType.Float64).ToArray<double>(), rtol: 1e-5, atol: 1e-6);
        Close.Assert(variance, norm.RunningVar!.To(DType.Float64).ToArray<double>(), rtol: 1e-5, atol: 1e-6);
        Assert.Equal(3, norm.NumBatchesTracked!.Item<long>());
        Assert.Equal(0.3, norm.Momentum);
    }

    [Fact]
    public void Modes_and_momenta_are_as_they_were_also_after_an_error_and_nothing_is_recorded()
    {
        var frozen = new BatchNorm1d(3, momentum: null);
        var model = new Sequential(new BatchNorm1d(3), frozen, new Dropout());
        model.Eval();
        model[2].Train();
        string modes = Modes();
        int seen = 0;

        AveragedModel.UpdateBatchNorm(Loader, model, Check);
        Assert.Throws<FileLoadException>(() => AveragedModel.UpdateBatchNorm(Loader, model, _ => throw new FileLoadException("no")));

        Assert.Equal(3, seen);
        Assert.Equal(modes, Modes());

        string Modes() => string.Join(' ', model.NamedModules().Select(item => $"{item.Name} {item.Module.IsTraining} {(item.Module as BatchNorm)?.Momentum}"));

        void Check(Batch batch)
        {
            seen++;
            Assert.All(model.NamedModules(), item => Assert.True(item.Module.IsTraining));
            Assert.False(model.Forward(batch[0]).RequiresGrad);
        }
    }

    [Fact]
    public void A_model_without_batch_norms_asks_for_no_batch_and_others_need_one()
    {
        var norm = new BatchNorm1d(3);
        norm.Forward(_samples);
        string before = TestModels.Fingerprint(norm);

        AveragedModel.UpdateBatchNorm([], TestModels.Mlp(1));
        ArgumentException error = Assert.Throws<ArgumentException>(() => AveragedModel.UpdateBatchNorm([], new Sequential(norm)));

        Assert.Contains("needs at least one batch", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, TestModels.Fingerprint(norm));
    }
}
