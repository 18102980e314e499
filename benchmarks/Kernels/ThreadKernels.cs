using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Benchmarks;

/// <summary><c>threads</c>: how many times as fast all threads are as one, and whether memory is what limits the large.</summary>
internal static class ThreadKernels
{
    private const double Scaling = 1.8;
    private const int FromMemory = 1 << 25;

    // The table of single threads, but for what is too small or too large to tell anything here, and one size more.
    private static readonly GemmShape[] Shapes =
    [
        new("square_128", 128, 128, 128),
        .. GemmKernels.Shapes.Where(static shape => shape.Name is not ("square_2048" or "forward_512x512x784" or "forward_32x10x256" or "dx_1x512x256")),
    ];

    private static readonly (string Place, int Count, double Goal)[] Places =
        [("64K_L2", 1 << 16, Scaling), ("256K_L3", 1 << 18, Scaling), ("2M_L3", 1 << 21, Scaling), ("32M_memory", FromMemory, 1)];

    public static IEnumerable<KernelTable> Tables(int threads) =>
    [
        new("products, GFLOP/s; the ratio is to one thread; first what the processor has: multiply-adds in registers", [Peak(threads), .. Shapes.Select(shape => Product(shape, threads))]),
        new("elementwise, µs; the ratio is to one thread", [.. Places.SelectMany(place => Elementwise(place.Place, place.Count, place.Goal, threads))]),
        new("from memory, µs; the ratio is to a bare triad of as many threads", [Triad(threads)]),
    ];

    // Two cores that compute at the same time may run at a lower clock than one.
    private static MeasuredKernel Peak(int threads)
    {
        NDArray result = NDArray.Zeros([threads]);
        MeasuredKernel peak = AgainstOne("fma_peak", Run, threads, null);
        return peak with { Operations = threads * FmaPeak.Operations };

        NDArray Run()
        {
            var body = new PeakBody { Sums = result };
            Workers.For(threads, ref body);
            return result;
        }
    }

    private static MeasuredKernel Product(GemmShape shape, int threads)
    {
        NDArray a = KernelInput.Real(shape.TransposedA ? [shape.K, shape.M] : [shape.M, shape.K], 1, -1, 1);
        NDArray b = KernelInput.Real(shape.TransposedB ? [shape.N, shape.K] : [shape.K, shape.N], 2, -1, 1);
        (a, b) = (shape.TransposedA ? a.Transpose(0, 1) : a, shape.TransposedB ? b.Transpose(0, 1) : b);
        double operations = 2.0 * shape.M * shape.N * shape.K;
        return AgainstOne(shape.Name, () => a.MatMul(b), threads, operations >= 2.0 * 256 * 256 * 256 ? Scaling : null) with { Operations = operations };
    }

    private static IEnumerable<MeasuredKernel> Elementwise(string place, int count, double goal, int threads)
    {
        NDArray x = KernelInput.Real([count], 1), y = KernelInput.Real([count], 2);
        yield return AgainstOne($"add_{place}", () => x.Add(y), threads, goal);
        yield return AgainstOne($"relu_{place}", () => x.Relu(), threads, goal);
        yield return AgainstOne($"exp_{place}", () => x.Exp(), threads, goal);
        yield return AgainstOne($"tanh_{place}", () => x.Tanh(), threads, goal);
        yield return AgainstOne($"sum_{place}", () => x.Sum(), threads, goal);
    }

    private static MeasuredKernel AgainstOne(string name, Func<NDArray> run, int threads, double? goal) => new(name, With(threads, run), goal)
    {
        Peers = [("one thread", With(1, run))],
    };

    private static Func<NDArray> With(int threads, Func<NDArray> run) => () =>
    {
        Workers.Count = threads;
        return run();
    };

    // A sum reads two arrays and writes one, as a triad does.
    private static MeasuredKernel Triad(int threads)
    {
        NDArray x = KernelInput.Real([FromMemory], 1), y = KernelInput.Real([FromMemory], 2);
        return new("add_32M_memory", With(threads, () => x.Add(y)), 0.9)
        {
            Peers = [("triad", With(threads, () =>
            {
                NDArray result = NDArray.Empty(x.Shape);
                var body = new TriadBody { X = x, Y = y, Result = result, Chunks = threads };
                Workers.For(threads, ref body);
                return result;
            }))],
        };
    }

    private struct PeakBody : IParallelBody
    {
        public NDArray Sums;

        public readonly void Invoke(int chunk) => Sums.AsSpan<float>()[chunk] = FmaPeak.Chain();
    }

    private struct TriadBody : IParallelBody
    {
        public NDArray X, Y, Result;
        public int Chunks;

        public readonly void Invoke(int chunk)
        {
            int length = X.Count / Chunks;
            Range part = (chunk * length)..((chunk + 1) * length);
            TensorPrimitives.MultiplyAdd(Y.AsReadOnlySpan<float>()[part], 1, X.AsReadOnlySpan<float>()[part], Result.AsSpan<float>()[part]);
        }
    }
}
