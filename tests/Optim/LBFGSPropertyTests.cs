using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What holds for LBFGS with any options.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class LBFGSPropertyTests : IDisposable
{
    private static readonly Shape[] s_shapes = [[3, 5], [], [0, 4], [17], [2, 1, 9]];

    private readonly int _workers = Workers.Count;

    public void Dispose() => Workers.Count = _workers;

    [Fact]
    public void A_run_resumed_from_a_state_continues_bit_for_bit() => ForAll(static (create, seed) =>
    {
        foreach (DType dtype in (DType[])[DType.Float64, DType.Float32])
        {
            Tensor[] parameters = Parameters(seed, dtype);
            LBFGS optimizer = create(parameters);
            Steps(optimizer, parameters, seed % 3);
            StateNode state = optimizer.SaveState();
            Tensor[] copies = [.. parameters.Select(static p => new Tensor(p.Value.Clone(), requiresGrad: true))];
            Steps(optimizer, parameters, 3);
            LBFGS resumed = create(copies);
            resumed.LoadState(state);
            OptimizerPropertyTests.SameState(state, resumed.SaveState());
            Steps(resumed, copies, 3);
            Assert.Equal(Make.Bits(parameters), Make.Bits(copies));
        }
    });

    [Fact]
    public void The_number_of_workers_changes_no_bit() => ForAll(
        (create, seed) =>
        {
            foreach (DType dtype in (DType[])[DType.Float64, DType.Float32])
            {
                long[]? expected = null;
                foreach (int workers in (int[])[1, 2, 3, 8])
                {
                    Workers.Count = workers;
                    Tensor[] parameters = [Make.Parameter([131, 313], seed, dtype), .. Parameters(seed, dtype), Make.Parameter([20_000], seed, dtype)];
                    Steps(create(parameters), parameters, 2);
                    long[] bits = Make.Bits(parameters);
                    Assert.Equal(expected ??= bits, bits);
                }
            }
        },
        maxTest: 4);

    [Fact]
    public void Views_with_gaps_are_updated_like_contiguous_tensors() => ForAll(static (create, seed) =>
    {
        Tensor plain = Make.Parameter([4, 6], seed);
        NDArray storage = NDArray.Zeros([6, 4], DType.Float64);
        var view = new Tensor(storage.Transpose(0, 1).CopyFrom(plain.Value), requiresGrad: true);
        LBFGS expected = create([plain]), actual = create([view]);
        for (int step = 0; step < 3; step++)
        {
            expected.Step(Functions.Closure(expected, () => Loss([plain])));
            actual.Step(() =>
            {
                plain.Value.CopyFrom(view.Value);
                plain.ZeroGrad();
                Tensor loss = Loss([plain]);
                loss.Backward();
                view.Grad = new Tensor(plain.Grad!.Value.Transpose(0, 1).Clone().Transpose(0, 1));
                return loss;
            });
            plain.Value.CopyFrom(view.Value);
        }

        Assert.Equal(plain.ToArray<double>(), new Tensor(storage.Transpose(0, 1)).ToArray<double>());
    });

    [Fact]
    public void A_direction_is_that_of_the_dense_inverse_Hessian() => ForAll(static (create, seed) =>
    {
        // Formula 6.17 of Nocedal and Wright, pair after pair on γI, for the state that a step left and the gradient at its end.
        Tensor[] parameters = Parameters(seed, DType.Float64);
        LBFGS optimizer = create(parameters);
        Steps(optimizer, parameters, 2);
        (optimizer.ParamGroups[0].MaxIter, optimizer.ParamGroups[0].ToleranceGrad) = (1, 0);
        Steps(optimizer, parameters, 1);
        MapState state = LBFGSTests.Entry(optimizer);
        double[] gradient = Vector(state["prev_flat_grad"]);
        int n = gradient.Length;
        double[,] h = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            h[i, i] = state["H_diag"].ToDouble();
        }

        foreach ((StateNode dy, StateNode ds) in state["old_dirs"].As<ListState>().Zip(state["old_stps"].As<ListState>()))
        {
            (double[] y, double[] s) = (Vector(dy), Vector(ds));
            double rho = 1 / Dot(y, s);
            double[] hy = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => h[i, j] * y[j]))];
            double yhy = Dot(y, hy);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    h[i, j] += (rho * ((1 + (rho * yhy)) * s[i] * s[j])) - (rho * ((hy[i] * s[j]) + (s[i] * hy[j])));
                }
            }
        }

        double[] expected = [.. Enumerable.Range(0, n).Select(i => -Enumerable.Range(0, n).Sum(j => h[i, j] * gradient[j]))];
        Close.Assert(expected, Vector(state["d"]), rtol: 1e-6, atol: 1e-7 * expected.Max(Math.Abs), what: "direction");
    });

    private static double[] Vector(StateNode node) => node.As<TensorState>().Value.ToArray<double>();

    private static double Dot(double[] x, double[] y) => x.Zip(y, static (a, b) => a * b).Sum();

    private static Tensor[] Parameters(int seed, DType dtype) => [.. s_shapes.Select((shape, i) => Make.Parameter(shape, seed + i, dtype))];

    // Convex, with curvatures of its own everywhere.
    private static Tensor Loss(Tensor[] parameters)
    {
        Tensor total = Tensor.Zeros([], parameters[0].DType);
        foreach (Tensor p in parameters)
        {
            Tensor weights = new(NDArray.Arange(1, p.Count + 1).To(p.DType).Multiply(0.3).Add(0.5).Reshape(p.Shape.AsSpan()));
            total += (weights * (p - 0.5).Square()).Sum() + (0.1 * p.Square().Square()).Sum();
        }

        return total;
    }

    private static void Steps(LBFGS optimizer, Tensor[] parameters, int count)
    {
        for (int step = 0; step < count; step++)
        {
            optimizer.Step(Functions.Closure(optimizer, () => Loss(parameters)));
        }
    }

    private static void ForAll(Action<Func<IEnumerable<Tensor>, LBFGS>, int> check, int maxTest = 25) =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            LineSearch search = random.Flag() ? LineSearch.StrongWolfe : LineSearch.None;
            double lr = search == LineSearch.None ? random.Between(0.05, 0.8) : random.Magnitude(-2, 1);
            (int iterations, int history) = (random.Next(1, 6), random.Next(1, 5));
            int? evaluations = random.Flag() ? random.Next(1, 9) : null;
            (double gradient, double change) = (random.Magnitude(-9, -4), random.Magnitude(-12, -5));
            check(p => new LBFGS(p, lr, iterations, evaluations, gradient, change, history, search), seed);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(maxTest));
}
