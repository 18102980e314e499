namespace MiniTorch.Tests;

/// <summary>What a scope ends, what outlives it, and what is said of the rest. Small arrays lie on the heap, large ones in the pool.</summary>
public sealed class TensorScopeTests
{
    public static TheoryData<int> Sizes => [4, 4000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_way_of_touching_what_was_made_inside_throws_afterwards(int size)
    {
        Tensor x, view, slice, detached, result;
        using (TensorScope.Begin())
        {
            x = Tensor.Ones([size], requiresGrad: true);
            result = x * 2;
            view = result.Reshape(2, size / 2).Transpose(0, 1);
            slice = result[1..2];
            detached = result.Detach();
        }

        foreach (Tensor tensor in (Tensor[])[x, result, view, slice, detached])
        {
            foreach (Action touch in (Action[])
            [
                () => _ = tensor.ToArray<float>(),
                () => _ = tensor.ToString(),
                () => _ = tensor + 1,
                () => _ = tensor * Tensor.Ones([1]),
                () => _ = tensor.Sum(),
                () => _ = tensor.Max(),
                () => _ = tensor.Clone(),
                () => _ = tensor.To(DType.Float64),
                () => _ = tensor.Reshape(-1).Softmax(0),
                () => _ = tensor.Reshape(1, -1).MatMul(tensor.Reshape(-1, 1)),
                () => _ = tensor.Gt(0),
                () => tensor.Value.Fill(1),
                () => tensor.Value.CopyFrom(NDArray.Ones([1])),
                () => NDArray.Ones(tensor.Shape).CopyFrom(tensor.Value),
                () => _ = tensor.Value.Contiguous().AsSpan<float>(),
                () => _ = tensor.Value.Contiguous().AsReadOnlySpan<float>(),
                () => _ = tensor.Reshape(-1)[0].Item<float>(),
            ])
            {
                Assert.Contains("scope", Assert.Throws<ObjectDisposedException>(touch).Message, StringComparison.Ordinal);
            }
        }

        // A graph whose saved values are gone.
        Assert.Throws<ObjectDisposedException>(() => result.Sum().Backward());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_is_kept_or_stored_as_a_gradient_outlives_the_scope(int size)
    {
        Tensor w = Tensor.Ones([size], requiresGrad: true);
        Tensor kept, keptView, assigned = Tensor.Ones([size], requiresGrad: true);
        for (int round = 0; round < 3; round++)
        {
            using TensorScope scope = TensorScope.Begin();
            kept = scope.Keep(w.Detach() * 3);
            keptView = scope.Keep((w.Detach() * 5)[1..]);
            assigned.Grad = w.Detach() * 7;
            (w * 2).Sum().Backward();
            scope.Dispose();

            // Whoever asks now for the same size gets the memory that was freed.
            Tensor noise = Tensor.Full([size], -1);
            Assert.All(kept.ToArray<float>(), static value => Assert.Equal(3, value));
            Assert.All(keptView.ToArray<float>(), static value => Assert.Equal(5, value));
            Assert.All(assigned.Grad!.ToArray<float>(), static value => Assert.Equal(7, value));
            Assert.All(w.Grad!.ToArray<float>(), value => Assert.Equal(2 * (round + 1), value));
            Assert.All(noise.ToArray<float>(), static value => Assert.Equal(-1, value));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_accumulate_across_scopes(int size)
    {
        Tensor w = Tensor.Ones([size], requiresGrad: true);
        for (int step = 1; step <= 6; step++)
        {
            using TensorScope scope = TensorScope.Begin();
            if (step is 1 or 4)
            {
                w.ZeroGrad();
            }

            (w * step).Sum().Backward();
        }

        Assert.All(w.Grad!.ToArray<float>(), static value => Assert.Equal(4 + 5 + 6, value));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_of_Grad_belong_to_the_callers_scope(int size)
    {
        Tensor w = Tensor.Ones([size], requiresGrad: true);
        Tensor gradient;
        using (TensorScope.Begin())
        {
            gradient = Autograd.Grad([(w * 2).Sum()], [w])[0];
            Assert.All(gradient.ToArray<float>(), static value => Assert.Equal(2, value));
        }

        Assert.Throws<ObjectDisposedException>(() => gradient.ToArray<float>());
        gradient = Autograd.Grad([(w * 3).Sum()], [w])[0];
        Assert.All(gradient.ToArray<float>(), static value => Assert.Equal(3, value));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Scopes_nest(int size)
    {
        Tensor outer, inner, moved;
        using (TensorScope.Begin())
        {
            outer = Tensor.Ones([size]);
            using (TensorScope scope = TensorScope.Begin())
            {
                inner = outer + 1;
                moved = scope.Keep(outer + 2);
                scope.Keep(outer);
            }

            Assert.Throws<ObjectDisposedException>(() => inner.ToArray<float>());
            Assert.All(moved.ToArray<float>(), static value => Assert.Equal(3, value));
            Assert.All((outer + moved).ToArray<float>(), static value => Assert.Equal(4, value));
        }

        Assert.Throws<ObjectDisposedException>(() => outer.ToArray<float>());
        Assert.Throws<ObjectDisposedException>(() => moved.ToArray<float>());
    }

    [Fact]
    public void A_scope_ends_when_an_exception_passes()
    {
        Tensor? inside = null;
        Assert.Throws<TimeoutException>((Action)(() =>
        {
            using TensorScope scope = TensorScope.Begin();
            inside = Tensor.Ones([4]);
            throw new TimeoutException();
        }));
        Assert.Throws<ObjectDisposedException>(() => inside!.ToArray<float>());
        Assert.Equal(1, Tensor.Ones([1]).Item<float>());
    }

    [Fact]
    public void Misuse_is_named()
    {
        TensorScope outer = TensorScope.Begin();
        TensorScope inner = TensorScope.Begin();
        Tensor x = Tensor.Ones([2]);
        Contains("end the inner scope first", outer.Dispose);
        inner.Dispose();
        inner.Dispose();
        Contains("Keep was called after the scope had ended", () => inner.Keep(x));
        outer.Dispose();
        Assert.Equal(1, Tensor.Ones([1]).Item<float>());
    }

    [Fact]
    public void A_scope_ends_on_the_thread_that_began_it()
    {
        TensorScope scope = TensorScope.Begin();
        Tensor x = Tensor.Ones([2]);
        Exception? error = null;
        Tensor? made = null;
        var thread = new Thread(() =>
        {
            made = Tensor.Ones([2]);
            error = Record.Exception(scope.Dispose);
        });
        thread.Start();
        thread.Join();
        Assert.Contains("must end on the thread that began it", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);

        // What the other thread made is not in it, and this thread is out of the scope.
        Assert.Equal(1, made!.ToArray<float>()[1]);
        Assert.Throws<ObjectDisposedException>(() => x.ToArray<float>());
        Assert.Equal(1, Tensor.Ones([1]).Item<float>());
        scope.Dispose();
    }

    [Fact]
    public void A_step_in_a_scope_gives_the_same_bits_as_without()
    {
        double[] plain = Train(scoped: false), scoped = Train(scoped: true);
        Assert.Equal(plain, scoped);

        static double[] Train(bool scoped)
        {
            var generator = new Generator(5UL);
            Tensor x = Tensor.Randn([32, 40], DType.Float64, generator: generator), y = Tensor.Randn([32, 1], DType.Float64, generator: generator);
            Tensor[] weights =
            [
                Tensor.Randn([40, 50], DType.Float64, requiresGrad: true, generator), Tensor.Randn([50], DType.Float64, requiresGrad: true, generator),
                Tensor.Randn([50, 1], DType.Float64, requiresGrad: true, generator),
            ];
            for (int step = 0; step < 10; step++)
            {
                using TensorScope? scope = scoped ? TensorScope.Begin() : null;
                foreach (Tensor weight in weights)
                {
                    weight.ZeroGrad();
                }

                Tensor error = (x.MatMul(weights[0]) + weights[1]).Tanh().MatMul(weights[2]) - y;
                (error * error).Mean().Backward();
                foreach (Tensor weight in weights)
                {
                    weight.Value.Subtract(weight.Grad!.Value.Multiply(0.01), weight.Value);
                }
            }

            return [.. weights.SelectMany(static weight => weight.ToArray<double>())];
        }
    }

    private static void Contains(string message, Action action) =>
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal);
}
