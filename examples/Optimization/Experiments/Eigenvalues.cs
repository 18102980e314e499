using MiniTorch.Curvature;

namespace MiniTorch.Examples.Optimization;

/// <summary>4: eigenvalues and eigenvectors, and the curvature along a direction.</summary>
internal sealed class Eigenvalues : Experiment
{
    private const double Rounding = 1e-12;
    private const int Size = 6;

    private static readonly Claim _values = new("The eigenvalues of [[2, 3], [2, 1]] are 4 and −1.", "largest deviation", Relation.AtMost, Rounding);

    private static readonly Claim _vectors = new(
        "Its unit eigenvectors are (3, 2)/√13 = (.8321, .5547) and (−1, 1)/√2 = (−.7071, .7071).", "largest deviation of an element", Relation.AtMost, Rounding);

    private static readonly Claim _decomposed = new("UΛU⁻¹ is the matrix again.", "largest deviation of an element", Relation.AtMost, Rounding);

    private static readonly Claim _oblique = new(
        "The matrix is not symmetric, and its eigenvectors are not orthogonal: their product is −1/√26.", "|u₁ᵀu₂|", Relation.AtLeast, 0.19);

    private static readonly Claim _orthonormal = new(
        "Eigenvectors of a symmetric matrix are orthonormal.", "largest element of |UᵀU − I|", Relation.AtMost, Rounding)
    { HasSeeds = true };

    private static readonly Claim _mean = new(
        "The curvature dᵀHd along a unit vector d is the mean of the eigenvalues with weights cos² of the angles to their vectors.",
        "largest |dᵀHd − Σwᵢλᵢ| over directions", Relation.AtMost, Rounding)
    { HasSeeds = true };

    private static readonly Claim _weights = new(
        "These weights are positive or 0 and have the sum 1.", "largest of |Σwᵢ − 1| and −wᵢ", Relation.AtMost, Rounding)
    { HasSeeds = true };

    private static readonly Claim _between = new(
        "No direction bends more than that of λmax or less than that of λmin.", "largest excess of dᵀHd over [λmin, λmax]", Relation.AtMost, Rounding)
    {
        HasSeeds = true,
    };

    public override string Name => "eigenvalues";

    public override string Title => "Eigenvalues, eigenvectors, and the curvature along a direction";

    public override string Explanation => """
        A matrix stretches its eigenvectors and does not turn them: Au = λu (Goodfellow, Bengio and Courville, 2.7). For [[2, 3], [2, 1]] the characteristic
        polynomial λ² − 3λ − 4 has the zeros 4 and −1. If there are as many independent eigenvectors as dimensions, the matrix is UΛU⁻¹; if it is
        symmetric, as every Hessian is, they can be chosen orthonormal, and U⁻¹ = Uᵀ.

        The second derivative of a function along a unit vector d is dᵀHd (4.3.1): an eigenvalue if d is its vector, else a mean of all eigenvalues, in which λᵢ
        has the weight cos² of the angle between d and its vector.
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_values, _vectors, _decomposed, _oblique, _orthonormal, _mean, _weights, _between];

    public override void Run(Lesson lesson)
    {
        Example(lesson);
        Symmetric(lesson);
        Plane(lesson);
    }

    private static void Example(Lesson lesson)
    {
        Tensor matrix = Tensor.From([2.0, 3, 2, 1], [2, 2]);
        var eigen = GeneralEigen.Of(matrix);
        double[] values = [.. eigen.Values.Select(static value => value.Real)];
        Tensor expected = Tensor.From([3 / Math.Sqrt(13), -1 / Math.Sqrt(2), 2 / Math.Sqrt(13), 1 / Math.Sqrt(2)], [2, 2]);
        lesson.Measured(_values, eigen.IsReal ? Math.Max(Math.Abs(values[0] - 4), Math.Abs(values[1] + 1)) : double.NaN);
        lesson.Measured(_vectors, Largest(eigen.RealVectors - expected));
        lesson.Measured(_decomposed, Largest(eigen.Reconstruct() - matrix));
        double[] u = eigen.RealVectors.T.Reshape(-1).ToArray<double>();
        lesson.Measured(_oblique, Math.Abs(u[0] * u[2] + u[1] * u[3]));
        lesson.Show(new Table(
            "Eigenvalues and unit eigenvectors of [[2, 3], [2, 1]]", ["λ", "u"],
            [[Figure.Text(values[0]), $"({Figure.Text(u[0])}, {Figure.Text(u[1])})"], [Figure.Text(values[1]), $"({Figure.Text(u[2])}, {Figure.Text(u[3])})"]]));

        double[] angles = Grid.Linear(0, 2 * Math.PI, 181), cos = [.. angles.Select(Math.Cos)], sin = [.. angles.Select(Math.Sin)];
        double[] image = matrix.MatMul(Tensor.From([.. cos, .. sin], [2, angles.Length])).ToArray<double>();
        lesson.Draw(new LineChart(
            "What [[2, 3], [2, 1]] does to all unit vectors", new Axis("x₁"), new Axis("x₂"),
            [
                new Series("unit vectors u", cos, sin), new Series("their images Au", image[..angles.Length], image[angles.Length..]),
                new Series("λ = 4", [0, u[0], 4 * u[0]], [0, u[1], 4 * u[1]], Mark.LineAndPoints),
                new Series("λ = −1", [u[2], 0, -u[2]], [u[3], 0, -u[3]], Mark.LineAndPoints),
            ])
        {
            Reading = "The circle becomes an ellipse. Only the two eigenvectors stay on their lines: one becomes four times as long, the other turns round.",
        });
    }

    private static void Symmetric(Lesson lesson)
    {
        int directions = lesson.IsSmall ? 20 : 200;
        List<double> products = [], means = [], weights = [], outside = [];
        foreach (int seed in lesson.Seeds)
        {
            var generator = new Generator(seed);
            Tensor a = Tensor.Randn([Size, Size], DType.Float64, generator: generator);
            Tensor symmetric = (a + a.T) / 2;
            var objective = new Objective(x => x.Dot(symmetric.Mv(x)) * 0.5, Tensor.Zeros([Size], DType.Float64));
            var eigen = SymmetricEigen.Of(objective.Hessian());
            products.Add(Largest(eigen.Vectors.T.MatMul(eigen.Vectors) - Tensor.Eye(Size, dtype: DType.Float64)));
            double[] values = eigen.Values.ToArray<double>();
            double mean = 0, weight = 0, excess = 0;
            for (int i = 0; i < directions; i++)
            {
                Tensor d = Tensor.Randn([Size], DType.Float64, generator: generator);
                double curvature = objective.DirectionalCurvature(d);
                double[] shares = eigen.Weights(d).ToArray<double>();
                mean = Math.Max(mean, Math.Abs(curvature - shares.Zip(values).Sum(static pair => pair.First * pair.Second)));
                weight = Math.Max(weight, Math.Max(Math.Abs(shares.Sum() - 1), -shares.Min()));
                excess = Math.Max(excess, Math.Max(curvature - values[^1], values[0] - curvature));
            }

            means.Add(mean);
            weights.Add(weight);
            outside.Add(excess);
        }

        lesson.Measured(_orthonormal, products);
        lesson.Measured(_mean, means);
        lesson.Measured(_weights, weights);
        lesson.Measured(_between, outside);
    }

    // A Hessian of the plane, whose vectors lie at 30° and 120°.
    private static void Plane(Lesson lesson)
    {
        const double Steep = 5, Flat = 1;
        var objective = new Objective(Quadratic.Turned(Steep, Flat, Math.PI / 6).Value, Tensor.Zeros([2], DType.Float64));
        var eigen = SymmetricEigen.Of(objective.Hessian());
        double[] degrees = Grid.Linear(0, 180, 91);
        Tensor[] directions = [.. degrees.Select(static degree => Tensor.From([Math.Cos(degree * Math.PI / 180), Math.Sin(degree * Math.PI / 180)]))];
        lesson.Draw(new LineChart(
            "The curvature along a direction: a mean of the eigenvalues 1 and 5", new Axis("angle of d, degrees"), new Axis("dᵀHd; Σwᵢλᵢ; weight"),
            [
                new Series("dᵀHd", degrees, [.. directions.Select(objective.DirectionalCurvature)]),
                new Series("Σwᵢλᵢ", degrees, [.. directions.Select(d => eigen.Weights(d).Dot(eigen.Values).Item<double>())], Mark.Points),
                new Series("weight of λ = 5", degrees, [.. directions.Select(d => eigen.Weights(d)[1].Item<double>())], Mark.DashedLine),
            ])
        {
            AtX = [new Threshold(30, "vector of 5"), new Threshold(120, "vector of 1")],
            AtY = [new Threshold(Steep, "λmax"), new Threshold(Flat, "λmin")],
            Reading = "Greatest along the one eigenvector, least along the other, and in between as the weight says.",
        });
    }

    private static double Largest(Tensor difference) => difference.Abs().Max().Item<double>();
}
