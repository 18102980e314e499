namespace MiniTorch.Optim;

internal abstract partial class UpdatePass<TGroup>
{
    /// <summary>The state of a parameter under PyTorch's names; empty if there is none yet.</summary>
    public virtual MapState Save(ParamState state, TGroup group)
    {
        var saved = new MapState();
        if (state.Step == 0 && !IsMadeAtJoin)
        {
            return saved;
        }

        if (CountsSteps)
        {
            saved["step"] = state.Step;
        }

        for (int i = 0; i < NumberNames.Length; i++)
        {
            saved[NumberNames[i]] = state.Numbers[i];
        }

        int needed = Needed(group, state.Parameter.Shape);
        for (int i = 0; i < StateNames.Length; i++)
        {
            if (state.Tensors[i] is { } tensor)
            {
                saved[StateNames[i]] = new Tensor(ParamState.Copy(tensor, tensor.DType));
            }
            else if ((needed & (1 << i)) != 0)
            {
                saved[StateNames[i]] = StateNode.Empty;
            }
        }

        return saved;
    }

    /// <summary>Reads a saved state of the same parameter.</summary>
    /// <exception cref="InvalidOperationException">Something is missing, unknown, of another shape or out of range.</exception>
    public virtual ParamState Load(ParamState current, TGroup group, MapState saved, string label)
    {
        foreach (string key in saved.Keys)
        {
            if (!StateNames.Contains(key) && !NumberNames.Contains(key) && !(CountsSteps && key == "step"))
            {
                Throw.Invalid(label, $"the saved state has '{key}', which this optimizer does not keep; it keeps {Kept()}");
            }
        }

        ParamState state = Begin(current.Parameter, current.Group, group);
        state.Step = CountsSteps ? ToStep(Saved.Entry(saved, "step", label, Saved.Number), label) : 1;
        for (int i = 0; i < NumberNames.Length; i++)
        {
            state.Numbers[i] = Saved.Entry(saved, NumberNames[i], label, Saved.Number);
        }

        int needed = Needed(group, current.Parameter.Shape);
        for (int i = 0; i < StateNames.Length; i++)
        {
            string name = StateNames[i];
            if (saved.TryGetValue(name, out StateNode? node))
            {
                Tensor? tensor = node is EmptyState
                    ? null
                    : Saved.Read(node, name, label, static tensor => tensor.As<TensorState>().Value);
                state.Tensors[i] = tensor is null ? null : Copy(tensor, i, current.Parameter, $"{label}: {name}");
            }
            else if ((needed & (1 << i)) != 0)
            {
                Throw.Invalid(label, $"the saved state lacks '{name}'; it has {string.Join(", ", saved.Keys)}");
            }
        }

        if (IsMadeAtJoin)
        {
            Prepare(state, group, needed);
        }

        return state;
    }

    private string Kept()
    {
        string[] names = [.. CountsSteps ? ["step"] : Array.Empty<string>(), .. NumberNames, .. StateNames];
        return names.Length == 0 ? "nothing" : string.Join(", ", names);
    }

    private NDArray Copy(Tensor saved, int tensor, Tensor parameter, string label)
    {
        Shape expected = ShapeOf(tensor, parameter.Shape);
        if (saved.Shape != expected)
        {
            Throw.Invalid(label, $"the saved tensor must have the shape {expected}; got {saved.Shape}, for a parameter of {parameter.Shape}");
        }

        NDArray copy = _memory.Empty(expected, parameter.DType);
        copy.CopyFrom(saved.Value);
        return copy;
    }

    // PyTorch saves the count as a floating-point number.
    private static long ToStep(double step, string label)
    {
        if (!(step >= 0 && step <= long.MaxValue / 2 && step == Math.Floor(step)))
        {
            Throw.Invalid(label, FormattableString.Invariant($"in the saved state, step must be a whole number of at least 0; got {step}"));
        }

        return (long)step;
    }
}
