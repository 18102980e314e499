using MiniTorch.Curvature;
using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>6: a linear regression on two inputs of very different size, before and after standardising them.</summary>
internal sealed class FeatureScaling : Experiment
{
    private const int Rows = 100;
    private const double Noise = 0.2;

    // Of the loss above the least possible, this share is left.
    private const double Share = 1e-6;

    private static readonly double[] _inputs = [114.8, 0.00323, 338.1, 0.00183, 98.8, 0.00279];
    private static readonly double[] _targets = [5.1, 3.2, 4.1];

    private static readonly Claim _wrongWeight = new(
        "The first step moves the weight of the large input, though it is the other's that has far to go.",
        "|Δw₁| ÷ |Δw₂| in the first step, raw inputs", Relation.AtLeast, 1e4)
    { HasSeeds = true };

    private static readonly Claim _ill = new(
        "Raw inputs make the problem ill-conditioned.", "κ of the Hessian, raw inputs", Relation.AtLeast, 2.5e9)
    { HasSeeds = true };

    private static readonly Claim _well = new(
        "Standardised inputs make it well-conditioned.", "κ of the Hessian, standardised inputs", Relation.AtMost, 2)
    { HasSeeds = true };

    private static readonly Claim _fast = new(
        "With standardised inputs a few steps are enough.", "steps until 10⁻⁶ of the excess loss is left", Relation.AtMost, 10)
    { HasSeeds = true };

    private static readonly Claim _slow = new(
        "With raw inputs hundreds are not.", "share of the excess loss left after all steps, raw inputs", Relation.Greater, 0.01)
    { HasSeeds = true };

    // What the formula leaves out is rounding only.
    private static readonly Claim _spectrum = new(
        "What gradient descent leaves on raw inputs is what the Hessian's eigenvalues say.",
        "|share left after all steps ÷ Σcᵢ(1 − λᵢ/λmax)²ᵗ − 1|, raw inputs", Relation.AtMost, 0.01)
    { HasSeeds = true };

    public override string Name => "feature-scaling";

    public override string Title => "Two badly scaled inputs, before and after standardising";

    public override string Explanation => """
        A linear model y = w₁x₁ + w₂x₂ + b is to fit rows such as (114.8, 0.00323) → 5.1, (338.1, 0.00183) → 3.2 and (98.8, 0.00279) → 4.1. The derivative
        for a weight is the error times its input, so that the weight of the large input moves 10⁴ times as much and more, although the one of the small
        input has to become 10⁵ times as large as that of the large and more. The Hessian H is twice the matrix of the mean products of the inputs and of the
        1 that belongs to the intercept b. λmax is at least, and λmin at most, uᵀHu for any u of length 1: along w₁ that is 2·mean of x₁² ≥ 2·50², and along
        w₂ − 0.0025·b it is at most 2·mean of (x₂ − 0.0025)² ≤ 2·0.001², as x₂ is between 0.0015 and 0.0035. So κ ≥ 2.5·10⁹, intercept and all.

        After t steps at ε = 1/λmax the share Σcᵢ(1 − λᵢ/λmax)²ᵗ of the excess loss is left, which is the loss above that of the best fit; cᵢ is the part of it
        along the Hessian's i-th eigenvector at first. So the eigenvalues say how many steps are needed, also where nobody would take them.

        Standardised inputs (mean 0, deviation 1) give the Hessian the eigenvalues 2 and 2(1 ± ρ), with ρ the correlation of the two: κ ≤ 2 if |ρ| ≤ 1/3, as in
        a hundred independent rows it nearly always is. Every step at ε = 1/λmax then takes at least half of each error, and ten steps all but a
        millionth of the excess loss.
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_wrongWeight, _ill, _well, _fast, _slow, _spectrum];

    public override void Run(Lesson lesson)
    {
        int steps = lesson.IsSmall ? 500 : 5000;
        List<(Fit Raw, Fit Standardised)> fits = [];
        foreach (int seed in lesson.Seeds)
        {
            (Tensor table, Tensor y) = Draw(seed);
            fits.Add((Fit.Of(table, y, steps), Fit.Of(new StandardScaler().FitTransform(table), y, steps)));
        }

        lesson.Measured(_wrongWeight, [.. fits.Select(static fit => fit.Raw.FirstStep[0] / fit.Raw.FirstStep[1])]);
        lesson.Measured(_ill, [.. fits.Select(static fit => fit.Raw.Condition)]);
        lesson.Measured(_well, [.. fits.Select(static fit => fit.Standardised.Condition)]);
        lesson.Measured(_fast, [.. fits.Select(static fit => fit.Standardised.Excess[^1] <= Share ? fit.Standardised.Excess.Length - 1.0 : double.PositiveInfinity)]);
        lesson.Measured(_slow, [.. fits.Select(static fit => fit.Raw.Excess[^1])]);
        lesson.Measured(_spectrum, [.. fits.Select(static fit => Math.Abs(fit.Raw.Excess[^1] / fit.Raw.Left(fit.Raw.Excess.Length - 1) - 1))]);
        (Fit raw, Fit standardised) = fits[0];
        lesson.Show(new Table(
            $"{Rows} rows of the first seed, ε = 1/λmax", ["", "raw", "standardised"],
            [
                ["|Δw₁| of the first step", Figure.Text(raw.FirstStep[0]), Figure.Text(standardised.FirstStep[0])],
                ["|Δw₂| of the first step", Figure.Text(raw.FirstStep[1]), Figure.Text(standardised.FirstStep[1])],
                ["|w₁| of the best fit", Figure.Text(raw.Best[0]), Figure.Text(standardised.Best[0])],
                ["|w₂| of the best fit", Figure.Text(raw.Best[1]), Figure.Text(standardised.Best[1])],
                ["λmin of the Hessian", Figure.Text(raw.Eigenvalues[0]), Figure.Text(standardised.Eigenvalues[0])],
                ["λmax of the Hessian", Figure.Text(raw.Eigenvalues[^1]), Figure.Text(standardised.Eigenvalues[^1])],
                ["condition number κ", Figure.Text(raw.Condition), Figure.Text(standardised.Condition)],
                ["steps taken", Figure.Text(raw.Excess.Length - 1), Figure.Text(standardised.Excess.Length - 1)],
                ["share of the excess loss left", Figure.Text(raw.Excess[^1]), Figure.Text(standardised.Excess[^1])],
                ["by the formula", Figure.Text(raw.Left(raw.Excess.Length - 1)), Figure.Text(standardised.Left(standardised.Excess.Length - 1))],
                ["steps until 10⁻⁶ is left, by the formula", Figure.Text(raw.Needed), Figure.Text(standardised.Needed)],
            ]));
        lesson.Draw(new LineChart(
            "The loss above that of the best fit", new Axis("step", IsLog: true), new Axis("share of the first", IsLog: true),
            [raw.Curve("raw inputs"), standardised.Curve("standardised inputs")])
        {
            Reading = "With raw inputs the first step fits what the large input can explain; for the rest the rate is too small by many orders of magnitude.",
        });
        lesson.Draw(new BarChart(
            "How far the first step goes, as a share of the way to the best fit", ["w₁, large input", "w₂, small input"],
            new Axis("|Δw| ÷ |w of the best fit|", IsLog: true), [new BarSeries("raw inputs", raw.Way), new BarSeries("standardised inputs", standardised.Way)])
        {
            Reading = "With raw inputs w₁ overshoots to make up for all that w₂ and b do not do yet, and w₂ hardly moves.",
        });
    }

    /// <summary>The three rows, and more near the plane through them.</summary>
    private static (Tensor Table, Tensor Targets) Draw(int seed)
    {
        Tensor given = Tensor.From(_inputs, [3, 2]), targets = Tensor.From(_targets);
        Tensor plane = WithOnes(given).Solve(targets);
        var generator = new Generator(seed);
        const int More = Rows - 3;
        Tensor drawn = Tensor.Cat(
            [
                Tensor.Uniform(50, 350, [More, 1], DType.Float64, generator: generator),
                Tensor.Uniform(0.0015, 0.0035, [More, 1], DType.Float64, generator: generator),
            ], 1);
        Tensor noise = Tensor.Randn([More], DType.Float64, generator: generator) * Noise;
        return (Tensor.Cat([given, drawn]), Tensor.Cat([targets, WithOnes(drawn).Mv(plane) + noise]));
    }

    private static Tensor WithOnes(Tensor table) => Tensor.Cat([table, Tensor.Ones([table.Shape[0], 1], DType.Float64)], 1);

    /// <summary>Gradient descent from zeros.</summary>
    /// <param name="Eigenvalues">Of the Hessian, ascending.</param>
    /// <param name="Parts">Of the excess loss at zeros, along each eigenvector; their sum is 1.</param>
    /// <param name="FirstStep">|Δw| of the first step.</param>
    /// <param name="Best">|w| of the best fit.</param>
    /// <param name="Excess">The loss above the best fit's before each step and at last, as shares of the first.</param>
    private sealed record Fit(double[] Eigenvalues, double[] Parts, double[] FirstStep, double[] Best, double[] Excess)
    {
        public double Condition => Eigenvalues[^1] / Eigenvalues[0];

        public double[] Way => [FirstStep[0] / Best[0], FirstStep[1] / Best[1]];

        /// <summary>The first whole number of steps after which the formula leaves no more than the share; doubled, then halved.</summary>
        public double Needed
        {
            get
            {
                double low = 0, high = 1;
                while (Left(high) > Share)
                {
                    (low, high) = (high, 2 * high);
                }

                while (high - low > 1)
                {
                    double middle = Math.Floor((low + high) / 2);
                    (low, high) = Left(middle) > Share ? (middle, high) : (low, middle);
                }

                return high;
            }
        }

        /// <summary>The share of the excess loss that is left after t ≥ 1 steps, by the eigenvalues: Σcᵢ(1 − λᵢ/λmax)²ᵗ.</summary>
        public double Left(double t) => Parts.Zip(Eigenvalues, (part, value) => part * Math.Pow(1 - value / Eigenvalues[^1], 2 * t)).Sum();

        public static Fit Of(Tensor table, Tensor y, int steps)
        {
            Tensor x = WithOnes(table);
            Tensor Loss(Tensor w) => F.MseLoss(x.Mv(w), y);
            SymmetricEigen eigen = SymmetricEigen.Of(new Objective(Loss, Tensor.Zeros([3], DType.Float64)).Hessian());
            double[] eigenvalues = eigen.Values.ToArray<double>();
            Tensor best = x.Lstsq(y.Reshape(-1, 1)).Reshape(-1);
            double[] along = eigen.Vectors.T.Mv(best).ToArray<double>();
            double least = Loss(best).Item<double>(), first = Loss(Tensor.Zeros([3], DType.Float64)).Item<double>();
            Descent run = Descent.Run(
                Loss, [0, 0, 0], w => new SGD(w, lr: 1 / eigenvalues[^1]), steps, (_, loss) => loss - least <= Share * (first - least));
            return new Fit(
                eigenvalues, [.. eigenvalues.Zip(along, (value, w) => 0.5 * value * w * w / (first - least))], Sizes(run.Points[1]), Sizes(best.ToArray<double>()), [.. run.Values.Select(loss => (loss - least) / (first - least))]);
        }

        // From step 1 on, as the axis is logarithmic.
        public Series Curve(string name)
        {
            int[] steps = [.. Grid.Geometric(1, Excess.Length - 1, 60).Select(static step => (int)Math.Round(step)).Distinct()];
            return new Series(name, [.. steps.Select(static step => (double)step)], [.. steps.Select(step => Excess[step])], Mark.LineAndPoints);
        }

        private static double[] Sizes(double[] values) => [.. values.Select(static value => Math.Abs(value))];
    }
}
