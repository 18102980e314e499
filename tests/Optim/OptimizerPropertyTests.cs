using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What holds for every optimizer with any options.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class OptimizerPropertyTests : IDisposable
{
    private readonly int _workers = Workers.Count;

    public static TheoryData<string> Kinds => OptimizerKind.Names;

    public static TheoryData<string> ElementwiseKinds =>
        [.. OptimizerKind.All.Where(static kind => kind.IsElementwise).Select(static kind => kind.Name)];

    public void Dispose() => Workers.Count = _workers;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_is_the_textbooks(string kind) => ForAll(kind, static (any, seed, shapes) =>
    {
        Tensor[] parameters = Parameters(shapes, seed);
        double[][] expected = [.. parameters.Select(static p => p.ToArray<double>())];
        Optimizer optimizer = any.Create(parameters);
        for (int step = 0; step < 8; step++)
        {
            Make.Gradients(parameters, step + seed, someNone: true);
            optimizer.Step();
            for (int i = 0; i < parameters.Length; i++)
            {
                if (parameters[i].Grad is { } gradient)
                {
                    expected[i] = any.Textbook.Step(i, gradient.Shape, expected[i], gradient.ToArray<double>());
                }

                string what = $"{any.Name}, step {step}, parameter {i}";
                Close.Assert(expected[i], parameters[i].ToArray<double>(), rtol: 1e-9, atol: 1e-10, what);
            }
        }
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_resumed_from_a_state_continues_bit_for_bit(string kind) => ForAll(kind, static (any, seed, shapes) =>
    {
        foreach (DType dtype in (DType[])[DType.Float64, DType.Float32])
        {
            Tensor[] parameters = Parameters(shapes, seed, dtype);
            Optimizer optimizer = any.Create(parameters);
            Steps(optimizer, parameters, 0, 3);
            StateNode state = optimizer.SaveState();
            Tensor[] copies = [.. parameters.Select(static p => new Tensor(p.Value.Clone(), requiresGrad: true))];
            Steps(optimizer, parameters, 3, 6);

            Optimizer resumed = any.Create(copies);
            resumed.LoadState(state);
            Steps(resumed, copies, 3, 6);

            Assert.Equal(Make.Bits(parameters), Make.Bits(copies));
        }
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Saving_after_loading_gives_the_same_state(string kind) => ForAll(kind, static (any, seed, shapes) =>
    {
        Tensor[] parameters = Parameters(shapes, seed);
        Optimizer optimizer = any.Create(parameters);
        Steps(optimizer, parameters, 0, 2);
        StateNode state = optimizer.SaveState();
        Optimizer other = any.Create(Parameters(shapes, seed));
        other.LoadState(state);
        SameState(state, other.SaveState());
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_allocates_nothing_once_it_runs(string kind) => ForAll(
        kind,
        static (any, seed, shapes) =>
        {
            Workers.Count = 1;
            Tensor[] parameters = [Make.Parameter([300, 70], seed, DType.Float32), .. Parameters(shapes, seed)];
            Optimizer optimizer = any.Create(parameters);
            Make.Gradients(parameters, 0);
            for (int step = 0; step < 12; step++)
            {
                optimizer.Step();
            }

            // The last that a step makes is ASGD's average, after t0 steps.
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 8; step++)
            {
                optimizer.Step();
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        },
        maxTest: 5);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_number_of_workers_changes_no_bit(string kind) => ForAll(
        kind,
        (any, seed, shapes) =>
        {
            long[]? expected = null;
            foreach (int workers in (int[])[1, 2, 3, 8])
            {
                Workers.Count = workers;
                Tensor[] parameters =
                [
                    Make.Parameter([131, 313], seed, DType.Float32), .. Parameters(shapes, seed), Make.Parameter([3, 20_000], seed + 1),
                ];
                Steps(any.Create(parameters), parameters, 0, 2);
                long[] bits = Make.Bits(parameters);
                Assert.Equal(expected ??= bits, bits);
            }
        },
        maxTest: 5);

    [Theory]
    [MemberData(nameof(ElementwiseKinds))]
    public void Elements_do_not_see_where_they_stand(string kind) => ForAll(kind, static (any, seed, _) =>
    {
        Tensor whole = Make.Parameter([53], seed, DType.Float32);
        (int Start, int End)[] cuts = [(0, 7), (7, 23), (23, 53)];
        Tensor[] parts = [.. cuts.Select(cut => new Tensor(whole.Value.Slice(0, cut.Start, cut.End).Clone(), requiresGrad: true))];
        Optimizer one = any.Create([whole]), several = any.Create(parts);
        for (int step = 0; step < 3; step++)
        {
            whole.Grad = Make.Gradient(whole, seed + step);
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i].Grad = new Tensor(whole.Grad.Value.Slice(0, cuts[i].Start, cuts[i].End).Clone());
            }

            one.Step();
            several.Step();
        }

        Assert.Equal(Make.Bits([whole]), Make.Bits(parts));
    });

    [Theory]
    [MemberData(nameof(ElementwiseKinds))]
    public void Parameters_do_not_see_their_neighbours(string kind) => ForAll(
        kind,
        static (any, seed, _) =>
        {
            var random = new Random(seed);
            Tensor[] together =
            [
                .. Enumerable.Range(0, 40).Select(i => Make.Parameter([random.Next(1300)], seed + i, i % 3 == 0 ? DType.Float64 : DType.Float32)),
            ];
            Tensor[] alone = [.. together.Select(static p => new Tensor(p.Value.Clone(), requiresGrad: true))];
            Optimizer one = any.Create(together);
            Optimizer[] several = [.. alone.Select(p => any.Create([p]))];
            for (int step = 0; step < 2; step++)
            {
                Make.Gradients(together, step);
                for (int i = 0; i < alone.Length; i++)
                {
                    alone[i].Grad = together[i].Grad;
                    several[i].Step();
                }

                one.Step();
            }

            Assert.Equal(Make.Bits(alone), Make.Bits(together));
        },
        maxTest: 5);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Views_with_gaps_are_updated_like_contiguous_tensors(string kind) => ForAll(kind, static (any, seed, _) =>
    {
        Tensor plain = Make.Parameter([4, 6], seed);
        NDArray storage = NDArray.Zeros([6, 4], DType.Float64);
        var view = new Tensor(storage.Transpose(0, 1).CopyFrom(plain.Value), requiresGrad: true);
        Optimizer expected = any.Create([plain]), actual = any.Create([view]);
        for (int step = 0; step < 3; step++)
        {
            plain.Grad = Make.Gradient(plain, seed + step);
            view.Grad = new Tensor(plain.Grad.Value.Transpose(0, 1).Clone().Transpose(0, 1));
            expected.Step();
            actual.Step();
        }

        Assert.Equal(Make.Bits([plain]), Make.Bits([view]));
        Assert.Equal(plain.ToArray<double>(), new Tensor(storage.Transpose(0, 1)).ToArray<double>());
    });

    internal static void SameState(StateNode expected, StateNode actual)
    {
        Assert.Equal(expected.GetType(), actual.GetType());
        switch (expected, actual)
        {
            case (MapState a, MapState b):
                Assert.Equal(a.Keys, b.Keys);
                Assert.All(a, entry => SameState(entry.Value, b[entry.Key]));
                break;
            case (ListState a, ListState b):
                Assert.Equal(a.Count, b.Count);
                for (int i = 0; i < a.Count; i++)
                {
                    SameState(a[i], b[i]);
                }

                break;
            case (TensorState a, TensorState b):
                Assert.NotSame(a.Value, b.Value);
                Assert.Equal(a.Value.Shape, b.Value.Shape);
                Assert.Equal(Make.Bits([a.Value]), Make.Bits([b.Value]));
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }

    private static Tensor[] Parameters(IReadOnlyList<Shape> shapes, int seed, DType dtype = DType.Float64) =>
        [.. shapes.Select((shape, i) => Make.Parameter(shape, seed + i, dtype))];

    private static void Steps(Optimizer optimizer, Tensor[] parameters, int first, int end)
    {
        for (int step = first; step < end; step++)
        {
            Make.Gradients(parameters, step, someNone: true);
            optimizer.Step();
        }
    }

    private static void ForAll(string kind, Action<AnyOptimizer, int, IReadOnlyList<Shape>> check, int maxTest = 25)
    {
        OptimizerKind of = OptimizerKind.Of(kind);
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed => check(of.Any(new Random(seed)), seed, of.Shapes))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(maxTest));
    }
}
