using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Training;

/// <summary>
/// A model and its optimizer as they are now, to be put back bit by bit: values, gradients, buffers, modes, state, rates and numbers of
/// steps, and whatever else is given.
/// </summary>
internal sealed class TrainingSnapshot
{
    private readonly (Tensor Tensor, NDArray Value)[] _values;
    private readonly (Tensor Tensor, Tensor? Grad)[] _gradients;
    private readonly ModuleModes _modes;
    private readonly Optimizer _optimizer;
    private readonly StateNode _optimizerState;
    private readonly (long Steps, long Skipped) _counts;
    private readonly NonFiniteGradients _nonFiniteGradients;
    private readonly Action[] _others;

    /// <param name="model">The model.</param>
    /// <param name="optimizer">Its optimizer, which may have parameters of others.</param>
    /// <param name="others">How all else that will change is put back.</param>
    public TrainingSnapshot(Module model, Optimizer optimizer, Action[] others)
    {
        HashSet<Tensor> parameters = new(
            [.. model.Parameters(), .. optimizer.ParamGroups.SelectMany(static group => group.Parameters)], ReferenceEqualityComparer.Instance);
        _values = [.. parameters.Concat(model.NamedBuffers().Select(static buffer => buffer.Buffer)).Select(static tensor => (tensor, Copy(tensor)))];
        _gradients = [.. parameters.Select(static parameter => (parameter, parameter.Grad))];
        _modes = new ModuleModes(model);
        (_optimizer, _optimizerState) = (optimizer, optimizer.SaveState());
        (_counts, _nonFiniteGradients) = ((optimizer.StepCount, optimizer.SkippedStepCount), optimizer.NonFiniteGradients);
        _others = others;
    }

    /// <summary>Puts the gradients aside: those of parameters that the optimizer does not clear would be added to.</summary>
    public void TakeGradients() => Array.ForEach(_gradients, static item => item.Tensor.Grad = null);

    /// <summary>Puts all of it back.</summary>
    public void Restore()
    {
        foreach ((Tensor tensor, NDArray value) in _values)
        {
            tensor.Value.CopyFrom(value);
        }

        foreach ((Tensor tensor, Tensor? grad) in _gradients)
        {
            tensor.Grad = grad;
        }

        _modes.Restore();
        _optimizer.LoadState(_optimizerState);
        _optimizer.RestoreCounts(_counts.Steps, _counts.Skipped);
        _optimizer.NonFiniteGradients = _nonFiniteGradients;
        Array.ForEach(_others, static restore => restore());
    }

    private static NDArray Copy(Tensor tensor)
    {
        NDArray copy = tensor.Value.Clone();
        BufferScope.Escape(copy);
        return copy;
    }
}
