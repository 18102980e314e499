namespace MiniTorch.Optim;

/// <summary>The group of parameters of a <see cref="LevenbergMarquardt"/>, which has one.</summary>
public sealed class LevenbergMarquardtGroup : SecondOrderGroup
{
    private readonly RealOption _toleranceLoss;
    private readonly RealOption _factor;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of one floating-point type, at least one.</param>
    public LevenbergMarquardtGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _toleranceLoss = Real("tolerance_loss", Bound.NonNegative);
        _factor = Real("factor", Bound.Positive);
        EndOptions();
    }

    /// <summary>A step that lowers the loss by no larger a share, and was to lower it by no larger one, is the last. At least 0, which leaves this
    /// condition out.</summary>
    public double ToleranceLoss { get => _toleranceLoss.Value; set => _toleranceLoss.Value = value; }

    /// <summary>The first radius as a multiple of ‖D·x‖, or itself where that is 0. Above 0.</summary>
    public double Factor { get => _factor.Value; set => _factor.Value = value; }
}
