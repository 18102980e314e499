using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class PreprocessorTests
{
    public static TheoryData<string> Kinds() => ["standard", "mean only", "std only", "min-max", "-1 to 3", "imputer", "constant"];

    [Fact]
    public void Mean_is_0_and_standard_deviation_1_afterwards()
    {
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            Tensor x = Table(1000, 7, dtype);
            var scaler = new StandardScaler();
            Tensor y = scaler.FitTransform(x);

            Assert.Equal(dtype, y.DType);
            Tensor wide = y.To(DType.Float64);
            double tolerance = dtype == DType.Float64 ? 1e-12 : 1e-6;
            Assert.All(wide.Mean(0).ToArray<double>(), mean => Assert.Equal(0, mean, tolerance));
            Assert.All(wide.Std(0, correction: 0).ToArray<double>(), std => Assert.Equal(1, std, tolerance));
            Tensor exact = x.To(DType.Float64);
            Assert.Equal(exact.Mean(0).ToArray<double>().Sum(), scaler.Mean.ToArray<double>().Sum(), 1e-9);
            Assert.Equal(exact.Std(0, correction: 0).ToArray<double>().Sum(), scaler.Scale.ToArray<double>().Sum(), 1e-9);
        }
    }

    [Fact]
    public void A_mean_far_from_0_costs_no_accuracy()
    {
        Tensor x = Tensor.From([1e6f + 1, 1e6f + 2, 1e6f + 3, 1e6f + 4], [4, 1]);

        float[] y = new StandardScaler().FitTransform(x).Floats();

        double std = Math.Sqrt(1.25);
        Assert.Equal([(float)(-1.5 / std), (float)(-.5 / std), (float)(.5 / std), (float)(1.5 / std)], y);
    }

    [Fact]
    public void Mean_or_deviation_can_be_left_alone()
    {
        Tensor x = Tensor.From([1f, 3f], [2, 1]);

        Assert.Equal([1, 3], new StandardScaler(withMean: false).FitTransform(x).Floats());
        Assert.Equal([-1, 1], new StandardScaler(withStd: false).FitTransform(x).Floats());
    }

    [Fact]
    public void The_range_is_that_asked_for()
    {
        Tensor x = Table(500, 5, DType.Float32);
        Tensor y = new MinMaxScaler(-1, 3).FitTransform(x);

        Assert.All(y.Amin([0]).Floats(), static min => Assert.Equal(-1, min));
        Assert.All(y.Amax([0]).Floats(), static max => Assert.Equal(3, max));
        Assert.Equal([0, .25f, 1, 1.5f], Halves().Floats());

        static Tensor Halves()
        {
            var scaler = new MinMaxScaler();
            scaler.Fit(Tensor.From([2f, 6f], [2, 1]));
            return scaler.Transform(Tensor.From([2f, 3f, 6f, 8f], [4, 1]));
        }
    }

    [Fact]
    public void A_constant_column_is_divided_by_1()
    {
        // Ten times 0.1 is not 1 in floating point, so that the deviation of these numbers is computed as 1e-17.
        Tensor x = Tensor.Full([10, 2], 0.1, DType.Float64);

        var standard = new StandardScaler();
        Assert.All(standard.FitTransform(x).ToArray<double>(), static value => Assert.Equal(0, value));
        Assert.Equal([1, 1], standard.Scale.ToArray<double>());
        Assert.All(new MinMaxScaler(2, 4).FitTransform(x).ToArray<double>(), static value => Assert.Equal(2, value, 1e-15));
        Assert.Equal(x.ToArray<double>(), standard.InverseTransform(standard.Transform(x)).ToArray<double>());
        Assert.Equal([0], new StandardScaler().FitTransform(Tensor.From([5f], [1, 1])).Floats());
    }

    [Fact]
    public void What_is_transformed_is_transformed_back()
    {
        Gen<(int Rows, int Columns, int Seed, bool IsWide)> cases =
            from rows in Gen.Choose(1, 50)
            from columns in Gen.Choose(1, 9)
            from seed in Gen.Choose(0, 1_000_000)
            from isWide in Gen.Elements(false, true)
            select (rows, columns, seed, isWide);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            Tensor x = Table(c.Rows, c.Columns, c.IsWide ? DType.Float64 : DType.Float32, c.Seed);
            foreach (Scaler scaler in new Scaler[] { new StandardScaler(), new StandardScaler(withMean: false), new MinMaxScaler(), new MinMaxScaler(-5, 2) })
            {
                double[] expected = x.To(DType.Float64).ToArray<double>();
                double[] back = scaler.InverseTransform(scaler.FitTransform(x)).To(DType.Float64).ToArray<double>();
                double tolerance = (c.IsWide ? 1e-13 : 1e-5) * expected.Max(Math.Abs);
                Assert.All(expected.Zip(back), pair => Assert.Equal(pair.First, pair.Second, tolerance));
            }
        }).Check(Config.QuickThrowOnFailure);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Only_the_training_part_is_learnt_and_no_part_is_changed(string kind)
    {
        Tensor train = Table(60, 3, DType.Float32, 1), test = Table(40, 3, DType.Float32, 2);
        float[] before = test.Floats(), trainBefore = train.Floats();
        Preprocessor one = Make(kind), other = Make(kind);
        one.Fit(train);
        float[] alone = one.Transform(train).Floats();
        float[] tested = one.Transform(test).Floats();

        Assert.Equal(before, test.Floats());
        Assert.Equal(trainBefore, train.Floats());
        Assert.Equal(alone, other.FitTransform(train).Floats());
        Assert.Equal(tested, other.Transform(test).Floats());

        // A row does not depend on those beside it.
        Assert.Equal(tested[6..9], one.Transform(test[2..3]).Floats());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_restored_one_gives_the_same_bits(string kind)
    {
        Tensor train = Table(60, 3, DType.Float32, 1), test = Table(40, 3, DType.Float32, 2);
        Preprocessor one = Make(kind), other = Make(kind);
        one.Fit(train);
        StateNode state = one.SaveState();
        float[] expected = one.Transform(test).Floats();
        one.Fit(test);

        other.LoadState(state);

        Assert.Equal(expected, other.Transform(test).Floats());
        Assert.Equal(3, other.ColumnCount);
        Preprocessor unfitted = Make(kind);
        other.LoadState(unfitted.SaveState());
        Assert.False(other.IsFitted);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_cannot_be_is_refused(string kind)
    {
        Preprocessor one = Make(kind);
        string name = one.GetType().Name;
        Tensor x = Table(5, 3, DType.Float32);
        Assert.StartsWith($"{name}: it must be fitted first", Assert.Throws<InvalidOperationException>(() => one.Transform(x)).Message, StringComparison.Ordinal);
        one.Fit(x);

        Assert.Equal($"{name}: it was fitted on 3 columns; got [5, 2]", Assert.Throws<ArgumentException>(() => one.Transform(Table(5, 2, DType.Float32))).Message);
        Assert.Equal($"{name}: a table is float32 or float64 [rows, columns]; got float32 [3]", Assert.Throws<ArgumentException>(() => one.Fit(Tensor.Ones([3]))).Message);
        Assert.Contains("got int64 [1, 3]", Assert.Throws<ArgumentException>(() => one.Fit(Tensor.From([1L, 2, 3], [1, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains("must have rows and columns; got [0, 3]", Assert.Throws<ArgumentException>(() => one.Fit(Tensor.Zeros([0, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "column 1 holds an infinity",
            Assert.Throws<ArgumentException>(() => one.Fit(Tensor.From([1f, float.PositiveInfinity, 2f, 3f], [2, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("column 0 holds", Assert.Throws<ArgumentException>(() => one.Fit(Tensor.From([float.NegativeInfinity], [1, 1]))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => one.LoadState(3));
        Assert.Throws<InvalidOperationException>(() => one.LoadState(new MapState { ["other"] = 1 }));
        Assert.Throws<InvalidOperationException>(() => one.LoadState(new MapState
        {
            ["shift"] = Tensor.Ones([2], DType.Float64), ["scale"] = Tensor.Ones([3], DType.Float64), ["fill"] = Tensor.Ones([2, 2]),
        }));
        Assert.Equal(3, one.ColumnCount);
        Assert.Equal([0, 3], one.Transform(Tensor.Zeros([0, 3])).Shape);
    }

    [Fact]
    public void Missing_values_are_passed_over_and_stay()
    {
        Tensor x = Tensor.From([1f, float.NaN, float.NaN, float.NaN, 3f, float.NaN], [3, 2]);

        Assert.Equal([-1, float.NaN, float.NaN, float.NaN, 1, float.NaN], new StandardScaler().FitTransform(x).Floats());
        Assert.Equal([0, float.NaN, float.NaN, float.NaN, 1, float.NaN], new MinMaxScaler().FitTransform(x).Floats());
        Assert.Equal([1, 0, 2, 0, 3, 0], new SimpleImputer().FitTransform(x).Floats());
        Assert.Equal([1, 7, 7, 7, 3, 7], new SimpleImputer(7).FitTransform(x).Floats());
    }

    [Fact]
    public void A_table_wider_and_longer_than_a_block_and_views_are_as_good()
    {
        Tensor x = Table(300, 700, DType.Float32);
        Tensor view = x.Transpose(0, 1);

        Assert.Equal(new StandardScaler().FitTransform(view.Contiguous()).Floats(), new StandardScaler().FitTransform(view).Floats());
        var scaler = new StandardScaler();
        Assert.All(scaler.FitTransform(x).To(DType.Float64).Mean(0).ToArray<double>(), static mean => Assert.Equal(0, mean, 1e-6));
        Assert.Equal(Table(1, 100_000, DType.Float32).Floats().Length, new MinMaxScaler().FitTransform(Table(2, 100_000, DType.Float32)).Shape[1]);
    }

    [Fact]
    public void What_was_learnt_in_a_scope_outlives_it()
    {
        var scaler = new StandardScaler();
        Tensor x = Table(10, 2000, DType.Float32);
        using (TensorScope.Begin())
        {
            scaler.Fit(x);
            var restored = new StandardScaler();
            restored.LoadState(scaler.SaveState());
            scaler = restored;
        }

        Assert.Equal(20_000, scaler.Transform(x).Count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    public void A_range_without_width_is_refused(double min, double max) => Assert.Throws<ArgumentException>(() => new MinMaxScaler(min, max));

    private static Preprocessor Make(string kind) => kind switch
    {
        "standard" => new StandardScaler(),
        "mean only" => new StandardScaler(withStd: false),
        "std only" => new StandardScaler(withMean: false),
        "min-max" => new MinMaxScaler(),
        "-1 to 3" => new MinMaxScaler(-1, 3),
        "imputer" => new SimpleImputer(),
        _ => new SimpleImputer(4),
    };

    private static Tensor Table(int rows, int columns, DType dtype, long seed = 0)
    {
        var generator = new Generator(seed);
        Tensor scale = (Tensor.Randn([columns], generator: generator) * 3).Exp();
        Tensor shift = Tensor.Randn([columns], generator: generator) * 10;
        return ((Tensor.Randn([rows, columns], generator: generator) + shift) * scale).To(dtype);
    }
}
