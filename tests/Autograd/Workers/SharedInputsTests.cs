namespace MiniTorch.Tests;

/// <summary>Eight threads compute on the same inputs at once; what each gets is what one alone gets, bit for bit.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class SharedInputsTests : IDisposable
{
    private const int Threads = 8;

    private static readonly Func<Tensor, Tensor, Tensor>[] _ops =
    [
        static (x, _) => x.MatMul(x.Transpose(0, 1)),
        static (x, _) => x + (x * 0.5),
        static (x, _) => x.Exp().Sum(),
        static (x, _) => x.Sum(0),
        static (x, _) => x.Softmax(1),
        static (x, index) => x.Gather(1, index),
        static (x, index) => x.ScatterAdd(1, index, x),
        static (x, _) => x.Transpose(0, 1).Contiguous(),
        static (x, _) => x.Sort(1).Values,
        static (x, _) => x.Cumsum(0),
        static (x, _) => x.Mean() * Tensor.Randn([40_000], generator: new(3)),
    ];

    private readonly int _count = Workers.Count;
    private readonly Tensor _x = Tensor.Randn([257, 301], generator: new(1));
    private readonly Tensor _index = Tensor.RandInt(0, 301, [257, 301], generator: new(2));

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Operations_on_shared_inputs(int workers)
    {
        Workers.Count = workers;
        long[][] expected = [.. _ops.Select(op => Bits.Of(op(_x, _index).Value))];
        OnThreads(thread =>
        {
            for (int i = 0; i < 3 * _ops.Length; i++)
            {
                // Each thread begins with another.
                int at = (i + thread) % _ops.Length;
                Assert.Equal(expected[at], Bits.Of(_ops[at](_x, _index).Value));
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Gradients_through_separate_graphs_from_shared_inputs(int workers)
    {
        Workers.Count = workers;
        long[][] expected = [.. _ops.Select(Gradients)];
        OnThreads(thread =>
        {
            for (int i = 0; i < _ops.Length; i++)
            {
                int at = (i + thread) % _ops.Length;
                Assert.Equal(expected[at], Gradients(_ops[at]));
            }
        });

        // The shared input requires none; each thread's weight does.
        long[] Gradients(Func<Tensor, Tensor, Tensor> op)
        {
            Tensor weight = Tensor.Full(_x.Shape, 0.75, requiresGrad: true);
            op(_x * weight, _index).Sum().Backward();
            return Bits.Of(weight.Grad!.Value);
        }
    }

    [Fact]
    public void While_the_number_of_workers_changes()
    {
        long[][] expected = [.. _ops.Select(op => Bits.Of(op(_x, _index).Value))];
        OnThreads(thread =>
        {
            for (int i = 0; i < 2 * _ops.Length; i++)
            {
                Workers.Count = 1 + ((i + thread) % 5);
                int at = (i + thread) % _ops.Length;
                Assert.Equal(expected[at], Bits.Of(_ops[at](_x, _index).Value));
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void A_kernel_that_throws_does_not_disturb_the_others(int workers)
    {
        Workers.Count = workers;
        long[][] expected = [.. _ops.Select(op => Bits.Of(op(_x, _index).Value))];
        Tensor wrong = _index.Clone();
        wrong.Value.Select(0, 200).Fill(301);
        OnThreads(thread =>
        {
            for (int i = 0; i < 2 * _ops.Length; i++)
            {
                int at = (i + thread) % _ops.Length;
                if (thread % 2 == 0)
                {
                    Assert.Equal("gather: indices must lie in 0 to 300; got 301", Assert.Throws<ArgumentException>(() => _x.Gather(1, wrong)).Message);
                }

                Assert.Equal(expected[at], Bits.Of(_ops[at](_x, _index).Value));
            }
        });
    }

    private static void OnThreads(Action<int> run)
    {
        Exception?[] failures = new Exception?[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() => failures[i] = Record.Exception(() => run(i))))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.All(failures, Assert.Null);
    }
}
