using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class SequentialTests
{
    [Fact]
    public void It_is_a_list_of_its_layers()
    {
        Layer[] layers = [new Linear(2, 2), new ReLU(), new Identity()];
        var model = new Sequential(layers);
        Assert.Equal(3, model.Count);
        Assert.Same(layers[1], model[1]);
        Assert.Same(layers[2], model[^1]);
        Assert.Equal(layers, model);
        Assert.Equal(["0", "1", "2"], model.NamedChildren().Select(static child => child.Name));
        Assert.Equal(layers, new Sequential(layers.ToList()));
        Tensor x = Tensor.Ones([1]);
        Assert.Same(x, new Sequential().Forward(x));
    }

    [Fact]
    public void A_chain_in_a_chain_stays_one_layer()
    {
        var inner = new Sequential(new Linear(2, 2), new ReLU());
        var model = new Sequential(inner);
        Assert.Same(inner, Assert.Single(model));
        Assert.Equal(["0.0.weight", "0.0.bias"], model.StateDict().Keys);
        Assert.Equal(["0.weight", "0.bias"], new Sequential([.. inner]).StateDict().Keys);
    }

    [Fact]
    public void A_fused_pair_has_the_bits_of_the_two_layers()
    {
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            Layer[] layers =
            [
                new Linear(30, 20, dtype: dtype), new ReLU(), new Linear(20, 17, dtype: dtype), new Tanh(), new Linear(17, 9, bias: false, dtype: dtype),
                new Sigmoid(), new ReLU(), new Linear(9, 5, activation: Activation.Relu, dtype: dtype), new Tanh(), new Linear(5, 3, dtype: dtype),
            ];
            var model = new Sequential(layers);
            Tensor x = Check.Random(1, [11, 30], dtype), gradient = Check.Random(2, [11, 3], dtype).Detach();
            Tensor expected = layers.Aggregate(x, static (value, layer) => layer.Forward(value));
            expected.Backward(gradient);
            Tensor[] expectedGradients = [.. model.Parameters().Append(x).Select(static parameter => parameter.Grad!)];
            model.ZeroGrad();
            x.ZeroGrad();
            Tensor y = model.Forward(x);
            Check.SameBits(expected, y, "value");
            y.Backward(gradient);
            Assert.All(model.Parameters().Append(x).Zip(expectedGradients), static pair => Check.SameBits(pair.Second, pair.First.Grad, "gradient"));
        }
    }

    [Fact]
    public void A_pair_with_hooks_is_not_fused_and_has_the_same_bits()
    {
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            foreach (Layer activation in new Layer[] { new ReLU(), new Tanh(), new Sigmoid() })
            {
                Tensor x = Check.Random(1, [11, 30], dtype), gradient = Check.Random(2, [11, 20], dtype).Detach();
                var linear = new Linear(30, 20, dtype: dtype);
                var model = new Sequential(linear, activation);
                (Tensor expected, Tensor[] expectedGradients) = Run();

                // Fused into the layer's own constructor.
                var whole = new Linear(30, 20, activation: activation.FusedActivation, dtype: dtype);
                whole.LoadStateDict(linear.StateDict());
                Check.SameBits(expected, whole.Forward(x), "activation: of the constructor");

                Tensor? between = null, activated = null;
                using (linear.RegisterForwardHook((_, _, output) => between = output))
                {
                    AssertSame();
                    Check.SameBits(F.Linear(x, linear.Weight, linear.Bias), between, "output of the linear layer");
                }

                between = null;
                using (activation.RegisterForwardPreHook((_, input) => between = input))
                using (activation.RegisterForwardHook((_, _, output) => activated = output))
                {
                    AssertSame();
                    Check.SameBits(F.Linear(x, linear.Weight, linear.Bias), between, "input of the activation");
                    Check.SameBits(expected, activated, "output of the activation");
                }

                AssertSame();

                void AssertSame()
                {
                    (Tensor y, Tensor[] gradients) = Run();
                    Check.SameBits(expected, y, "value");
                    Assert.All(gradients.Zip(expectedGradients), static pair => Check.SameBits(pair.Second, pair.First, "gradient"));
                }

                (Tensor Value, Tensor[] Gradients) Run()
                {
                    model.ZeroGrad();
                    x.ZeroGrad();
                    Tensor y = model.Forward(x);
                    y.Backward(gradient);
                    return (y, [.. model.Parameters().Append(x).Select(static parameter => parameter.Grad!)]);
                }
            }
        }
    }

    [Fact]
    public void Layers_compute_what_their_functions_do()
    {
        Tensor x = Check.Random(1, [2, 3, 4]);
        Check.SameBits(x.Relu(), new ReLU().Forward(x), "relu");
        Check.SameBits(x.Tanh(), new Tanh().Forward(x), "tanh");
        Check.SameBits(x.Sigmoid(), new Sigmoid().Forward(x), "sigmoid");
        Check.SameBits(x.Softmax(1), new Softmax(1).Forward(x), "softmax");
        Check.SameBits(x.LogSoftmax(-1), new LogSoftmax(-1).Forward(x), "log_softmax");
        Assert.Same(x, new Identity().Forward(x));
        Assert.Equal([2, 12], new Flatten().Forward(x).Shape);
        Assert.Equal([24], new Flatten(0).Forward(x).Shape);
        Assert.Equal([6, 4], new Flatten(0, 1).Forward(x).Shape);
    }
}
