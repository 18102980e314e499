using MiniTorch.Curvature;
using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Operators whose eigenvalues are known.</summary>
internal static class Spectra
{
    /// <summary>H·diag(eigenvalues)·H with the reflection H = I − 2uuᵀ at a random u.</summary>
    public static SymmetricOperator Of(double[] eigenvalues, DType dtype = DType.Float64)
    {
        int n = eigenvalues.Length;
        Tensor u = Tensor.Randn([n], DType.Float64, generator: new Generator(7)), d = Tensor.From(eigenvalues).To(dtype);
        u = (u / u.Norm()).To(dtype);
        Tensor Reflect(Tensor v) => v - u * (2 * (u * v).Sum());
        return new(v => Reflect(d * Reflect(v)), n, dtype);
    }

    /// <summary>A loss of a small network, with outliers, a bulk and negative eigenvalues.</summary>
    public static (Objective Objective, Sequential Model) Network(int inputs, int hidden, int outputs, int batch, DType dtype)
    {
        var generator = new Generator(3);
        var model = new Sequential(
            new Linear(inputs, hidden, dtype: dtype, generator: generator), new Tanh(), new Linear(hidden, outputs, dtype: dtype, generator: generator));
        Tensor x = Tensor.Randn([batch, inputs], dtype, generator: generator), y = Tensor.RandInt(0, outputs, [batch], generator);
        return (new Objective(() => F.CrossEntropy(model.Forward(x), y), model.Parameters()), model);
    }

    /// <summary>The eigenvalues of a dense matrix, ascending.</summary>
    public static double[] Dense(Tensor matrix) => SymmetricEigen.Of(matrix).Values.ToArray<double>();
}
