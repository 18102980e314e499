namespace MiniTorch.Tests;

/// <summary>What a walk makes it gives back as it goes, and a deep graph costs no more for each node than a shallow one.</summary>
public sealed class WalkMemoryTests
{
    private const int Size = 5000;

    [Theory]
    [InlineData("chain")]
    [InlineData("branches")]
    [InlineData("temporaries")]
    [InlineData("broadcast")]
    [InlineData("passed on")]
    public void Gradients_that_have_been_used_up_are_returned_during_the_walk(string kind)
    {
        Tensor x = Tensor.Ones([Size], requiresGrad: true), one = Tensor.Ones([1]), y = x;
        var seen = new List<Storage>();
        int most = 0;
        for (int i = 0; i < 20; i++)
        {
            y = Planted.Copy(y, g =>
            {
                seen.Add(g.Value.Storage);
                most = Math.Max(most, seen.Distinct().Count(static storage => storage.Buffer is not null));
                return g * 1;
            });
            y = kind switch
            {
                "chain" => y * 1,
                "branches" => (y * 0.5) + (y.Relu() * 0.25) + (y * 0.25),
                "temporaries" => y / y.Detach(),
                "broadcast" => y * one * Tensor.Ones([1], requiresGrad: true),
                _ => y + 1,
            };
        }

        y.Sum().Backward();
        Assert.Equal(20, seen.Count);
        Assert.True(most <= 3, $"{most} gradients were held at once");
        Assert.All(x.Grad!.ToArray<float>(), static value => Assert.Equal(1, value, 1e-4f));
    }

    [Fact]
    public void Gradients_that_wait_elsewhere_are_not_returned()
    {
        // One gradient goes to a deep and to a shallow branch, and to two leaves.
        Tensor x = Tensor.Ones([Size], requiresGrad: true), w = Tensor.Ones([Size], requiresGrad: true), deep = x;
        for (int i = 0; i < 10; i++)
        {
            deep = deep * 2 + 0;
        }

        Tensor total = (deep + (x + w)) * 3;
        (total + total.Reshape(Size)).Sum().Backward();
        Assert.All(x.Grad!.ToArray<float>(), static value => Assert.Equal(6 * 1025, value));
        Assert.All(w.Grad!.ToArray<float>(), static value => Assert.Equal(6, value));
    }

    [Fact]
    public void The_bytes_of_a_node_do_not_depend_on_the_depth()
    {
        _ = BytesPerNode(1_000);
        (double forward, double backward, double grad) = BytesPerNode(10_000);
        (double Forward, double Backward, double Grad) deep = BytesPerNode(1_000_000);
        Assert.InRange(deep.Forward, forward * 0.9, forward * 1.1);
        Assert.InRange(deep.Backward, backward * 0.8, backward * 1.2);
        Assert.InRange(deep.Grad, grad * 0.7, grad * 1.3);
    }

    private static (double Forward, double Backward, double Grad) BytesPerNode(int depth)
    {
        Tensor x = Tensor.From(1.0, requiresGrad: true), y = x;
        long start = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < depth; i++)
        {
            y = y.Tanh();
        }

        long recorded = GC.GetAllocatedBytesForCurrentThread();
        Tensor gradient = Autograd.Grad([y], [x], retainGraph: true)[0];
        long captured = GC.GetAllocatedBytesForCurrentThread();
        y.Backward();
        long walked = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(gradient.Item<double>(), x.Grad!.Item<double>());
        return ((recorded - start) / (double)depth, (walked - captured) / (double)depth, (captured - recorded) / (double)depth);
    }
}
