namespace MiniTorch.Tests;

public sealed class GeneratorFlowTests
{
    [Fact]
    public void The_default_is_one_for_the_process_with_the_seed_of_PyTorch()
    {
        Assert.Equal(67280421310721ul, Generator.Default.Seed);
        Generator? other = null;
        Thread thread = new(() => other = Generator.Default);
        thread.Start();
        thread.Join();
        Assert.Same(Generator.Default, other);
    }

    [Fact]
    public void Use_holds_until_disposed_and_nests()
    {
        Generator before = Generator.Default, outer = new(1), inner = new(2);
        using (Generator.Use(outer))
        {
            Assert.Same(outer, Generator.Default);
            using (Generator.Use(inner))
            {
                Assert.Same(inner, Generator.Default);
            }

            Assert.Same(outer, Generator.Default);
        }

        Assert.Same(before, Generator.Default);
    }

    [Fact]
    public void Use_ends_with_an_exception()
    {
        Generator before = Generator.Default;
        Assert.Throws<InvalidOperationException>(Fail);
        Assert.Same(before, Generator.Default);
        Assert.Throws<ArgumentNullException>(static () => Generator.Use(null!));

        static void Fail()
        {
            using (Generator.Use(new Generator(1)))
            {
                throw new InvalidOperationException();
            }
        }
    }

    [Fact]
    public async Task Use_flows_into_what_is_awaited_and_started()
    {
        Generator before = Generator.Default, mine = new(1);
        Task<Generator> late;
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (Generator.Use(mine))
        {
            await Task.Yield();
            Assert.Same(mine, Generator.Default);
            Assert.Same(mine, await Task.Run(static () => Generator.Default));
            Assert.Same(mine, await Nested());
            late = Task.Run(async () =>
            {
                await gate.Task;
                return Generator.Default;
            });
        }

        Assert.Same(before, Generator.Default);
        gate.SetResult();
        Assert.Same(mine, await late);

        static async Task<Generator> Nested()
        {
            await Task.Yield();
            return Generator.Default;
        }
    }

    [Fact]
    public async Task Flows_beside_each_other_keep_their_own()
    {
        Generator before = Generator.Default;
        double[][] drawn = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            using (Generator.Use(new Generator(0).Split(i)))
            {
                List<double> values = [];
                for (int k = 0; k < 20; k++)
                {
                    values.Add(Generator.Default.NextDouble());
                    await Task.Yield();
                }

                return values.ToArray();
            }
        })));
        Assert.Same(before, Generator.Default);
        for (int i = 0; i < drawn.Length; i++)
        {
            Generator alone = new Generator(0).Split(i);
            Assert.Equal(Enumerable.Range(0, 20).Select(_ => alone.NextDouble()), drawn[i]);
        }
    }
}
