using System.Globalization;
using System.Text.Json;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Their states: PyTorch's, NaN in them, and how they die away.</summary>
public sealed partial class AdamFamilyTests
{
    /// <summary>The optimizer, what PyTorch saved, and the options that PyTorch 1.13 does not have.</summary>
    public static TheoryData<string, string, string[]> States => new()
    {
        { "Adamax", AdamFamilyStates.Adamax, [] },
        { "NAdam", AdamFamilyStates.NAdam, ["decoupled_weight_decay", "maximize", "exact_product"] },
        { "NAdam with the exact product", AdamFamilyStates.NAdamAtOnce, ["decoupled_weight_decay", "maximize", "exact_product"] },
        { "RAdam", AdamFamilyStates.RAdam, ["maximize", "decoupled_weight_decay"] },
        { "Adadelta", AdamFamilyStates.Adadelta, [] },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void A_state_of_PyTorch_continues_to_its_own_next_values(string name, string json, string[] ownOptions)
    {
        GoldenNode saved = Golden.Parse(json);
        Tensor p = Make.Parameter(saved["values"].Doubles);
        Optimizer optimizer = name switch
        {
            "Adamax" => new Adamax([p]),
            "NAdam" => new NAdam([p]),
            "NAdam with the exact product" => new NAdam([p], exactProduct: true),
            "RAdam" => new RAdam([p]),
            _ => new Adadelta([p]),
        };
        optimizer.LoadState(Node(saved["state_dict"]));
        for (int step = 0; step < 3; step++)
        {
            p.Grad = Tensor.From(AdamFamilyStates.Gradients[step]);
            optimizer.Step();
            Close.Assert(saved["next"][step].Doubles, p.ToArray<double>(), rtol: 1e-14, atol: 0, $"{name}, step {step}");
        }

        MapState own = optimizer.SaveState().As<MapState>();
        Assert.Equal(Keys(saved["state_dict"]["state"]["0"]), own["state"].As<MapState>()["0"].As<MapState>().Keys);
        MapState group = own["param_groups"].As<ListState>()[0].As<MapState>();
        Assert.Equal(
            Keys(saved["state_dict"]["param_groups"][0]).Where(static key => key is not "foreach").Order(),
            group.Keys.Except(ownOptions).Order());
        Assert.All(ownOptions, key => Assert.Contains(key, group.Keys));

        static IEnumerable<string> Keys(GoldenNode node) => node.Entries.Select(static entry => entry.Key);
    }

    [Fact]
    public void NaN_stays_in_its_element_and_in_its_state()
    {
        foreach (Optimizer optimizer in All(static () => Make.Parameter(1, 2, 3)))
        {
            Tensor p = optimizer.ParamGroups[0].Parameters[0];
            p.Grad = Tensor.From([1.0, double.NaN, 1.0]);
            optimizer.Step();
            p.Grad = Tensor.From([1.0, 1.0, 1.0]);
            optimizer.Step();
            Assert.Equal([false, true, false], p.ToArray<double>().Select(double.IsNaN));
            Assert.All(Moments(optimizer), static m => Assert.Equal([false, true, false], m.ToArray<double>().Select(double.IsNaN)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-20)]
    [InlineData(1e-30)]
    [InlineData(1e-42)]
    public void Moments_that_die_away_never_become_denormal(double last)
    {
        foreach (Optimizer optimizer in All(static () => Make.Parameter([40], 1, DType.Float32)))
        {
            Tensor p = optimizer.ParamGroups[0].Parameters[0];
            p.Grad = Make.Gradient(p, 2);
            optimizer.Step();
            p.Grad = new Tensor(NDArray.Full(p.Shape, last));
            for (int step = 0; step < 400; step++)
            {
                optimizer.Step();
                Assert.All(Moments(optimizer).SelectMany(static m => m.ToArray<float>()), static x => Assert.False(float.IsSubnormal(x)));
            }

            Assert.All(p.ToArray<float>(), static x => Assert.True(float.IsFinite(x)));
            if (last == 0)
            {
                Assert.All(
                    Moments(optimizer).SelectMany(static m => m.ToArray<float>()),
                    x => Assert.True(x == 0 || (optimizer is Adamax && x == 1.17549435e-38f), $"{optimizer.GetType().Name}: {x}"));
            }
        }
    }

    [Fact]
    public void A_step_allocates_nothing_once_it_runs()
    {
        Workers.Count = 1;
        foreach (Optimizer optimizer in All(static () => Make.Parameter([300, 70], 1, DType.Float32)))
        {
            Make.Gradients(optimizer.ParamGroups[0].Parameters, 0);
            Array.ForEach([1, 2, 3], _ => optimizer.Step());
            long before = GC.GetAllocatedBytesForCurrentThread();
            optimizer.Step();
            optimizer.Step();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    // Moments that die away within a test; without ε so does Adamax's u.
    private static IEnumerable<Optimizer> All(Func<Tensor> parameter)
    {
        yield return new Adamax([parameter()], betas: (0.5, 0.5), eps: 0);
        yield return new NAdam([parameter()], betas: (0.5, 0.5));
        yield return new RAdam([parameter()], betas: (0.5, 0.75));
        yield return new Adadelta([parameter()], rho: 0.5);
        yield return new Lion([parameter()], betas: (0.5, 0.5), weightDecay: 0.1);
    }

    private static IEnumerable<Tensor> Moments(Optimizer optimizer) =>
        optimizer.SaveState().As<MapState>()["state"].As<MapState>()["0"].As<MapState>()
            .Select(static entry => entry.Value).OfType<TensorState>().Select(static tensor => tensor.Value);

    private static StateNode Node(GoldenNode node)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object when node.IsTensor:
                return node.Tensor()!;
            case JsonValueKind.Object:
                var map = new MapState();
                foreach ((string key, GoldenNode value) in node.Entries)
                {
                    map[key] = Node(value);
                }

                return map;
            case JsonValueKind.Array:
                var list = new ListState();
                foreach (GoldenNode item in node.Items)
                {
                    list.Add(Node(item));
                }

                return list;
            case JsonValueKind.Number:
                return long.TryParse(node.ToString(), CultureInfo.InvariantCulture, out long whole) ? (StateNode)whole : node.Double;
            case JsonValueKind.Null:
                return StateNode.Empty;
            default:
                return node.Bool;
        }
    }
}
