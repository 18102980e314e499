using MiniTorch.Examples.Optimization;

namespace MiniTorch.Tests;

/// <summary>When a claim is shown, and what is said of it.</summary>
public class MeasurementTests
{
    [Theory]
    [InlineData(Relation.Less, 0.9, true)]
    [InlineData(Relation.Less, 1, false)]
    [InlineData(Relation.AtMost, 1, true)]
    [InlineData(Relation.AtMost, 1.1, false)]
    [InlineData(Relation.AtLeast, 1, true)]
    [InlineData(Relation.AtLeast, 0.9, false)]
    [InlineData(Relation.Greater, 1.1, true)]
    [InlineData(Relation.Greater, 1, false)]
    [InlineData(Relation.Less, double.NaN, false)]
    [InlineData(Relation.AtMost, double.NaN, false)]
    [InlineData(Relation.AtLeast, double.NaN, false)]
    [InlineData(Relation.Greater, double.NaN, false)]
    public void A_claim_without_chance_is_shown_if_its_inequality_holds(object relation, double figure, bool holds)
    {
        var claim = new Claim("text", "quantity", (Relation)relation, 1);

        Assert.Equal(holds, new Measurement(claim, [figure]).IsShown);
        Assert.Equal(!holds, new Measurement(claim, [figure]).Fails);
        Assert.False(new Measurement(claim with { ShouldHold = false }, [figure]).Fails);
    }

    [Theory]
    [InlineData(10, 10, true)]
    [InlineData(9, 10, true)]
    [InlineData(8, 10, false)]
    [InlineData(1, 1, true)]
    [InlineData(0, 1, false)]
    [InlineData(4, 5, false)]
    [InlineData(18, 20, true)]
    [InlineData(17, 20, false)]
    [InlineData(10, 11, true)]
    [InlineData(9, 11, false)]
    [InlineData(63, 70, true)]
    public void Nine_of_ten_seeds_are_enough(int held, int seeds, bool isShown)
    {
        double[] figures = [.. Enumerable.Range(0, seeds).Select(i => i < held ? 0.0 : 10.0)];

        var measurement = new Measurement(FakeExperiment.Seeded, figures);

        Assert.Equal(held, measurement.HoldsOn);
        Assert.Equal(isShown, measurement.IsShown);
        Assert.StartsWith($"held on {held} of {seeds} seed", measurement.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void The_interval_of_a_mean_is_Students()
    {
        // t of 9 degrees of freedom at 97.5 %: 2.262157; s = √(82.5/9)
        double[] figures = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

        Interval interval = Interval.Of(figures);

        Assert.Equal(5.5, interval.Mean);
        Assert.Equal(2.262157 * Math.Sqrt(82.5 / 9 / 10), interval.HalfWidth, 1e-5);
        Assert.Equal((5.5 - interval.HalfWidth, 5.5 + interval.HalfWidth), (interval.Low, interval.High));
        Assert.Equal(double.PositiveInfinity, Interval.Of([3]).HalfWidth);
        Assert.True(double.IsNaN(Interval.Of([1, double.NaN]).HalfWidth));
        Assert.Equal(0, Interval.Of([2, 2, 2]).HalfWidth);
    }

    [Fact]
    public void A_summary_has_the_mean_with_its_interval_or_the_figure()
    {
        Assert.Equal("12.35", new Measurement(FakeExperiment.Certain, [12.345678]).Summary);
        Assert.Equal("held on 3 of 3 seeds, mean 2, 95 % interval −0.4841 to 4.484", new Measurement(FakeExperiment.Seeded, [1, 2, 3]).Summary);
        Assert.Equal("held on 1 of 1 seed, mean 4", new Measurement(FakeExperiment.Seeded, [4]).Summary);
        Assert.Equal("held on 1 of 2 seeds, mean not a number", new Measurement(FakeExperiment.Seeded, [4, double.NaN]).Summary);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(3, "3")]
    [InlineData(-3, "−3")]
    [InlineData(12345, "12,345")]
    [InlineData(12345.6, "12,346")]
    [InlineData(0.1, "0.1")]
    [InlineData(3.14159, "3.142")]
    [InlineData(0.000123456, "0.0001235")]
    [InlineData(1.23456e-7, "1.235e−7")]
    [InlineData(-1.23456e-7, "−1.235e−7")]
    [InlineData(2.5e9, "2.5e9")]
    [InlineData(double.NaN, "not a number")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Figures_are_read_easily(double figure, string text) => Assert.Equal(text, Figure.Text(figure));

    [Fact]
    public void An_inequality_says_quantity_relation_and_bound() => Assert.Equal("one < 2", FakeExperiment.Certain.Inequality);
}
