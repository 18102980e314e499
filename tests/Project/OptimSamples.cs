using MiniTorch;
using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>The samples of docs/optim.md, compiled and run; <see cref="Project.PageTests"/> holds the page and the samples together.</summary>
public class OptimSamples
{
    [Fact]
    public void Descends_by_batch_by_mini_batch_and_by_one_sample()
    {
        (Tensor x, Tensor y) = Line();

        // sample: batch
        var model = new Linear(2, 1);
        var optimizer = new SGD(model.Parameters(), lr: 0.1);
        for (int step = 0; step < 200; step++)
        {
            optimizer.ZeroGrad();
            Tensor loss = F.MseLoss(model.Forward(x), y);               // all samples
            loss.Backward();
            optimizer.Step();
        }
        // sample-end
        Assert.True(F.MseLoss(model.Forward(x), y).Item<float>() < 1e-3f);
        model = new Linear(2, 1);
        optimizer = new SGD(model.Parameters(), lr: 0.1);

        // sample: mini-batch
        var loader = new DataLoader(new TensorDataset(x, y), batchSize: 32, shuffle: true, seed: 0);    // 1: one sample a step
        for (int epoch = 0; epoch < 20; epoch++)
        {
            foreach (var (inputs, targets) in loader)
            {
                optimizer.ZeroGrad();
                Tensor loss = F.MseLoss(model.Forward(inputs), targets);
                loss.Backward();
                optimizer.Step();
            }
        }
        // sample-end
        Assert.True(F.MseLoss(model.Forward(x), y).Item<float>() < 1e-3f);
    }

    [Fact]
    public void Minimises_with_a_closure()
    {
        // sample: closure
        Tensor x = Tensor.From([-1.2, 1.0], requiresGrad: true);
        var optimizer = new LBFGS([x], lineSearch: LineSearch.StrongWolfe);
        for (int step = 0; step < 5; step++)
        {
            Tensor loss = optimizer.Step(() =>
            {
                optimizer.ZeroGrad();
                Tensor rosenbrock = 100 * (x[1] - x[0] * x[0]).Square() + (1 - x[0]).Square();
                rosenbrock.Backward();
                return rosenbrock;
            });
            Console.WriteLine($"{loss.Item<double>():G3} at the start of the step, now at {x}");
        }
        // sample-end
        Assert.All(x.ToArray<double>(), static value => Assert.Equal(1, value, 1e-4));
    }

    [Fact]
    public void Minimises_by_second_derivatives()
    {
        // sample: newton
        Tensor x = Tensor.From([-1.2, 1.0], requiresGrad: true);
        var optimizer = new Newton([x]);
        MinimizeResult result = optimizer.Minimize(() => 100 * (x[1] - x[0] * x[0]).Square() + (1 - x[0]).Square());
        Console.WriteLine($"{result.Status} at {x}: {result.Reason}");
        Console.WriteLine($"{result.Steps} steps, {result.Evaluations} evaluations, loss {result.Loss:G3}, gradient {result.GradientNorm:G3}");
        // sample-end
        Assert.Equal(OptimizerStatus.Converged, result.Status);
        Assert.All(x.ToArray<double>(), static value => Assert.Equal(1, value, 1e-12));
    }

    [Fact]
    public void Makes_groups_from_names()
    {
        // sample: groups
        var model = new Sequential(new Linear(784, 256), new ReLU(), new Linear(256, 10));
        var optimizer = new AdamW(
            NamedGroups.From(model.NamedParameters(), p => new AdamGroup(p))
                .Set("0.*", g => g.Lr = 1e-4)                           // a slower first layer
                .SetBiasesAndNorms(g => g.WeightDecay = 0),
            lr: 1e-3,
            weightDecay: 1e-2);
        foreach (AdamGroup group in optimizer.ParamGroups)
        {
            Console.WriteLine($"{group.Parameters.Count} parameters, lr {group.Lr}, weight decay {group.WeightDecay}");
        }
        // sample-end
        Assert.Equal([(1e-4, 1e-2), (1e-4, 0), (1e-3, 1e-2), (1e-3, 0)], optimizer.ParamGroups.Select(static g => (g.Lr, g.WeightDecay)));
    }

    [Fact]
    public void Accumulates_clips_schedules_and_skips()
    {
        (Tensor x, Tensor y) = Line();
        var model = new Linear(2, 1);

        // sample: loop
        const int Parts = 4;
        var optimizer = new AdamW(model.Parameters(), lr: 0.1) { NonFiniteGradients = NonFiniteGradients.Skip };
        var loader = new DataLoader(new TensorDataset(x, y), batchSize: 8, shuffle: true, seed: 0);
        int steps = 10 * loader.Count / Parts;
        var scheduler = new SequentialLR(
            optimizer,
            [new LinearLR(optimizer, startFactor: 0.1, totalIters: 20), new CosineAnnealingLR(optimizer, tMax: steps - 20)],
            milestones: [20]);
        for (int epoch = 0; epoch < 10; epoch++)
        {
            foreach (var (part, (inputs, targets)) in loader.Index())
            {
                (F.MseLoss(model.Forward(inputs), targets) / Parts).Backward();     // adds to the gradients that are there
                if ((part + 1) % Parts == 0)
                {
                    Clip.GradNorm(model.Parameters(), maxNorm: 1);
                    optimizer.Step();
                    scheduler.Step();
                    optimizer.ZeroGrad();
                }
            }
        }

        Console.WriteLine($"{optimizer.StepCount} steps, {optimizer.SkippedStepCount} skipped, lr {scheduler.GetLastLr()[0]:G3}");
        // sample-end
        Assert.Equal((steps, 0), (optimizer.StepCount, optimizer.SkippedStepCount));
        Assert.Equal(0, scheduler.GetLastLr()[0], 1e-12);
        Assert.True(F.MseLoss(model.Forward(x), y).Item<float>() < 0.05f);
    }

    [Fact]
    public void Resumes()
    {
        (Tensor x, Tensor y) = Line();
        var model = new Linear(2, 1);
        var optimizer = new Adam(model.Parameters());
        F.MseLoss(model.Forward(x), y).Backward();
        optimizer.Step();

        // sample: state
        StateDict weights = model.StateDict();
        StateNode state = optimizer.SaveState();                        // PyTorch's structure, PyTorch's keys

        var sameModel = new Linear(2, 1);
        sameModel.LoadStateDict(weights);
        var sameOptimizer = new Adam(sameModel.Parameters());
        sameOptimizer.LoadState(state);                                 // goes on bit for bit
        // sample-end
        optimizer.ZeroGrad();
        F.MseLoss(model.Forward(x), y).Backward();
        F.MseLoss(sameModel.Forward(x), y).Backward();
        optimizer.Step();
        sameOptimizer.Step();
        Assert.Equal(model.Weight.ToArray<float>(), sameModel.Weight.ToArray<float>());
    }

    [Fact]
    public void Says_whether_the_conditions_of_Robbins_and_Monro_hold()
    {
        using var output = new StringWriter();
        TextWriter before = Console.Out;
        Console.SetOut(output);
        try
        {
            // sample: robbins-monro
            var sgd = new SGD([Tensor.Zeros([1], requiresGrad: true)], lr: 0.1);
            Console.WriteLine(RobbinsMonro.Check(new InverseTimeLR(sgd, decay: 0.01)));
            Console.WriteLine(RobbinsMonro.Check(new PowerLR(sgd, power: 0.5)));
            Console.WriteLine(RobbinsMonro.Check(new StepLR(sgd, stepSize: 30)));
            Console.WriteLine(RobbinsMonro.Check(new LambdaLR(sgd, t => 1 / Math.Sqrt(1 + t))));
            // sample-end
        }
        finally
        {
            Console.SetOut(before);
        }

        // Other tests may print meanwhile.
        string[] lines = [.. Checkout.Read("docs", "optim.md").ReplaceLineEndings("\n").Split('\n').Where(static line => line.StartsWith("Σε = ∞ ", StringComparison.Ordinal))];
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Contains(line, output.ToString(), StringComparison.Ordinal));
    }

    private static (Tensor X, Tensor Y) Line()
    {
        var generator = new Generator(0);
        Tensor x = Tensor.Randn([256, 2], generator: generator);
        return (x, x.MatMul(Tensor.From([2f, -1f], [2, 1])) + 0.5);
    }
}
