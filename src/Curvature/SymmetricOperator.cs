namespace MiniTorch.Curvature;

/// <summary>
/// A symmetric n×n matrix A that is known by its products A·v alone: the Hessian of an <see cref="Objective"/>, to which every tool that takes
/// an operator applies as it is, or any other. SciPy: <c>scipy.sparse.linalg.LinearOperator</c>.
/// </summary>
/// <remarks>
/// A loss that draws random numbers (dropout) is recorded once at a point, so that all products are with one and the same Hessian; the
/// generator it draws from moves on by what one evaluation of the loss draws.
/// </remarks>
public sealed class SymmetricOperator
{
    private const string Op = "symmetric_operator";

    private readonly Func<Tensor, Tensor> _product;
    private readonly Objective? _objective;

    /// <summary>An operator given by its products.</summary>
    /// <param name="product">v ↦ A·v, both of shape [<paramref name="count"/>]; it may neither write to v nor keep it. That A is symmetric is the caller's word.</param>
    /// <param name="count">n.</param>
    /// <param name="dtype">The type of v and A·v.</param>
    /// <exception cref="ArgumentException">n is less than 1, or the type is not floating-point.</exception>
    public SymmetricOperator(Func<Tensor, Tensor> product, int count, DType dtype = DType.Float64)
    {
        ArgumentNullException.ThrowIfNull(product);
        if (count < 1 || !dtype.IsFloatingPoint())
        {
            Throw.Argument(Op, $"an operator needs at least one dimension and a floating-point type; got n = {count}, {dtype.Name()}");
        }

        (_product, Count, DType) = (product, count, dtype);
    }

    private SymmetricOperator(Objective objective)
        : this(objective.HessianVectorProduct, objective.Count, objective.DType) => _objective = objective;

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>The type of the vectors.</summary>
    public DType DType { get; }

    /// <summary>The relative error of a rounded number of this type, 2⁻²³ or 2⁻⁵².</summary>
    internal double Epsilon => DType == DType.Float32 ? 1.1920928955078125e-7 : 2.220446049250313e-16;

    /// <summary>The Hessian at the objective's point.</summary>
    /// <param name="objective">The function.</param>
    public static implicit operator SymmetricOperator(Objective objective) => FromObjective(objective);

    /// <summary>The Hessian at the objective's point.</summary>
    /// <param name="objective">The function.</param>
    public static SymmetricOperator FromObjective(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return new(objective);
    }

    /// <summary>Writes A·v to <paramref name="result"/>, a vector of any floating-point type that exists already.</summary>
    internal void Multiply(NDArray v, NDArray result)
    {
        // Inside a scope of the caller's the products would gather until its end. A record is made outside of it, and what a user's function
        // makes, and may keep, too.
        _ = _objective?.Value;
        using BufferScope? scope = _objective is null ? null : Temporaries();
        Tensor? product = _product(new Tensor(v.To(DType)));
        if (product is null)
        {
            Throw.Invalid(Op, "the function must return a tensor; got null");
        }

        if (product.Rank != 1 || product.Count != Count || product.DType != DType)
        {
            Throw.Invalid(Op, $"the function must return a {DType.Name()} vector of shape [{Count}], as it was given; got {product.DType.Name()} {product.Shape}");
        }

        result.CopyFrom(product.Value);
    }

    /// <summary>A scope for what arithmetic leaves behind, where the caller has one; what outlives it must exist before.</summary>
    internal static BufferScope? Temporaries() => BufferScope.Current is null ? null : BufferScope.BeginWalk();
}
