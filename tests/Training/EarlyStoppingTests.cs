using MiniTorch.NN;
using MiniTorch.Optim;
using MiniTorch.Training;

namespace MiniTorch.Tests;

public sealed class EarlyStoppingTests
{
    [Fact]
    public void It_stops_after_so_many_updates_in_a_row_without_a_better_one()
    {
        var stopping = new EarlyStopping(patience: 2);
        double[] losses = [3, 2, 2.5, 1, 1, 1.5];

        Assert.Equal([false, false, false, false, false, true], losses.Select(loss => stopping.Update(loss)));

        Assert.Equal((1.0, 3, 6, 2, true, false), (stopping.Best, stopping.BestUpdate, stopping.UpdateCount, stopping.Waited, stopping.ShouldStop, stopping.IsBest));
        Assert.Equal("update 5: 1.5 is not better than 1 (2 of 2)", stopping.Message);
    }

    [Fact]
    public void Higher_is_better_where_that_is_the_mode()
    {
        var stopping = new EarlyStopping(patience: 1, mode: PlateauMode.Max);

        Assert.False(stopping.Update(0.5));
        Assert.False(stopping.Update(0.6));
        Assert.True(stopping.IsBest);
        Assert.True(stopping.Update(0.6));
    }

    [Theory]
    [InlineData(PlateauMode.Min, -1)]
    [InlineData(PlateauMode.Max, 1)]
    public void Better_by_less_than_the_least_difference_is_not_better(PlateauMode mode, int sign)
    {
        var stopping = new EarlyStopping(patience: 9, minDelta: 0.5, mode: mode);

        stopping.Update(10);
        stopping.Update(10 + (sign * 0.5));
        Assert.Equal((10.0, 1), (stopping.Best, stopping.Waited));
        stopping.Update(10 + (sign * 0.75));
        Assert.Equal((10 + (sign * 0.75), 0), (stopping.Best!.Value, stopping.Waited));
    }

    [Fact]
    public void Not_a_number_is_never_better_and_is_called_so()
    {
        var stopping = new EarlyStopping(patience: 3);

        Assert.False(stopping.Update(double.NaN));
        Assert.Equal("update 0: NaN is not a number, hence not better than none (1 of 3)", stopping.Message);
        Assert.Null(stopping.Best);
        stopping.Update(1);
        Assert.False(stopping.Update(double.NaN));
        Assert.Equal("update 2: NaN is not a number, hence not better than 1 (1 of 3)", stopping.Message);
        stopping.Update(double.PositiveInfinity);
        Assert.Equal("update 3: Infinity is not better than 1 (2 of 3)", stopping.Message);
        Assert.True(stopping.Update(double.NaN));
    }

    [Fact]
    public void The_best_model_is_back_when_it_stops_however_it_went_on()
    {
        var model = new Linear(2, 1);
        var stopping = new EarlyStopping(patience: 2, restoreBest: true);

        for (int i = 0; i < 4; i++)
        {
            using TensorScope scope = TensorScope.Begin();
            Fill(model, i);
            bool stop = stopping.Update(i == 1 ? 0 : 5 - (i * 0.1), model);
            Assert.Equal(i == 3, stop);
            Assert.All(model.Weight.ToArray<float>(), value => Assert.Equal(stop ? 1 : i, value));
        }

        Fill(model, 9);
        stopping.RestoreBest(model);
        Assert.All(model.Weight.ToArray<float>(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Without_a_best_there_is_nothing_to_restore()
    {
        var model = new Linear(2, 1);
        var kept = new EarlyStopping(patience: 1, restoreBest: true);
        Fill(model, 3);

        Assert.True(kept.Update(double.NaN, model));
        Assert.All(model.Weight.ToArray<float>(), value => Assert.Equal(3, value));
        Assert.Contains("no update", Assert.Throws<InvalidOperationException>(() => kept.RestoreBest(model)).Message, StringComparison.Ordinal);
        Assert.Contains("restoreBest is not set", Assert.Throws<InvalidOperationException>(() => new EarlyStopping(1).RestoreBest(model)).Message, StringComparison.Ordinal);
        Assert.Contains("Update(metric, model)", Assert.Throws<ArgumentException>(() => kept.Update(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_goes_on_from_a_saved_state_as_if_it_had_not_stopped()
    {
        double[] losses = [3, 2, double.NaN, 2.5, 1.9, 2, 2, 2];
        for (int cut = 0; cut <= losses.Length; cut++)
        {
            var model = new Linear(2, 1);
            var whole = new EarlyStopping(patience: 3, restoreBest: true);
            var first = new EarlyStopping(patience: 3, restoreBest: true);
            var second = new EarlyStopping(patience: 3, restoreBest: true);
            for (int i = 0; i < losses.Length; i++)
            {
                if (i == cut)
                {
                    second.LoadState(first.SaveState());
                }

                Fill(model, i);
                bool expected = whole.Update(losses[i], model);
                Fill(model, i);
                Assert.Equal(expected, (i < cut ? first : second).Update(losses[i], model));
            }

            EarlyStopping last = cut == losses.Length ? first : second;
            Assert.Equal((whole.Best, whole.BestUpdate, whole.Waited, whole.UpdateCount, whole.Message), (last.Best, last.BestUpdate, last.Waited, last.UpdateCount, last.Message));
            last.RestoreBest(model);
            Assert.All(model.Weight.ToArray<float>(), value => Assert.Equal(4, value));
        }
    }

    [Fact]
    public void A_state_of_something_else_is_refused_and_changes_nothing()
    {
        var stopping = new EarlyStopping(patience: 3);
        stopping.Update(1);
        StateNode before = stopping.SaveState();

        Assert.Contains("must be one of mode Min; got Max", Refused(new EarlyStopping(3, mode: PlateauMode.Max).SaveState()), StringComparison.Ordinal);
        Assert.Contains("the state has no mode, updates", Refused(new MapState { ["best"] = 1 }), StringComparison.Ordinal);
        Assert.Contains("MapState", Refused(3), StringComparison.Ordinal);
        Assert.Equal(before, stopping.SaveState());

        // A best metric without its model could not be restored when stopping.
        var restoring = new EarlyStopping(patience: 3, restoreBest: true);
        string message = Assert.Throws<InvalidOperationException>(() => restoring.LoadState(before)).Message;
        Assert.Contains("has no model", message, StringComparison.Ordinal);
        Assert.Equal(0, restoring.UpdateCount);

        string Refused(StateNode state) => Assert.Throws<InvalidOperationException>(() => stopping.LoadState(state)).Message;
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Contains("got 0, 0, Min", Assert.Throws<ArgumentException>(() => new EarlyStopping(0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new EarlyStopping(1, minDelta: -1));
        Assert.Throws<ArgumentException>(() => new EarlyStopping(1, minDelta: double.NaN));
        Assert.Throws<ArgumentException>(() => new EarlyStopping(1, mode: (PlateauMode)5));
    }

    private static void Fill(Linear model, double value) => model.Weight.Value.Fill(value);
}
