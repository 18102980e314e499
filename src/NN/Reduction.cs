namespace MiniTorch.NN;

/// <summary>What becomes of the losses of single elements. PyTorch: <c>reduction</c>.</summary>
/// <remarks>
/// It is the first option of a loss. C# takes a literal 0 for the first of an enumeration: that is the mean, so that <c>new MarginRankingLoss(0)</c>, written
/// for a margin of 0 as in PyTorch, is what was meant.
/// </remarks>
public enum Reduction
{
    /// <summary>Their mean, weighted where the loss has weights.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They are returned as they are.</summary>
    None,

    /// <summary>Their sum divided by the size of the first dimension: only <see cref="F.KlDiv"/> has it, of which this is the mathematical one.</summary>
    BatchMean,
}
