namespace MiniTorch.Curvature;

/// <summary>
/// A scalar function f of n numbers at a point x, with its derivatives there: what every tool of this layer works on. The n numbers are the
/// elements of one or more tensors, one behind the other, as one vector. The function is recorded once a point: every further product with the
/// Hessian is one backward pass through the recorded gradient. PyTorch has this as functions only: <c>torch.func.grad</c>, <c>hessian</c>, <c>jvp</c>.
/// </summary>
public sealed class Objective
{
    private const string Op = "objective";

    private readonly Func<Tensor> _function;
    private readonly Func<Tensor[], Tensor>? _ofTensors;
    private readonly ParameterVector _x;

    // The recorded value and gradient, the version of x for which they hold, and the scope with which their memory goes.
    private (Tensor Value, Tensor[] Gradient, long Version, BufferScope? Scope)? _recorded;

    /// <inheritdoc cref="Objective(Func{Tensor[], Tensor}, Tensor[])"/>
    /// <param name="function">f, with a single value as its result.</param>
    /// <param name="at">The point, of any shape; it is copied.</param>
    public Objective(Func<Tensor, Tensor> function, Tensor at)
        : this(x => function(x[0]), [at]) => ArgumentNullException.ThrowIfNull(function);

    /// <summary>A function of tensors, at a point of its own.</summary>
    /// <param name="function">f, with a single value as its result.</param>
    /// <param name="at">The point: one tensor for each of the function's; they are copied.</param>
    /// <exception cref="ArgumentException">There is no tensor, or they have no floating-point type, or different ones.</exception>
    public Objective(Func<Tensor[], Tensor> function, Tensor[] at)
    {
        ArgumentNullException.ThrowIfNull(function);
        _x = new ParameterVector(Op, ParameterVector.Leaves(Op, at));
        _ofTensors = function;
        _function = () => function([.. _x.Parts]);
    }

    /// <summary>
    /// A loss as a function of a model's parameters, where they are: <c>new Objective(() => F.CrossEntropy(model.Forward(x), y), model.Parameters())</c>.
    /// The parameters are the point: a step of an optimizer moves it. What is computed elsewhere (<see cref="ValueAt"/>) writes to the parameters
    /// and puts them back; their <see cref="Tensor.Grad"/> is left alone.
    /// </summary>
    /// <param name="loss">Computes the loss, with a single value; does not call <see cref="Tensor.Backward"/>.</param>
    /// <param name="parameters">Leaves of one floating-point type that require a gradient.</param>
    /// <exception cref="ArgumentException">A parameter is none, or occurs twice, or has another type than the first, or there is none.</exception>
    public Objective(Func<Tensor> loss, IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(loss);
        _x = new ParameterVector(Op, parameters);
        _function = loss;
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

    /// <summary>f(x).</summary>
    public double Value => Number(Recorded().Value);

    /// <summary>f at another point. x is where it was afterwards, also after an error.</summary>
    /// <param name="point">Where, of shape [n].</param>
    /// <exception cref="ArgumentException">The point has another shape or type.</exception>
    public double ValueAt(Tensor point)
    {
        _x.CheckVector(Op, point, nameof(point));
        using GradModeScope mode = Autograd.NoGrad();
        if (_ofTensors is not null)
        {
            return Number(Checked(_ofTensors(_x.Split(new Tensor(point.Value.Clone())))));
        }

        Tensor here = Point;
        try
        {
            _x.Write(point);
            return Number(Checked(_function()));
        }
        finally
        {
            _x.Write(here);
        }
    }

    /// <summary>∇f(x), of shape [n].</summary>
    /// <exception cref="InvalidOperationException">The value does not depend on x.</exception>
    public Tensor Gradient() => _x.Join(Recorded().Gradient);

    /// <summary>H·v for the Hessian H of f at x, by one backward pass through the recorded gradient. PyTorch: <c>torch.autograd.functional.vhp</c>.</summary>
    /// <param name="v">The vector, of shape [n].</param>
    /// <returns>Of shape [n].</returns>
    /// <exception cref="ArgumentException">v has another shape or type.</exception>
    public Tensor HessianVectorProduct(Tensor v)
    {
        _x.CheckVector("hessian_vector_product", v, nameof(v));
        return Product(v);
    }

    /// <summary>
    /// The curvature of f along a direction, dᵀHd for d of length 1: the second derivative of f(x + td) in t at 0, by one product. A weighted mean of H's
    /// eigenvalues, whose weights are <see cref="SymmetricEigen.Weights"/>. Goodfellow and others, "Deep Learning", 4.3.1.
    /// </summary>
    /// <param name="direction">d, of shape [n] and any length but 0; it is normalised.</param>
    /// <exception cref="ArgumentException">d has another shape or type, the length 0, or an element that is NaN or infinite.</exception>
    public double DirectionalCurvature(Tensor direction)
    {
        const string op = "directional_curvature";
        _x.CheckVector(op, direction, nameof(direction));
        Tensor unit = new(Direction.Unit(op, direction).Value.To(DType));
        return Direction.Dot(unit, Product(unit)) / Direction.Dot(unit, unit);
    }

    /// <summary>
    /// H, all second derivatives of f at x, by n products with unit vectors: O(n) times the time of a gradient, n² numbers. Row i is the derivative of
    /// ∂f/∂xᵢ; H is symmetric up to rounding wherever second derivatives are continuous. PyTorch: <c>torch.autograd.functional.hessian</c>.
    /// </summary>
    /// <returns>Of shape [n, n].</returns>
    public Tensor Hessian()
    {
        NDArray hessian = NDArray.Zeros([Count, Count], DType);
        NDArray unit = NDArray.Zeros([Count], DType);
        for (int i = 0; i < Count; i++)
        {
            // Inside a scope of the caller's the rows would gather until its end. What hooks and functions of the user's make is not in it.
            _ = Recorded();
            using BufferScope? scope = BufferScope.Current is null ? null : BufferScope.BeginWalk();
            unit.Slice(0, i, i + 1).Fill(1);
            hessian.Select(0, i).CopyFrom(Product(new Tensor(unit)).Value);
            unit.Slice(0, i, i + 1).Fill(0);
        }

        return new Tensor(hessian);
    }

    private static double Number(Tensor value) => value.DType == DType.Float32 ? value.Item<float>() : value.Item<double>();

    private static Tensor Checked(Tensor? value)
    {
        if (value is null)
        {
            Throw.Invalid(Op, "the function must return a tensor; got null");
        }

        if (value.Count != 1 || !value.DType.IsFloatingPoint())
        {
            Throw.Invalid(Op, $"the function must return a single floating-point value; got {value.DType.Name()} of shape {value.Shape}");
        }

        return value;
    }

    private Tensor Product(Tensor v)
    {
        Tensor[] gradient = Recorded().Gradient, seeds = _x.Split(v);
        int[] curved = [.. Enumerable.Range(0, gradient.Length).Where(i => gradient[i].RequiresGrad)];
        if (curved.Length == 0)
        {
            // No gradient depends on x: f is linear.
            return new Tensor(NDArray.Zeros([Count], DType));
        }

        return _x.Join(Autograd.Grad(
            [.. curved.Select(i => gradient[i])], _x.Parts, [.. curved.Select(i => seeds[i])], retainGraph: true, allowUnused: true, materializeGrads: true));
    }

    private (Tensor Value, Tensor[] Gradient) Recorded()
    {
        if (_recorded is { } held && held.Version == _x.Version && held.Scope is not { HasEnded: true })
        {
            return (held.Value, held.Gradient);
        }

        using GradModeScope mode = Autograd.EnableGrad();
        Tensor value = Checked(_function());
        if (!value.RequiresGrad)
        {
            Throw.Invalid(Op, "the value does not depend on the parameters: was it computed under NoGrad, or with others?");
        }

        Tensor[] gradient = Autograd.Grad([value], _x.Parts, createGraph: true, allowUnused: true, materializeGrads: true);
        _recorded = (value, gradient, _x.Version, BufferScope.Current);
        return (value, gradient);
    }
}
