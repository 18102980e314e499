namespace MiniTorch.NN;

/// <summary>
/// How many elements a convolution puts around its input: a number, a pair for height and width, or as many as keep the size. None is the
/// default. PyTorch: <c>padding</c>, which is also <c>"valid"</c>, here <see cref="Valid"/>, or <c>"same"</c>, here <see cref="Same"/>.
/// </summary>
public readonly record struct ConvPadding
{
    private ConvPadding(Size2d size, bool isSame)
    {
        Size = size;
        IsSame = isSame;
    }

    /// <summary>None.</summary>
    public static ConvPadding Valid => default;

    /// <summary>As many as make the result as large as the input; the stride must be 1. If their number is odd, the odd one is behind.</summary>
    public static ConvPadding Same { get; } = new(default, isSame: true);

    /// <summary>How many before and how many behind, in height and width; 0 for <see cref="Same"/>.</summary>
    public Size2d Size { get; }

    /// <summary>Whether this is <see cref="Same"/>.</summary>
    public bool IsSame { get; }

    /// <summary>One number for every side.</summary>
    public static implicit operator ConvPadding(int size) => new(size, isSame: false);

    /// <summary>Numbers for height and width.</summary>
    public static implicit operator ConvPadding(Size2d size) => new(size, isSame: false);

    /// <inheritdoc cref="op_Implicit(Size2d)"/>
    public static implicit operator ConvPadding((int Height, int Width) size) => new(size, isSame: false);

    /// <summary>As it would be written: <c>1</c>, <c>(1, 2)</c> or <c>same</c>.</summary>
    public override string ToString() => IsSame ? "same" : Size.ToString();
}
