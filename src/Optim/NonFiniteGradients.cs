namespace MiniTorch.Optim;

/// <summary>What an optimizer does in a step in which a gradient holds an infinity or NaN.</summary>
public enum NonFiniteGradients
{
    /// <summary>Steps all the same, as PyTorch does; the parameters become infinite or NaN.</summary>
    Apply,

    /// <summary>Changes nothing, and counts the step in <see cref="Optimizer.SkippedStepCount"/>.</summary>
    Skip,

    /// <summary>Changes nothing, and throws an <see cref="InvalidOperationException"/> that names the parameter.</summary>
    Error,
}
