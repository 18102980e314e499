namespace MiniTorch.Curvature;

/// <summary>
/// A function r of n numbers with m numbers as its result, at a point x, with its first derivatives there: the residuals of a least-squares
/// problem, say. Both sides are vectors: the elements of the tensors one behind the other. Recorded once a point, like <see cref="Objective"/>.
/// </summary>
public sealed class VectorFunction
{
    private const string Op = "vector_function";

    private readonly Func<Tensor> _function;
    private readonly Func<Tensor[], Tensor>? _ofTensors;
    private readonly ParameterVector _x;

    // The recorded values, the version of x for which they hold, and the scope with which their memory goes.
    private (Tensor Values, long Version, BufferScope? Scope)? _recorded;

    /// <summary>A function of one tensor, at a point of its own.</summary>
    /// <param name="function">r; its result may have any shape.</param>
    /// <param name="at">The point, of any shape; it is copied.</param>
    /// <exception cref="ArgumentException">The point has no floating-point type.</exception>
    public VectorFunction(Func<Tensor, Tensor> function, Tensor at)
        : this(x => function(x[0]), [at]) => ArgumentNullException.ThrowIfNull(function);

    /// <summary>A function of several tensors, at a point of its own.</summary>
    /// <param name="function">r; its result may have any shape.</param>
    /// <param name="at">The point: one tensor for each of the function's; they are copied.</param>
    /// <exception cref="ArgumentException">There is no tensor, or they have no floating-point type, or different ones.</exception>
    public VectorFunction(Func<Tensor[], Tensor> function, Tensor[] at)
    {
        ArgumentNullException.ThrowIfNull(function);
        _x = new ParameterVector(Op, ParameterVector.Leaves(Op, at));
        _ofTensors = function;
        _function = () => function([.. _x.Parts]);
    }

    /// <summary>Residuals, or a model's outputs, as a function of its parameters, where they are.</summary>
    /// <param name="values">Computes r, of any shape.</param>
    /// <param name="parameters">Leaves of one floating-point type that require a gradient.</param>
    /// <exception cref="ArgumentException">A parameter is none, or occurs twice, or has another type than the first, or there is none.</exception>
    public VectorFunction(Func<Tensor> values, IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(values);
        _x = new ParameterVector(Op, parameters);
        _function = values;
    }

    /// <summary>n, the number of elements of x.</summary>
    public int Count => _x.Count;

    /// <summary>The type of x and of all derivatives.</summary>
    public DType DType => _x.DType;

    /// <summary>x, of shape [n]. What is read is a copy; what is set moves the point, and the parameters with it.</summary>
    /// <exception cref="ArgumentException">What is set has another shape or type.</exception>
    public Tensor Point
    {
        get => _x.Read();
        set
        {
            _x.CheckVector(Op, value, nameof(Point));
            _x.Write(value);
        }
    }

    /// <summary>r(x), of shape [m].</summary>
    public Tensor Values() => new(Recorded().Value.Reshape(-1));

    /// <summary>r at another point. x is where it was afterwards, also after an error.</summary>
    /// <param name="point">Where, of shape [n].</param>
    /// <returns>Of shape [m].</returns>
    /// <exception cref="ArgumentException">The point has another shape or type.</exception>
    public Tensor ValuesAt(Tensor point)
    {
        _x.CheckVector(Op, point, nameof(point));
        using GradModeScope mode = Autograd.NoGrad();
        if (_ofTensors is not null)
        {
            return new Tensor(Checked(_ofTensors(_x.Split(new Tensor(point.Value.Clone())))).Value.Reshape(-1));
        }

        Tensor here = Point;
        try
        {
            _x.Write(point);
            return new Tensor(Checked(_function()).Value.Reshape(-1));
        }
        finally
        {
            _x.Write(here);
        }
    }

    /// <summary>
    /// J, all first derivatives, ∂rᵢ/∂xⱼ at [i, j]: by one backward pass a row, or by one product a column (two passes) where there are fewer
    /// parameters than half the values. PyTorch: <c>torch.func.jacrev</c>, <c>torch.func.jacfwd</c>.
    /// </summary>
    /// <returns>Of shape [m, n].</returns>
    public Tensor Jacobian()
    {
        int rows = Recorded().Count;
        NDArray jacobian = NDArray.Zeros([rows, Count], DType);
        bool byColumns = 2 * Count < rows;
        NDArray unit = NDArray.Zeros([byColumns ? Count : rows], DType);
        for (int i = 0; i < unit.Count; i++)
        {
            using BufferScope? scope = BufferScope.Current is null ? null : BufferScope.BeginWalk();
            unit.Slice(0, i, i + 1).Fill(1);
            var v = new Tensor(unit);
            jacobian.Select(byColumns ? 1 : 0, i).CopyFrom((byColumns ? JacobianVectorProduct(v) : VectorJacobianProduct(v)).Value);
            unit.Slice(0, i, i + 1).Fill(0);
        }

        return new Tensor(jacobian);
    }

    /// <summary>vᵀ·J, by one backward pass. PyTorch: <c>torch.func.vjp</c>.</summary>
    /// <param name="v">The vector, of shape [m].</param>
    /// <returns>Of shape [n].</returns>
    /// <exception cref="ArgumentException">v has another shape or type.</exception>
    public Tensor VectorJacobianProduct(Tensor v)
    {
        Tensor values = Recorded();
        CheckResult(v, values);
        return _x.Join(Transposed(values, v, createGraph: false));
    }

    /// <summary>J·v: vᵀ·J is linear in v, and the derivative of that is J·v. PyTorch: <c>torch.func.jvp</c>.</summary>
    /// <param name="v">The vector, of shape [n].</param>
    /// <returns>Of shape [m].</returns>
    /// <exception cref="ArgumentException">v has another shape or type.</exception>
    public Tensor JacobianVectorProduct(Tensor v)
    {
        _x.CheckVector("jacobian_vector_product", v, nameof(v));
        Tensor values = Recorded();
        using GradModeScope mode = Autograd.EnableGrad();
        var any = new Tensor(NDArray.Zeros([values.Count], DType), requiresGrad: true);
        Tensor[] linear = Transposed(values, any, createGraph: true), seeds = _x.Split(v);
        int[] reached = [.. Enumerable.Range(0, linear.Length).Where(i => linear[i].RequiresGrad)];
        return reached.Length == 0
            ? new Tensor(NDArray.Zeros([values.Count], DType))
            : Autograd.Grad([.. reached.Select(i => linear[i])], [any], [.. reached.Select(i => seeds[i])], allowUnused: true, materializeGrads: true)[0];
    }

    private static void CheckResult(Tensor v, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(v);
        if (v.Rank != 1 || v.Count != values.Count || v.DType != values.DType)
        {
            Throw.Argument(
                "vector_jacobian_product",
                $"v must be a {values.DType.Name()} vector of shape [{values.Count}], one element for each value; got {v.DType.Name()} {v.Shape}");
        }
    }

    private Tensor Checked(Tensor? values)
    {
        if (values is null)
        {
            Throw.Invalid(Op, "the function must return a tensor; got null");
        }

        if (values.DType != DType)
        {
            Throw.Invalid(Op, $"the function must return the parameters' type, {DType.Name()}; got {values.DType.Name()} of shape {values.Shape}");
        }

        return values;
    }

    private Tensor[] Transposed(Tensor values, Tensor v, bool createGraph) => Autograd.Grad(
        [values], _x.Parts, [v.Reshape(values.Shape.AsSpan())], retainGraph: true, createGraph, allowUnused: true, materializeGrads: true);

    private Tensor Recorded()
    {
        if (_recorded is { } held && held.Version == _x.Version && held.Scope is not { HasEnded: true })
        {
            return held.Values;
        }

        using GradModeScope mode = Autograd.EnableGrad();
        Tensor values = Checked(_function());
        if (!values.RequiresGrad)
        {
            Throw.Invalid(Op, "the values do not depend on the parameters: were they computed under NoGrad, or with others?");
        }

        _recorded = (values, _x.Version, BufferScope.Current);
        return values;
    }
}
