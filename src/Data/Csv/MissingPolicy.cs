using System.Globalization;

namespace MiniTorch.Data;

/// <summary>What happens where the value of a cell is missing. The default refuses the file.</summary>
public readonly record struct MissingPolicy
{
    private const string RefuseName = "refuse";
    private const string DropRowName = "drop row";
    private const string MeanName = "mean";
    private const string ConstantName = "constant";

    private readonly string? _name;

    private MissingPolicy(string name, double value = 0) => (_name, Value) = (name, value);

    /// <summary>It is an error that names line and column.</summary>
    public static MissingPolicy Refuse { get; } = new(RefuseName);

    /// <summary>The row is left out.</summary>
    public static MissingPolicy DropRow { get; } = new(DropRowName);

    /// <summary>
    /// A number stays NaN in the table, to be filled with the mean of the training part: by a <see cref="SimpleImputer"/> that is fitted on that
    /// part alone, after the table was split. Among categories missing is one more, called "".
    /// </summary>
    public static MissingPolicy Mean { get; } = new(MeanName);

    /// <summary>The number in place of the missing one.</summary>
    public double Value { get; }

    internal string Name => _name ?? RefuseName;

    internal bool Refuses => Name == RefuseName;

    internal bool DropsRow => Name == DropRowName;

    internal float Fill => Name == MeanName ? float.NaN : (float)Value;

    /// <summary>A number is this one. Among categories missing is one more, called "".</summary>
    /// <exception cref="ArgumentException">The value is not finite as float32.</exception>
    public static MissingPolicy Constant(double value)
    {
        if (!float.IsFinite((float)value))
        {
            Throw.Argument("missing values", $"the constant must be finite; got {value.ToString(CultureInfo.InvariantCulture)}");
        }

        return new(ConstantName, value);
    }

    /// <inheritdoc/>
    public bool Equals(MissingPolicy other) => Name == other.Name && Value.Equals(other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Value);

    /// <inheritdoc/>
    public override string ToString() => Name == ConstantName ? Value.ToString(CultureInfo.InvariantCulture) : Name;

    internal static MissingPolicy Of(string name, double value)
    {
        switch (name)
        {
            case RefuseName: return Refuse;
            case DropRowName: return DropRow;
            case MeanName: return Mean;
            case ConstantName: return Constant(value);
            default:
                Throw.Invalid("csv schema", $"the state has an unknown rule for missing values, '{name}'");
                return default;
        }
    }
}
