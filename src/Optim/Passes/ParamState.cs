namespace MiniTorch.Optim;

/// <summary>A parameter in an optimizer: its state, and during a step its memory.</summary>
internal sealed class ParamState(Tensor parameter, int group, int buffers)
{
    // A view with gaps is updated in a contiguous copy, which is then written back.
    private bool _isCopy;
    private bool _gradientIsCopy;

    public Tensor Parameter => parameter;

    /// <summary>Index of its group.</summary>
    public int Group => group;

    /// <summary>Number of steps that it was in.</summary>
    public long Step { get; set; }

    /// <summary>The state tensors, in the order of their names; null until needed. Contiguous, of the parameter's shape and type.</summary>
    public NDArray?[] Buffers { get; private set; } = new NDArray?[buffers];

    /// <summary>The parameter's values, contiguous. Only during a step; so the next ones.</summary>
    public NDArray Values { get; private set; } = null!;

    /// <summary>The gradient's values, contiguous.</summary>
    public NDArray Gradient { get; private set; } = null!;

    /// <summary>How many of the state tensors the step works on.</summary>
    public int BufferCount { get; private set; }

    /// <summary>Which of the step's rules applies.</summary>
    public int Rule { get; set; }

    /// <summary>A contiguous copy that outlives every scope.</summary>
    public static NDArray Copy(NDArray source, DType dtype)
    {
        NDArray copy = NDArray.Empty(source.Shape, dtype);
        copy.CopyFrom(source);
        BufferScope.Escape(copy);
        return copy;
    }

    public void Open(NDArray gradient)
    {
        NDArray values = parameter.Value;
        _isCopy = !values.IsContiguous;
        _gradientIsCopy = !gradient.IsContiguous;
        Values = _isCopy ? values.Clone() : values;
        Gradient = _gradientIsCopy ? gradient.Clone() : gradient;
    }

    /// <summary>Counts the write, and holds on to no gradient.</summary>
    public void Close()
    {
        if (_isCopy)
        {
            parameter.Value.CopyFrom(Values);
            Values.Storage.Return();
        }
        else
        {
            Values.Storage.BumpVersion();
        }

        if (_gradientIsCopy)
        {
            Gradient.Storage.Return();
        }

        Values = Gradient = null!;
    }

    /// <summary>Makes the first <paramref name="count"/> state tensors, of zeros, where they are not there yet.</summary>
    /// <returns>Whether the first one was made.</returns>
    public bool Prepare(int count)
    {
        BufferCount = count;
        NDArray?[] made = Buffers;
        bool isFirst = count > 0 && made[0] is null;
        for (int i = 0; i < count; i++)
        {
            if (made[i] is null)
            {
                NDArray zeros = NDArray.Zeros(parameter.Shape, parameter.DType);
                BufferScope.Escape(zeros);
                made[i] = zeros;
            }
        }

        return isFirst;
    }

    /// <summary>Continues from another state of the same parameter, or from none.</summary>
    public void Take(ParamState? other)
    {
        Step = other?.Step ?? 0;
        Buffers = other?.Buffers ?? new NDArray?[Buffers.Length];
    }
}
