namespace MiniTorch.Tests;

/// <summary>Hooks on gradients, before and after accumulation, and gradients of intermediate results.</summary>
public sealed class HookTests
{
    private static Tensor Ones(int size = 2) => Tensor.Ones([size], DType.Float64, requiresGrad: true);

    [Fact]
    public void A_hook_sees_the_whole_gradient_once_before_it_is_accumulated()
    {
        Tensor x = Ones();
        var seen = new List<double[]>();
        Tensor? gradBefore = x;
        x.RegisterHook(g =>
        {
            gradBefore = x.Grad;
            seen.Add(g.ToArray<double>());
            return null;
        });
        ((x * 2) + (x * 3)).Sum().Backward();
        Assert.Equal([5, 5], Assert.Single(seen));
        Assert.Null(gradBefore);
        Assert.Equal([5, 5], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Hooks_replace_the_gradient_in_the_order_of_their_registration()
    {
        Tensor x = Ones(), y = x * 2;
        y.RegisterHook(static g => g + 1);
        y.RegisterHook(static g => g * 10);
        x.RegisterHook(static g => -g);
        y.Sum().Backward();
        Assert.Equal([-40, -40], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_disposed_handle_removes_one_hook()
    {
        Tensor x = Ones();
        int calls = 0;
        Tensor? Count(Tensor gradient)
        {
            calls++;
            return null;
        }

        HookHandle first = x.RegisterHook(Count);
        HookHandle second = x.RegisterHook(Count);
        x.Sum().Backward();
        Assert.Equal(2, calls);
        first.Dispose();
        first.Dispose();
        x.Sum().Backward();
        Assert.Equal(3, calls);
        second.Dispose();
        x.Sum().Backward();
        Assert.Equal(3, calls);
    }

    [Fact]
    public void A_hook_may_remove_itself_and_register_another()
    {
        Tensor x = Ones();
        int calls = 0;
        HookHandle? handle = null;
        handle = x.RegisterHook(g =>
        {
            handle!.Dispose();
            x.RegisterHook(h =>
            {
                calls++;
                return null;
            });
            return g * 2;
        });
        x.Sum().Backward();
        Assert.Equal((2, 0), (x.Grad!.ToArray<double>()[0], calls));
        x.Sum().Backward();
        Assert.Equal((3, 1), (x.Grad!.ToArray<double>()[0], calls));
    }

    [Fact]
    public void Grad_runs_the_hooks_of_its_inputs_too()
    {
        Tensor x = Ones(), y = x * 2;
        x.RegisterHook(static g => g * 5);
        y.RegisterHook(static g => g * 7);
        Tensor[] gradients = Autograd.Grad([y.Sum()], [x, y]);
        Assert.Equal(70, gradients[0].ToArray<double>()[0]);
        Assert.Equal(7, gradients[1].ToArray<double>()[0]);
    }

    [Fact]
    public void A_hook_with_createGraph_is_differentiated()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true);
        using (x.RegisterHook(static g => g * g))
        {
            (x * x).Backward(createGraph: true);
        }

        Assert.Equal(36, x.Grad!.Item<double>());
        // (2x)² has the derivative 8x.
        Assert.Equal(24, Autograd.Grad([x.Grad], [x])[0].Item<double>());
    }

    [Fact]
    public void What_a_hook_keeps_outlives_the_walk()
    {
        Tensor x = Tensor.Ones([5000], requiresGrad: true), y = x * 2;
        var kept = new List<Tensor>();
        y.RegisterHook(g =>
        {
            kept.Add(g);
            kept.Add(g * 3);
            return null;
        });
        (y * 1).Sum().Backward();
        Assert.Null(y.Grad);
        (Tensor.Ones([5000]) * 9).Sum();
        Assert.All(kept[0].ToArray<float>(), static v => Assert.Equal(1, v));
        Assert.All(kept[1].ToArray<float>(), static v => Assert.Equal(3, v));
        Assert.False(kept[1].RequiresGrad);
    }

    [Fact]
    public void A_hook_must_not_change_what_others_wait_for()
    {
        Tensor a = Ones(), b = Ones();
        a.RegisterHook(static g =>
        {
            g.MultiplyInPlace(10);
            return null;
        });
        Throws("must not be changed in place", "return a new one", () => ((a + b) * Tensor.From([1.0, 2])).Sum().Backward());
    }

    [Fact]
    public void A_hook_must_return_a_gradient_that_fits()
    {
        Tensor x = Ones();
        HookHandle handle = x.RegisterHook(static g => g.Sum());
        Throws("on the gradient of 'leaf'", "float64 [2], or null to leave it; got float64 []", () => x.Sum().Backward());
        handle.Dispose();
        x.RegisterHook(static g => g.To(DType.Float32));
        Throws("got float32 [2]", "a hook must return", () => x.Sum().Backward());
    }

    [Fact]
    public void An_exception_in_a_hook_leaves_the_engine_usable()
    {
        Tensor x = Ones();
        HookHandle handle = x.RegisterHook(static _ => throw new TimeoutException("mine"));
        Assert.Throws<TimeoutException>(() => x.Sum().Backward());
        handle.Dispose();
        x.Sum().Backward();
        Assert.Equal([1, 1], x.Grad!.ToArray<double>());
        Assert.True(Autograd.IsGradEnabled);
    }

    [Fact]
    public void After_accumulation_a_leaf_may_step_and_clear()
    {
        Tensor x = Ones();
        HookHandle handle = x.RegisterPostAccumulateGradHook(static leaf =>
        {
            leaf.SubtractInPlace(leaf.Grad! * 0.5);
            leaf.Grad = null;
        });
        (x * 2).Sum().Backward();
        Assert.Null(x.Grad);
        Assert.Equal([0, 0], x.ToArray<double>());
        handle.Dispose();
        (x * 2).Sum().Backward();
        Assert.Equal([2, 2], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Leaves_that_were_sent_one_gradient_are_apart_before_hooks_run()
    {
        Tensor a = Ones(), b = Ones(), c = Tensor.From([5.0, 6]);
        Tensor? kept = null;
        a.RegisterPostAccumulateGradHook(static leaf => leaf.Grad!.MultiplyInPlace(0));
        b.RegisterHook(g =>
        {
            kept = g;
            return null;
        });
        ((a + b) * c).Sum().Backward();
        Assert.Equal([0, 0], a.Grad!.ToArray<double>());
        Assert.Equal([5, 6], b.Grad!.ToArray<double>());
        a.ZeroGrad();
        (a * c).Sum().Backward();
        Assert.Equal([5, 6], kept!.ToArray<double>());
    }

    [Fact]
    public void A_hook_may_clear_what_it_has_used_up_as_an_optimizer_does()
    {
        Tensor[] leaves = [Tensor.Ones([3000], requiresGrad: true), Tensor.Ones([3000], requiresGrad: true)];
        foreach (Tensor leaf in leaves)
        {
            leaf.RegisterPostAccumulateGradHook(static leaf =>
            {
                leaf.SubtractInPlace(new Tensor(leaf.GradValue!));
                leaf.ZeroGrad();
            });
        }

        for (int step = 0; step < 3; step++)
        {
            (leaves[0] + leaves[1]).Sum().Backward();
        }

        Assert.All(leaves, static leaf => Assert.All(leaf.ToArray<float>(), static value => Assert.Equal(-2, value)));
        Assert.All(leaves, static leaf => Assert.Null(leaf.Grad));
    }

    [Fact]
    public void An_async_method_begun_in_a_hook_does_not_change_the_walks_mode()
    {
        Tensor x = Ones(), y = x * 2;
        y.RegisterHook(g =>
        {
            _ = Log();
            return null;
        });
        (y * x).Sum().Backward();
        Assert.False(x.Grad!.RequiresGrad);
        Assert.True(Autograd.IsGradEnabled);

        static async Task Log()
        {
            using GradModeScope mode = Autograd.NoGrad();
            await Task.Yield();
        }
    }

    [Fact]
    public void Hooks_after_accumulation_run_for_Backward_alone_and_with_inputs()
    {
        Tensor x = Ones(), w = Ones();
        int calls = 0;
        x.RegisterPostAccumulateGradHook(_ => calls++);
        Autograd.Grad([x.Sum()], [x]);
        Assert.Equal(0, calls);
        (x * w).Sum().Backward(inputs: [w]);
        Assert.Equal(0, calls);
        (x * w).Sum().Backward(inputs: [x]);
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Hooks_need_a_tensor_that_requires_a_gradient()
    {
        Tensor constant = Tensor.Ones([2]), y = Ones() * 2;
        Throws("register_hook", "of shape [2] requires no gradient", () => constant.RegisterHook(static g => g));
        Throws("retain_grad", "requires no gradient", constant.RetainGrad);
        Throws("register_post_accumulate_grad_hook", "only leaves accumulate gradients; this tensor of shape [2] is the result of 'mul'", () => y.RegisterPostAccumulateGradHook(static _ => { }));
    }

    [Fact]
    public void RetainGrad_keeps_the_gradient_of_an_intermediate_result()
    {
        Tensor x = Ones(), y = x * 2;
        Assert.False(y.RetainsGrad);
        y.RetainGrad();
        y.RetainGrad();
        Assert.True(y.RetainsGrad);
        (y * 3).Sum().Backward(retainGraph: true);
        Assert.Equal([3, 3], y.Grad!.ToArray<double>());
        Assert.Equal([6, 6], x.Grad!.ToArray<double>());
        (y * 3).Sum().Backward();
        Assert.Equal([6, 6], y.Grad.ToArray<double>());

        // On a leaf there is nothing to ask for.
        x.RetainGrad();
        Assert.False(x.RetainsGrad);
    }

    [Fact]
    public void A_retained_gradient_is_that_after_the_hooks()
    {
        Tensor x = Ones(), y = x * 2;
        y.RetainGrad();
        y.RegisterHook(static g => g * 10);
        y.Sum().Backward();
        Assert.Equal([10, 10], y.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_retained_gradient_is_the_results_own()
    {
        Tensor x = Tensor.Ones([4000], requiresGrad: true), y = x * 2, z = y + 1;
        y.RetainGrad();
        z.RetainGrad();
        z.Sum().Backward();
        y.Grad!.Value.Fill(7);
        Assert.All(z.Grad!.ToArray<float>(), static v => Assert.Equal(1, v));
        Assert.All(x.Grad!.ToArray<float>(), static v => Assert.Equal(2, v));
    }

    private static void Throws(string first, string second, Action action)
    {
        string message = Assert.Throws<InvalidOperationException>(action).Message;
        Assert.Contains(first, message, StringComparison.Ordinal);
        Assert.Contains(second, message, StringComparison.Ordinal);
    }
}
