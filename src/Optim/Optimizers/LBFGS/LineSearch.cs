namespace MiniTorch.Optim;

/// <summary>How <see cref="LBFGS"/> finds the length of a step along its direction.</summary>
public enum LineSearch
{
    /// <summary>The learning rate, without a search. PyTorch: <c>line_search_fn=None</c>.</summary>
    None,

    /// <summary>
    /// A step that satisfies the strong Wolfe conditions, f(x + td) ≤ f(x) + c₁t∇f(x)ᵀd and |∇f(x + td)ᵀd| ≤ c₂|∇f(x)ᵀd| with c₁ = 1e-4 and
    /// c₂ = 0.9, found by cubic interpolation in at most 26 evaluations. Nocedal and Wright, algorithms 3.5 and 3.6. PyTorch:
    /// <c>line_search_fn="strong_wolfe"</c>.
    /// </summary>
    StrongWolfe,
}
