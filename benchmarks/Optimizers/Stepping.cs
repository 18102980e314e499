using MiniTorch.Optim;

namespace MiniTorch.Benchmarks;

/// <summary>
/// An optimizer at work on parameters of given shapes. The gradients take turns with their negatives, so that no state dies away and no
/// parameter runs off.
/// </summary>
internal sealed class Stepping
{
    private readonly Tensor[] _parameters;
    private readonly Optimizer _optimizer;
    private Tensor[] _gradients;
    private Tensor[] _negatives;

    public Stepping(MeasuredOptimizer optimizer, IEnumerable<Shape> shapes)
    {
        var generator = new Generator(0L);
        _parameters =
        [
            .. shapes.Where(shape => shape.Rank == 2 || !optimizer.MatricesOnly).Select(shape => Tensor.Randn(shape, generator: generator) * 0.05),
        ];
        Array.ForEach(_parameters, static parameter => parameter.RequiresGrad = true);
        _gradients = [.. _parameters.Select(parameter => Tensor.Randn(parameter.Shape, generator: generator))];
        _negatives = [.. _gradients.Select(static gradient => -gradient)];
        _optimizer = optimizer.Make(_parameters);
    }

    public void Prepare()
    {
        (_gradients, _negatives) = (_negatives, _gradients);
        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].Grad = _gradients[i];
        }
    }

    public void Step() => _optimizer.Step();
}
