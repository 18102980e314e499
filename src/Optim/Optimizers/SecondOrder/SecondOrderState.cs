namespace MiniTorch.Optim;

/// <summary>What an optimizer that knows curvature keeps between steps, for all parameters; the first one has it.</summary>
internal class SecondOrderState(Tensor parameter, int group) : ParamState(parameter, group, 0, 0)
{
    private static readonly (OptimizerStatus Value, string Word)[] Words =
    [
        (OptimizerStatus.Running, "running"), (OptimizerStatus.Converged, "converged"),
        (OptimizerStatus.Stalled, "stalled"), (OptimizerStatus.Diverged, "diverged"),
    ];

    /// <summary>Number of evaluations of the closure.</summary>
    public long Evaluations { get; set; }

    /// <summary>Number of steps that moved the parameters.</summary>
    public long Iterations { get; set; }

    public OptimizerStatus Status { get; set; }

    public string Reason { get; set; } = SecondOrder.NoStep;

    /// <summary>The keys of what a derived state saves beside this.</summary>
    protected virtual string[] OwnKeys => [];

    /// <summary>The saved form; empty before the first step.</summary>
    public MapState Save()
    {
        var saved = new MapState();
        if (Evaluations > 0)
        {
            (saved["func_evals"], saved["n_iter"]) = (Evaluations, Iterations);
            (saved["status"], saved["status_reason"]) = (Array.Find(Words, word => word.Value == Status).Word, Reason);
            SaveOwn(saved);
        }

        return saved;
    }

    /// <summary>Reads a saved form into this, which is new.</summary>
    /// <exception cref="InvalidOperationException">Something is missing, unknown or out of range.</exception>
    public void Load(MapState saved, string label)
    {
        if (saved.Count == 0)
        {
            return;
        }

        string[] kept = ["func_evals", "n_iter", "status", "status_reason", .. OwnKeys];
        foreach (string key in saved.Keys)
        {
            if (!kept.Contains(key))
            {
                Throw.Invalid(label, $"the saved state has '{key}', which this optimizer does not keep; it keeps {string.Join(", ", kept)}");
            }
        }

        (Evaluations, Iterations) = (Count(saved, "func_evals", label), Count(saved, "n_iter", label));
        string status = Saved.Entry(saved, "status", label, static node => node.As<TextState>().Value);
        int found = Array.FindIndex(Words, word => word.Word == status);
        if (found < 0)
        {
            Throw.Invalid(
                label, $"in the saved state, status must be {string.Join(", ", Words.Select(static word => word.Word))}; got '{status}'");
        }

        (Status, Reason) = (Words[found].Value, Saved.Entry(saved, "status_reason", label, static node => node.As<TextState>().Value));
        LoadOwn(saved, label);
    }

    /// <summary>Adds what a derived state keeps.</summary>
    protected virtual void SaveOwn(MapState saved)
    {
    }

    /// <summary>Reads what a derived state keeps.</summary>
    protected virtual void LoadOwn(MapState saved, string label)
    {
    }

    private static long Count(MapState saved, string key, string label)
    {
        long number = Saved.Entry(saved, key, label, static node => node.ToInt64());
        if (number < 0)
        {
            Throw.Invalid(label, $"in the saved state, {key} must be at least 0; got {number}");
        }

        return number;
    }
}
