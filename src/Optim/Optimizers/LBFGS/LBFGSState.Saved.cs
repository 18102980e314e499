namespace MiniTorch.Optim;

internal sealed partial class LBFGSState
{
    private static readonly string[] Counts = ["func_evals", "n_iter"];
    private static readonly string[] History = ["d", "t", "old_dirs", "old_stps", "ro", "H_diag", "prev_flat_grad", "prev_loss"];

    // PyTorch saves these numbers too, but computes them anew before it reads them.
    private static readonly string[] Scratch = ["al"];

    /// <summary>Reads a saved state of the same parameters.</summary>
    /// <exception cref="InvalidOperationException">Something is missing, unknown, of another shape or out of range.</exception>
    public static LBFGSState Load(Tensor parameter, int group, int count, MapState saved, string label)
    {
        string[] kept = [.. Counts, .. History];
        foreach (string key in saved.Keys)
        {
            if (!kept.Contains(key) && !Scratch.Contains(key))
            {
                Throw.Invalid(
                    label, $"the saved state has '{key}', which this optimizer does not keep; it keeps {string.Join(", ", kept)}");
            }
        }

        var state = new LBFGSState(parameter, group, count)
        {
            Evaluations = Count("func_evals"),
            Iterations = Count("n_iter"),
            Reason = "the state was loaded, and no step was taken since",
        };
        if (state.Iterations == 0)
        {
            return state;
        }

        state.Direction = Vector("d", Saved.Entry(saved, "d", label, Tensor));
        state.StepSize = Saved.Entry(saved, "t", label, Saved.Number);
        state.Previous = Vector("prev_flat_grad", Saved.Entry(saved, "prev_flat_grad", label, Tensor));
        state.PreviousLoss = Saved.Entry(saved, "prev_loss", label, Saved.Number);
        state.Scale = Saved.Entry(saved, "H_diag", label, Saved.Number);
        (ListState ys, ListState ss, ListState rhos) = (List("old_dirs"), List("old_stps"), List("ro"));
        if (ss.Count != ys.Count || rhos.Count != ys.Count)
        {
            Throw.Invalid(
                label,
                $"in the saved state, old_dirs, old_stps and ro must have as many entries; got {ys.Count}, {ss.Count} and {rhos.Count}");
        }

        for (int i = 0; i < ys.Count; i++)
        {
            NDArray y = Vector($"old_dirs[{i}]", Saved.Read(ys[i], $"old_dirs[{i}]", label, Tensor));
            NDArray s = Vector($"old_stps[{i}]", Saved.Read(ss[i], $"old_stps[{i}]", label, Tensor));
            state.Pairs.Add(new CurvaturePair(y, s) { Rho = Saved.Read(rhos[i], $"ro[{i}]", label, Saved.Number) });
        }

        return state;

        long Count(string key)
        {
            long number = Saved.Entry(saved, key, label, static node => node.ToInt64());
            if (number < 0)
            {
                Throw.Invalid(label, $"in the saved state, {key} must be at least 0; got {number}");
            }

            return number;
        }

        ListState List(string key) => Saved.Entry(saved, key, label, static node => node.As<ListState>());

        NDArray Vector(string key, Tensor tensor)
        {
            if (tensor.Shape != [count])
            {
                Throw.Invalid(
                    label, $"{key}: the saved tensor must have the shape [{count}], of all parameters end to end; got {tensor.Shape}");
            }

            return FlatSpace.Vector(count, parameter.DType, tensor.Value);
        }

        static Tensor Tensor(StateNode node) => node.As<TensorState>().Value;
    }

    /// <summary>The state under PyTorch's names; empty if there is none yet.</summary>
    public MapState Save()
    {
        var saved = new MapState();
        if (Evaluations == 0)
        {
            return saved;
        }

        (saved["func_evals"], saved["n_iter"]) = (Evaluations, Iterations);
        if (Iterations == 0)
        {
            return saved;
        }

        saved["d"] = Vector(Direction!);
        saved["t"] = StepSize;
        saved["old_dirs"] = new ListState(Pairs.Select(pair => Vector(pair.Y)));
        saved["old_stps"] = new ListState(Pairs.Select(pair => Vector(pair.S)));
        saved["ro"] = new ListState(Pairs.Select(static pair => (StateNode)pair.Rho));
        saved["H_diag"] = Scale;
        saved["prev_flat_grad"] = Vector(Previous!);
        saved["prev_loss"] = PreviousLoss;
        return saved;

        StateNode Vector(NDArray vector) => new Tensor(FlatSpace.Trimmed(vector, count));
    }
}
