namespace MiniTorch.Optim;

/// <summary>
/// Keeps gradients from growing too large, between backward and the step. PyTorch: <c>torch.nn.utils.clip_grad_norm_</c>,
/// <c>clip_grad_value_</c>.
/// </summary>
public static class Clip
{
    /// <summary>
    /// Scales all gradients, in place, by min(1, maxNorm/(‖g‖ + 1e-6)), where ‖g‖ is the norm of all of them taken as one vector.
    /// PyTorch: <c>clip_grad_norm_</c>.
    /// </summary>
    /// <param name="parameters">The parameters; those without a gradient do not count, one given twice counts once.</param>
    /// <param name="maxNorm">The largest norm that is left alone, at least 0.</param>
    /// <param name="normType">The order p of the norm (Σ|g|ᵖ)^(1/p), above 0; infinity for the largest magnitude.</param>
    /// <param name="errorIfNonfinite">Whether a norm that is infinite or NaN is an error; otherwise it makes the gradients
    /// NaN or 0.</param>
    /// <returns>The norm before, summed in float64 in an order that depends on the sizes alone; 0 without gradients.</returns>
    /// <exception cref="ArgumentException"><paramref name="maxNorm"/> or <paramref name="normType"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">The norm is not finite and <paramref name="errorIfNonfinite"/> is set; then the
    /// gradients are unchanged.</exception>
    public static double GradNorm(IEnumerable<Tensor> parameters, double maxNorm, double normType = 2, bool errorIfNonfinite = false)
    {
        if (!(maxNorm >= 0))
        {
            Throw.Argument("clip_grad_norm", FormattableString.Invariant($"maxNorm must be at least 0; got {maxNorm}"));
        }

        CheckOrder("clip_grad_norm", normType);
        using GradientPass gradients = GradientPass.Over(parameters);
        double norm = gradients.Norm(normType);
        if (errorIfNonfinite && !double.IsFinite(norm))
        {
            Throw.Invalid(
                "clip_grad_norm",
                FormattableString.Invariant($"the norm of order {normType} of the gradients must be finite; got {norm}"));
        }

        // Not below 1 when NaN either, which then reaches the gradients.
        double factor = maxNorm / (norm + 1e-6);
        if (!(factor >= 1))
        {
            gradients.Scale(factor);
        }

        return norm;
    }

    /// <summary>The norm of all gradients taken as one vector, which changes none of them. PyTorch: <c>get_total_norm</c>.</summary>
    /// <param name="parameters">The parameters; those without a gradient do not count, one given twice counts once.</param>
    /// <param name="normType">The order p of the norm (Σ|g|ᵖ)^(1/p), above 0; infinity for the largest magnitude.</param>
    /// <returns>The norm, summed in float64 in an order that depends on the sizes alone; 0 without gradients.</returns>
    /// <exception cref="ArgumentException"><paramref name="normType"/> is out of range.</exception>
    public static double TotalNorm(IEnumerable<Tensor> parameters, double normType = 2)
    {
        CheckOrder("total_norm", normType);
        using GradientPass gradients = GradientPass.Over(parameters);
        return gradients.Norm(normType);
    }

    /// <summary>
    /// Holds every element of the gradients within [−clipValue, clipValue], in place; NaN stays NaN. PyTorch: <c>clip_grad_value_</c>.
    /// </summary>
    /// <param name="parameters">The parameters; those without a gradient do not count, one given twice counts once.</param>
    /// <param name="clipValue">The largest magnitude, at least 0.</param>
    /// <exception cref="ArgumentException"><paramref name="clipValue"/> is negative or NaN.</exception>
    public static void GradValue(IEnumerable<Tensor> parameters, double clipValue)
    {
        if (!(clipValue >= 0))
        {
            Throw.Argument("clip_grad_value", FormattableString.Invariant($"clipValue must be at least 0; got {clipValue}"));
        }

        using GradientPass gradients = GradientPass.Over(parameters);
        gradients.Clamp(clipValue);
    }

    private static void CheckOrder(string op, double normType)
    {
        if (!(normType > 0))
        {
            Throw.Argument(op, FormattableString.Invariant($"normType must be above 0, or infinity; got {normType}"));
        }
    }
}
