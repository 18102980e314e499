namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The greatest whole number that is at most x. The derivative is 0 everywhere. Integers stay what they are. PyTorch: <c>torch.floor</c>.</summary>
    public Tensor Floor() => Floor(this);

    /// <summary>The smallest whole number that is at least x. The derivative is 0 everywhere. Integers stay what they are. PyTorch: <c>torch.ceil</c>.</summary>
    public Tensor Ceil() => Ceil(this);

    /// <summary>The whole number between 0 and x that is nearest to x. The derivative is 0 everywhere. Integers stay what they are. PyTorch: <c>torch.trunc</c>.</summary>
    public Tensor Trunc() => Trunc(this);

    /// <summary>x without its whole part: x − trunc(x), with the sign of x; NaN for ±∞. The derivative is 1 everywhere. Of floating-point types alone. PyTorch: <c>torch.frac</c>.</summary>
    public Tensor Frac() => Frac(this);

    /// <summary>
    /// The nearest number of <paramref name="decimals"/> decimal places, halves to the even one. The derivative is 0 everywhere. PyTorch: <c>torch.round</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Round"/>
    public Tensor Round(int decimals = 0) => Round(this, decimals);

    private static Tensor Floor(Tensor x, NDArray? destination = null) =>
        Op.Record("floor", x.Value.Floor(destination), save: [], (x, static (s, g) => Zeros(g.Shape, g.DType)));

    private static Tensor Ceil(Tensor x, NDArray? destination = null) =>
        Op.Record("ceil", x.Value.Ceil(destination), save: [], (x, static (s, g) => Zeros(g.Shape, g.DType)));

    private static Tensor Trunc(Tensor x, NDArray? destination = null) =>
        Op.Record("trunc", x.Value.Trunc(destination), save: [], (x, static (s, g) => Zeros(g.Shape, g.DType)));

    private static Tensor Frac(Tensor x, NDArray? destination = null) =>
        Op.Record("frac", x.Value.Frac(destination), save: [], (x, static (s, g) => g));

    private static Tensor Round(Tensor x, int decimals, NDArray? destination = null) =>
        Op.Record("round", x.Value.Round(decimals, destination), save: [], (x, static (s, g) => Zeros(g.Shape, g.DType)));
}
