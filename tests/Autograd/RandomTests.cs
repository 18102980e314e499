namespace MiniTorch.Tests;

public sealed class RandomTests
{
    [Fact]
    public void In_place_the_new_numbers_owe_nothing_to_the_old()
    {
        Tensor x = Tensor.Ones([3], requiresGrad: true), y = x * 2;
        y.NormalInPlace(generator: new Generator(1));
        Assert.Equal(NDArray.Randn([3], generator: new Generator(1)).ToArray<float>(), y.ToArray<float>());
        (y * 5).Sum().Backward();
        Assert.Equal([0f, 0, 0], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_leaf_is_filled_only_without_recording()
    {
        Tensor x = Tensor.Ones([3], requiresGrad: true);
        foreach (Action<Tensor> draw in (Action<Tensor>[])[
            static x => x.UniformInPlace(), static x => x.NormalInPlace(), static x => x.TruncatedNormalInPlace(), static x => x.ExponentialInPlace(),
            static x => x.BernoulliInPlace(), static x => x.BernoulliInPlace(Tensor.From(0.5f)), static x => x.RandIntInPlace(0, 9)])
        {
            Assert.Contains("a leaf that requires a gradient", Assert.Throws<InvalidOperationException>(() => draw(x)).Message, StringComparison.Ordinal);
            Assert.Equal([1f, 1, 1], x.ToArray<float>());
        }

        using (Autograd.NoGrad())
        {
            x.UniformInPlace(2, 3);
        }

        Assert.All(x.ToArray<float>(), static value => Assert.InRange(value, 2, 3));
    }

    [Fact]
    public void No_gradient_flows_to_probabilities_and_parameters()
    {
        Tensor p = Tensor.Full([3], 0.5, requiresGrad: true);
        Assert.False(Tensor.Bernoulli(p).RequiresGrad);
        Assert.False(Tensor.Normal(p, p).RequiresGrad);
        Assert.False(Tensor.Normal(p, 1).RequiresGrad);
        Assert.False(Tensor.Normal(1, p).RequiresGrad);
        Assert.False(Tensor.RandLike(p).RequiresGrad);
        Assert.True(Tensor.RandLike(p, requiresGrad: true).RequiresGrad);
    }

    [Fact]
    public void Tensors_are_made_in_the_default_type_and_draw_what_arrays_draw()
    {
        Same(Tensor.Rand([5], generator: new(1)), NDArray.Rand([5], generator: new(1)));
        Same(Tensor.Uniform(-1, 3, [5], generator: new(1)), NDArray.Uniform(-1, 3, [5], generator: new(1)));
        Same(Tensor.Normal(1, 3, [5], generator: new(1)), NDArray.Normal(1, 3, [5], generator: new(1)));
        Same(Tensor.TruncatedNormal(0, 1, -1, 1, [5], generator: new(1)), NDArray.TruncatedNormal(0, 1, -1, 1, [5], generator: new(1)));
        Same(Tensor.Exponential(2, [5], generator: new(1)), NDArray.Exponential(2, [5], generator: new(1)));
        Same(Tensor.Bernoulli(0.5, [50], generator: new(1)), NDArray.Bernoulli(0.5, [50], generator: new(1)));
        Same(Tensor.RandInt(0, 100, [5], DType.Int32, new(1)), NDArray.RandInt(0, 100, [5], DType.Int32, new(1)));
        Same(Tensor.RandPerm(9, new(1)), NDArray.RandPerm(9, new(1)));
        Same(Tensor.Multinomial(Tensor.Ones([9]), 4, generator: new(1)), NDArray.Multinomial(NDArray.Ones([9]), 4, generator: new(1)));
        Same(Tensor.Rand([5], DType.Float64, true, new(1)).Detach(), NDArray.Rand([5], DType.Float64, new(1)));
        Assert.Equal(
            (DType.Int64, DType.Float32, DType.Float32, DType.Float32),
            (Tensor.Arange(3).DType, Tensor.Arange(3.0).DType, Tensor.Linspace(0, 1, 3).DType, Tensor.Arange(0, 1, 0.5).DType));

        static void Same(Tensor actual, NDArray expected) =>
            Assert.Equal((expected.DType, expected.ToString()), (actual.DType, actual.ToString()));
    }

    [Fact]
    public void A_checkpoint_keeps_a_generator()
    {
        var generator = new Generator(ulong.MaxValue - 5);
        generator.NextDouble();
        IStateful stateful = generator.AsStateful();
        StateNode state = stateful.SaveState();
        (double, double) expected = (generator.NextDouble(), generator.NextDouble());
        var other = new Generator(3L);
        other.AsStateful().LoadState(state);
        Assert.Equal(expected, (other.NextDouble(), other.NextDouble()));
        Assert.Equal(generator.State, other.State);
        Assert.Equal(new GeneratorState(ulong.MaxValue - 5, 1), Restored(state).State);
        Assert.Contains("seed", Assert.Throws<InvalidOperationException>(() => stateful.LoadState(new MapState { ["lr"] = 1 })).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => stateful.LoadState(3));

        static Generator Restored(StateNode state)
        {
            var generator = new Generator(0L);
            generator.AsStateful().LoadState(state);
            return generator;
        }
    }
}
