namespace MiniTorch.Optim;

/// <summary>The group of parameters of a <see cref="NewtonCG"/>, which has one.</summary>
public sealed class NewtonCGGroup : SecondOrderGroup
{
    private readonly CountOption _maxInner;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of one floating-point type that require a gradient, at least one.</param>
    public NewtonCGGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _maxInner = Options.Add(new CountOption(Options, "max_inner"));
        EndOptions();
    }

    /// <summary>The largest number of products with the Hessian for a direction, at least 1.</summary>
    public int MaxInner { get => _maxInner.Value; set => _maxInner.Value = value; }
}
