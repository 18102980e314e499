using MiniTorch;

namespace MiniTorch.Tests;

/// <summary>The samples of docs/tensors.md.</summary>
public class TensorSamples
{
    [Fact]
    public void Makes_tensors()
    {
        // sample: create
        Tensor zeros = Tensor.Zeros([2, 3]), like = Tensor.OnesLike(zeros), whole = Tensor.Arange(0, 10, 2);
        Tensor fromArray = Tensor.From(new[,] { { 1.0, 2 }, { 3, 4 } }), steps = Tensor.Linspace(0, 1, 5), unit = Tensor.Eye(3);

        float[] samples = [1, 2, 3, 4];
        Tensor shared = Tensor.Wrap(samples, [2, 2]);                   // no copy: writing to one is seen in the other

        var generator = new Generator(7);                               // the same numbers for any number of threads
        Tensor normal = Tensor.Normal(0, 0.02, [784, 128], generator: generator);
        Tensor picks = Tensor.Multinomial(Tensor.From([1f, 2, 7]), samples: 10, replacement: true, generator);
        GeneratorState saved = generator.State;                         // and back: generator.State = saved
        Generator[] workers = generator.SplitInto(4);                   // independent streams, by index
        // sample-end
        samples[0] = 9;
        Assert.Equal(9f, shared[0, 0].Item<float>());
        Assert.Equal([2, 3], like.Shape);
        Assert.Equal((DType.Int64, DType.Float64, 5, 9), (whole.DType, fromArray.DType, steps.Count, unit.Count));
        Assert.Equal((100352, 10, 4), (normal.Count, picks.Count, workers.Length));
        Assert.Equal(saved, generator.State);
    }

    [Fact]
    public void Indexes()
    {
        // sample: index
        Tensor x = Tensor.Arange(24).Reshape(2, 3, 4);
        Tensor last = x[^1], corner = x[.., ..2, 2..], odd = x[TensorIndex.Ellipsis, TensorIndex.Slice(1, step: 2)];
        Tensor rows = x[0, Tensor.From([2L, 0, 2])];                    // by index: [3, 4]
        Tensor large = x[x > 20];                                       // by mask: [3]
        x[1, 0] = Tensor.Zeros([4], DType.Int64);                       // set, broadcast
        x[(x % 2).Eq(0)] = Tensor.From(-1L);
        // sample-end
        Assert.Equal([-1L, -1, -1, -1], last[0].ToArray<long>());       // a view, which sees what is set
        Assert.Equal([2, 2, 2], corner.Shape);
        Assert.Equal([2, 3, 2], odd.Shape);
        Assert.Equal([8L, 0, 8], rows[.., 0].ToArray<long>());
        Assert.Equal([21L, 22, 23], large.ToArray<long>());
        Assert.Equal([-1L, 1, -1, 3], x[0, 0].ToArray<long>());
    }

    [Fact]
    public void Reaches_the_memory()
    {
        // sample: interop
        NDArray values = NDArray.Zeros([4, 6]);
        values.AsSpan<float>()[0] = 1;                                  // contiguous: a span over the memory itself
        var block = values.Slice(1, 0, 3).AsTensorSpan<float>();        // any layout: System.Numerics.Tensors, strides and all
        block[1, 2] = 5;
        Memory<float> kept = values.AsMemory<float>();                  // outlives scopes: the buffer leaves the pool for good
        // sample-end
        Assert.Equal((1f, 5f, 24), (kept.Span[0], values.Select(0, 1).Select(0, 2).Item<float>(), kept.Length));
    }
}
