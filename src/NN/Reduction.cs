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
}
