namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>x². PyTorch: <c>torch.square</c>.</summary>
    public Tensor Square() => Square(this);

    /// <summary>xᵖ; the derivative p·xᵖ⁻¹ is 0 everywhere for p = 0. PyTorch: <c>torch.pow</c>.</summary>
    /// <inheritdoc cref="NDArray.Pow(Scalar, NDArray?)"/>
    public Tensor Pow(Scalar exponent) => Pow(this, exponent);
}
