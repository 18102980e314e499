using MiniTorch;
using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>The samples of docs/nn.md, compiled and run; <see cref="Project.PageTests"/> holds the page and the samples together.</summary>
public class NNSamples
{
    // sample: residual
    public sealed class Residual : Layer
    {
        private readonly Tensor _scale, _mean;
        private readonly ModuleList<Linear> _layers;

        public Residual(int width, int depth)
        {
            RegisterParameter(out _scale, Tensor.Full([1], 0.1));
            RegisterBuffer(out _mean, Tensor.Zeros([width]));           // saved and copied, but not trained
            Register(out _layers, new(Enumerable.Range(0, depth).Select(_ => new Linear(width, width, activation: Activation.Tanh))));
        }

        protected override Tensor ForwardCore(Tensor input)
        {
            Tensor x = input - _mean;
            foreach (Linear layer in _layers)
            {
                x += _scale * layer.Forward(x);
            }

            return x;
        }
    }
    // sample-end

    [Fact]
    public void Writes_a_module()
    {
        // sample: print
        var model = new Residual(width: 4, depth: 2);
        Console.WriteLine(model);
        Console.WriteLine(string.Join(", ", model.StateDict().Keys));
        // sample-end
        Page.Shows("nn.md", $"{model}\n{string.Join(", ", model.StateDict().Keys)}\n```");

        // sample: walk
        var first = (Linear)model.GetSubmodule("layers.0");
        List<Shape> seen = [];
        using (first.RegisterForwardHook((_, _, output) => seen.Add(output.Shape)))
        {
            model.Forward(Tensor.Ones([3, 4]));                         // seen: [3, 4]
        }

        first.RequiresGrad(false);                                      // frozen: no gradient, and an optimizer passes it by
        Residual copy = model.Clone();                                  // tensors and children of its own; frozen where the model is
        copy.To(DType.Float64);
        copy.Apply(module =>
        {
            if (module is Linear { Bias: { } bias } linear)
            {
                Init.XavierUniform(linear.Weight, Init.CalculateGain(Nonlinearity.Tanh));
                Init.Zeros(bias);
            }
        });
        // sample-end
        Assert.Equal([Shape.Of(3, 4)], seen);
        model.Forward(Tensor.Ones([3, 4])).Sum().Backward();
        Assert.Equal([true, false, false, true, true], model.Parameters().Select(static parameter => parameter.Grad is not null));
        Assert.Single(seen);
        Assert.Equal([true, false, false, true, true], copy.Parameters().Select(static parameter => parameter.RequiresGrad));
        Assert.All(copy.Parameters(), static parameter => Assert.Equal(DType.Float64, parameter.DType));
        Assert.All(model.Parameters(), static parameter => Assert.Equal(DType.Float32, parameter.DType));
        Assert.Equal(new double[4], copy.GetParameter("layers.1.bias").ToArray<double>());
        Assert.NotEqual(new float[4], model.GetParameter("layers.1.bias").ToArray<float>());
    }

    [Fact]
    public void Says_which_module_refused_and_what_a_state_lacks()
    {
        var model = new Sequential(("body", new Residual(4, 2)), ("head", new Linear(5, 2)));
        Page.Shows("nn.md", Assert.ThrowsAny<ArgumentException>(() => model.Forward(Tensor.Ones([3, 4]))).Message);

        var other = new Sequential(new Linear(4, 3), new ReLU(), new Linear(3, 2));
        StateDict state = new Sequential(new Linear(4, 5), new Linear(5, 2)).StateDict();
        Page.Shows("nn.md", Assert.Throws<InvalidOperationException>(() => other.LoadStateDict(state)).Message);
    }

    [Fact]
    public void Summarises_a_model()
    {
        // sample: summary
        var model = new Sequential(
            ("flatten", new Flatten()),
            ("body", new Sequential(new Linear(784, 32, activation: Activation.Relu), new Residual(width: 32, depth: 2))),
            ("head", new Linear(32, 10)));
        model["body"].RequiresGrad(false);
        Console.WriteLine(new Summary(model, [64, 1, 28, 28]));
        // sample-end
        Page.Shows("nn.md", $"```text\n{new Summary(model, [64, 1, 28, 28])}\n```");
    }

    [Fact]
    public void A_loss_is_a_function_and_a_module()
    {
        Tensor logits = Tensor.Randn([4, 3], generator: new Generator(0)), labels = Tensor.From([0L, 2, 1, -100]);

        // sample: loss
        var criterion = new CrossEntropyLoss(labelSmoothing: 0.1);
        Tensor loss = criterion.Forward(logits, labels), same = F.CrossEntropy(logits, labels, labelSmoothing: 0.1);
        // sample-end
        Assert.Equal(same.Item<float>(), loss.Item<float>());
        Page.Shows("nn.md", Assert.ThrowsAny<ArgumentException>(() => F.MseLoss(Tensor.Zeros([8, 1]), Tensor.Zeros([8]))).Message);
    }
}
