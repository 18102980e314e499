using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Benchmarks;

/// <summary>The step of <see cref="TinyProblem"/> as a user writes it.</summary>
internal sealed class TinyTraining
{
    private readonly TinyProblem _problem = new();
    private readonly Adam _optimizer;

    public TinyTraining() => _optimizer = new Adam(_problem.Model.Parameters());

    /// <summary>The loss before the last step, of <see cref="ScopedLoss"/>.</summary>
    public float ScopedLoss()
    {
        using var scope = TensorScope.Begin();
        return Step().Item<float>();
    }

    public void Scoped()
    {
        using var scope = TensorScope.Begin();
        Step();
    }

    public void Unscoped() => Step();

    /// <summary>The step with a scope, phase by phase.</summary>
    public void Phased(Phases phases)
    {
        phases.Begin();
        var scope = TensorScope.Begin();
        phases.End("begin scope");
        Tensor prediction = _problem.Model.Forward(_problem.Input);
        phases.End("forward");
        Tensor loss = F.MseLoss(prediction, _problem.Target);
        phases.End("loss");
        _optimizer.ZeroGrad();
        phases.End("zero grad");
        loss.Backward();
        phases.End("backward");
        _optimizer.Step();
        phases.End("optimizer");
        scope.Dispose();
        phases.End("end scope");
    }

    private Tensor Step()
    {
        Tensor loss = F.MseLoss(_problem.Model.Forward(_problem.Input), _problem.Target);
        _optimizer.ZeroGrad();
        loss.Backward();
        _optimizer.Step();
        return loss;
    }
}
