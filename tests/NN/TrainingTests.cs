using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class TrainingTests
{
    [Fact]
    public void A_model_learns_exclusive_or_with_every_step_in_a_scope()
    {
        using GeneratorScope generator = Generator.Use(new Generator(3));
        var model = new Sequential(new Linear(2, 64), new Tanh(), new Dropout(0.1), new Linear(64, 2));
        Tensor x = Tensor.From([0f, 0, 0, 1, 1, 0, 1, 1], [4, 2]), target = Tensor.From([0L, 1, 1, 0]);
        for (int step = 0; step < 400; step++)
        {
            using var scope = TensorScope.Begin();
            model.ZeroGrad();
            F.CrossEntropy(model.Forward(x), target).Backward();
            foreach (Tensor parameter in model.Parameters())
            {
                parameter.Value.Subtract(parameter.Grad!.Value.Multiply(0.5), parameter.Value);
            }
        }

        model.Eval();
        using (Autograd.NoGrad())
        {
            Tensor logits = model.Forward(x);
            Assert.Equal(target.ToArray<long>(), logits.ArgMax(1).ToArray<long>());
            Assert.InRange(F.CrossEntropy(logits, target).Item<float>(), 0, 0.1f);
            Assert.False(logits.RequiresGrad);
        }
    }
}
