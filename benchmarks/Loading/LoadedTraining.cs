using MiniTorch.Data;

namespace MiniTorch.Benchmarks;

/// <summary>
/// A training loop over a loader, epoch after epoch, whose time is told apart into waiting for the batch and the step. The batch is asked for
/// before the scope of the step begins, as by <c>foreach</c>, or inside.
/// </summary>
internal sealed class LoadedTraining(string name, DataLoader loader, bool isInside = false) : IDisposable
{
    private readonly Mlp _mlp = new(batch: 1);
    private IEnumerator<Batch> _batches = loader.GetEnumerator();

    public string Name => name;

    /// <summary>The batch, then the step.</summary>
    public Phases Phases { get; } = new();

    public void Run(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            Step();
        }
    }

    public void Step()
    {
        Phases.Begin();
        TensorScope? scope = isInside ? TensorScope.Begin() : null;
        (Tensor images, Tensor labels) = Next();
        Phases.End("batch");
        scope ??= TensorScope.Begin();
        _mlp.Step(images.Reshape(images.Shape[0], 784), labels);
        scope.Dispose();
        Phases.End("step");
    }

    public void Dispose() => _batches.Dispose();

    private Batch Next()
    {
        if (!_batches.MoveNext())
        {
            _batches.Dispose();
            _batches = loader.GetEnumerator();
            _batches.MoveNext();
        }

        return _batches.Current;
    }
}
