using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class EmbeddingTests
{
    public static TheoryData<Shape> Shapes => [[], [1], [5], [2, 3], [2, 1, 3], [0], [2, 0]];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_is_the_rows_of_the_table_for_indices_of_any_shape(Shape shape)
    {
        foreach (DType dtype in (DType[])[DType.Int64, DType.Int32])
        {
            Tensor indices = Tensor.RandInt(0, 4, shape, dtype, generator: new(3));
            Plain plain = Plain.Of(indices.Value);
            foreach (int dim in (int[])[1, 3, 0])
            {
                OpTest.Check(
                    x => F.Embedding(indices, x[0]), x => Plain.Build([.. shape, dim], index => x[0][(int)plain[index.AsSpan()[..^1]], index[^1]]), [[4, dim]]);
            }
        }
    }

    [Fact]
    public void Indices_may_be_a_view()
    {
        Tensor indices = Tensor.From([0L, 1, 2, 3, 2, 1], [2, 3]).Transpose(0, 1);
        Tensor table = Check.Random(1, [4, 2]);
        Check.SameBits(F.Embedding(indices.Clone(), table), F.Embedding(indices, table), "rows");
    }

    [Fact]
    public void The_padding_row_starts_as_zero_and_gets_no_gradient()
    {
        var layer = new Embedding(5, 3, paddingIdx: -2, generator: new(1));
        Assert.Equal(3, layer.PaddingIdx);
        Assert.Equal([0f, 0, 0], layer.Weight[3].ToArray<float>());
        Assert.Equal(12, layer.Weight.ToArray<float>().Count(static value => value != 0));
        layer.Forward(Tensor.From([0L, 3, 3, 1, 0])).Sum().Backward();
        Assert.Equal([2f, 2, 2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], layer.Weight.Grad!.ToArray<float>());
    }

    [Fact]
    public void The_derivative_of_the_gradient_is_right_with_padding_and_frequencies()
    {
        Tensor indices = Tensor.From([0L, 2, 2, 1, 0, 2], [2, 3]), table = Check.Random(1, [4, 2]);
        foreach (bool scaled in (bool[])[false, true])
        {
            Check.Derivatives(
                x => Autograd.Grad([F.Embedding(indices, table, paddingIdx: 2, scaleGradByFreq: scaled)], [table], [x[0]], createGraph: true)[0],
                Check.Random(2, [2, 3, 2]));
        }
    }

    // torch 1.13: nn.Embedding.from_pretrained(…, freeze=False, max_norm=1.0, padding_idx=2, scale_grad_by_freq=True) in float64.
    [Fact]
    public void Rows_that_are_too_long_are_scaled_and_frequent_ones_get_the_mean()
    {
        Tensor table = Tensor.From([3.0, 4, 0.3, 0.4, 6, 8], [3, 2]);
        Embedding layer = Embedding.FromPretrained(table, freeze: false, paddingIdx: 2, maxNorm: 1, scaleGradByFreq: true);
        Tensor y = layer.Forward(Tensor.From([0L, 0, 1, 2]));
        y.Backward(Tensor.From([1.0, 2, 3, 4, 5, 6, 7, 8], [4, 2]));
        Close.Assert(
            [0.5999999880000002, 0.7999999840000003, 0.5999999880000002, 0.7999999840000003, 0.3, 0.4, 0.5999999940000001, 0.7999999920000002], y.ToArray<double>());
        Close.Assert([0.5999999880000002, 0.7999999840000003, 0.3, 0.4, 0.5999999940000001, 0.7999999920000002], table.ToArray<double>());
        Close.Assert([2.0, 3, 5, 6, 0, 0], layer.Weight.Grad!.ToArray<double>());
    }

    // torch 1.13, as above with norm_type=1.
    [Fact]
    public void Rows_that_are_not_used_keep_their_length_and_the_norm_may_be_another()
    {
        Embedding layer = Embedding.FromPretrained(Tensor.From([3.0, 4, 0.3, 0.4, 6, 8], [3, 2]), maxNorm: 2, normType: 1);
        Close.Assert([0.8571428448979593, 1.1428571265306124, 0.3, 0.4], layer.Forward(Tensor.From([0L, 1])).ToArray<double>());
        Close.Assert([0.8571428448979593, 1.1428571265306124, 0.3, 0.4, 6, 8], layer.Weight.ToArray<double>());
    }

    [Fact]
    public void Pretrained_rows_are_shared_and_frozen_unless_said()
    {
        Tensor table = Tensor.Randn([4, 2], generator: new(1));
        Embedding frozen = Embedding.FromPretrained(table), trained = Embedding.FromPretrained(table, freeze: false);
        Assert.False(frozen.Weight.RequiresGrad);
        Assert.True(trained.Weight.RequiresGrad);
        Assert.False(table.RequiresGrad);
        table.Value.Fill(2);
        Assert.Equal([2f, 2], frozen.Forward(Tensor.From([3L])).ToArray<float>());
        Assert.Single(frozen.Parameters());
    }

    [Fact]
    public void Rows_start_standard_normal()
    {
        var layer = new Embedding(300, 50, generator: new(7));
        double[] values = layer.Weight.To(DType.Float64).ToArray<double>();
        Assert.InRange(values.Average(), -6 / Math.Sqrt(values.Length), 6 / Math.Sqrt(values.Length));
        Assert.InRange(values.Average(static value => value * value), 1 - (6 * Math.Sqrt(2.0 / values.Length)), 1 + (6 * Math.Sqrt(2.0 / values.Length)));
        Check.SameBits(layer.Weight, new Embedding(300, 50, generator: new(7)).Weight, "the same generator");
    }

    [Fact]
    public void Key_and_print_are_PyTorchs()
    {
        Assert.Equal(["weight"], new Embedding(5, 3).StateDict().Keys);
        Assert.Equal("Embedding(5, 3)", new Embedding(5, 3).ToString());
        Assert.Equal(
            "Embedding(5, 3, padding_idx=4, max_norm=1.5, norm_type=1.0, scale_grad_by_freq=True)", new Embedding(5, 3, -1, 1.5, 1, true).ToString());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor table = Tensor.Ones([3, 2]);
        Says("embedding: indices must lie in 0 to 2, the rows of the table; got 3 at position 1 of the input [2]", () => F.Embedding(Tensor.From([0L, 3]), table));
        Says("Embedding: embedding: indices must lie in 0 to 2, the rows of the table; got -1 at position 0 of the input [1]", () => new Embedding(3, 2).Forward(Tensor.From([-1])));
        Says("embedding: the indices must be int64 or int32; got float32 [1]", () => F.Embedding(Tensor.From([1f]), table));
        Says("embedding: the weight must be floating-point of shape [number, dim]; got float32 [2]", () => F.Embedding(Tensor.From([0L]), table[0]));
        Says("embedding: the padding index must lie in -3 to 2, the rows of the table; got 3", () => new Embedding(3, 2, 3).Weight);
        Says("embedding: the padding index must lie in -3 to 2, the rows of the table; got -4", () => F.Embedding(Tensor.From([0L]), table, -4));
        Says("embedding: max_norm must not be negative; got -1", () => F.Embedding(Tensor.From([0L]), table, maxNorm: -1));
        Says("embedding: the number of embeddings and their size must not be negative; got -1 and 2", () => new Embedding(-1, 2).Weight);
        Says("embedding: the embeddings must have shape [number, dim]; got [2]", () => Embedding.FromPretrained(table[0]).Weight);

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(call).Message);
    }
}
