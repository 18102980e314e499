using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Optimizers of a module's parameters.</summary>
public sealed class ModuleParametersTests
{
    [Fact]
    public void A_shared_parameter_is_stepped_once()
    {
        var shared = new Linear(2, 2, bias: false);
        var tied = new Linear(2, 2, bias: false);
        var model = new Sequential(shared, new Tied(shared.Weight), shared, tied);
        Assert.Equal([shared.Weight, tied.Weight], model.Parameters());
        float[] before = shared.Weight.ToArray<float>();
        var optimizer = new SGD(model.Parameters(), lr: 0.5);
        model.Forward(Tensor.Ones([1, 2])).Sum().Backward();
        float[] gradient = shared.Weight.Grad!.ToArray<float>();
        optimizer.Step();
        Assert.Equal(before.Zip(gradient, static (value, slope) => value - (0.5f * slope)), shared.Weight.ToArray<float>(), static (x, y) => Math.Abs(x - y) < 1e-6f);
    }

    [Fact]
    public void A_frozen_parameter_stays()
    {
        var model = new Sequential(new Linear(2, 2), new Linear(2, 2));
        var optimizer = new AdamW(model.Parameters(), lr: 0.1);
        model[0].RequiresGrad(false);
        float[] frozen = ((Linear)model[0]).Weight.ToArray<float>(), other = ((Linear)model[1]).Weight.ToArray<float>();
        model.Forward(Tensor.Ones([1, 2])).Sum().Backward();
        optimizer.Step();
        Assert.Equal(frozen, ((Linear)model[0]).Weight.ToArray<float>());
        Assert.NotEqual(other, ((Linear)model[1]).Weight.ToArray<float>());
    }

    [Fact]
    public void An_optimizer_made_before_a_conversion_refuses_to_step()
    {
        foreach (Func<IReadOnlyList<Tensor>, Optimizer> make in new Func<IReadOnlyList<Tensor>, Optimizer>[]
        {
            static parameters => new SGD(parameters, lr: 0.1),
            static parameters => new Adam(parameters),
            static parameters => new Adafactor(parameters),
            static parameters => new Muon(parameters),
            static parameters => new LBFGS(parameters),
        })
        {
            var model = new Linear(2, 3, bias: false);
            Optimizer optimizer = make(model.Parameters());
            optimizer.Step(Loss(DType.Float32));
            model.To(DType.Float64);
            double[] before = model.Weight.ToArray<double>();
            Assert.EndsWith(
                "parameter 0, of shape [3, 2], was float32 when it joined and is float64 now; convert a model before its optimizer is made",
                Assert.Throws<InvalidOperationException>(() => optimizer.Step(Loss(DType.Float64))).Message,
                StringComparison.Ordinal);
            Assert.Equal(before, model.Weight.ToArray<double>());

            Init.Ones(model.Weight);
            before = model.Weight.ToArray<double>();
            make(model.Parameters()).Step(Loss(DType.Float64));
            Assert.NotEqual(before, model.Weight.ToArray<double>());

            Func<Tensor> Loss(DType dtype) => () =>
            {
                model.ZeroGrad();
                Tensor loss = model.Forward(Tensor.Ones([1, 2], dtype)).Square().Sum();
                loss.Backward();
                return loss;
            };
        }
    }

    private sealed class Tied : NN.Layer
    {
        private readonly Tensor _weight;

        public Tied(Tensor weight) => RegisterParameter(out _weight, weight);

        protected override Tensor ForwardCore(Tensor input) => F.Linear(input, _weight);
    }
}
