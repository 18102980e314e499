namespace MiniTorch.Tests;

/// <summary>A block that is computed again in backward: the same gradients, less memory, the same random numbers.</summary>
public sealed class RecomputeTests
{
    private static readonly Tensor W = Tensor.Randn([3, 3], DType.Float64, generator: new Generator(1UL));

    private static Tensor Block(Tensor x, Tensor w) => x.MatMul(w).Tanh().Exp() * x;

    [Fact]
    public void Values_and_gradients_are_the_same_to_the_bit()
    {
        Tensor x = Input(), w = new(W.Value.Clone(), requiresGrad: true);
        Tensor plain = Block(x, w), again = Autograd.Recompute(t => Block(t, w), x);
        Assert.Equal(plain.ToArray<double>(), again.ToArray<double>());
        Tensor[] expected = Autograd.Grad([plain.Sum()], [x, w]), actual = Autograd.Grad([again.Sum()], [x, w]);
        Assert.Equal(expected[0].ToArray<double>(), actual[0].ToArray<double>());
        Assert.Equal(expected[1].ToArray<double>(), actual[1].ToArray<double>());
    }

    [Fact]
    public void The_block_runs_once_more_in_each_backward_and_frees_what_it_made()
    {
        Tensor x = Input(), w = new(W.Value.Clone(), requiresGrad: true);
        int runs = 0;
        Tensor y = Autograd.Recompute(
            t =>
            {
                runs++;
                return Block(t, w);
            },
            x).Sum();
        Assert.Equal(1, runs);
        y.Backward(retainGraph: true);
        Assert.Equal(2, runs);
        double[] first = w.Grad!.ToArray<double>();
        w.ZeroGrad();
        y.Backward();
        Assert.Equal(first, w.Grad!.ToArray<double>());
        Assert.Contains("were freed by an earlier backward", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_between_are_not_kept()
    {
        Tensor x = Tensor.Ones([100], requiresGrad: true);
        WeakReference<NDArray>? middle = null;
        Tensor Middle(Tensor t)
        {
            Tensor exp = t.Exp();
            middle = new WeakReference<NDArray>(exp.Value);
            return exp * exp;
        }

        Tensor kept = Middle(x);
        Assert.True(IsAlive(middle!));
        Tensor y = Autograd.Recompute(Middle, x);
        Assert.False(IsAlive(middle!));
        (kept + y).Sum().Backward();
        GC.KeepAlive(kept);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dropout_draws_the_same_numbers_again(bool ownGenerator)
    {
        Generator? given = ownGenerator ? new Generator(5UL) : null;
        using GeneratorScope scope = Generator.Use(new Generator(6UL));
        Tensor x = Tensor.Ones([50], DType.Float64, requiresGrad: true);
        Tensor Drop(Tensor t)
        {
            Tensor mask = Tensor.Rand([50], DType.Float64, generator: given).Gt(0.5).To(DType.Float64);
            return t * t * mask;
        }

        Tensor y = Autograd.Recompute(Drop, x);
        GeneratorState after = (given ?? Generator.Default).State;
        Assert.NotEqual(0UL, after.Offset);
        _ = Tensor.Rand([7], generator: given);
        GeneratorState later = (given ?? Generator.Default).State;
        y.Sum().Backward();
        Assert.Equal(y.Value.Multiply(2).ToArray<double>(), x.Grad!.ToArray<double>());
        Assert.Contains(0.0, y.ToArray<double>());

        // Backward has drawn nothing, as far as anyone can see.
        Assert.Equal(later, (given ?? Generator.Default).State);
    }

    [Fact]
    public void Second_derivatives_go_through_the_block()
    {
        Tensor x = Input(), w = new(W.Value.Clone(), requiresGrad: true);
        GradCheckResult first = Autograd.GradCheck(static x => Autograd.Recompute(static t => new[] { Block(t[0], t[1]) }, x)[0], [x, w]);
        Assert.True(first.Passed, first.ToString());
        GradCheckResult second = Autograd.GradGradCheck(static x => Autograd.Recompute(static t => new[] { Block(t[0], t[1]) }, x)[0], [x, w]);
        Assert.True(second.Passed, second.ToString());
    }

    [Fact]
    public void Blocks_nest_and_may_have_several_results()
    {
        Tensor x = Input();
        static Tensor[] Two(Tensor[] t) => [t[0].Exp() * t[0], Autograd.Recompute(static u => u.Tanh() * u, t[0] * 2)];
        Tensor[] plain = Two([x]), again = Autograd.Recompute(Two, x);
        Tensor expected = Autograd.Grad([plain[0].Sum(), plain[1].Sum()], [x])[0];
        Tensor actual = Autograd.Grad([again[0].Sum(), again[1].Sum()], [x])[0];
        Assert.Equal(expected.ToArray<double>(), actual.ToArray<double>());
    }

    [Fact]
    public void A_block_inside_another_is_a_part_of_it()
    {
        int runs = 0;
        Tensor Inner(Tensor u)
        {
            runs++;
            return u.Tanh() * u;
        }

        Tensor y = Autograd.Recompute(t => Autograd.Recompute(Inner, t.Exp()).Exp(), Input());
        y.Sum().Backward();
        Assert.Equal(2, runs);
    }

    [Fact]
    public void What_the_block_made_may_change_afterwards()
    {
        Tensor x = Input();
        Tensor[] y = Autograd.Recompute(
            static t =>
            {
                Tensor exp = t[0].Exp();
                return new[] { exp, exp * exp };
            },
            x);
        y[0].ZeroInPlace();
        y[1].Sum().Backward();
        Close.Assert((x.Detach() * 2).Exp() * 2, x.Grad!);
    }

    [Fact]
    public void In_a_scope_the_values_come_back_with_it()
    {
        Tensor x = Tensor.Ones([3000], requiresGrad: true);
        for (int step = 0; step < 3; step++)
        {
            using TensorScope scope = TensorScope.Begin();
            x.ZeroGrad();
            Tensor y = Autograd.Recompute(static t => t.Exp() * t.Tanh(), x).Sum();
            y.Backward(retainGraph: true);
            y.Backward();
        }

        Tensor once = Autograd.Grad([(x.Exp() * x.Tanh()).Sum()], [x])[0];
        Close.Assert(once * 2, x.Grad!);
    }

    [Fact]
    public void Without_gradients_it_is_only_a_call()
    {
        Tensor x = Input();
        int runs = 0;
        using (Autograd.NoGrad())
        {
            Tensor y = Autograd.Recompute(
                t =>
                {
                    runs++;
                    return t.Exp();
                },
                x);
            Assert.False(y.RequiresGrad);
        }

        Assert.Equal(1, runs);
    }

    [Fact]
    public void A_block_that_does_not_repeat_is_an_error()
    {
        Tensor x = Input();
        int run = 0;
        Throws("its operation 0 was 'exp' in the forward direction and is 'tanh' now", Autograd.Recompute(t => run++ == 0 ? t.Exp() : t.Tanh(), x));
        run = 0;
        Throws("it recorded 2 operations in the forward direction and 1 now", Autograd.Recompute(t => run++ == 0 ? t.Exp().Exp() : t.Exp(), x));
        run = 0;
        Throws("its operation 1 was nothing in the forward direction and is 'exp' now", Autograd.Recompute(t => run++ == 0 ? t.Exp() : t.Exp().Exp(), x));
    }

    [Fact]
    public void What_changed_since_is_an_error()
    {
        Tensor x = Input(), w = new(W.Value.Clone(), requiresGrad: true);
        Tensor y = Autograd.Recompute(t => Block(t, w), x);
        w.Value.Fill(1);
        Throws("a tensor of shape [3, 3] that the block reads was changed in place since it ran", y);
        Tensor input = x * 2, z = Autograd.Recompute(static t => t.Exp() * t, input);
        input.AddInPlace(1);
        Throws("a tensor of shape [2, 3] that the block reads was changed in place", z);
    }

    [Fact]
    public void The_default_generator_is_that_of_the_forward_direction()
    {
        // Other tests draw from the default generator at the same time; this one's is its own.
        using GeneratorScope scope = Generator.Use(new Generator(6UL));
        Tensor x = Tensor.Ones([20], DType.Float64, requiresGrad: true), y;
        using (Generator.Use(new Generator(7UL)))
        {
            y = Autograd.Recompute(static t => t * t * Tensor.Rand([20], DType.Float64), x);
        }

        GeneratorState before = Generator.Default.State;
        y.Sum().Backward();
        Assert.Equal(y.Value.Multiply(2).ToArray<double>(), x.Grad!.ToArray<double>());
        Assert.Equal(before, Generator.Default.State);
    }

    [Fact]
    public void Walks_at_once_share_the_values_that_were_computed_again()
    {
        Tensor x = Tensor.Rand([5000], DType.Float64, requiresGrad: true, new Generator(1UL));
        Tensor y = Autograd.Recompute(static t => t.Exp() * t.Tanh() * t, x).Sum();
        double[] expected = Autograd.Grad([(x.Exp() * x.Tanh() * x).Sum()], [x])[0].ToArray<double>();
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using TensorScope? scope = i % 2 == 0 ? TensorScope.Begin() : null;
            Assert.Equal(expected, Autograd.Grad([y], [x], retainGraph: true)[0].ToArray<double>());
        });
    }

    [Fact]
    public void What_the_block_stores_the_second_time_outlives_the_walk()
    {
        Tensor x = Tensor.Ones([3000], requiresGrad: true), running = Tensor.Zeros([3000]);
        Tensor y = Autograd.Recompute(
            t =>
            {
                running = (running * 0.5) + t.Detach();
                return t.Exp();
            },
            x);
        y.Sum().Backward();
        Assert.Equal(1.5f, running.ToArray<float>()[0]);
    }

    [Fact]
    public void The_modes_are_those_of_the_forward_direction()
    {
        Tensor x = Input();
        Tensor? inner = null;
        using (Autograd.NoGrad())
        {
            Autograd.Recompute(
                t =>
                {
                    Tensor off = t.Exp();
                    using GradModeScope mode = Autograd.EnableGrad();
                    return inner = t * t * off;
                },
                x);
        }

        Tensor y = inner!;
        y.Sum().Backward();
        Close.Assert(x.Detach() * 2 * x.Detach().Exp(), x.Grad!);
    }

    [Fact]
    public void What_the_block_reads_from_where_it_stands_is_guarded_too()
    {
        Tensor x = Input(), result = x * 2, constant = Tensor.Ones([2, 3], DType.Float64);
        Tensor y = Autograd.Recompute(t => t.Exp() * result, x), z = Autograd.Recompute(t => t.Exp() * constant, x);
        result.MultiplyInPlace(3);
        constant.Value.Fill(3);
        Throws("that the block reads was changed in place", y);
        Throws("that the block reads was changed in place", z);
    }

    [Fact]
    public void Gradients_inside_the_block_are_refused_with_a_reason()
    {
        Tensor x = Input();
        string message = Assert.Throws<InvalidOperationException>(
            () => Autograd.Recompute(static t => Autograd.Grad([t.Exp().Sum()], [t], createGraph: true)[0], x)).Message;
        Assert.Contains("recompute: a block cannot compute gradients", message, StringComparison.Ordinal);

        // Afterwards all is as before.
        x.Exp().Sum().Backward();
        Assert.NotNull(x.Grad);
    }

    private static Tensor Input() => Tensor.Randn([2, 3], DType.Float64, requiresGrad: true, new Generator(2UL));

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static bool IsAlive(WeakReference<NDArray> reference)
    {
        GC.Collect();
        return reference.TryGetTarget(out _);
    }

    private static void Throws(string message, Tensor y) =>
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => y.Sum().Backward()).Message, StringComparison.Ordinal);
}
