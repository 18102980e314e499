namespace MiniTorch.Training;

/// <summary>
/// How the precision, recall or F1 of classes become one number. Only classes count that occur, in predictions or targets.
/// scikit-learn: <c>average</c>.
/// </summary>
public enum Average
{
    /// <summary>That of class 1; the classes are 0 and 1.</summary>
    Binary,

    /// <summary>That of all samples together: each has one class, hence the accuracy.</summary>
    Micro,

    /// <summary>The mean of the classes.</summary>
    Macro,

    /// <summary>The mean of the classes, weighted by how often each is true.</summary>
    Weighted,
}
