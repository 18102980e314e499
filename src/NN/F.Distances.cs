namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>x / max(‖x‖ₚ, ε) along a dimension. PyTorch: <c>F.normalize</c>.</summary>
    /// <param name="input">x, of a floating-point type.</param>
    /// <param name="p">The order of the norm.</param>
    /// <param name="dim">The dimension whose entries then have norm 1; negative counts from the end.</param>
    /// <param name="eps">ε: nothing is divided by less.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or the type is not floating-point.</exception>
    public static Tensor Normalize(Tensor input, double p = 2, int dim = 1, double eps = 1e-12)
    {
        CheckFloatingPoint("normalize", input);
        return input / input.Norm(p, dim, keepDim: true).Clamp(min: eps);
    }

    /// <summary>
    /// The cosine of the angle between two vectors, x₁·x₂ / (max(‖x₁‖, ε)·max(‖x₂‖, ε)), along a dimension; broadcast. PyTorch:
    /// <c>F.cosine_similarity</c>.
    /// </summary>
    /// <param name="x1">x₁, of a floating-point type.</param>
    /// <param name="x2">x₂, likewise.</param>
    /// <param name="dim">The dimension along which the vectors lie; negative counts from the end.</param>
    /// <param name="eps">ε: nothing is divided by less than its square.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, there is no such dimension, or a type is not floating-point.</exception>
    public static Tensor CosineSimilarity(Tensor x1, Tensor x2, int dim = 1, double eps = 1e-8)
    {
        const string Name = "cosine_similarity";
        CheckFloatingPoint(Name, x1);
        CheckFloatingPoint(Name, x2);
        Shape shape = Shape.Broadcast(x1.Shape, x2.Shape, Name);
        (x1, x2) = (x1.Expand(shape), x2.Expand(shape));
        return ((x1 / x1.Norm(2, dim, keepDim: true).Clamp(min: eps)) * (x2 / x2.Norm(2, dim, keepDim: true).Clamp(min: eps))).Sum(dim);
    }

    /// <summary>‖x₁ − x₂ + ε‖ₚ along the last dimension, broadcast; ε keeps the derivative from leaping where both are equal. PyTorch:
    /// <c>F.pairwise_distance</c>.</summary>
    /// <param name="x1">x₁, [..., d], of a floating-point type.</param>
    /// <param name="x2">x₂, likewise.</param>
    /// <param name="p">The order of the norm.</param>
    /// <param name="eps">ε, added to each difference.</param>
    /// <param name="keepDim">Whether the last dimension stays, with size 1.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast or have no dimension, or a type is not floating-point.</exception>
    public static Tensor PairwiseDistance(Tensor x1, Tensor x2, double p = 2, double eps = 1e-6, bool keepDim = false)
    {
        const string Name = "pairwise_distance";
        CheckFloatingPoint(Name, x1);
        CheckFloatingPoint(Name, x2);
        if (x1.Rank == 0 && x2.Rank == 0)
        {
            Throw.Argument(Name, $"vectors need a dimension; got shapes {x1.Shape} and {x2.Shape}");
        }

        return (x1 - x2 + eps).Norm(p, -1, keepDim);
    }
}
