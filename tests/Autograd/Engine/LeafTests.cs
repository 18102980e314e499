namespace MiniTorch.Tests;

/// <summary>RequiresGrad, IsLeaf, Detach, and what becomes of .Grad.</summary>
public sealed class LeafTests
{
    [Fact]
    public void Leaves_are_what_the_user_made()
    {
        Tensor x = Tensor.Ones([2]), w = Tensor.Ones([2], requiresGrad: true);
        Assert.True(x.IsLeaf && w.IsLeaf && (x * 2).IsLeaf);
        Tensor y = x * w;
        Assert.False(y.IsLeaf);
        Assert.True(y.RequiresGrad);
        Assert.True(y.Detach().IsLeaf);
        x.RequiresGrad = true;
        w.RequiresGrad = false;
        Assert.True(x.RequiresGrad);
        Assert.False(w.RequiresGrad);
        y.RequiresGrad = true;
    }

    [Fact]
    public void A_frozen_leaf_keeps_its_place_and_its_hooks_but_accumulates_nothing()
    {
        Tensor w = Tensor.Ones([2], DType.Float64, requiresGrad: true), y = (w * 3).Sum();
        int calls = 0;
        w.RegisterHook(g =>
        {
            calls++;
            return null;
        });
        int accumulated = 0;
        w.RegisterPostAccumulateGradHook(_ => accumulated++);
        w.RequiresGrad = false;
        y.Backward(retainGraph: true);
        Assert.Null(w.Grad);
        Assert.Equal(0, accumulated);
        Assert.False((w * 2).RequiresGrad);
        w.RequiresGrad = true;
        calls = 0;
        Assert.Equal([3, 3], Autograd.Grad([y], [w], retainGraph: true)[0].ToArray<double>());
        y.Backward();
        Assert.Equal([3, 3], w.Grad!.ToArray<double>());
        Assert.Equal(2, calls);
    }

    [Fact]
    public void A_gradient_that_cannot_be_written_to_is_added_to_all_the_same()
    {
        Tensor x = Tensor.Ones([3], requiresGrad: true);
        x.Grad = Tensor.Ones([1]).Expand([3]);
        (x * 2).Sum().Backward();
        Assert.Equal([3, 3, 3], x.Grad.ToArray<float>());
    }

    [Fact]
    public void Detach_cuts()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true);
        (x * x.Detach()).Backward();
        Assert.Equal(3, x.Grad!.Item<double>());
        Assert.False((x.Detach() * 2).RequiresGrad);
        Assert.True(x.Detach().Value.SharesStorageWith(x.Value));
    }

    [Fact]
    public void ZeroGrad_forgets_or_fills()
    {
        Tensor x = Tensor.From([1.0, 2], requiresGrad: true);
        x.ZeroGrad();
        x.ZeroGrad(setToNone: false);
        Assert.Null(x.Grad);
        (x * x).Sum().Backward();
        Tensor gradient = x.Grad!;
        x.ZeroGrad(setToNone: false);
        Assert.Same(gradient, x.Grad);
        Assert.Equal([0, 0], gradient.ToArray<double>());
        (x * 3).Sum().Backward();
        Assert.Equal([3, 3], x.Grad!.ToArray<double>());
        x.ZeroGrad();
        Assert.Null(x.Grad);
    }

    [Fact]
    public void ZeroGrad_cuts_the_gradients_own_history()
    {
        Tensor x = Tensor.From([1.0, 2], requiresGrad: true);
        (x * x).Sum().Backward(createGraph: true);
        Assert.True(x.Grad!.RequiresGrad);
        x.ZeroGrad(setToNone: false);
        Assert.False(x.Grad!.RequiresGrad);
        Assert.Equal([0, 0], x.Grad.ToArray<double>());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(4000)]
    public void A_gradient_that_was_seen_outlives_later_steps(int size)
    {
        Tensor x = Tensor.Ones([size], requiresGrad: true);
        var seen = new List<Tensor>();
        for (int step = 1; step <= 5; step++)
        {
            using TensorScope scope = TensorScope.Begin();
            x.ZeroGrad();
            (x * step).Sum().Backward();
            seen.Add(x.Grad!);
        }

        for (int step = 1; step <= 5; step++)
        {
            Assert.All(seen[step - 1].ToArray<float>(), value => Assert.Equal(step, value));
        }
    }

    [Fact]
    public void Accumulation_adds_to_the_same_tensor_as_in_PyTorch()
    {
        Tensor x = Tensor.Ones([2], requiresGrad: true);
        (x * 2).Sum().Backward();
        Tensor gradient = x.Grad!;
        (x * 3).Sum().Backward();
        Assert.Same(gradient, x.Grad);
        Assert.Equal([5, 5], gradient.ToArray<float>());
    }

    [Fact]
    public void Grad_can_be_set()
    {
        Tensor x = Tensor.Ones([2], requiresGrad: true);
        Tensor mine = Tensor.Full([2], 10);
        x.Grad = mine;
        x.Sum().Backward();
        Assert.Equal([11, 11], x.Grad.ToArray<float>());
        Assert.Contains("float32 [2]; got float32 [3]", Assert.Throws<ArgumentException>(() => x.Grad = Tensor.Zeros([3])).Message, StringComparison.Ordinal);
        Assert.Contains("got float64 [2]", Assert.Throws<ArgumentException>(() => x.Grad = Tensor.Zeros([2], DType.Float64)).Message, StringComparison.Ordinal);
        x.Grad = null;
        Assert.Null(x.Grad);
    }

    [Fact]
    public void Intermediate_results_keep_no_gradient()
    {
        Tensor x = Tensor.Ones([2], requiresGrad: true);
        Tensor y = x * 2;
        y.Sum().Backward();
        Assert.Null(y.Grad);
    }
}
