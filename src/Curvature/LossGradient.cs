namespace MiniTorch.Curvature;

/// <summary>The gradient of a batch's loss, which leaves the parameters' <see cref="Tensor.Grad"/> alone.</summary>
internal static class LossGradient
{
    /// <summary>As a float64 vector.</summary>
    public static NDArray Of(string op, Tensor loss, ParameterVector x)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.Count != 1 || !loss.DType.IsFloatingPoint())
        {
            Throw.Argument(op, $"the loss must be a single floating-point value, the mean over the batch; got {loss.DType.Name()} of shape {loss.Shape}");
        }

        if (!loss.RequiresGrad)
        {
            Throw.Invalid(op, "the loss does not depend on the parameters: was it computed under NoGrad, or with others?");
        }

        return x.Join(Autograd.Grad([loss], x.Parts, allowUnused: true, materializeGrads: true)).Value.To(DType.Float64);
    }
}
