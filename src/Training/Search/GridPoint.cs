using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.Training;

/// <summary>An option and the values to try. scikit-learn: an entry of a <c>param_grid</c>.</summary>
public sealed class GridAxis
{
    /// <summary>An axis, as <c>new GridAxis("lr", 1e-1, 1e-2, 1e-3)</c>.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="values">Numbers, texts or any other values, at least one.</param>
    /// <exception cref="ArgumentException">The name is empty, or there are no values.</exception>
    public GridAxis(string name, params object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (string.IsNullOrEmpty(name) || values.Length == 0)
        {
            Throw.Argument("grid search", $"an axis needs a name and at least one value; got '{name}' and {values.Length} values");
        }

        (Name, Values) = (name, [.. values]);
    }

    /// <summary>The option's name.</summary>
    public string Name { get; }

    /// <summary>The values in order.</summary>
    public IReadOnlyList<object> Values { get; }
}

/// <summary>Options by name, in order: <c>new GridPoint { ["lr"] = 0.1, ["hidden"] = 32 }</c>. scikit-learn: <c>params</c>.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A point of a grid is what the field calls it.")]
public sealed class GridPoint : IEnumerable<KeyValuePair<string, object>>
{
    private readonly OrderedDictionary<string, object> _options = [];

    /// <summary>The names in order.</summary>
    public IEnumerable<string> Names => _options.Keys;

    /// <summary>The value of an option; setting replaces or adds.</summary>
    /// <exception cref="ArgumentException">There is no such option.</exception>
    public object this[string name]
    {
        get
        {
            if (!_options.TryGetValue(name, out object? value))
            {
                Throw.Argument("grid search", $"there is no option '{name}'; the options are {string.Join(", ", _options.Keys)}");
            }

            return value;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _options[name] = value;
        }
    }

    /// <summary>The value of an option as one of a type; whole numbers are also wider ones and real ones.</summary>
    /// <exception cref="ArgumentException">There is no such option, or it is of another type.</exception>
    public T Get<T>(string name)
    {
        object value = this[name];
        object? converted = default(T) switch
        {
            double when value is int or long or float => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture),
            float when value is int => (float)(int)value,
            float when value is double number && (float)number == number => (float)number,
            long when value is int number => (long)number,
            _ => value,
        };
        if (converted is not T result)
        {
            Throw.Argument("grid search", $"option '{name}' is {Text(value)}, of type {value.GetType().Name}; asked for as {typeof(T).Name}");
            return default;
        }

        return result;
    }

    /// <summary>Whether there is such an option.</summary>
    public bool Contains(string name) => _options.ContainsKey(name);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _options.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As <c>lr=0.1, hidden=32</c>.</summary>
    public override string ToString() => string.Join(", ", _options.Select(static option => $"{option.Key}={Text(option.Value)}"));

    /// <summary>A value in the invariant culture.</summary>
    internal static string Text(object value) =>
        value is IFormattable formattable ? formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture) : $"{value}";
}
