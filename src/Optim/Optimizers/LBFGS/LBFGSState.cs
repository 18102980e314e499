namespace MiniTorch.Optim;

/// <summary>A change of the parameters, s, and that of the gradient, y, with 1/yᵀs.</summary>
internal sealed class CurvaturePair(NDArray y, NDArray s)
{
    public NDArray Y => y;

    public NDArray S => s;

    public double Rho { get; set; }
}

/// <summary>What <see cref="LBFGS"/> keeps between steps, for all parameters; the first one has it, as in PyTorch. Vectors are those of a
/// <see cref="FlatSpace"/>.</summary>
internal sealed partial class LBFGSState(Tensor parameter, int group, int count) : ParamState(parameter, group, 0, 0)
{
    /// <summary>Number of evaluations of the closure.</summary>
    public long Evaluations { get; set; }

    /// <summary>What the last step found out; PyTorch's states do not have it, so it is not saved.</summary>
    public OptimizerStatus Status { get; set; }

    /// <summary>Why, in one line.</summary>
    public string Reason { get; set; } = SecondOrder.NoStep;

    /// <summary>Number of iterations; at 0 there is no history, and the vectors are null.</summary>
    public long Iterations { get; set; }

    /// <summary>The direction of the last iteration.</summary>
    public NDArray? Direction { get; set; }

    /// <summary>How far the last iteration went along it.</summary>
    public double StepSize { get; set; }

    /// <summary>The gradient where the last iteration began.</summary>
    public NDArray? Previous { get; set; }

    /// <summary>The loss there.</summary>
    public double PreviousLoss { get; set; }

    /// <summary>The factor γ of the initial inverse Hessian.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>The pairs, oldest first.</summary>
    public List<CurvaturePair> Pairs { get; } = [];

    /// <summary>The next iteration is like the first.</summary>
    public void Restart()
    {
        Iterations = 0;
        Previous = null;
    }
}
