using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;
using MiniTorch.Optim;
using MiniTorch.Training;

namespace MiniTorch.Tests;

public sealed class AveragedModelTests
{
    [Fact]
    public void Equal_weights_give_the_mean_of_all_updates() => Prop.ForAll<ulong>(seed =>
    {
        var generator = new Generator(seed);
        Sequential model = TestModels.Mlp(1);
        var average = new AveragedModel(model);
        int count = (int)generator.NextInt64(1, 6);
        double[] mean = new double[Flat(model).Length];
        for (int i = 0; i < count; i++)
        {
            Change(model, generator);
            average.UpdateParameters(model);
            mean = [.. mean.Zip(Flat(model), (sum, value) => sum + (value / count))];
        }

        Assert.Equal(count, average.AveragedCount);
        Close.Assert(mean, Flat(average.Module), rtol: 1e-5, atol: 1e-6);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_decay_gives_the_recursion_of_the_moving_average() => Prop.ForAll<ulong>(seed =>
    {
        var generator = new Generator(seed);
        double decay = generator.NextDouble();
        Sequential model = TestModels.Mlp(1);
        AveragedModel average = AveragedModel.Ema(model, decay);
        double[]? expected = null;
        for (int i = 0; i < 5; i++)
        {
            Change(model, generator);
            average.UpdateParameters(model);
            expected = [.. Flat(model).Select((value, j) => expected is null ? value : (decay * expected[j]) + ((1 - decay) * value))];
        }

        Close.Assert(expected, Flat(average.Module), rtol: 1e-5, atol: 1e-6);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void The_first_update_copies_whatever_was_there()
    {
        Sequential model = TestModels.Mlp(1);
        foreach (AveragedModel average in (AveragedModel[])[new(TestModels.Mlp(7)), AveragedModel.Ema(TestModels.Mlp(7)), new(TestModels.Mlp(7), (_, _, _) => throw new FileLoadException("asked"))])
        {
            average.UpdateParameters(model);

            Assert.Equal(Flat(model), Flat(average.Module));
            Assert.Equal(1, average.AveragedCount);
        }
    }

    [Fact]
    public void It_is_a_copy_of_the_model_and_is_copied_itself()
    {
        Sequential model = TestModels.Mlp(1);
        var average = new AveragedModel(model);
        Assert.Equal(Flat(model), Flat(average.Module));
        Fill(model, 3);
        Assert.DoesNotContain(3, Flat(average.Module));
        average.UpdateParameters(model);

        AveragedModel copy = average.Clone();
        Fill(model, 5);
        copy.UpdateParameters(model);

        Assert.Equal((1, 2), (average.AveragedCount, copy.AveragedCount));
        Assert.All(Flat(average.Module), value => Assert.Equal(3, value));
        Assert.All(Flat(copy.Module), value => Assert.Equal(4, value));
    }

    [Fact]
    public void A_function_is_asked_from_the_second_update_on_with_the_number_of_those_before()
    {
        Sequential model = TestModels.Mlp(1);
        List<long> counts = [];
        var average = new AveragedModel(model, (mean, value, count) =>
        {
            counts.Add(count);
            return mean.Maximum(value);
        });
        Fill(model, 3);
        average.UpdateParameters(model);
        Fill(model, 5);
        average.UpdateParameters(model);
        Fill(model, 4);
        average.UpdateParameters(model);

        Assert.Equal([1L, 1, 1, 1, 2, 2, 2, 2], counts);
        Assert.All(Flat(average.Module), value => Assert.Equal(5, value));
    }

    [Fact]
    public void Buffers_are_copied_or_averaged_as_asked_for()
    {
        Sequential model = TestModels.Mlp(1);
        var copying = new AveragedModel(model);
        var averaging = new AveragedModel(model, useBuffers: true);
        foreach (int value in (int[])[1, 2, 5])
        {
            foreach ((_, Tensor buffer) in model.NamedBuffers())
            {
                buffer.Value.Fill(value);
            }

            copying.UpdateParameters(model);
            averaging.UpdateParameters(model);
        }

        Assert.All(copying.Module.NamedBuffers(), item => Assert.Equal(5, item.Buffer.Value.To(DType.Float64).ToArray<double>()[0]));

        // Integers are cut at each update: 1, 1.5 → 1, 1 + 4/3 → 2.
        double[] means = [.. averaging.Module.NamedBuffers().Select(item => item.Buffer.Value.To(DType.Float64).ToArray<double>()[0])];
        Close.Assert([2, 8.0 / 3, 8.0 / 3], means, rtol: 1e-6);
    }

    [Fact]
    public void Its_keys_are_those_of_PyTorch_and_it_goes_on_from_a_saved_state()
    {
        Sequential model = TestModels.Mlp(1);
        AveragedModel whole = AveragedModel.Ema(model, 0.5), first = AveragedModel.Ema(model, 0.5);
        for (int i = 0; i < 4; i++)
        {
            if (i == 2)
            {
                StateDict state = first.StateDict();
                first = AveragedModel.Ema(TestModels.Mlp(9), 0.5);
                first.LoadStateDict(state);
            }

            Change(model, new Generator((ulong)i));
            whole.UpdateParameters(model);
            first.UpdateParameters(model);
        }

        Assert.Equal(["n_averaged", "module.0.weight", "module.0.bias", "module.3.calls", "module.3.mean", "module.4.weight", "module.4.bias"], whole.StateDict().Keys);
        Assert.Equal(DType.Int64, whole.StateDict()["n_averaged"].DType);
        Assert.Equal([], whole.StateDict()["n_averaged"].Shape);
        Assert.Equal(TestModels.Fingerprint(whole), TestModels.Fingerprint(first));
    }

    [Fact]
    public void It_runs_as_its_average_and_updates_record_nothing_and_outlive_a_scope()
    {
        Sequential model = TestModels.Mlp(1);
        var average = new AveragedModel(model);
        using (TensorScope.Begin())
        {
            Fill(model, 1);
            average.UpdateParameters(model);
            Fill(model, 3);
            average.UpdateParameters(model);
        }

        average.Eval();
        Assert.All(average.Parameters(), parameter => Assert.True(parameter.IsLeaf && parameter.RequiresGrad));
        double h = Math.Tanh((2 * 3) + 2);
        Close.Assert(Tensor.Full([1, 2], (10 * h) + 2), average.Forward(Tensor.Ones([1, 3])), rtol: 1e-6);
    }

    [Fact]
    public void A_model_of_another_build_or_the_average_itself_is_refused_and_changes_nothing()
    {
        Sequential model = TestModels.Mlp(1);
        var average = new AveragedModel(model);
        string before = TestModels.Fingerprint(average);

        Refused(() => average.UpdateParameters(new Linear(3, 5)), "must have the parameters of the one that was copied, 0.weight [5, 3]", "got weight [5, 3], bias [5]");
        Refused(() => average.UpdateParameters(new Sequential(model[0], model[1], model[2], new Tanh(), model[4])), "must have the buffers of");
        Refused(() => average.UpdateParameters(average.Module), "pass the one that is trained");
        Refused(() => AveragedModel.Ema(model, 1.5), "decay must be from 0 to 1; got 1.5");
        Refused(() => AveragedModel.Ema(model, double.NaN), "got NaN");
        Assert.Equal(before, TestModels.Fingerprint(average));

        static void Refused(Action act, params string[] expected)
        {
            ArgumentException error = Assert.Throws<ArgumentException>(act);
            Assert.All(expected, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        }
    }

    // With a constant rate the iterates of noisy gradients spread around the minimum; their mean lies nearer.
    [Fact]
    public void With_a_rate_by_SWALR_the_average_is_nearer_to_the_minimum_than_the_iterates()
    {
        var generator = new Generator(2UL);
        var model = new Linear(1, 1, bias: false);
        var average = new AveragedModel(new Linear(1, 1, bias: false));
        var optimizer = new SGD(model.Parameters(), lr: 0.5);
        var schedule = new SWALR(optimizer, swaLr: 0.2, annealEpochs: 5);
        double spread = 0;
        const int steps = 400;
        for (int i = 0; i < steps; i++)
        {
            Tensor noise = Tensor.Randn([1, 1], generator: generator);
            optimizer.ZeroGrad();
            ((model.Weight - 1 - noise) * (model.Weight - 1 - noise)).Sum().Backward();
            optimizer.Step();
            schedule.Step();
            if (i >= 20)
            {
                average.UpdateParameters(model);
                spread += Math.Pow(model.Weight.ToArray<float>()[0] - 1, 2) / (steps - 20);
            }
        }

        double off = Math.Pow(average.Module.Parameters()[0].ToArray<float>()[0] - 1, 2);
        Assert.InRange(off, 0, spread / 10);
    }

    private static double[] Flat(Module model) => [.. model.Parameters().SelectMany(static parameter => parameter.ToArray<float>()).Select(static value => (double)value)];

    private static void Change(Module model, Generator generator)
    {
        foreach (Tensor parameter in model.Parameters())
        {
            parameter.Value.CopyFrom(NDArray.Randn(parameter.Shape, generator: generator));
        }
    }

    private static void Fill(Module model, double value)
    {
        foreach (Tensor parameter in model.Parameters())
        {
            parameter.Value.Fill(value);
        }
    }
}
