namespace MiniTorch.Tests;

/// <summary>Operations of the user's own.</summary>
public sealed class FunctionTests
{
    private static Tensor Input(params int[] shape) => Tensor.Randn(Shape.Of(shape), DType.Float64, requiresGrad: true, new Generator(3UL));

    private static Tensor Cube(Tensor x) => Autograd.Function(
        [x],
        static (ctx, x) =>
        {
            ctx.Save(x[0]);
            return x[0] * x[0] * x[0];
        },
        static (ctx, g) => [g * 3 * ctx.Saved[0] * ctx.Saved[0]]);

    private static Tensor Exp(FunctionContext context, Tensor[] x)
    {
        Tensor y = x[0].Exp();
        context.Save(y);
        return y;
    }

    [Fact]
    public void Its_derivatives_are_used_to_any_order()
    {
        Check(static x => Cube(x[0]), Input(2, 3));
        Check(static x => Autograd.Function([x[0] * 2], Exp, static (ctx, g) => [g * ctx.Saved[0]]), Input(3));
        Tensor x = Input(2);
        Tensor third = Autograd.Grad([Autograd.Grad([Autograd.Grad([Cube(x).Sum()], [x], createGraph: true)[0].Sum()], [x], createGraph: true)[0].Sum()], [x])[0];
        Close.Assert([6, 6], third.ToArray<double>(), 1e-12, 1e-12, "x³, three times");
    }

    [Fact]
    public void Forward_is_not_recorded_and_sees_its_inputs()
    {
        Tensor x = Input(2);
        Tensor y = Autograd.Function(
            [x],
            (ctx, inputs) =>
            {
                Assert.Same(x, inputs[0]);
                Assert.False((inputs[0] * 2).RequiresGrad);
                return inputs[0] * 2;
            },
            static (ctx, g) => [g * 2]);
        Assert.True(y.RequiresGrad);
        Assert.False(y.IsLeaf);
    }

    [Fact]
    public void Flags_say_which_gradients_are_needed()
    {
        Tensor x = Input(2), constant = Tensor.Ones([2], DType.Float64);
        bool[]? flags = null;
        Tensor Product(Tensor a, Tensor b) => Autograd.Function(
            [a, b],
            static (ctx, x) =>
            {
                ctx.Save(x[0], x[1]);
                return x[0] * x[1];
            },
            (ctx, g) =>
            {
                flags = [ctx.NeedsGradient(0), ctx.NeedsGradient(1)];
                return [ctx.NeedsGradient(0) ? g * ctx.Saved[1] : null, ctx.NeedsGradient(1) ? g * ctx.Saved[0] : null];
            });
        Product(constant, x).Sum().Backward();
        Assert.Equal([false, true], flags!);
        Product(x, x).Sum().Backward();
        Assert.Equal([true, true], flags!);
        Check(t => Product(t[0], t[1]), Input(2, 3), Input(2, 3));
        Assert.Null(constant.Grad);
    }

    [Fact]
    public void Backward_runs_once_for_all_inputs_and_not_at_all_without_need()
    {
        Tensor x = Input(2), y = Input(2);
        int runs = 0;
        Tensor Sum(Tensor a, Tensor b) => Autograd.Function([a, b], static (ctx, x) => x[0] + x[1], (ctx, g) =>
        {
            runs++;
            return [g, g];
        });
        Sum(x, y).Sum().Backward();
        Assert.Equal(1, runs);
        Sum(x.Detach(), y.Detach());
        using (Autograd.NoGrad())
        {
            Assert.False(Sum(x, y).RequiresGrad);
        }

        (Sum(x, y) * y).Sum().Backward(inputs: [y]);
        Assert.Equal(2, runs);
        Tensor unused = Sum(x, y);
        Assert.Equal(2, runs);
        GC.KeepAlive(unused);
    }

    [Fact]
    public void Several_results_meet_in_one_backward()
    {
        static Tensor[] SinhCosh(Tensor x) => Autograd.Function(
            [x],
            static (ctx, x) =>
            {
                Tensor up = x[0].Exp(), down = (-x[0]).Exp();
                Tensor[] results = [(up - down) / 2, (up + down).Sum(0) / 2];
                ctx.Save(x[0], results[0]);
                return results;
            },
            static (ctx, g) => [(g[0] * ((ctx.Saved[0].Exp() + (-ctx.Saved[0]).Exp()) / 2)) + (g[1] * ctx.Saved[1])]);
        Check(static x => SinhCosh(x[0])[0], Input(2, 3));
        Check(static x => SinhCosh(x[0])[1], Input(2, 3));
        Check(static x => (SinhCosh(x[0])[0] * SinhCosh(x[0])[1]) + SinhCosh(x[0])[0], Input(2, 3));
    }

    [Fact]
    public void Results_may_have_several_types_and_some_no_derivative()
    {
        Tensor x = Input(4);
        Tensor[] results = Autograd.Function(
            [x],
            static (ctx, x) =>
            {
                (Tensor max, Tensor index) = x[0].Max(0);
                Tensor count = x[0].Gt(0).To(DType.Float64).Sum();
                ctx.MarkNonDifferentiable(count);
                ctx.Save(index);
                return [max.To(DType.Float32), index, x[0] * 2, count];
            },
            static (ctx, g) =>
            {
                Assert.Equal([DType.Float32, DType.Int64, DType.Float64, DType.Float64], g.Select(static t => t.DType));
                Assert.Equal(0, g[3].Item<double>());
                Tensor gradient = g[2] * 2;
                int at = (int)ctx.Saved[0].Item<long>();
                gradient[at] = gradient[at] + g[0];
                return [gradient];
            });
        Assert.Equal([true, false, true, false], results.Select(static t => t.RequiresGrad));
        Assert.Equal([DType.Float32, DType.Int64, DType.Float64, DType.Float64], results.Select(static t => t.DType));
        int top = (int)results[1].Item<long>();
        (results[0] + results[2].Sum()).Backward();
        Assert.Equal(Enumerable.Range(0, 4).Select(i => i == top ? 3.0 : 2.0), x.Grad!.ToArray<double>());
        Assert.Equal(x.Value.Multiply(2).ToArray<double>(), results[2].ToArray<double>());
    }

    [Fact]
    public void Saved_values_are_freed_and_guarded()
    {
        Tensor x = Input(2), y = Cube(x).Sum();
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.Contains("saved by 'function' were freed", Throws(() => y.Backward()), StringComparison.Ordinal);
        Tensor z = Cube(x);
        x.Value.Fill(1);
        Assert.Contains("'function' saved for its derivative was changed in place", Throws(() => z.Sum().Backward()), StringComparison.Ordinal);

        WeakReference<Tensor> kept = Forget(x);
        GC.Collect();
        Assert.False(kept.TryGetTarget(out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_what_is_saved_is_kept_and_only_until_backward(bool walk)
    {
        Tensor x = Input(2);
        (Tensor loss, WeakReference<Tensor>[] unsaved, WeakReference<Tensor> saved) = Call(x);
        if (walk)
        {
            loss.Backward();
        }

        GC.Collect();
        Assert.All(unsaved, static tensor => Assert.False(tensor.TryGetTarget(out _)));
        Assert.Equal(!walk, saved.TryGetTarget(out _));
        GC.KeepAlive(loss);
    }

    [Fact]
    public void Results_that_share_memory_are_refused_in_place()
    {
        Tensor x = Input(2);
        Tensor[] results = Autograd.Function([x], static (ctx, t) => new[] { t[0] * 2, (t[0] * 3).Unsqueeze(0) }, static (ctx, g) => [(g[0] * 2) + (g[1][0] * 3)]);
        Assert.All(results, static result => Assert.Contains("a view cannot be changed in place", Throws(() => result.AddInPlace(1)), StringComparison.Ordinal));
    }

    [Fact]
    public void Forward_must_not_change_an_input_that_has_a_history()
    {
        Tensor x = Input(2);
        Tensor Tripled(Tensor input) => Autograd.Function([input], static (ctx, t) => t[0].MultiplyInPlace(3) * 1, static (ctx, g) => [g * 3], "tripled");
        Assert.Contains("the forward of 'tripled' changed its input 0, of shape [2], in place", Throws(() => Tripled(x * 1)), StringComparison.Ordinal);
        Assert.Equal([3, 3], Tripled(Tensor.Ones([2])).ToArray<float>());
    }

    [Fact]
    public void The_callers_array_is_not_forwards()
    {
        Tensor x = Input(2);
        Tensor[] inputs = [x];
        Tensor y = Autograd.Function(
            inputs,
            static (ctx, t) =>
            {
                t[0] = t[0] * 2;
                return t[0];
            },
            static (ctx, g) => [g * 2]);
        Assert.Same(x, inputs[0]);
        y.Sum().Backward();
        Assert.Equal([2, 2], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void What_backward_keeps_outlives_the_walk()
    {
        Tensor x = Tensor.Ones([4000], requiresGrad: true);
        Tensor? kept = null;
        Tensor y = Autograd.Function([x], static (ctx, x) => x[0] * 2, (ctx, g) =>
        {
            kept = g * 3;
            return [g * 2];
        });
        (y * 1).Sum().Backward();
        Assert.All(kept!.ToArray<float>(), static v => Assert.Equal(3, v));
    }

    [Fact]
    public void State_travels_too()
    {
        Tensor x = Input(2);
        Autograd.Function(
            [x],
            static (ctx, x) =>
            {
                ctx.State = 7.0;
                return x[0] * 7;
            },
            static (ctx, g) => [g * (double)ctx.State!]).Sum().Backward();
        Assert.Equal([7, 7], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void An_input_may_be_returned_but_not_changed_through_the_result()
    {
        Tensor x = Input(2), y = Autograd.Function([x], static (ctx, x) => x[0], static (ctx, g) => [-g]);
        Assert.NotSame(x, y);
        Assert.Contains("a view cannot be changed in place", Throws(() => y.AddInPlace(1)), StringComparison.Ordinal);
        y.Sum().Backward();
        Assert.Equal([-1, -1], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Null_is_no_gradient()
    {
        Tensor x = Input(2), y = Input(2);
        Autograd.Function([x, y], static (ctx, x) => x[0] * x[1], static (ctx, g) => [null, g]).Sum().Backward();
        Assert.Null(x.Grad);
        Assert.Equal([1, 1], y.Grad!.ToArray<double>());
    }

    [Fact]
    public void Wrong_gradients_are_errors_that_name_the_function()
    {
        Tensor x = Input(2);
        Assert.Equal("function: the backward of 'Exp' must return one gradient an input, 1 in all, null for none; got 2", Backward(static (ctx, g) => [g, g]));
        Assert.Equal("function: the backward of 'Exp' must return one gradient an input, 1 in all, null for none; got null", Backward(static (ctx, g) => null!));
        Assert.Equal("function: the backward of 'Exp' must return a gradient of its input's shape and type; for input 0 expected float64 [2], got float64 []", Backward(static (ctx, g) => [g.Sum()]));
        Assert.Equal("function: the backward of 'Exp' must return a gradient of its input's shape and type; for input 0 expected float64 [2], got float32 [2]", Backward(static (ctx, g) => [g.To(DType.Float32)]));
        Assert.Contains("the backward of 'mine' must", Throws(() => Autograd.Function([x], Exp, static (ctx, g) => [], "mine").Sum().Backward()), StringComparison.Ordinal);
        Assert.Contains("the forward of 'function' returned null", Throws(() => Autograd.Function([x], static (ctx, x) => (Tensor)null!, static (ctx, g) => [g])), StringComparison.Ordinal);

        string Backward(Func<FunctionContext, Tensor, Tensor?[]> backward) => Throws(() => Autograd.Function([x], Exp, backward).Sum().Backward());
    }

    [Fact]
    public void Recompute_and_anomaly_mode_know_it()
    {
        Tensor x = Input(2), expected = Autograd.Grad([Cube(x).Sum()], [x])[0];
        Tensor again = Autograd.Recompute(Cube, x);
        Assert.Equal(expected.ToArray<double>(), Autograd.Grad([again.Sum()], [x])[0].ToArray<double>());
        using GradModeScope mode = Autograd.DetectAnomaly();
        Assert.Equal(expected.ToArray<double>(), Autograd.Grad([Cube(x).Sum()], [x])[0].ToArray<double>());
        Tensor bad = Autograd.Function([x], static (ctx, x) => x[0] * 1, static (ctx, g) => [g / 0 * 0], "bad");
        Assert.Contains("the derivative of 'bad' for its input 0, of shape [2], returned nan values. Its forward was called here:", Throws(() => bad.Sum().Backward()), StringComparison.Ordinal);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static (Tensor Loss, WeakReference<Tensor>[] Unsaved, WeakReference<Tensor> Saved) Call(Tensor x)
    {
        Tensor input = x * 2;
        WeakReference<Tensor>? saved = null;
        Tensor result = Autograd.Function(
            [input],
            (ctx, t) =>
            {
                Tensor factor = Tensor.Full([2], 3, DType.Float64);
                saved = new WeakReference<Tensor>(factor);
                ctx.Save(factor);
                return t[0] * factor;
            },
            static (ctx, g) => [g * ctx.Saved[0]]);
        return (result.Sum(), [new WeakReference<Tensor>(input), new WeakReference<Tensor>(result)], saved!);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference<Tensor> Forget(Tensor x)
    {
        Tensor middle = x * 2, y = Cube(middle);
        y.Sum().Backward();
        GC.KeepAlive(y);
        return new WeakReference<Tensor>(middle);
    }

    private static string Throws(Action action) => Assert.Throws<InvalidOperationException>(action).Message;

    private static void Check(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        GradCheckResult first = Autograd.GradCheck(function, inputs), second = Autograd.GradGradCheck(function, inputs);
        Assert.True(first.Passed, first.ToString());
        Assert.True(second.Passed, second.ToString());
    }
}
