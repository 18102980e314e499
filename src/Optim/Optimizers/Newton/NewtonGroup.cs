namespace MiniTorch.Optim;

/// <summary>The group of parameters of a <see cref="Newton"/>, which has one.</summary>
public sealed class NewtonGroup : SecondOrderGroup
{
    private readonly FlagOption _pure;
    private readonly FlagOption _lineSearch;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of one floating-point type that require a gradient, at least one.</param>
    public NewtonGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _pure = Flag("pure");
        _lineSearch = Flag("line_search");
        EndOptions();
    }

    /// <summary>Whether the step is the textbook's, neither modified nor searched.</summary>
    public bool Pure { get => _pure.Value; set => _pure.Value = value; }

    /// <summary>Whether the length of a step is searched for.</summary>
    public bool LineSearch { get => _lineSearch.Value; set => _lineSearch.Value = value; }
}
