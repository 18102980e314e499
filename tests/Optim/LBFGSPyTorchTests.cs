using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Whole minimisations by PyTorch, evaluation by evaluation.</summary>
public partial class LBFGSPyTorchTests
{
    private static readonly IReadOnlyList<GoldenNode> s_cases = [.. Golden.Parse(Numbers)["cases"].Items];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_cases.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_iterates_and_counts_are_PyTorchs(int index)
    {
        GoldenNode item = s_cases[index];
        string function = item["function"].String;
        bool isSingle = item.Has("dtype");
        DType dtype = isSingle ? DType.Float32 : DType.Float64;

        // A line search that rounds to 2⁻²⁴ takes other steps in the last digits.
        double rtol = isSingle ? 2e-4 : 1e-10;
        NDArray start = NDArray.From(item["x0"].Doubles);
        Tensor[] parameters = [.. Cut(start, item).Select(part => new Tensor(part.Clone().To(dtype), requiresGrad: true))];
        LBFGS optimizer = LBFGSOptions.Golden(item["options"], parameters);
        Func<Tensor> closure = Functions.Closure(optimizer, () => Functions.Of(function)(Whole(parameters)));
        for (int step = 0; step < item["x_after_step"].Count; step++)
        {
            string what = $"{item["options"]} on {function}, step {step}";
            double loss = optimizer.Step(closure).Value.To(DType.Float64).Item<double>();
            Close.Assert(item["loss_returned_by_step"][step].Double, loss, rtol, what: $"{what}: loss");
            double[] x = Whole(parameters).Value.To(DType.Float64).ToArray<double>();
            Close.Assert(item["x_after_step"][step].Doubles, x, rtol, what: $"{what}: x");
            MapState state = optimizer.SaveState().As<MapState>()["state"].As<MapState>()["0"].As<MapState>();
            Assert.Equal(item["func_evals"][step].Long, state["func_evals"].ToInt64());
            Assert.Equal(item["n_iter"][step].Long, state["n_iter"].ToInt64());
        }
    }

    private static Tensor Whole(Tensor[] parameters) =>
        Tensor.Stack([.. parameters.SelectMany(static p => Enumerable.Range(0, p.Count).Select(i => p.Reshape(-1).Select(0, i)))]);

    private static IEnumerable<NDArray> Cut(NDArray start, GoldenNode item)
    {
        if (!item.Has("shapes"))
        {
            yield return start;
            yield break;
        }

        int offset = 0;
        foreach (GoldenNode node in item["shapes"].Items)
        {
            Shape shape = Shape.Of(node.Ints);
            yield return start.Slice(0, offset, offset + shape.Count).Reshape(node.Ints);
            offset += shape.Count;
        }
    }
}
