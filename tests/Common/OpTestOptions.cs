namespace MiniTorch.Tests;

/// <summary>What <see cref="OpTest"/> should know of an operation.</summary>
public sealed record OpTestOptions
{
    /// <summary>The inputs are uniform between <see cref="Low"/> and <see cref="High"/>.</summary>
    public double Low { get; init; } = -2;

    /// <inheritdoc cref="Low"/>
    public double High { get; init; } = 2;

    /// <summary>No input is closer to 0: for operations with a kink or a pole there.</summary>
    public double Gap { get; init; }

    /// <summary>Of the input values.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Relative and absolute, in float64.</summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>Relative and absolute, in float32; its gradients may be off ten times as far.</summary>
    public double SingleTolerance { get; init; } = 2e-6;

    /// <summary>The result's type if it is not the inputs'; of an integer type or bool no gradients are checked.</summary>
    public DType? DType { get; init; }

    /// <summary>Whether gradients flow; if not, the result must have no history though its inputs require gradients.</summary>
    public bool IsDifferentiable { get; init; } = true;

    /// <summary>Whether second derivatives are checked too.</summary>
    public bool SecondOrder { get; init; } = true;

    /// <summary>Whether the oracle, computed in float64, also tells the results for integers and bools that the operation takes.</summary>
    public bool OracleKnowsIntegers { get; init; } = true;
}
