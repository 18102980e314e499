using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>The laws of second derivatives, on random graphs: gradients of gradients.</summary>
public sealed class SecondOrderProperties
{
    [Fact]
    public void The_Hessian_is_symmetric() => Prop.ForAll(Expression.Arbitrary(12), static expression =>
    {
        Tensor[] leaves = expression.Inputs();
        double[][] rows = Hessian(Gradients(expression, leaves), leaves);
        double[][] columns = [.. rows.Select((_, i) => rows.Select(row => row[i]).ToArray())];
        for (int i = 0; i < rows.Length; i++)
        {
            Close.Assert(columns[i], rows[i], 1e-9, 1e-11, $"row {i} of the Hessian and its column");
        }
    }).Check(Shapes.Quick.WithMaxTest(100));

    [Fact]
    public void A_Hessian_vector_product_is_the_Hessian_times_the_vector() => Prop.ForAll(Expression.Arbitrary(12), ArbMap.Default.ArbFor<ushort>(), static (expression, seed) =>
    {
        Tensor[] leaves = expression.Inputs();
        Tensor[] gradients = Gradients(expression, leaves);
        var generator = new Generator((ulong)seed);
        Tensor[] vectors = [.. leaves.Select(leaf => Tensor.Randn(leaf.Shape, DType.Float64, generator: generator))];
        double[] vector = Flat(vectors);
        double[] expected = [.. Hessian(gradients, leaves).Select(row => row.Zip(vector, static (h, v) => h * v).Sum())];
        Close.Assert(expected, Flat(SecondGrad(gradients, leaves, vectors)), 1e-9, 1e-11, "Hv");
    }).Check(Shapes.Quick.WithMaxTest(100));

    private static Tensor[] Gradients(Expression expression, Tensor[] leaves) =>
        Autograd.Grad([expression.Total(leaves)], leaves, createGraph: true, materializeGrads: true);

    // One row, of all leaves, for each element of a leaf.
    private static double[][] Hessian(Tensor[] gradients, Tensor[] leaves) =>
    [
        .. gradients.SelectMany((gradient, i) => Enumerable.Range(0, gradient.Count).Select(element =>
        {
            double[] unit = new double[gradient.Count];
            unit[element] = 1;
            return Flat(SecondGrad([gradient], leaves, [Tensor.From(unit, gradient.Shape)]));
        })),
    ];

    // A gradient that depends on no leaf has no history.
    private static Tensor[] SecondGrad(Tensor[] gradients, Tensor[] leaves, Tensor[] vectors)
    {
        int[] recorded = [.. Enumerable.Range(0, gradients.Length).Where(i => gradients[i].RequiresGrad)];
        return Autograd.Grad(
            [.. recorded.Select(i => gradients[i])], leaves, [.. recorded.Select(i => vectors[i])], retainGraph: true, materializeGrads: true);
    }

    private static double[] Flat(Tensor[] tensors) => [.. tensors.SelectMany(static tensor => tensor.ToArray<double>())];
}
