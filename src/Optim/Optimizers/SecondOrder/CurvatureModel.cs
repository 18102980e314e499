namespace MiniTorch.Optim;

/// <summary>What is known of the function around a point: where a step should go, and what may be claimed of the point.</summary>
internal abstract class CurvatureModel
{
    /// <summary>The Newton direction d, or one that descends in its place.</summary>
    public required double[] Direction { get; init; }

    /// <summary>gᵀd.</summary>
    public required double Slope { get; init; }

    /// <summary>dᵀHd.</summary>
    public required double Curvature { get; init; }

    /// <summary>max |dᵢ|/|xᵢ|: no parameter hides another's step.</summary>
    public required double RelativeLength { get; init; }

    /// <summary>How much of the step is tried first; below 1 where the model cannot tell how far to go.</summary>
    public double First { get; init; } = 1;

    /// <summary>−gᵀd/2: how much the loss falls along d by the model.</summary>
    public double Predicted => -Slope / 2;

    /// <summary>A unit vector along which the function is known to curve down, with its curvature, or null.</summary>
    public (double[] Direction, double Curvature)? Negative { get; set; }

    /// <summary>Unit vectors along which the function does not curve, as far as can be told; minima must be looked for there.</summary>
    public IReadOnlyList<double[]> Flat { get; set; } = [];

    /// <summary>What is known of all curvatures, in words that follow a comma.</summary>
    public abstract string Definiteness { get; }

    /// <summary>How large a gradient is, in the measure in which the model compares gradients.</summary>
    public abstract double Size(double[] gradient);

    /// <summary>Looks for negative curvature, before it is claimed that there is none; sets <see cref="Negative"/>.</summary>
    /// <returns>Why it cannot be told, or null.</returns>
    public virtual string? Verify() => null;
}
