using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace MiniTorch.Optim;

/// <summary>A number for all groups, or one a group: <c>0.1</c> or <c>[0.1, 0.01]</c>.</summary>
[CollectionBuilder(typeof(PerGroup), nameof(Create))]
public sealed class PerGroup
{
    private readonly ImmutableArray<double> _values;
    private readonly bool _isForAll;

    private PerGroup(ImmutableArray<double> values, bool isForAll) => (_values, _isForAll) = (values, isForAll);

    /// <summary>The same number for all groups.</summary>
    public static implicit operator PerGroup(double value) => new([value], isForAll: true);

    /// <summary>One number a group.</summary>
    public static PerGroup Create(ReadOnlySpan<double> values) => new([.. values], isForAll: false);

    /// <summary>The numbers as given.</summary>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    /// <summary>One number a group; another number of them is for the option to refuse.</summary>
    internal ImmutableArray<double> For(int groups) => _isForAll ? [.. Enumerable.Repeat(_values[0], groups)] : _values;
}
