using FsCheck;
using FsCheck.Fluent;
using static MiniTorch.Tests.Functions;

namespace MiniTorch.Tests;

/// <summary>The laws that bind the functional API together, on random graphs.</summary>
public sealed class FunctionalProperties
{
    [Fact]
    public void Hessians_are_symmetric_and_their_products_are_HessianVectorProduct_and_VectorHessianProduct() =>
        OnRandomGraphs(10, 60, static (expression, x, generator) =>
        {
            Tensor[] v = Directions(x, generator);
            double[,] hessian = Matrix(Autograd.Hessian(expression.Total, x));
            double[] expected = Times(hessian, Flat(v));
            for (int i = 0; i < hessian.GetLength(0); i++)
            {
                for (int j = 0; j < i; j++)
                {
                    Close.Assert(hessian[i, j], hessian[j, i], 1e-9, 1e-11, $"[{i}, {j}]");
                }
            }

            Close.Assert(expected, Flat(Autograd.HessianVectorProduct(expression.Total, x, v)), 1e-9, 1e-11, "H·v");
            Close.Assert(expected, Flat(Autograd.VectorHessianProduct(expression.Total, x, v)), 1e-9, 1e-11, "vᵀ·H");
        });

    [Fact]
    public void A_Hessian_is_the_Jacobian_of_the_gradient() => OnRandomGraphs(8, 40, static (expression, x, _) =>
    {
        Tensor[][] hessian = Autograd.Hessian(expression.Total, x);
        Tensor[][] jacobian = Autograd.Jacobian(x => Autograd.Jacobian(expression.Total, x, createGraph: true), x);
        Tensor[][] recorded = Autograd.Hessian(expression.Total, x, createGraph: true);
        for (int a = 0; a < x.Length; a++)
        {
            for (int b = 0; b < x.Length; b++)
            {
                Close.Assert(hessian[a][b], jacobian[a][b], 1e-9, 1e-11, $"block [{a}, {b}]");
                Close.Assert(hessian[a][b], recorded[a][b], 1e-9, 1e-11, $"block [{a}, {b}], recorded");
            }
        }
    });

    [Fact]
    public void Products_with_a_Jacobian_are_its_products() => OnRandomGraphs(20, 100, static (expression, x, generator) =>
    {
        Tensor[] v = Directions(x, generator);
        Tensor[] jacobian = Autograd.Jacobian(expression.Last, x);
        Tensor y = expression.Last(x), u = Tensor.Randn(y.Shape, DType.Float64, generator: generator);
        Tensor forward = Autograd.JacobianVectorProduct(expression.Last, x, v);
        Tensor[] backward = Autograd.VectorJacobianProduct(expression.Last, x, u);

        var expected = new double[y.Count];
        for (int i = 0; i < x.Length; i++)
        {
            Tensor matrix = jacobian[i].Reshape(y.Count, x[i].Count);
            Tensor product = matrix.MatMul(v[i].Reshape(-1));
            expected = [.. expected.Zip(product.ToArray<double>(), static (sum, term) => sum + term)];
            Close.Assert(u.Reshape(-1).MatMul(matrix).Reshape(x[i].Shape.ToArray()), backward[i], 1e-9, 1e-11, $"uᵀ·J for input {i}");
        }

        Close.Assert(expected, forward.ToArray<double>(), 1e-9, 1e-11, "J·v");

        // uᵀ(J·v) = (uᵀ·J)v; the sums may cancel, so that their terms set the scale.
        double[] left = [.. u.ToArray<double>().Zip(forward.ToArray<double>(), static (a, b) => a * b)];
        double[] right = [.. Flat(backward).Zip(Flat(v), static (a, b) => a * b)];
        Close.Assert(left.Sum(), right.Sum(), 0, 1e-12 * (1 + left.Concat(right).Sum(Math.Abs)), "uᵀ·J·v");
    });

    [Fact]
    public void A_Jacobian_agrees_with_central_differences() => OnRandomGraphs(15, 60, static (expression, x, _) =>
    {
        const double Eps = 1e-6;
        Tensor[] jacobian = Autograd.Jacobian(expression.Last, x);
        for (int i = 0; i < x.Length; i++)
        {
            Tensor direction = Tensor.Ones(x[i].Shape, DType.Float64);
            Tensor[] above = [.. x], below = [.. x];
            (above[i], below[i]) = (x[i] + (direction * Eps), x[i] - (direction * Eps));
            Tensor y = expression.Last(above);
            double[] difference = ((y - expression.Last(below)) / (2 * Eps)).ToArray<double>();

            // As GradCheck's tolerances.
            Close.Assert(difference, jacobian[i].Reshape(y.Count, x[i].Count).Sum(1).ToArray<double>(), 1e-3, 1e-5, $"input {i}");
        }
    });

    [Fact]
    public void Recording_changes_nothing_but_the_order_of_sums() => OnRandomGraphs(15, 60, static (expression, x, generator) =>
    {
        Tensor[] v = Directions(x, generator);
        Same(createGraph => Autograd.Jacobian(expression.Last, x, createGraph));
        Same(createGraph => Autograd.HessianVectorProduct(expression.Total, x, v, createGraph));
        Same(createGraph => [Autograd.JacobianVectorProduct(expression.Last, x, v, createGraph)]);
        using GradModeScope mode = Autograd.NoGrad();
        Same(createGraph => Autograd.Jacobian(expression.Last, x, createGraph));

        static void Same(Func<bool, Tensor[]> derivatives) => Close.Assert(Flat(derivatives(false)), Flat(derivatives(true)), 1e-9, 1e-11);
    });

    // Inputs that require a gradient, in layouts that change from one to the next, away from kinks.
    private static void OnRandomGraphs(int mostSteps, int count, Action<Expression, Tensor[], Generator> check) =>
        Prop.ForAll(Expression.Arbitrary(mostSteps), expression =>
        {
            Tensor[] leaves = expression.Inputs();
            if (!expression.IsNearKink(leaves))
            {
                Tensor[] x = [.. leaves.Select((leaf, i) => new Tensor(OpTest.Lay(leaf.Value, (OpTest.Layout)(i % 3)), requiresGrad: true))];
                check(expression, x, new Generator(expression.Seed + 2));
                Assert.All(x, static x => Assert.Null(x.Grad));
            }
        }).Check(Shapes.Quick.WithMaxTest(count));

    private static Tensor[] Directions(Tensor[] x, Generator generator) =>
        [.. x.Select(x => Tensor.Randn(x.Shape, DType.Float64, generator: generator))];
}
