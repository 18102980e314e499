namespace MiniTorch.Optim;

/// <summary>A step of the model, and what the model says of it, in shares of ‖r‖².</summary>
internal sealed class TrustStep
{
    /// <param name="model">The model.</param>
    /// <param name="at">Its point.</param>
    /// <param name="region">Where it must stay, and the λ with which the search begins.</param>
    public TrustStep(LeastSquaresModel model, Linearization at, TrustRegion region)
    {
        double damping = region.Damping;
        Z = model.Within(region.Radius, ref damping);
        (Damping, Norm) = (damping, SecondOrder.Norm(Z));
        double product = model.NormOfProduct(Z) / at.Norm, length = Math.Sqrt(damping) * Norm / at.Norm;
        Predicted = (product * product) + (2 * length * length);
        Slope = -((product * product) + (length * length));
    }

    public double[] Z { get; }

    /// <summary>‖z‖.</summary>
    public double Norm { get; }

    /// <summary>λ.</summary>
    public double Damping { get; }

    /// <summary>The reduction that the damped model promises.</summary>
    public double Predicted { get; }

    /// <summary>Half of the derivative of ‖r‖² along the step.</summary>
    public double Slope { get; }
}
