namespace MiniTorch.Tests;

/// <summary>Walks on several threads at once, on graphs of their own and on one that is retained.</summary>
public sealed class ConcurrencyTests
{
    private const int Threads = 4;

    [Fact]
    public void Different_graphs_in_parallel_give_the_same_bits_as_one_after_the_other()
    {
        double[][] expected = [.. Enumerable.Range(0, Threads).Select(static i => Step(i))];
        double[][] actual = new double[Threads][];
        Run(i =>
        {
            for (int round = 0; round < 20; round++)
            {
                actual[i] = Step(i);
                Assert.Equal(expected[i], actual[i]);
            }
        });

        static double[] Step(int seed)
        {
            var generator = new Generator((ulong)seed);
            Tensor x = Tensor.Randn([20, 30], DType.Float64, generator: generator);
            Tensor w = Tensor.Randn([30, 10], DType.Float64, requiresGrad: true, generator);
            using TensorScope scope = TensorScope.Begin();
            Tensor h = x.MatMul(w).Tanh();
            (h * h + h).Sum().Backward();
            return w.Grad!.ToArray<double>();
        }
    }

    [Fact]
    public void One_retained_graph_walked_by_many_at_once()
    {
        Tensor x = Tensor.Randn([50], DType.Float64, requiresGrad: true, new Generator(1UL));
        Tensor y = x;
        for (int i = 0; i < 30; i++)
        {
            y = ((y * x) + y.Tanh() - (y * 0.5)) * 0.5;
        }

        y = y.Sum();
        double[] expected = Autograd.Grad([y], [x], retainGraph: true)[0].ToArray<double>();
        Run(_ =>
        {
            for (int round = 0; round < 50; round++)
            {
                Close.Assert(expected, Autograd.Grad([y], [x], retainGraph: true)[0].ToArray<double>());
            }
        });
    }

    [Fact]
    public void Walks_of_many_threads_accumulate_in_one_leaf_without_loss()
    {
        Tensor x = Tensor.Zeros([1000], DType.Float64, requiresGrad: true);
        Tensor shared = ((x + x) * 2).Sum();
        Run(_ =>
        {
            for (int round = 0; round < 100; round++)
            {
                shared.Backward(retainGraph: true);
                (x * 3).Sum().Backward();
            }
        });
        Assert.All(x.Grad!.ToArray<double>(), static value => Assert.Equal(Threads * 100 * 7, value));
    }

    [Fact]
    public void A_first_gradient_that_is_still_being_copied_is_not_lost()
    {
        Tensor x = Tensor.Zeros([1_000_000], requiresGrad: true), gradient = Tensor.Ones([1_000_000]);
        for (int round = 0; round < 10; round++)
        {
            x.ZeroGrad();
            using var start = new Barrier(Threads);
            Run(_ =>
            {
                start.SignalAndWait();
                x.Backward(gradient);
            });
            Assert.Equal(Threads * 1_000_000, x.Grad!.Sum().Item<float>());
        }
    }

    [Fact]
    public async Task A_node_runs_once_a_walk_even_where_another_walk_overtakes()
    {
        // y = (n + z) + q(n). The first walk stops in q, holding a gradient at n; the second puts its own beside, and stops in q in turn
        // until the first has left n.
        using var firstInQ = new ManualResetEventSlim();
        using var secondInQ = new ManualResetEventSlim();
        using var firstDone = new ManualResetEventSlim();
        int visits = 0;
        Tensor x = Tensor.From(3.0, requiresGrad: true);
        var counter = new Planted.Counter();
        Tensor n = Planted.Counted(x * 2, counter);
        Tensor q = Planted.Copy(n, gradient =>
        {
            if (Interlocked.Increment(ref visits) == 1)
            {
                firstInQ.Set();
                secondInQ.Wait();
            }
            else
            {
                secondInQ.Set();
                firstDone.Wait();
            }

            return gradient * 10;
        });

        // A long way to z lifts n + z above q, so that its derivative runs first.
        Tensor z = -(-(-(-(-(-x)))));
        Tensor y = (n + z) + q;
        Task<Tensor[]> first = Start(() =>
        {
            try
            {
                return Autograd.Grad([y], [n], retainGraph: true);
            }
            finally
            {
                firstDone.Set();
            }
        });
        firstInQ.Wait();
        Task<Tensor[]> second = Start(() => Autograd.Grad([y], [n, x], retainGraph: true));
        await Task.WhenAll(first, second);
        Assert.Equal(11, (await first)[0].Item<double>());
        Assert.Equal([11, 23], (await second).Select(static g => g.Item<double>()));
        Assert.Equal(1, counter.Runs);

        static Task<T> Start<T>(Func<T> function) =>
            Task.Factory.StartNew(function, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Leaves_that_share_a_gradient_are_each_given_their_own_whoever_walks(bool clears)
    {
        const int Rounds = 30, Walks = 40;
        for (int round = 0; round < Rounds; round++)
        {
            Tensor a = Tensor.Ones([20_000], requiresGrad: true), b = Tensor.Ones([20_000], requiresGrad: true);
            if (clears)
            {
                a.RegisterPostAccumulateGradHook(static leaf => leaf.ZeroGrad());
            }

            Parallel.For(0, Walks, new ParallelOptions { MaxDegreeOfParallelism = 3 }, _ => (a + b).Sum().Backward());
            Assert.All(b.Grad!.ToArray<float>(), static value => Assert.Equal(Walks, value));
            if (!clears)
            {
                Assert.All(a.Grad!.ToArray<float>(), static value => Assert.Equal(Walks, value));
            }
        }
    }

    [Fact]
    public void A_walk_inside_a_derivative_is_a_walk_of_its_own()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true), inner = Tensor.From(5.0, requiresGrad: true);
        Tensor y = Planted.Copy(x, gradient =>
        {
            using GradModeScope mode = Autograd.EnableGrad();
            return gradient * Autograd.Grad([inner * inner], [inner])[0];
        });
        (y + x).Backward();
        Assert.Equal(11, x.Grad!.Item<double>());
        Assert.True(Autograd.IsGradEnabled);
    }

    private static void Run(Action<int> action)
    {
        var errors = new Exception?[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() => errors[i] = Record.Exception(() => action(i))))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.All(errors, static error => Assert.Null(error));
    }
}
