namespace MiniTorch.Curvature;

/// <summary>Vectors as directions, and their products, in float64 whatever their type.</summary>
internal static class Direction
{
    /// <summary>The vector of length 1, in float64; refuses what has no direction.</summary>
    public static Tensor Unit(string op, Tensor vector)
    {
        NDArray wide = vector.Value.To(DType.Float64);
        double largest = DenseMatrix.Largest(wide.ToArray<double>());
        if (!(largest > 0 && double.IsFinite(largest)))
        {
            Throw.Argument(
                op, $"a direction must have a length that is finite and not 0; the largest element of the vector of shape {vector.Shape} is {DenseMatrix.Text(largest)}");
        }

        NDArray scaled = wide.Divide(largest);
        return new Tensor(scaled.Divide(scaled.Norm()));
    }

    /// <summary>‖a‖.</summary>
    public static double Norm(Tensor a) => a.Value.To(DType.Float64).Norm().Item<double>();

    /// <summary>aᵀb.</summary>
    public static double Dot(Tensor a, Tensor b) => a.Value.To(DType.Float64).Multiply(b.Value.To(DType.Float64)).Sum().Item<double>();
}
