namespace MiniTorch.Optim;

/// <summary>The group of parameters of a <see cref="GaussNewton"/>, which has one.</summary>
public sealed class GaussNewtonGroup : SecondOrderGroup
{
    private readonly FlagOption _lineSearch;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of one floating-point type, at least one.</param>
    public GaussNewtonGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _lineSearch = Flag("line_search");
        EndOptions();
    }

    /// <summary>Whether a step is shortened until it lowers the loss.</summary>
    public bool LineSearch { get => _lineSearch.Value; set => _lineSearch.Value = value; }
}
