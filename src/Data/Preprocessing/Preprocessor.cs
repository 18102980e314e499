namespace MiniTorch.Data;

/// <summary>
/// What is learnt of each column of a table and then done to it: fitted on the training part alone, used for all parts, saved with the model.
/// <code>
/// var scaler = new StandardScaler();
/// Tensor train = scaler.FitTransform(trainFeatures), test = scaler.Transform(testFeatures);
/// </code>
/// scikit-learn: a transformer.
/// </summary>
/// <remarks>
/// Tables are tensors [rows, columns] of float32 or float64. All is computed in float64 and rounded once, to the type of the table. NaN is a missing
/// value: fitting passes over it. What is returned is new, passes no gradient on, and never depends on how rows are cut into tables.
/// </remarks>
public abstract class Preprocessor : IStateful
{
    private protected Preprocessor()
    {
    }

    /// <summary>Whether <see cref="Fit"/> or <see cref="LoadState"/> was called.</summary>
    public bool IsFitted => ColumnCount > 0;

    /// <summary>The number of columns it was fitted on; 0 before. scikit-learn: <c>n_features_in_</c>.</summary>
    public abstract int ColumnCount { get; }

    private protected string Name => GetType().Name;

    /// <summary>Learns from a table, and forgets what it had learnt.</summary>
    /// <exception cref="ArgumentException">The table is no [rows, columns] of float32 or float64, has no rows or columns, or holds an infinity.</exception>
    public void Fit(Tensor table)
    {
        NDArray values = Check(table);
        if (values.Count == 0)
        {
            Throw.Argument(Name, $"a table to fit must have rows and columns; got {values.Shape}");
        }

        FitCore(values);
    }

    /// <summary>What it makes of a table.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    /// <exception cref="ArgumentException">The table is no [rows, columns] of float32 or float64, or has another number of columns.</exception>
    public Tensor Transform(Tensor table) => new(TransformCore(CheckFitted(table)));

    /// <summary>Fits a table, and what it makes of it.</summary>
    /// <inheritdoc cref="Fit"/>
    public Tensor FitTransform(Tensor table)
    {
        Fit(table);
        return Transform(table);
    }

    /// <inheritdoc/>
    public abstract StateNode SaveState();

    /// <inheritdoc/>
    public abstract void LoadState(StateNode state);

    private protected abstract void FitCore(NDArray table);

    private protected abstract NDArray TransformCore(NDArray table);

    private protected NDArray CheckFitted(Tensor table)
    {
        NDArray values = Check(table);
        if (!IsFitted)
        {
            Throw.Invalid(Name, "it must be fitted first: call Fit with the training part, or load a state");
        }

        if (values.Shape[1] != ColumnCount)
        {
            Throw.Argument(Name, $"it was fitted on {ColumnCount} columns; got {values.Shape}");
        }

        return values;
    }

    // Numbers that are kept for good must not end with the caller's scope.
    private protected static NDArray Keep(NDArray values)
    {
        NDArray kept = values.Clone();
        BufferScope.Escape(kept);
        return kept;
    }

    private protected StateNode Entry(StateNode state, string key)
    {
        ArgumentNullException.ThrowIfNull(state);
        MapState map = state.As<MapState>();
        if (!map.TryGetValue(key, out StateNode? node))
        {
            Throw.Invalid(Name, $"the state has no '{key}'; its keys are {string.Join(", ", map.Keys)}");
        }

        return node;
    }

    // A row of numbers, one for each column; none before fitting.
    private protected NDArray? Row(StateNode state, string key)
    {
        StateNode node = Entry(state, key);
        if (node is EmptyState)
        {
            return null;
        }

        NDArray row = node.As<TensorState>().Value.Value;
        if (row.Rank != 1 || row.DType != DType.Float64 || row.Count == 0)
        {
            Throw.Invalid(Name, $"'{key}' of the state must be float64 [columns]; got {row.DType.Name()} {row.Shape}");
        }

        return Keep(row);
    }

    private protected void CheckAlike(NDArray? one, NDArray? other)
    {
        if (one?.Count != other?.Count)
        {
            Throw.Invalid(Name, $"the state's rows must have the same number of columns; got {one?.Count ?? 0} and {other?.Count ?? 0}");
        }
    }

    private protected static StateNode Save(NDArray? row) => row is null ? StateNode.Empty : new Tensor(Keep(row));

    private NDArray Check(Tensor table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Rank != 2 || !table.DType.IsFloatingPoint())
        {
            Throw.Argument(Name, $"a table is float32 or float64 [rows, columns]; got {table.DType.Name()} {table.Shape}");
        }

        return table.Value;
    }
}
