using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class TensorDatasetTests
{
    public static TheoryData<DType> Types() => [.. Enum.GetValues<DType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_batch_is_the_rows_at_the_indices(DType dtype)
    {
        foreach (Shape shape in new Shape[] { [5], [5, 1], [5, 3], [5, 2, 4], [5, 0] })
        {
            NDArray values = NDArray.Arange(shape.Count).Reshape(shape.AsSpan()).To(dtype);
            Batch batch = new TensorDataset(new Tensor(values)).GetBatch([4, 0, 0, 2]);

            Assert.Equal(1, batch.Count);
            Assert.Equal(dtype, batch[0].DType);
            Assert.Equal([4, .. shape.Skip(1)], batch[0].Shape);
            int[] indices = [4, 0, 0, 2];
            double[] expected = [.. indices.SelectMany(i => values.Select(0, i).To(DType.Float64).ToArray<double>())];
            Assert.Equal(expected, batch[0].Value.To(DType.Float64).ToArray<double>());
        }
    }

    [Fact]
    public void Any_rows_are_gathered()
    {
        Gen<(int Samples, int Width, int[] Indices)> cases =
            from samples in Gen.Choose(1, 40)
            from width in Gen.Choose(1, 20)
            from indices in Gen.ArrayOf(Gen.Choose(0, samples - 1))
            select (samples, width, indices);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            TensorDataset dataset = new(Tensor.From(Grid(c.Samples, c.Width)), Tensor.Arange(c.Samples));
            var (rows, numbers) = dataset.GetBatch(c.Indices);
            Assert.Equal([.. c.Indices.Select(i => (long)i)], numbers.ToArray<long>());
            Assert.Equal([c.Indices.Length, c.Width], rows.Shape);
            Assert.Equal([.. c.Indices.SelectMany(i => Enumerable.Range(i * c.Width, c.Width).Select(x => (float)x))], rows.ToArray<float>());
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void A_view_is_gathered_like_any_tensor()
    {
        NDArray columns = NDArray.From(Grid(3, 4)).Transpose(0, 1);

        Batch batch = new TensorDataset(new Tensor(columns)).GetBatch([3, 1]);

        Assert.Equal([3, 7, 11, 1, 5, 9], batch[0].ToArray<float>());
    }

    [Fact]
    public void Three_tensors_are_taken_apart()
    {
        var (first, second, third) = new TensorDataset(Tensor.Arange(3), Tensor.Arange(3, 6), Tensor.Arange(6, 9)).GetBatch([1]);

        Assert.Equal([1, 4, 7], new[] { first.Item<long>(), second.Item<long>(), third.Item<long>() });
    }

    [Fact]
    public void Taking_a_batch_apart_into_another_number_says_both()
    {
        Batch one = new TensorDataset(Tensor.Arange(3)).GetBatch([1]);

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() =>
        {
            var (first, second) = one;
            return (first, second);
        });

        Assert.Equal("batch: taken apart into 2 tensors, it has 1", exception.Message);
    }

    [Fact]
    public void A_dataset_made_in_a_scope_outlives_it()
    {
        TensorDataset dataset;
        using (TensorScope.Begin())
        {
            dataset = new TensorDataset(Tensor.Ones([2000, 2]));
        }

        Assert.Equal([1, 1], dataset.GetBatch([1999])[0].ToArray<float>());
    }

    [Fact]
    public void Tensors_that_do_not_pair_up_are_refused()
    {
        ArgumentException sizes = Assert.Throws<ArgumentException>(() => new TensorDataset(Tensor.Zeros([3, 2]), Tensor.Arange(4)));
        Assert.Contains("got [3, 2] and [4]", sizes.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TensorDataset());
        Assert.Throws<ArgumentException>(() => new TensorDataset(Tensor.From(1f)));
        Assert.Throws<ArgumentException>(() => new TensorDataset(Tensor.Arange(2), Tensor.From(1f)));
    }

    [Fact]
    public void A_tensor_that_requires_a_gradient_is_refused() => Assert.Contains(
        "Detach()",
        Assert.Throws<ArgumentException>(() => new TensorDataset(Tensor.Zeros([3], requiresGrad: true))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void An_index_outside_is_refused(int index)
    {
        TensorDataset dataset = new(Tensor.Arange(3));
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => dataset.GetBatch([0, index]));

        Assert.Contains($"index {index} is out of range; there are 3 samples", exception.Message, StringComparison.Ordinal);
    }

    private static float[,] Grid(int rows, int columns)
    {
        float[,] grid = new float[rows, columns];
        for (int i = 0; i < rows * columns; i++)
        {
            grid[i / columns, i % columns] = i;
        }

        return grid;
    }
}
