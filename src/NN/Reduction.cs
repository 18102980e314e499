namespace MiniTorch.NN;

/// <summary>What becomes of the losses of single elements. PyTorch: <c>reduction</c>.</summary>
public enum Reduction
{
    /// <summary>They are returned as they are.</summary>
    None,

    /// <summary>Their mean, weighted where the loss has weights.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum divided by the size of the first dimension: only <see cref="F.KlDiv"/> has it, of which this is the mathematical one.</summary>
    BatchMean,
}
