namespace MiniTorch.Optim;

/// <summary>The group of parameters of an optimizer that knows curvature, which has one; all its parameters form one vector.</summary>
public abstract class SecondOrderGroup : ParamGroup
{
    private readonly RealOption _toleranceGrad;
    private readonly RealOption _toleranceStep;

    private protected SecondOrderGroup(IEnumerable<Tensor> parameters)
        : base(parameters, Bound.Positive)
    {
        _toleranceGrad = Real("tolerance_grad", Bound.NonNegative);
        _toleranceStep = Real("tolerance_step", Bound.NonNegative);
    }

    /// <summary>How small the gradient must be; in what measure the optimizer says. At least 0, which leaves this condition out.</summary>
    public double ToleranceGrad { get => _toleranceGrad.Value; set => _toleranceGrad.Value = value; }

    /// <summary>How small the next step must be beside the parameters; in what measure the optimizer says. At least 0, which leaves this
    /// condition out.</summary>
    public double ToleranceStep { get => _toleranceStep.Value; set => _toleranceStep.Value = value; }

    internal override string? Conflict => OneVector.Conflict(Tensors);
}
