using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed partial class DataLoaderTests
{
    [Fact]
    public void A_run_that_is_resumed_anywhere_gives_the_batches_that_were_left() => Prop.ForAll(
        _cases,
        Gen.Choose(0, 200).ToArbitrary(),
        (c, stop) =>
        {
            long[][] whole = Read(c.Loader(), epochs: 3, stop: int.MaxValue).Batches;
            (long[][] before, StateNode state) = Read(c.Loader(), epochs: 3, stop);
            DataLoader resumed = new(Numbers(c.Samples), c.BatchSize, shuffle: true, c.DropLast, seed: 99);
            resumed.LoadState(state);

            long[][] after = Read(resumed, epochs: 3, stop: int.MaxValue).Batches;

            Assert.Equal(whole, [.. before, .. after]);
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_state_saved_after_the_loop_was_left_resumes_there_too()
    {
        DataLoader loader = Loader(10, 3, seed: 4), resumed = Loader(10, 3, seed: 0);
        long[][] whole = Epoch(Loader(10, 3, seed: 4));
        foreach (Batch batch in loader)
        {
            if (loader.Position == 2)
            {
                break;
            }
        }

        resumed.LoadState(loader.SaveState());

        Assert.Equal((0, 2), (resumed.Epoch, resumed.Position));
        Assert.Equal(whole[2..], Epoch(resumed));
        Assert.Equal((1, 0), (resumed.Epoch, resumed.Position));
        Assert.Equal(Epoch(loader), Epoch(resumed));
    }

    [Fact]
    public void A_state_saved_after_the_last_batch_leaves_none()
    {
        DataLoader loader = Loader(10, 5, seed: 4), resumed = Loader(10, 5, seed: 0);
        StateNode state = StateNode.Empty;
        foreach (Batch batch in loader)
        {
            state = loader.SaveState();
        }

        resumed.LoadState(state);

        Assert.Empty(Epoch(resumed));
        Assert.Equal((1, 0), (resumed.Epoch, resumed.Position));
        Assert.Equal(Epoch(loader), Epoch(resumed));
    }

    [Fact]
    public void Saving_what_was_loaded_gives_it_back()
    {
        DataLoader loader = Loader(10, 3, seed: 4), other = Loader(10, 3, seed: 5);
        Assert.NotNull(loader.First());
        StateNode state = loader.SaveState();

        other.LoadState(state);

        Assert.Equal(state, other.SaveState());
        Assert.Equal(4, other.Seed);
    }

    [Fact]
    public void Loading_leaves_a_loop_that_is_running_alone()
    {
        DataLoader loader = Loader(10, 2, seed: 4);
        StateNode start = loader.SaveState();
        long[][] whole = Epoch(loader);
        loader.LoadState(start);
        using IEnumerator<Batch> running = loader.GetEnumerator();
        running.MoveNext();

        loader.LoadState(start);
        while (running.MoveNext())
        {
            Assert.Equal((0, 0), (loader.Epoch, loader.Position));
        }

        Assert.Equal(whole, Epoch(loader));
    }

    [Fact]
    public void The_state_of_another_loader_is_refused()
    {
        StateNode state = Loader(10, 3, seed: 4).SaveState();

        AssertRefused(Loader(10, 4, seed: 4), state, "batch_size 4; got one with 3");
        AssertRefused(Loader(11, 3, seed: 4), state, "samples 11; got one with 10");
        AssertRefused(new DataLoader(Numbers(10), 3), state, "shuffle False; got one with True");
        AssertRefused(new DataLoader(Numbers(10), 3, shuffle: true, dropLast: true), state, "drop_last True; got one with False");
        AssertRefused(Loader(10, 3, seed: 4), new MapState { ["batch_size"] = 3, ["samples"] = 10 }, "has no 'shuffle'");
        AssertRefused(Loader(10, 3, seed: 4), 3, "MapState");
        MapState beyond = Loader(10, 3, seed: 4).SaveState().As<MapState>();
        beyond["position"] = 5;
        AssertRefused(Loader(10, 3, seed: 4), beyond, "epoch 0, position 5");
    }

    private static void AssertRefused(DataLoader loader, StateNode state, string expected)
    {
        StateNode before = loader.SaveState();
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => loader.LoadState(state));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, loader.SaveState());
    }

    // The batches up to the given epoch, or until so many were read; then the state.
    private static (long[][] Batches, StateNode State) Read(DataLoader loader, int epochs, int stop)
    {
        List<long[]> batches = [];
        while (loader.Epoch < epochs)
        {
            foreach (Batch batch in loader)
            {
                batches.Add(batch[0].ToArray<long>());
                if (batches.Count == stop)
                {
                    return ([.. batches], loader.SaveState());
                }
            }
        }

        return ([.. batches], loader.SaveState());
    }
}
