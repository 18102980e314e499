using MiniTorch;
using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>The samples of README.md and docs/, compiled and run; <see cref="PageTests"/> holds pages and samples together.</summary>
public class PageSamples
{
    [Fact]
    public void Learns_a_circle()
    {
        // sample: circle
        Tensor.ManualSeed(0);
        Tensor x = Tensor.Rand([1024, 2]) * 2 - 1;                      // points of a square
        Tensor y = (x * x).Sum(dim: 1).Lt(0.5).To(DType.Int64);         // 1 inside a circle, 0 outside
        var model = new Sequential(new Linear(2, 32), new Tanh(), new Linear(32, 2));
        var optimizer = new Adam(model.Parameters(), lr: 1e-2);
        var loader = new DataLoader(new TensorDataset(x, y), batchSize: 64, shuffle: true, seed: 0);
        for (int epoch = 0; epoch < 20; epoch++)
        {
            foreach (var (points, labels) in loader)
            {
                using var scope = TensorScope.Begin();                  // optional: faster, less memory
                optimizer.ZeroGrad();
                Tensor loss = F.CrossEntropy(model.Forward(points), labels);
                loss.Backward();
                optimizer.Step();
            }
        }

        Tensor right = model.Forward(x).ArgMax(dim: 1).Eq(y);
        Console.WriteLine($"accuracy {right.To(DType.Float32).Mean().Item<float>():P1}");
        // sample-end
        Assert.True(right.To(DType.Float32).Mean().Item<float>() > 0.97f);
    }

    [Fact]
    public void Differentiates_twice()
    {
        // sample: gradients
        Tensor a = Tensor.From([2.0, 3.0], requiresGrad: true);
        Tensor cubes = (a * a * a).Sum();
        Tensor[] first = Autograd.Grad([cubes], [a], createGraph: true);
        Tensor[] second = Autograd.Grad([first[0].Sum()], [a]);
        Console.WriteLine(first[0]);                                    // 3a²
        Console.WriteLine(second[0]);                                   // 6a
        // sample-end
        Assert.Equal([12, 27], first[0].ToArray<double>());
        Assert.Equal([12, 18], second[0].ToArray<double>());
    }

    [Fact]
    public void Draws_a_graph()
    {
        // sample: graph
        Tensor x = Tensor.Ones([32, 4]);
        Tensor w = Tensor.Randn([4, 3], requiresGrad: true), b = Tensor.Zeros([3], requiresGrad: true);
        Tensor loss = (x.MatMul(w) + b).Tanh().Sum();
        TensorGraph graph = loss.Graph([("w", w), ("b", b)]);
        Console.WriteLine(graph);
        File.WriteAllText("graph.dot", graph.ToDot());                  // dot -Tsvg graph.dot > graph.svg
        // sample-end
        Assert.Contains(graph.ToString().ReplaceLineEndings("\n"), Checkout.Read("docs", "autograd.md").ReplaceLineEndings("\n"), StringComparison.Ordinal);
        File.Delete("graph.dot");
    }

    [Fact]
    public void Checks_an_operation_of_ones_own()
    {
        // sample: function
        static Tensor Cube(Tensor x) => Autograd.Function(
            [x],
            (ctx, x) => { ctx.Save(x[0]); return x[0] * x[0] * x[0]; },
            (ctx, g) => [g * 3 * ctx.Saved[0] * ctx.Saved[0]]);

        Tensor at = Tensor.Randn([2, 3], DType.Float64, requiresGrad: true);
        GradCheckResult check = Autograd.GradCheck(Cube, at);
        Console.WriteLine(check);                                       // passed, or the worst element: where, analytical, numerical
        // sample-end
        Assert.True(check.Passed, check.ToString());
    }

    // sample: module
    public sealed class Mlp : Layer
    {
        private readonly Linear _fc1, _fc2;

        public Mlp()
        {
            Register(out _fc1, new(784, 128, activation: Activation.Relu)); // "fc1" in the state dict
            Register(out _fc2, new(128, 10));
        }

        protected override Tensor ForwardCore(Tensor input) => _fc2.Forward(_fc1.Forward(input));
    }
    // sample-end

    [Fact]
    public void Registers_by_field_name()
    {
        Assert.Equal(["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"], new Mlp().StateDict().Keys);
    }
}
