namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// β·this + α·(a·b) of matrices [m, k] and [k, n]; this broadcasts to [m, n]. For β = 0 this is not read, so that NaN in it does not
    /// spread. PyTorch: <c>torch.addmm</c>.
    /// </summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    /// <param name="beta">β, a whole number for integers.</param>
    /// <param name="alpha">α, a whole number for integers.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, the types differ, or β or α is none of the type.</exception>
    public Tensor Addmm(Tensor a, Tensor b, Scalar? beta = null, Scalar? alpha = null)
    {
        CheckProduct("addmm", a, 2, b, 2);
        return Added("addmm", this, a.MatMul(b), beta, alpha);
    }

    /// <summary>β·this + α·(matrix · vector), [m, k] · [k]; this broadcasts to [m]. PyTorch: <c>torch.addmv</c>.</summary>
    /// <inheritdoc cref="Addmm"/>
    /// <param name="matrix">The first factor.</param>
    /// <param name="vector">The second factor.</param>
    /// <param name="beta">β, a whole number for integers.</param>
    /// <param name="alpha">α, a whole number for integers.</param>
    public Tensor Addmv(Tensor matrix, Tensor vector, Scalar? beta = null, Scalar? alpha = null)
    {
        CheckProduct("addmv", matrix, 2, vector, 1);
        return Added("addmv", this, matrix.MatMul(vector), beta, alpha);
    }

    /// <summary>β·this + α·(all products of two vectors' elements), [m], [n]; this broadcasts to [m, n]. PyTorch: <c>torch.addr</c>.</summary>
    /// <inheritdoc cref="Addmm"/>
    public Tensor Addr(Tensor a, Tensor b, Scalar? beta = null, Scalar? alpha = null)
    {
        CheckRanks("addr", a, 1, b, 1);
        CheckOneType("addr", a, b);
        return Added("addr", this, a.Outer(b), beta, alpha);
    }

    /// <summary>β·this + α·(a·b) of batches of matrices, [b, m, k] · [b, k, n]; this broadcasts to [b, m, n]. PyTorch: <c>torch.baddbmm</c>.</summary>
    /// <inheritdoc cref="Addmm"/>
    public Tensor Baddbmm(Tensor a, Tensor b, Scalar? beta = null, Scalar? alpha = null)
    {
        CheckProduct("baddbmm", a, 3, b, 3);
        return Added("baddbmm", this, a.MatMul(b), beta, alpha);
    }

    /// <summary>β·this + α·Σ a·b, the sum of a batch's products, [b, m, k] · [b, k, n]; this broadcasts to [m, n]. PyTorch: <c>torch.addbmm</c>.</summary>
    /// <inheritdoc cref="Addmm"/>
    public Tensor Addbmm(Tensor a, Tensor b, Scalar? beta = null, Scalar? alpha = null)
    {
        CheckProduct("addbmm", a, 3, b, 3);
        return Added("addbmm", this, a.Tensordot(b, [0, 2], [0, 1]), beta, alpha);
    }

    private static Tensor Added(string op, Tensor x, Tensor product, Scalar? beta, Scalar? alpha)
    {
        CheckOneType(op, x, product);
        if (Shape.TryBroadcast(x.Shape, product.Shape) != product.Shape)
        {
            Throw.Argument(op, $"what is added to must broadcast to the shape of the product; got {x.Shape} and {product.Shape}");
        }

        // Of bools the factors are bools too.
        (Scalar Beta, Scalar Alpha) factors = x.DType == DType.Bool ? (beta is not { AsDouble: 0 }, alpha is not { AsDouble: 0 }) : (beta ?? 1, alpha ?? 1);
        if (!x.DType.IsFloatingPoint() && (factors.Beta.Kind == ScalarKind.Real || factors.Alpha.Kind == ScalarKind.Real))
        {
            Throw.Argument(op, $"beta and alpha must be whole numbers for integers; got {factors.Beta} and {factors.Alpha} for {x.DType.Name()}");
        }

        NDArray value = factors.Alpha.AsDouble == 1 ? product.Value : product.Value.Multiply(factors.Alpha);
        if (factors.Beta.AsDouble != 0)
        {
            value = (factors.Beta.AsDouble == 1 ? x.Value : x.Value.Multiply(factors.Beta)).Add(value);
        }

        return Op.Record(op, value, factors, save: [], (x, static (s, g) => g * s.State.Beta), (product, static (s, g) => g * s.State.Alpha));
    }
}
