using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Sets up LBFGS, which cannot step without a closure and so is no <see cref="OptimizerKind"/>.</summary>
internal static class LBFGSOptions
{
    public static LBFGS Golden(GoldenNode options, IEnumerable<Tensor> parameters)
    {
        var group = new LBFGSGroup(parameters);
        int maxIter = 20;
        int? maxEval = null;
        foreach ((string key, GoldenNode value) in options.Entries)
        {
            switch (key)
            {
                case "lr": group.Lr = value.Double; break;
                case "max_iter": maxIter = value.Int; break;
                case "max_eval": maxEval = value.Int; break;
                case "tolerance_grad": group.ToleranceGrad = value.Double; break;
                case "tolerance_change": group.ToleranceChange = value.Double; break;
                case "history_size": group.HistorySize = value.Int; break;
                case "line_search_fn": group.LineSearch = Search(value); break;
                default: throw new NotSupportedException($"LBFGS has no option '{key}'");
            }
        }

        return new LBFGS(group, maxIter: maxIter, maxEval: maxEval);
    }

    private static LineSearch Search(GoldenNode name) => name.IsNull
        ? LineSearch.None
        : name.String == "strong_wolfe" ? LineSearch.StrongWolfe : throw new NotSupportedException($"there is no line search '{name}'");
}
